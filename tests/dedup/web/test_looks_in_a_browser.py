"""Every page as people with small screens, weak eyes or ill will have it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from dedup.cases.commands import Comment, Propose, TakePosition
from dedup.cases.outcomes import Said
from dedup.views.cases import CaseQuery
from events.cases import CaseFlagged, case_id_of, case_stream_id
from events.log import Write
from events.registrations import Entry, RegistrationKey, Voter, VoterRegistered
from tests.dedup.web.place import HOME, HOST, HOSTILE, PASSWORD, Place, id_number, signed_in
from tests.examples import assessment

WEIGHT_BYTES_MAX = 150 * 1024
SHIFT_MAX = 0.0
STOPS_MIN, STOPS_MAX = 5, 60
"""Places that the Tab key comes to on a page: fewer would mean that nothing was looked at."""
CHIEF, CLERK, ADMINISTRATOR = "host.chief", "host.clerk", "administrator"
ZOOMED: ViewportSize = {"width": 683, "height": 384}
"""A screen of 1366×768 at 200 %."""
MARKS = """() => Array.from(document.querySelectorAll(".compare .d")).map((one) => {
  const style = getComputedStyle(one);
  return [one.className.replace(/.*(t-\\w+).*/, "$1"), style.textDecorationStyle, style.borderTopStyle,
    (one.querySelector("sup") || {textContent: ""}).textContent];
})"""
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const clear = /rgba\\(.*, 0\\)|transparent/.test(style.outlineColor);
  return {what: one.outerHTML.slice(0, 90), end: one === document.body || one === document.documentElement,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !clear,
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight};
}"""


def first_case(place: Place) -> str:
    return place.service.cases.find(CaseQuery(flagged=True, kind="cross_committee"))[0].case_id


def pages_of(place: Place, name: str) -> list[str]:
    """Return the pages that somebody may see."""
    if name == ADMINISTRATOR:
        return ["accounts", "keys"]
    if name == CLERK:
        return ["import"]
    case = first_case(place)
    return [
        "queue",
        "queue?show=all",
        f"cases/{case}",
        f"cases/{case}/history",
        f"cases/{case}/letters?kind=verification",
        "dashboard",
        "calendar",
        "keys",
    ]


@contextmanager
def walking(browser: Browser, place: Place, name: str) -> Iterator[tuple[Page, list[str]]]:
    with signed_in(browser, place, name) as page:
        yield page, pages_of(place, name)


@pytest.fixture(scope="module")
def hostile(place: Place) -> str:
    """Return a case whose voters, words and names were all written by somebody who means harm."""
    keys = [RegistrationKey("2026", "county", code, f"{n}<b>{code}") for n, code in enumerate((HOME, HOST))]
    said = {"actor": "clerk", "happened_at": place.clock(), "recorded_at": place.clock()}
    values = {name: HOSTILE for name in Voter.model_fields if name not in {"extra", "birth_date", "sex"}}
    person = Voter(**{**values, "id_number": id_number(77), "extra": {HOSTILE: HOSTILE}})
    left, right = sorted(key.stream_id for key in keys)
    flag = CaseFlagged(
        **said, left=left, right=right, kind="cross_committee", home="", assessment=assessment()
    )
    case_id = case_id_of(*keys)
    place.service.log.append(
        [
            *(
                Write(k.stream_id, 0, (VoterRegistered(**said, entry=Entry(), personal=person),))
                for k in keys
            ),
            Write(case_stream_id(case_id), 0, (flag,)),
        ]
    )
    desk = place.service.desk
    desk.carry_out(case_id, Comment("<b>王</b>", "left", HOSTILE, "both"))
    for side, outcome in (("left", "not_same"), ("right", "data_error")):
        desk.carry_out(case_id, TakePosition(f"<i>{side}</i>", side, Said(outcome), HOSTILE))  # type: ignore[arg-type]
    desk.carry_out(case_id, Propose("<i>x</i>", "left", Said("not_same"), HOSTILE))
    place.service.current_queues()
    return case_id


@pytest.mark.parametrize("name", [CHIEF, CLERK, ADMINISTRATOR])
def test_no_page_moves_weighs_much_or_needs_a_wide_screen(browser: Browser, place: Place, name: str) -> None:
    shifts, weights, wide = {}, {}, {}
    with walking(browser, place, name) as (page, paths):
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        received: list[int] = []
        session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
        for path in paths:
            received.clear()
            page.goto(f"{place.address}/desk/{path}")
            page.wait_for_timeout(250)
            weights[path] = sum(received)
            shifts[path] = page.evaluate("window.shifts.reduce((sum, one) => sum + one, 0)")
            page.set_viewport_size(ZOOMED)
            wide[path] = page.evaluate("document.documentElement.scrollWidth")
            page.set_viewport_size({"width": 1366, "height": 768})
            assert page.evaluate("window.violations") == []
    assert {path: shift for path, shift in shifts.items() if shift > SHIFT_MAX} == {}
    assert {path: weight for path, weight in weights.items() if not 0 < weight <= WEIGHT_BYTES_MAX} == {}
    assert {path: width for path, width in wide.items() if width > ZOOMED["width"]} == {}


@pytest.mark.parametrize("name", [CHIEF, CLERK, ADMINISTRATOR])
def test_wherever_the_keyboard_goes_it_can_be_seen(browser: Browser, place: Place, name: str) -> None:
    with walking(browser, place, name) as (page, paths):
        unseen = [stop for path in paths for stop in unseen_stops(page, f"{place.address}/desk/{path}", path)]
    assert unseen == []


def unseen_stops(page: Page, address: str, path: str) -> list[tuple[str, str]]:
    """Go through a page with the Tab key; return where the focus is not to be seen, in any colours."""
    page.goto(address)
    unseen = []
    for stops in range(STOPS_MAX):
        page.keyboard.press("Tab")
        for colours in ("none", "active"):
            page.emulate_media(forced_colors=colours)
            focused = page.evaluate(FOCUSED)
            if not focused["end"] and not (focused["outlined"] and focused["inside"]):
                unseen.append((path, focused["what"]))
        if focused["end"]:
            assert stops >= STOPS_MIN, path
            return unseen
    return unseen


def test_differences_are_told_apart_without_colours(browser: Browser, place: Place) -> None:
    found: dict[str, set[tuple[str, str]]] = {}
    with signed_in(browser, place, "host.reviewer") as page:
        page.emulate_media(forced_colors="active")
        for case in place.service.cases.find(CaseQuery(flagged=True, probability_min=0.5)):
            page.goto(f"{place.address}/desk/cases/{case.case_id}")
            for tone, underline, border, symbol in page.evaluate(MARKS):
                assert border != "none"
                assert symbol
                found.setdefault(tone, set()).add(underline)
        assert page.locator(".chip").first.evaluate("one => getComputedStyle(one).borderTopStyle") != "none"
    assert set(found) >= {"t-form", "t-sound", "t-other"}
    underlines = [style for styles in found.values() for style in styles]
    assert len(set(underlines)) == len(found)


def test_at_twice_the_size_a_case_is_decided_with_keys_and_with_the_mouse(
    browser: Browser, place: Place
) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        page.set_viewport_size(ZOOMED)
        for mouse in (False, True):
            case = next(
                case
                for case in place.service.current_cases().find(
                    CaseQuery(flagged=True, kind="cross_committee")
                )
                if not case.positions
            )
            page.goto(f"{place.address}/desk/cases/{case.case_id}")
            page.wait_for_timeout(350)
            if mouse:
                page.locator("details.menu summary").nth(1).click()
                page.locator("details.menu[open] [data-choice]").first.click()
            else:
                page.keyboard.press("2")
                page.keyboard.press("1")
            expect(page.locator(".toast")).to_contain_text(case.case_id)
            assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]
            assert place.service.desk.load(case.case_id).positions


def test_the_overview_goes_on_paper(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, CHIEF) as page:
        page.goto(f"{place.address}/desk/dashboard")
        page.emulate_media(media="print")
        expect(page.locator(".top")).to_be_hidden()
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("svg .band").first).to_be_visible()
        page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins
        assert page.evaluate("document.documentElement.scrollWidth") <= 718
        broken = page.locator(".tile").evaluate_all(
            "all => all.filter((one) => getComputedStyle(one).breakInside !== 'avoid').length"
        )
        assert broken == 0
        assert page.pdf(format="A4").startswith(b"%PDF-")


def test_hostile_words_in_every_field_are_words(browser: Browser, place: Place, hostile: str) -> None:
    with signed_in(browser, place, CHIEF) as page:
        shown = ""
        for path in (f"cases/{hostile}", f"cases/{hostile}/history", "queue?show=all", "dashboard"):
            page.goto(f"{place.address}/desk/{path}")
            page.wait_for_timeout(200)
            assert page.evaluate("window.violations") == []
            assert "owned" not in page.title()
            assert page.locator("main script, main img, main b b, main i").count() == 0
            shown += page.inner_text("main")
        assert shown.count("<script>document.title='owned'</script>") >= 8
        assert "⟨202E⟩" in shown
        assert "\u202e" not in shown
        page.goto(f"{place.address}/desk/cases/{hostile}?done={'%3Cb%3E' * 3}&deed=position")
        assert page.evaluate("window.violations") == []
        assert page.locator("main b b").count() == 0


def test_hostile_files_and_accounts_are_words(browser: Browser, place: Place, tmp_path: Path) -> None:
    path = tmp_path / 'a"><img src=x onerror=alert(1)><b>{{7*7}}.csv'
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = [
            ["登记编号", "姓名", HOSTILE, "<b>户籍地址</b>"],
            ["B7001", HOSTILE, HOSTILE, HOSTILE],
            ["", HOSTILE, "", ""],
        ]
        csv.writer(file).writerows(rows)
    with signed_in(browser, place, CLERK) as page:
        page.goto(f"{place.address}/desk/import")
        page.set_input_files("[name=file]", path)
        page.locator("button.primary").click()
        expect(page.locator("main")).to_contain_text("<script>document.title='owned'</script>")
        assert page.locator("main img, main script").count() == 0
        assert page.evaluate("window.violations") == []
    with signed_in(browser, place, ADMINISTRATOR) as page:
        page.locator("input[name=account]:not([type=hidden])").fill("<b>owned</b>")
        page.locator("form:has([value=create]) [name=password]").fill(PASSWORD)
        page.locator("[value=create]").click()
        expect(page.locator("h1.problem")).to_be_visible()
        assert page.locator("main b").count() == 0
        assert page.evaluate("window.violations") == []

"""Every page in a real browser: accessible, within its bounds, harmless, light, and quick."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from dedup.views.cases import CaseQuery
from tests.dedup.web.place import Place, signed_in

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LANGUAGES = ("zh-CN", "en")
WEIGHT_BYTES_MAX = 150 * 1024


def cases(place: Place) -> list[str]:
    found = place.service.cases.find(CaseQuery(flagged=True, probability_min=0.5))
    return [case.case_id for case in found]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found["violations"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_page(browser: Browser, place: Place, language: str) -> None:
    with signed_in(browser, place, "host.chief", language) as page:
        found = {"queue": violations(page)}
        first = cases(place)[0]
        pages = ("keys", "dashboard", "calendar", "cases/AAAAAAAAAAAAAAAA")
        for path in (f"cases/{first}", f"cases/{first}/history", *pages):
            page.goto(f"{place.address}/desk/{path}")
            found[path] = violations(page)
        page.goto(f"{place.address}/desk/cases/{first}")
        page.keyboard.press("1")
        found["menu"] = violations(page)
        page.context.clear_cookies()
        page.goto(f"{place.address}/desk/sign-in")
        found["sign-in"] = violations(page)
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_the_pages_of_administrators_and_superiors(
    browser: Browser, place: Place, language: str
) -> None:
    found = {}
    with signed_in(browser, place, "administrator", language) as page:
        found["accounts"] = violations(page)
    with signed_in(browser, place, "superior", language) as page:
        found["superior"] = violations(page)
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_needed_to_decide_fits_the_screen(browser: Browser, place: Place, language: str) -> None:
    with signed_in(browser, place, "host.reviewer", language) as page:
        for case_id in cases(place):
            page.goto(f"{place.address}/desk/cases/{case_id}")
            for width, height in ((1366, 768), (1280, 720)):
                page.set_viewport_size({"width": width, "height": height})
                for part in (".compare", ".waterfall", ".deeds"):
                    box = page.locator(part).bounding_box()
                    assert box is not None
                    assert box["y"] + box["height"] <= height, (case_id, part, width)
                assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_text_is_shown_as_text(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        shown = []
        for case_id in cases(place):
            page.goto(f"{place.address}/desk/cases/{case_id}")
            assert "owned" not in page.title()
            shown.append(page.inner_text(".compare"))
        assert any("<script>document.title='owned'</script>" in text for text in shown)
        assert any("⟨202E⟩" in text for text in shown)
        assert not any("49" in text and "{{7*7}}" not in text and "<script>" in text for text in shown)


def test_pages_are_light_and_only_ours(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        received: list[int] = []
        session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
        page.goto(f"{place.address}/desk/cases/{cases(place)[0]}")
        page.wait_for_timeout(500)
        assert 0 < sum(received) <= WEIGHT_BYTES_MAX


def test_no_page_lets_a_browser_run_what_is_not_a_file_of_ours(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        answer = page.goto(f"{place.address}/desk/cases/{cases(place)[0]}")
        assert answer is not None
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'")
        assert page.locator("[style], style, script:not([src])").count() == 0


def test_keys_are_changed_and_switched_off(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        page.goto(f"{place.address}/desk/keys")
        page.locator("[data-remap=Digit1]").click()
        page.keyboard.press("a")
        case = f"{place.address}/desk/cases/{cases(place)[0]}"
        page.goto(case)
        page.keyboard.press("a")
        assert page.locator("details.menu[open]").count() == 1
        expect(page.locator("details.menu summary kbd").first).to_have_text("A")
        page.goto(f"{place.address}/desk/keys")
        page.locator("#keys-off").check()
        page.goto(case)
        page.keyboard.press("a")
        assert page.locator("details.menu[open]").count() == 0
        expect(page.locator("details.menu summary kbd").first).to_be_hidden()


def test_a_case_changes_before_the_eyes_of_who_looks_at_it(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "home.reviewer") as home, signed_in(browser, place, "host.chief") as host:
        address = f"{place.address}/desk/cases/{cases(place)[-1]}"
        with home.expect_response("**/events"):
            home.goto(address)
        host.goto(address)
        host.wait_for_timeout(350)
        host.keyboard.press("l")
        expect(home.locator(".claim")).to_contain_text("host.chief", timeout=20_000)


def test_forms_that_are_not_ours_do_nothing(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        case_id = cases(place)[1]
        answer = page.context.request.post(
            f"{place.address}/desk/cases/{case_id}/deeds",
            form={"deed": "position not_same///", "version": "*", "csrf": "forged"},
        )
        assert answer.status == 403
        assert "防伪" in answer.text()


@pytest.mark.parametrize("name", ["superior", "auditor"])
def test_who_works_for_no_committee_sees_a_list_of_what_concerns_them(
    browser: Browser, place: Place, name: str
) -> None:
    with signed_in(browser, place, name) as page:
        assert page.locator("h1").inner_text()
        page.goto(f"{place.address}/desk/cases/{cases(place)[0]}")
        expect(page.locator(".deeds .none")).to_be_visible()


def test_at_twice_the_size_and_in_forced_colours_a_case_can_be_decided(
    browser: Browser, place: Place
) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        page.emulate_media(forced_colors="active")
        page.set_viewport_size({"width": 683, "height": 384})
        page.goto(f"{place.address}/desk/cases/{cases(place)[2]}")
        page.keyboard.press("1")
        choice = page.locator("[data-choice]").first
        choice.scroll_into_view_if_needed()
        expect(choice).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 683

"""Letters drawn up from a case, its history by a slider, and saved views of the queue, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text
from playwright.sync_api import Browser, Page, expect

from dedup.cases.case import Case
from dedup.cases.commands import Comment
from dedup.views.cases import CaseQuery
from events.cases import LetterSent, Side, case_stream_id
from events.disclosures import Disclosed
from tests.dedup.web.place import HOST, Place, signed_in
from tests.dedup.web.test_pages_in_a_browser import violations


def cases(place: Place) -> list[Case]:
    return place.service.cases.find(CaseQuery(flagged=True, probability_min=0.5))


def address_of(place: Place, case: Case) -> str:
    return f"{place.address}/desk/cases/{case.case_id}"


def letters(place: Place, case: Case) -> list[LetterSent]:
    recorded = place.service.log.read_stream(case_stream_id(case.case_id))
    return [r.event for r in recorded if isinstance(r.event, LetterSent)]


def fetched(page: Page, link: str) -> str:
    with page.expect_download() as download:
        page.locator(link).first.click()
    text: str = extract_text(Path(download.value.path()))
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_notice_is_drawn_up_from_the_card_put_on_record_and_fetched(
    browser: Browser, place: Place, *, scripts: bool
) -> None:
    case = cases(place)[0 if scripts else 1]
    with signed_in(browser, place, "host.reviewer", scripts=scripts) as page:
        page.goto(address_of(place, case))
        page.locator(".letters").get_by_role("link", name="告知书").click()
        page.fill("[name=number]", "〔2026〕7号")
        page.fill("[name=sender_name]", "浦东新区选举委员会")
        page.locator("button.primary").click()
        text = fetched(page, "aside a[download]")
        assert "浦东新区选举委员会" in text
        assert "〔2026〕7号" in text
        # then the same is had from the card and from the history, and nothing more is on record
        page.goto(address_of(place, case))
        assert fetched(page, ".letters a[download]") == text
        page.goto(f"{address_of(place, case)}/history")
        assert fetched(page, ".story a[download]") == text
    (sent,) = letters(place, case)
    assert (sent.kind, sent.number, sent.actor) == ("notice", "〔2026〕7号", "host.reviewer")
    disclosed = [
        r.event
        for r in place.service.log.read_after(0, limit=100_000, of=(Disclosed,))
        if isinstance(r.event, Disclosed) and r.event.actor == "host.reviewer"
    ]
    assert disclosed


def test_a_letter_is_printed_again_as_it_was_and_only_for_who_sent_it(browser: Browser, place: Place) -> None:
    case = cases(place)[2]
    with signed_in(browser, place, "host.reviewer") as page:
        page.goto(f"{address_of(place, case)}/letters?kind=verification")
        page.fill("[name=number]", "〔2026〕8号")
        page.locator("button.primary").click()
        link = page.locator("aside a[download]").get_attribute("href")
        before = page.request.get(f"{place.address}{link}").body()
        assert before.startswith(b"%PDF")
        side: Side = "left" if case.left.committee == HOST else "right"
        place.service.desk.carry_out(case.case_id, Comment("host.reviewer", side, "后来"))
        assert page.request.get(f"{place.address}{link}").body() == before
    for name in ("home.reviewer", "host.clerk", "superior", "auditor"):
        with signed_in(browser, place, name) as page:
            assert page.request.get(f"{place.address}{link}").status == 404, name


def test_a_reply_is_not_offered_while_positions_are_sealed_nor_can_it_be_forced(
    browser: Browser, place: Place
) -> None:
    case = cases(place)[3]
    with signed_in(browser, place, "host.reviewer") as page:
        page.goto(f"{address_of(place, case)}/letters?kind=reply")
        expect(page.locator(".filters")).not_to_contain_text("复函")
        form: dict[str, str | float | bool] = {
            "csrf": page.locator("main [name=csrf]").input_value(),
            "kind": "reply",
            "number": "9",
        }
        answer = page.request.post(f"{address_of(place, case)}/letters", form=form)
        assert "现在不能制作" in answer.text()
    assert letters(place, case) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_history_is_told_as_of_any_moment_by_slider_links_and_form(
    browser: Browser, place: Place, *, scripts: bool
) -> None:
    case = cases(place)[4 if scripts else 5]
    side: Side = "left" if case.left.committee == HOST else "right"
    for text in ("甲", "乙", "丙"):
        place.service.desk.carry_out(case.case_id, Comment("host.reviewer", side, text, "both"))
    with signed_in(browser, place, "host.reviewer", scripts=scripts) as page:
        page.goto(f"{address_of(place, case)}/history")
        expect(page.locator(".story li")).to_have_count(4)
        slider = page.locator("[type=range]")
        slider.focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        if not scripts:
            page.get_by_role("button", name="查看").click()
        expect(page.locator(".story li")).to_have_count(2)
        expect(page.locator(".moment")).to_contain_text("截至第 2 条，共 4 条")
        expect(slider).to_have_attribute("aria-valuetext", re.compile("截至第 2 条"))
        assert "at=2" in page.url
        page.locator("[rel=next]").click()
        expect(page.locator(".story li")).to_have_count(3)
        page.get_by_role("link", name="现在").click()
        expect(page.locator(".story li")).to_have_count(4)


def test_the_story_of_the_own_voter_is_told_and_not_that_of_the_other_roll(
    browser: Browser, place: Place
) -> None:
    case = cases(place)[6]
    own, other = sorted((case.left, case.right), key=lambda key: key.committee != HOST)
    with signed_in(browser, place, "host.reviewer") as page:
        page.goto(f"{address_of(place, case)}/history?of=voter")
        story = page.locator(".story")
        expect(story).to_contain_text(f"{own.registration_id} 登记入册（来源：host.csv")
        expect(story).not_to_contain_text(f"{other.registration_id} 登记入册")
        page.locator("[rel=prev]").click()
        expect(page.locator(".moment")).to_contain_text("案件尚未出现")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_view_of_the_queue_is_saved_found_again_renamed_and_deleted(
    browser: Browser, place: Place, *, scripts: bool
) -> None:
    with signed_in(browser, place, "host.reviewer", scripts=scripts) as page:
        page.goto(f"{place.address}/desk/queue?show=all&counterpart=county/340123")
        page.fill(".saved > form [name=name]", "安徽来的")
        page.locator(".saved [value=save]").click()
        expect(page.locator(".view")).to_contain_text(re.compile(r"安徽来的\s*12"))
        page.goto(f"{place.address}/desk/queue")
        page.get_by_role("link", name="安徽来的").click()
        page.wait_for_url(re.compile("counterpart=county%2F340123.*show=all"))
        expect(page.locator(".view a[aria-current]")).to_have_text("安徽来的")
        page.locator(".view summary").click()
        page.fill("[name=new_name]", "肥西")
        page.locator(".view [value=rename]").click()
        expect(page.locator(".view > a")).to_have_text("肥西")
    with signed_in(browser, place, "host.chief") as page:
        expect(page.locator(".view")).to_have_count(0)
    with signed_in(browser, place, "host.reviewer", scripts=scripts) as page:
        page.locator(".view summary").click()
        page.locator(".view [value=drop]").click()
        expect(page.locator(".view")).to_have_count(0)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_axe_finds_nothing_on_letters_histories_and_saved_views(
    browser: Browser, place: Place, language: str
) -> None:
    case = cases(place)[0]
    with signed_in(browser, place, "host.reviewer", language) as page:
        page.fill(".saved > form [name=name]", "<i>甲</i>")
        page.locator(".saved [value=save]").click()
        page.locator(".view summary").click()
        found = {"queue": violations(page)}
        page.locator(".view [value=drop]").click()
        for path in ("", "/letters", "/letters?kind=notice", "/history", "/history?of=voter&at=1"):
            page.goto(f"{address_of(place, case)}{path}")
            found[path] = violations(page)
    assert {path: what for path, what in found.items() if what} == {}

"""Reviewers whose disk is busy, whom others are quicker than, who have many tabs or no time left."""

from __future__ import annotations

import sqlite3
import time
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, expect

from dedup.cases.commands import TakePosition
from dedup.cases.outcomes import Said, other_side
from dedup.database import LOG_FILE
from dedup.views.cases import CaseQuery
from events.disclosures import Disclosed, disclosure_stream_id
from tests.dedup.web.place import HOST, Place, enter, opened_place, signed_in

HELD_S = 6.0
"""Longer than the library waits for a writer by itself."""
STOPPED_S_MAX = 5.0


def untouched(place: Place, count: int = 1) -> list[str]:
    """Return cases that nobody has said anything of, nor claimed."""
    found = place.service.current_cases().find(
        CaseQuery(flagged=True, probability_min=0.5, kind="cross_committee")
    )
    return [case.case_id for case in found if not case.positions and not case.claims][:count]


def opened(page: Page, place: Place, case_id: str) -> None:
    page.goto(f"{place.address}/desk/cases/{case_id}")
    page.wait_for_timeout(350)


def shown(page: Page) -> str:
    return page.get_attribute("#main", "data-case") or ""


def seen_by(place: Place, case_id: str, name: str) -> list[int]:
    """Return the versions of a case that somebody is on record as having seen."""
    stream = place.service.log.read_stream(disclosure_stream_id(case_id, name))
    return [r.event.case_version for r in stream if isinstance(r.event, Disclosed)]


def test_decisions_wait_out_a_disk_that_is_busy_with_something_else(browser: Browser, place: Place) -> None:
    with (
        signed_in(browser, place, "host.reviewer") as host,
        signed_in(browser, place, "home.reviewer") as home,
    ):
        # given two reviewers look at a case each, and another program holds the log
        decided = dict(zip((host, home), untouched(place, 2), strict=True))
        for page, case_id in decided.items():
            opened(page, place, case_id)
        holder = sqlite3.connect(place.service.settings.store / LOG_FILE, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        # when both decide, one of them behind the other
        for page in decided:
            page.keyboard.press("1")
            page.keyboard.press("1")
        expect(host.locator(".toast")).to_contain_text("正在保存")
        time.sleep(HELD_S)
        holder.execute("ROLLBACK")
        holder.close()
        # then nothing is lost, and neither has to do anything again
        for page, case_id in decided.items():
            expect(page.locator(".toast")).to_contain_text(case_id)
            assert shown(page) not in {"", case_id}
            assert page.locator(".problem").count() == 0
            assert len(place.service.desk.load(case_id).positions) == 1


def test_a_card_counts_as_seen_when_it_is_shown_and_no_sooner(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        opened(page, place, untouched(place)[0])
        case_id, following = shown(page), (page.get_attribute("#main", "data-next") or "").rpartition("/")[2]
        page.wait_for_timeout(500)  # in which a browser would fetch ahead
        before, seen = seen_by(place, case_id, "host.reviewer"), seen_by(place, following, "host.reviewer")
        page.keyboard.press("1")
        page.keyboard.press("1")
        expect(page.locator(".toast")).to_contain_text(case_id)
        assert shown(page) == following
    assert len(before) == 1
    assert seen == []
    assert len(seen_by(place, following, "host.reviewer")) == 1
    # and the case that was left is not seen again in the state that the decision brought it to
    assert seen_by(place, case_id, "host.reviewer") == before


def test_of_two_who_decide_one_case_at_once_one_does_and_the_other_is_told(
    browser: Browser, place: Place
) -> None:
    with signed_in(browser, place, "host.reviewer") as one, signed_in(browser, place, "host.chief") as other:
        case_id = untouched(place)[0]
        for page in (one, other):
            page.route("**/events", lambda route: route.abort())
            opened(page, place, case_id)
        for page in (one, other):
            page.keyboard.press("1")
        one.keyboard.press("1")
        other.keyboard.press("1")
        expect(one.locator(".toast")).to_contain_text(case_id)
        expect(other.locator(".problem[role=alert]")).to_be_visible()
        assert shown(other) == case_id
    (position,) = place.service.desk.load(case_id).positions.values()
    assert position.actor == "host.reviewer"


def test_a_word_is_taken_back_after_a_reload_but_not_after_the_others_have_spoken(
    browser: Browser, place: Place
) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        case_id = untouched(place)[0]
        opened(page, place, case_id)
        for again in (False, True):
            page.keyboard.press("1")
            page.keyboard.press("1")
            expect(page.locator(".toast")).to_contain_text(case_id)
            if not again:
                opened(page, place, case_id)
                page.keyboard.press("u")
                expect(page.locator("details.menu").first).to_be_visible()
                assert place.service.desk.load(case_id).positions == {}
                page.wait_for_timeout(350)
        # when the other committee has spoken, what was said stands
        case = place.service.desk.load(case_id)
        (mine,) = case.positions
        place.service.desk.carry_out(
            case_id, TakePosition("home.reviewer", other_side(mine), Said("not_same"))
        )
        page.keyboard.press("u")
        expect(page.locator(".problem[role=alert]")).to_be_visible()
    assert set(place.service.desk.load(case_id).positions) == {"left", "right"}


def test_many_tabs_share_one_stream_and_the_next_takes_it_over(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "home.reviewer") as first:
        streams: list[Request] = []
        first.context.on("request", lambda r: streams.append(r) if r.url.endswith("/events") else None)
        case_id = untouched(place)[0]
        tabs = [first, *(first.context.new_page() for _ in range(7))]
        for tab in tabs:
            tab.goto(f"{place.address}/desk/cases/{case_id}")
        assert len({id(r.frame.page) for r in streams}) == 1
        # when the one that listens goes, another one does, and a change reaches all that are left
        listening = streams[-1].frame.page
        left = [tab for tab in tabs if tab is not listening]
        heard = len(streams)
        listening.close()
        until = time.monotonic() + 10
        while len(streams) == heard and time.monotonic() < until:
            left[0].wait_for_timeout(50)
        assert len(streams) == heard + 1
        left[0].wait_for_timeout(700)
        with signed_in(browser, place, "host.chief") as chief:
            opened(chief, place, case_id)
            chief.keyboard.press("l")
            expect(chief.locator(".claim")).to_be_visible()
        left[-1].bring_to_front()
        expect(left[-1].locator(".claim")).to_contain_text("host.chief")


def test_an_open_page_keeps_no_session_alive_and_what_was_written_is_kept(
    browser: Browser, place: Place
) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        case_id = untouched(place)[0]
        opened(page, place, case_id)
        page.keyboard.press("c")
        page.keyboard.type("已电话核实，本人在沪")
        # when nobody does anything for a quarter of an hour, though the page goes on listening
        for minutes in (8, 8):
            place.clock.ahead += timedelta(minutes=minutes)
            page.wait_for_timeout(1_200)
        page.keyboard.press("Control+Enter")
        # then it must be signed in again, and the words are there, on that page and back at the case
        expect(page.locator(".held textarea")).to_have_value("已电话核实，本人在沪")
        enter(page, place, "host.reviewer")
        opened(page, place, case_id)
        expect(page.locator("textarea[name=text]")).to_have_value("已电话核实，本人在沪")
        page.locator("textarea[name=text]").press("Control+Enter")
        expect(page.locator(".comments")).to_contain_text("已电话核实")


def test_a_server_with_open_pages_stops_promptly(browser: Browser, tmp_path: Path) -> None:
    with opened_place(tmp_path) as own:
        context = browser.new_context(locale="zh-CN")
        pages = [context.new_page() for _ in range(3)]
        enter(pages[0], own, "host.reviewer")
        with context.expect_event("response", lambda r: r.url.endswith("/events") and r.ok):
            for page in pages:
                page.goto(f"{own.address}/desk/queue?committee=county/{HOST}")
        began = time.monotonic()
    assert time.monotonic() - began < STOPPED_S_MAX
    context.close()

"""Calendar, accounts, overview and many cases at once, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from dedup.cases.lifecycle import PENDING
from dedup.views.cases import CaseQuery
from tests.dedup.web.place import HOME, HOST, Place, signed_in


def positions(place: Place) -> int:
    return sum(len(case.positions) for case in place.service.cases.find(CaseQuery(flagged=True)))


def test_many_cases_are_counted_first_and_then_said_not_to_be_one_person(
    browser: Browser, place: Place
) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        for box in page.locator("[name=case]").all()[:3]:
            box.check()
        before = positions(place)
        page.get_by_role("button", name="不是同一人").click()
        expect(page.locator("main")).to_contain_text("可以办理 3 件")
        assert positions(place) == before
        page.locator("button.primary").click()
        expect(page.locator("main")).to_contain_text("已办理 3 件")
    place.service.current_cases()
    assert positions(place) == before + 3


def test_a_chief_assigns_and_a_reviewer_cannot(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        assert page.locator("[value=assign]").count() == 0
    with signed_in(browser, place, "host.chief") as page:
        page.locator("[name=case]").first.check()
        page.fill("[name=assignee]", "host.reviewer")
        page.locator("[value=assign]").click()
        page.locator("button.primary").click()
        expect(page.locator("main")).to_contain_text("已办理 1 件")


def test_a_chief_sets_the_calendar_and_the_card_shows_its_gates(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.chief") as page:
        page.goto(f"{place.address}/desk/calendar")
        page.fill("[name=election_day]", "2026-12-16")
        page.get_by_role("button", name="设定", exact=True).click()
        expect(page.locator(".facts")).to_contain_text("2026-12-16")
        case = place.service.cases.find(CaseQuery(flagged=True, kind="cross_committee"))[0]
        page.goto(f"{place.address}/desk/cases/{case.case_id}")
        expect(page.locator("tr.dates")).to_contain_text("选举日 2026-12-16")
    with signed_in(browser, place, "host.clerk") as page:
        page.goto(f"{place.address}/desk/calendar")
        assert page.locator("[name=election_day]").count() == 0


def test_an_administrator_makes_an_account_and_sees_no_case(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "administrator") as page:
        page.locator("input[name=account]:not([type=hidden])").fill("new.clerk")
        page.locator("form:has([value=create]) [name=password]").fill("another long phrase")
        page.locator("[value=create]").click()
        expect(page.locator(".facts")).to_contain_text("new.clerk")
        form = page.locator("form:has(button[value=grant])")
        form.locator("[name=account]").select_option("new.clerk")
        form.locator("[name=role]").select_option("clerk")
        form.locator("[name=code]").fill(HOST)
        form.locator("button[value=grant]").click()
        expect(page.locator("tr", has_text="new.clerk")).to_contain_text(HOST)
        case = place.service.cases.find(CaseQuery(flagged=True))[0]
        answer = page.goto(f"{place.address}/desk/cases/{case.case_id}")
        assert answer is not None
        assert answer.status == 404
    assert any(grant.code == HOST for grant in place.service.accounts.load("new.clerk").grants)


def test_the_overview_counts_what_the_queue_holds(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.chief") as page:
        page.goto(f"{place.address}/desk/dashboard")
        shown = page.locator(".tile").first.locator(".num").all_inner_texts()
        counted = [n for n in shown if n.isdigit()]
        pending = sum(
            case.assessment.probability >= 0.5 and case.state in PENDING
            for case in place.service.cases.find(CaseQuery(committee=HOST))
        )
        assert sum(map(int, counted)) == pending
        expect(page.locator(".tile", has=page.locator("svg .band")).first).to_contain_text(HOME)

"""Two committees settle a case in a real browser, with keys alone."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from dedup.views.cases import CaseQuery
from tests.dedup.web.place import HOME, HOST, Place, signed_in


def case_in(page: Page) -> str:
    return page.get_attribute("#main", "data-case") or ""


def open_first(page: Page) -> str:
    page.keyboard.press("1")
    page.wait_for_url("**/desk/cases/*")
    return case_in(page)


def settled(page: Page) -> None:
    """Let the pause pass in which a key pressed twice decides nothing."""
    page.wait_for_timeout(350)


def test_two_committees_decide_blind_and_hand_over_with_keys_alone(browser: Browser, place: Place) -> None:
    with (
        signed_in(browser, place, "host.reviewer") as host,
        signed_in(browser, place, "home.reviewer") as home,
    ):
        # given both look at the same case, and the host has said its word
        case_id = open_first(host)
        settled(host)
        host.keyboard.press("1")
        host.keyboard.press("1")
        expect(host.locator(".toast")).to_contain_text(case_id)
        assert case_in(host) not in {"", case_id}

        # when the home committee looks, it sees that the other has spoken, and not what it said
        assert open_first(home) == case_id
        expect(home.locator(".turn")).to_contain_text("密封")
        assert "由流入地保留登记" not in home.inner_text(".said, .strip")
        settled(home)
        home.keyboard.press("1")
        home.keyboard.press("1")
        expect(home.locator(".toast")).to_contain_text(case_id)

        # then it is agreed, the keeper confirms, the other hands over and publishes the correction
        host.goto(f"{place.address}/desk/cases/{case_id}")
        expect(host.locator(".badge")).to_have_text("已达成一致")
        settled(host)
        host.keyboard.press("1")
        expect(host.locator(".toast")).to_contain_text("已确认有效")
        for _ in range(2):
            home.goto(f"{place.address}/desk/cases/{case_id}")
            settled(home)
            home.keyboard.press("1")
            expect(home.locator(".toast")).to_contain_text(case_id)
        home.goto(f"{place.address}/desk/cases/{case_id}/history")
        expect(home.locator(".badge")).to_have_text("已办结")
        assert home.locator(".story li").count() >= 8
    case = place.service.desk.load(case_id)
    assert case.agreement is not None
    assert case.agreement.settlement.outcome == "host_keeps"
    assert {case.left.committee, case.right.committee} == {HOME, HOST}


def test_a_word_is_taken_back_with_one_key_from_the_next_card(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        case_id = open_first(page)
        settled(page)
        page.keyboard.press("2")
        page.keyboard.press("1")
        expect(page.locator(".toast")).to_contain_text(case_id)
        assert place.service.desk.load(case_id).positions
        page.keyboard.press("u")
        page.wait_for_url(f"**/desk/cases/{case_id}*")
        expect(page.locator("details.menu").first).to_be_visible()
    assert place.service.desk.load(case_id).positions == {}


def test_a_key_pressed_twice_never_decides_the_next_case(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.chief") as page:
        case_id = open_first(page)
        settled(page)
        for key in "2122":
            page.keyboard.press(key)
        expect(page.locator(".toast")).to_contain_text(case_id)
        following = case_in(page)
        assert following != case_id
        assert place.service.desk.load(following).positions == {}


def test_without_scripts_the_same_forms_decide(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "home.reviewer", "en", scripts=False) as page:
        page.locator("table.rows a.code").nth(2).click()
        case_id = case_in(page)
        page.locator("details.menu summary").nth(1).click()
        page.get_by_role("button", name="not the same person").first.click()
        page.wait_for_url("**done=*")
        expect(page.locator(".toast")).to_contain_text(case_id)
    assert place.service.desk.load(case_id).positions


def test_a_changed_case_is_shown_as_it_is_now_and_nothing_is_done(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "home.reviewer") as one, signed_in(browser, place, "host.chief") as other:
        # given both have one case open, without following changes
        one.route("**/events", lambda route: route.abort())
        case = next(c for c in place.service.cases.find(CaseQuery(flagged=True)) if not c.positions)
        one.goto(f"{place.address}/desk/cases/{case.case_id}")
        other.goto(f"{place.address}/desk/cases/{case.case_id}")
        settled(other)
        # when the other one takes it, and then this one decides
        other.keyboard.press("l")
        expect(other.locator(".claim")).to_be_visible()
        one.keyboard.press("2")
        one.keyboard.press("1")
        # then the case as it is now comes back
        expect(one.locator(".problem[role=alert]")).to_be_visible()
        assert case_in(one) == case.case_id
    assert place.service.desk.load(case.case_id).positions == {}


def test_a_half_written_comment_outlives_the_session(browser: Browser, place: Place) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        open_first(page)
        page.keyboard.press("c")
        page.keyboard.type("已电话核实，本人在沪")
        page.context.clear_cookies()
        page.keyboard.press("Control+Enter")
        expect(page.locator(".held textarea")).to_have_value("已电话核实，本人在沪")


def test_a_comment_is_written_and_read_by_the_own_committee_only(browser: Browser, place: Place) -> None:
    with (
        signed_in(browser, place, "host.reviewer") as host,
        signed_in(browser, place, "home.reviewer") as home,
    ):
        case_id = open_first(host)
        host.keyboard.press("c")
        host.keyboard.type("等社区回话")
        host.keyboard.press("Control+Enter")
        expect(host.locator(".comments")).to_contain_text("等社区回话")
        home.goto(f"{place.address}/desk/cases/{case_id}")
        assert "等社区回话" not in home.content()

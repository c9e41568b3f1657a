from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

import pytest

from dedup.access.roles import Account, Grant, Role
from dedup.api.paging import encode_cursor
from dedup.views.queues import Cursor
from events.disclosures import Disclosed, disclosure_stream_id
from tests.dedup.api.world import CASE, FAR, HOME, HOST, Served, as_
from tests.examples import key

QUEUE = f"/committees/county/{HOST}/cases"


def queue(world: Served, who: str = "reviewer-host", url: str = QUEUE, **asked: Any) -> Any:  # noqa: ANN401
    answer = world.client.get(url, params=asked or None, headers=as_(who))
    assert answer.status_code == HTTPStatus.OK, answer.text
    return answer


def command(world: Served, who: str, name: str, **body: Any) -> Any:  # noqa: ANN401
    headers = as_(who, **{"If-Match": world.version})
    answer = world.client.post(f"/cases/{CASE}/{name}", json=body, headers=headers)
    assert answer.status_code == HTTPStatus.OK, answer.text
    return answer.json()


def see(world: Served, who: str) -> Any:  # noqa: ANN401
    return world.client.get(f"/cases/{CASE}", headers=as_(who)).json()


def test_pages_follow_one_another_by_their_links_without_gap_or_repetition(world: Served) -> None:
    for number in range(25):
        world.flag(key(f"N{number}", HOST), key(f"M{number}", HOME))
    world.caught_up()
    whole = [line["case_id"] for line in queue(world, limit=200).json()["cases"]]
    paged: list[str] = []
    url: str | None = f"{QUEUE}?limit=7"
    while url:
        answer = queue(world, url=url)
        paged += [line["case_id"] for line in answer.json()["cases"]]
        assert answer.json()["total"] == len(whole)
        link = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("link", ""))
        url = link[1] if link else None
    assert paged == whole
    assert len(whole) == 26


@pytest.mark.parametrize("cursor", ["", "x", "[]", "e30", "WyIiLDEsMSwiIl0x", "A" * 300, "金"])
def test_a_cursor_that_is_none_of_ours_is_refused(cursor: str, world: Served) -> None:
    answer = world.client.get(QUEUE, params={"cursor": cursor}, headers=as_("reviewer-host"))
    if cursor:
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert answer.json()["type"] == "/problems/cursor-unknown"


def test_a_cursor_opens_no_other_committees_queue(world: Served) -> None:
    """A cursor says where a page ended and nothing of whose queue: the address and the caller decide that."""
    end = encode_cursor(Cursor("0000-00-00", 0, 0.0, ""))
    assert [line["case_id"] for line in queue(world, cursor=end).json()["cases"]] == [CASE]


def test_a_superior_lists_only_cases_whose_two_committees_are_both_below(world: Served) -> None:
    world.flag(key("X1", HOST), key("Y1", "310114"))
    world.caught_up()
    assert queue(world).json()["total"] == 2
    assert queue(world, "nation").json()["total"] == 2
    world.doors.accounts["shanghai"] = _superior("shanghai", "310000")
    (line,) = queue(world, "shanghai").json()["cases"]
    assert line["counterpart"]["code"] == "310114"
    assert queue(world, "shanghai").json()["total"] == 1
    answer = world.client.get(f"/committees/county/{HOST}/counterparts", headers=as_("shanghai"))
    assert [pair["counterpart"]["code"] for pair in answer.json()] == ["310114"]


def _superior(name: str, code: str) -> Account:
    return Account(name, frozenset({Grant(Role.SUPERIOR, code=code)}))


def test_a_queue_can_be_narrowed_by_whom_it_waits_for_and_by_counterpart(world: Served) -> None:
    world.flag(key("X1", HOST), key("Y1", FAR))
    world.caught_up()
    command(world, "reviewer-host", "position", outcome="host_keeps")
    world.caught_up()
    assert [line["case_id"] for line in queue(world, waiting=False).json()["cases"]] == [CASE]
    assert CASE not in [line["case_id"] for line in queue(world, counterpart=FAR).json()["cases"]]
    assert queue(world, counterpart=FAR).json()["total"] == 1


def test_numbers_are_masked_on_both_sides_and_the_other_side_goes_on_record(world: Served) -> None:
    case = see(world, "reviewer-host")
    for side in ("left", "right"):
        assert case[side]["values"]["id_number"] == "340123********0010"
        assert case[side]["values"]["phone"] == "138****8000"
    (look,) = world.service.log.read_stream(disclosure_stream_id(CASE, "reviewer-host"))
    assert isinstance(look.event, Disclosed)
    assert (look.event.masked, look.event.case_version) == (True, 1)


def test_looking_again_at_the_same_version_is_not_recorded_again(world: Served) -> None:
    for _ in range(3):
        see(world, "reviewer-host")
    assert len(world.service.log.read_stream(disclosure_stream_id(CASE, "reviewer-host"))) == 1


def test_a_position_is_sealed_until_both_have_spoken(world: Served) -> None:
    command(world, "reviewer-host", "position", outcome="host_keeps", reason="持证明登记")
    assert see(world, "reviewer-home")["positions"] == {}
    assert see(world, "reviewer-home")["spoken"] == ["left"]
    assert see(world, "nation")["positions"] == {}
    assert see(world, "reviewer-host")["positions"]["left"]["reason"] == "持证明登记"
    agreed = command(world, "reviewer-home", "position", outcome="host_keeps")
    assert agreed["state"] == "agreed"
    assert see(world, "reviewer-home")["positions"]["left"]["reason"] == "持证明登记"


def test_the_history_tells_a_sealed_position_without_its_content(world: Served) -> None:
    command(world, "reviewer-host", "position", outcome="host_keeps", reason="持证明登记")
    for who in ("reviewer-home", "nation"):
        story = world.client.get(f"/cases/{CASE}/history", headers=as_(who)).text
        assert "持证明登记" not in story
        assert "host keeps" not in story


def test_a_case_goes_from_flag_to_hand_over_by_http_alone(world: Served) -> None:
    for who in ("reviewer-host", "reviewer-home"):
        command(world, who, "position", outcome="host_keeps")
    command(world, "reviewer-host", "keep")
    assert command(world, "reviewer-home", "hand-over")["state"] == "applied"
    assert command(world, "reviewer-home", "correction")["state"] == "closed"
    assert not see(world, "reviewer-home")["right"]["stands"]
    assert see(world, "reviewer-host")["left"]["stands"]


def test_a_closed_case_shows_the_other_roll_no_more(world: Served) -> None:
    for who in ("reviewer-host", "reviewer-home"):
        command(world, who, "position", outcome="host_keeps")
    command(world, "reviewer-host", "keep")
    command(world, "reviewer-home", "hand-over")
    command(world, "reviewer-home", "correction")
    assert see(world, "reviewer-home")["left"]["values"] == {}


def test_nobody_speaks_for_the_other_side(world: Served) -> None:
    headers = as_("reviewer-host", **{"If-Match": world.version})
    body = {"side": "right", "outcome": "host_keeps"}
    answer = world.client.post(f"/cases/{CASE}/position", json=body, headers=headers)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.json()["type"] == "/problems/side-not-yours"


def test_a_clerk_of_one_side_who_reviews_for_the_other_speaks_for_that_one_only(world: Served) -> None:
    both = {Grant(Role.CLERK, "county", HOST), Grant(Role.REVIEWER, "county", HOME)}
    world.doors.accounts["both"] = Account("both", frozenset(both))
    headers = as_("both", **{"If-Match": world.version})
    body = {"side": "left", "outcome": "host_keeps"}
    answer = world.client.post(f"/cases/{CASE}/position", json=body, headers=headers)
    assert answer.json()["type"] == "/problems/side-not-yours"
    assert command(world, "both", "position", outcome="host_keeps")["spoken"] == ["right"]


def test_a_dry_run_of_a_bulk_action_changes_nothing(world: Served) -> None:
    body: dict[str, Any] = {"cases": [CASE], "action": "not_same"}
    dry = world.client.post("/cases/bulk", json=body, headers=as_("reviewer-host")).json()
    assert (dry["dry_run"], dry["possible"]) == (True, 1)
    assert world.version == '"1"'
    wet = world.client.post(
        "/cases/bulk", json=body | {"dry_run": False}, headers=as_("reviewer-host")
    ).json()
    assert wet["possible"] == 1
    assert see(world, "reviewer-host")["spoken"] == ["left"]


@pytest.mark.parametrize("action", ["same", "host_keeps", "hand_over", "both_remove"])
def test_nothing_that_takes_a_voter_off_a_roll_can_be_done_in_bulk(action: str, world: Served) -> None:
    body = {"cases": [CASE], "action": action, "dry_run": False}
    answer = world.client.post("/cases/bulk", json=body, headers=as_("reviewer-host"))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_only_a_supervisor_assigns_in_bulk(world: Served) -> None:
    body = {"cases": [CASE], "action": "assign", "assignee": "second-host", "dry_run": False}
    by_reviewer = world.client.post("/cases/bulk", json=body, headers=as_("reviewer-host")).json()
    assert by_reviewer["possible"] == 0
    by_supervisor = world.client.post("/cases/bulk", json=body, headers=as_("supervisor-host")).json()
    assert by_supervisor["possible"] == 1
    world.caught_up()
    assert queue(world, assigned="second-host").json()["total"] == 1

"""Two people at one case: the version that each has read decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
from httpx2 import Response

from events.disclosures import Disclosed, disclosure_stream_id
from tests.dedup.api.world import CASE, Served, as_


def ask(world: Served, who: str, command: str, version: str, body: dict[str, str] | None = None) -> Response:
    headers = as_(who, **{"If-Match": version})
    return world.client.post(f"/cases/{CASE}/{command}", json=body or {}, headers=headers)


def test_of_two_reviewers_at_once_one_wins_and_the_other_is_shown_the_new_state(world: Served) -> None:
    seen = world.version
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: ask(world, who, "claim", seen), ["reviewer-host", "second-host"]))
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert won.status_code == HTTPStatus.OK
    assert lost.status_code == HTTPStatus.PRECONDITION_FAILED
    assert lost.headers["content-type"] == "application/problem+json"
    assert lost.headers["etag"] == won.headers["etag"] == world.version
    problem = lost.json()
    assert problem["type"] == "/problems/case-changed"
    assert problem["case"]["state"] == "claimed"
    assert problem["case"]["version"] == won.json()["version"]


def test_of_two_committees_at_once_one_speaks_and_the_other_reads_that_it_has_not_what(world: Served) -> None:
    seen = world.version
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda who: ask(world, who, "position", seen, {"outcome": "not_same", "reason": "不同人"}),
                ["reviewer-host", "reviewer-home"],
            )
        )
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (HTTPStatus.OK, HTTPStatus.PRECONDITION_FAILED)
    assert len(lost.json()["case"]["spoken"]) == 1
    assert lost.json()["case"]["positions"] == {}
    assert "不同人" not in lost.text


@pytest.mark.parametrize("people", [2, 8])
def test_of_many_claims_under_one_version_exactly_one_is_an_event(people: int, world: Served) -> None:
    seen = world.version
    who = ["reviewer-host", "second-host"] * (people // 2)
    with ThreadPoolExecutor(people) as pool:
        answers = list(pool.map(lambda name: ask(world, name, "claim", seen), who))
    assert [a.status_code for a in answers].count(HTTPStatus.OK) == 1
    assert world.version == f'"{int(seen.strip(chr(34))) + 1}"'


def test_a_command_sent_again_after_its_answer_was_lost_is_not_carried_out_twice(world: Served) -> None:
    seen = world.version
    ask(world, "reviewer-host", "comments", seen, {"text": "电话核实"})
    again = ask(world, "reviewer-host", "comments", seen, {"text": "电话核实"})
    assert again.status_code == HTTPStatus.PRECONDITION_FAILED
    assert again.json()["case"]["version"] == 2


def test_without_a_version_nothing_is_done(world: Served) -> None:
    answer = world.client.post(f"/cases/{CASE}/claim", json={}, headers=as_("reviewer-host"))
    assert answer.status_code == HTTPStatus.PRECONDITION_REQUIRED
    assert answer.json()["type"] == "/problems/if-match-missing"
    assert world.version == '"1"'


@pytest.mark.parametrize("version", ["1", 'W/"1"', '"x"', '"-1"', '"1e3"', '"１"'.encode().decode("latin-1")])
def test_a_version_that_is_no_entity_tag_of_ours_is_refused(version: str, world: Served) -> None:
    headers = {k: v.encode("latin-1") for k, v in as_("reviewer-host", **{"If-Match": version}).items()}
    answer = world.client.post(f"/cases/{CASE}/claim", json={}, headers=headers)
    assert answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.PRECONDITION_FAILED}
    assert world.version == '"1"'


def test_the_new_state_that_a_loser_is_shown_goes_on_record_like_any_other_look(world: Served) -> None:
    seen = world.version
    ask(world, "second-host", "claim", seen)
    ask(world, "reviewer-host", "claim", seen)
    (look,) = world.service.log.read_stream(disclosure_stream_id(CASE, "reviewer-host"))
    assert isinstance(look.event, Disclosed)
    assert look.event.registrations == ("registration/2026/county/340123/A0001",)

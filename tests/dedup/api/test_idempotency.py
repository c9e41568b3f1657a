from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Final

import pytest
from httpx2 import Response

from dedup.api.idempotency import IN_FLIGHT_FOR, KEPT_FOR, Answer, Repeats
from dedup.api.problems import RequestProblem
from dedup.tables.sqlite import file_tables
from events.registrations import RegistrationKey
from tests.dedup.api.world import HOST, Served, as_
from tests.engines import Opening
from tests.examples import NOON

ROW: Final = {"registration_id": "B0100", "committee": HOST, "name": "李四", "phone": "13800000000"}
DONE: Final = Answer(200, b"{}")


class Counting:
    """An effect that counts how often it was carried out."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Answer:
        self.times += 1
        return DONE


def once(repeats: Repeats, act: Counting, key: str = "k", body: bytes = b"a", later: float = 0.0) -> Answer:
    return repeats.once("clerk", key, body, NOON + timedelta(seconds=later), act)


def hand_in(world: Served, key: str, row: dict[str, str] = ROW, who: str = "clerk-host") -> Response:
    return world.client.post("/registrations", json=row, headers=as_(who, **{"Idempotency-Key": key}))


def versions(world: Served, number: str = "B0100") -> int:
    return len(world.service.log.read_stream(RegistrationKey("2026", "county", HOST, number).stream_id))


def test_the_same_key_and_body_twice_have_one_effect_and_the_same_answer(world: Served) -> None:
    first, again = hand_in(world, "one"), hand_in(world, "one")
    assert first.json()["accepted"] == 1
    assert again.content == first.content
    assert versions(world) == 1


def test_a_registration_that_changed_meanwhile_is_not_set_back_by_a_repeated_request(world: Served) -> None:
    hand_in(world, "one")
    hand_in(world, "two", ROW | {"phone": "13900000000"})
    hand_in(world, "one")
    assert versions(world) == 2


def test_the_same_key_for_another_body_is_refused(world: Served) -> None:
    hand_in(world, "one")
    answer = hand_in(world, "one", ROW | {"name": "王五"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["type"] == "/problems/idempotency-key-reused"
    assert versions(world) == 1


def test_two_accounts_do_not_meet_in_one_key(world: Served) -> None:
    hand_in(world, "one")
    other = hand_in(world, "one", {**ROW, "committee": "340123"}, who="clerk-home")
    assert other.json()["accepted"] == 1


def test_a_submission_without_a_key_is_refused(world: Served) -> None:
    answer = world.client.post("/registrations", json=ROW, headers=as_("clerk-host"))
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.json()["type"] == "/problems/idempotency-key-missing"


def test_of_many_equal_requests_at_once_one_has_the_effect(world: Served) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: hand_in(world, "one"), range(16)))
    assert {answer.status_code for answer in answers} <= {200, HTTPStatus.CONFLICT}
    assert len({answer.content for answer in answers if answer.status_code == HTTPStatus.OK}) == 1
    assert all(
        a.json()["type"] == "/problems/request-in-flight" for a in answers if a.status_code != HTTPStatus.OK
    )
    assert versions(world) == 1


def test_a_request_in_flight_is_not_begun_again(open_tables: Opening) -> None:
    repeats, began, go_on = Repeats(open_tables("answers")), threading.Event(), threading.Event()

    def slow() -> Answer:
        began.set()
        assert go_on.wait(10)
        return DONE

    worker = threading.Thread(target=lambda: repeats.once("clerk", "k", b"a", NOON, slow))
    worker.start()
    assert began.wait(10)
    act = Counting()
    with pytest.raises(RequestProblem, match="request-in-flight"):
        once(repeats, act)
    go_on.set()
    worker.join(10)
    assert once(repeats, act) == DONE
    assert act.times == 0
    repeats.close()


def test_a_request_that_was_cut_off_is_carried_out_when_it_comes_again(open_tables: Opening) -> None:
    """The process died between the effect and the answer: the row says that it began, and nothing more."""
    cut_off = Repeats(open_tables("answers"))

    class Killed(BaseException):
        pass

    def die() -> Answer:
        cut_off._forget = str  # type: ignore[assignment, method-assign] # nothing runs after a kill
        raise Killed

    with pytest.raises(Killed):
        cut_off.once("clerk", "k", b"a", NOON, die)
    cut_off.close()
    act, repeats = Counting(), Repeats(open_tables("answers"))
    with pytest.raises(RequestProblem, match="request-in-flight"):
        once(repeats, act, later=1)
    after = IN_FLIGHT_FOR.total_seconds() + 1
    assert once(repeats, act, later=after) == DONE
    assert once(repeats, act, later=after) == DONE
    assert act.times == 1
    repeats.close()


def test_a_submission_that_took_effect_before_the_crash_does_nothing_the_second_time(world: Served) -> None:
    hand_in(world, "one")
    with world.app.state.repeats._tables.writing() as step:
        step.do("DELETE FROM answers")
    assert hand_in(world, "one").json()["unchanged"] == 1
    assert versions(world) == 1


def test_a_request_that_failed_may_be_tried_again_under_its_key(open_tables: Opening) -> None:
    repeats, act = Repeats(open_tables("answers")), Counting()

    def fail() -> Answer:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        repeats.once("clerk", "k", b"a", NOON, fail)
    assert once(repeats, act) == DONE
    assert act.times == 1
    repeats.close()


def test_an_answer_is_forgotten_after_a_day(open_tables: Opening) -> None:
    repeats, act = Repeats(open_tables("answers")), Counting()
    once(repeats, act)
    once(repeats, act, later=KEPT_FOR.total_seconds() - 1)
    assert act.times == 1
    once(repeats, act, later=KEPT_FOR.total_seconds() + 1)
    assert act.times == 2
    repeats.close()


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb"])
def test_a_key_that_cannot_be_one_is_refused(key: str, open_tables: Opening) -> None:
    repeats, act = Repeats(open_tables("answers")), Counting()
    with pytest.raises(RequestProblem, match="idempotency-key-unreadable"):
        once(repeats, act, key)
    assert act.times == 0
    repeats.close()


def test_neither_key_nor_request_stands_in_the_file_as_it_was_sent(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    repeats = Repeats(file_tables(path))
    once(repeats, Counting(), key="key-of-342425", body="金丝雀".encode())
    repeats.close()
    assert b"key-of-342425" not in path.read_bytes()
    assert "金丝雀".encode() not in path.read_bytes()

from __future__ import annotations

import pytest

from dedup.cases.case import Case
from dedup.cases.commands import Claim, Decide, Release
from dedup.cases.desk import Desk
from dedup.errors import BadRequest, Conflict
from events.cases import (
    case_id_of,
    case_stream_id,
)
from events.log import EventLog, Write
from events.memory import open_memory_log
from tests.examples import flagged, key, minutes_later

CASE = case_id_of(key(), key("B0001", "310115"))


def log_with_a_case() -> EventLog:
    log = open_memory_log()
    log.append([Write(case_stream_id(CASE), 0, (flagged(),))])
    return log


def desk_at(log: EventLog) -> Desk:
    return Desk(log, lambda: minutes_later(1))


def test_a_command_is_carried_out_and_can_be_read_back() -> None:
    log = log_with_a_case()
    desk = desk_at(log)
    desk.carry_out(CASE, Claim("li"))
    after = desk.carry_out(CASE, Decide("li", "home_keeps"))
    assert after == desk.load(CASE)
    assert (after.state, log.head()) == ("decided", 3)


def test_repeating_a_command_adds_nothing() -> None:
    log = log_with_a_case()
    desk_at(log).carry_out(CASE, Claim("li"))
    desk_at(log).carry_out(CASE, Claim("li"))
    assert log.head() == 2


def test_a_case_can_be_seen_as_it_stood() -> None:
    log = log_with_a_case()
    desk = desk_at(log)
    desk.carry_out(CASE, Claim("li"))
    desk.carry_out(CASE, Release("li"))
    assert [desk.load(CASE, until).state for until in (1, 2, 3)] == ["open", "claimed", "open"]


def test_an_unknown_case_is_a_bad_request() -> None:
    with pytest.raises(BadRequest):
        desk_at(log_with_a_case()).load("AAAAAAAAAAAAAAAA")


class Racing(Desk):
    """A desk at which another reviewer claims the case between reading and writing."""

    def __init__(self, log: EventLog) -> None:
        super().__init__(log, lambda: minutes_later(1))
        self._rival = desk_at(log)

    def load(self, case_id: str, until: int | None = None) -> Case:
        case = super().load(case_id, until)
        self._rival.carry_out(case_id, Claim("zhao"))
        return case


def test_of_two_reviewers_at_once_one_is_told_to_look_again() -> None:
    log = log_with_a_case()
    with pytest.raises(Conflict) as refused:
        Racing(log).carry_out(CASE, Claim("li"))
    assert refused.value.code == "case-changed"
    assert desk_at(log).load(CASE).claimed_by == "zhao"

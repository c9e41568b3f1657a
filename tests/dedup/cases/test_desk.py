from __future__ import annotations

import pytest

from dedup.cases.case import Case
from dedup.cases.commands import Claim, HandOver, Keep, Release
from dedup.cases.desk import Desk
from dedup.errors import BadRequest, Conflict
from events.log import EventLog, LogUnavailable, Write
from tests.dedup.cases.stories import CASE, World, agreed, position
from tests.examples import minutes_later


def desk_at(log: EventLog) -> Desk:
    return Desk(log, lambda: minutes_later(1))


def test_a_command_is_carried_out_and_can_be_read_back() -> None:
    world = World()
    after = world.desk.carry_out(CASE, Claim("li", "left"))
    assert after == world.desk.load(CASE)
    assert (after.state, world.log.head()) == ("claimed", 4)


def test_repeating_a_command_adds_nothing() -> None:
    world = World()
    world.do(Claim("li", "left"), Claim("li", "left"))
    assert world.log_of_case() == ["CaseFlagged", "CaseClaimed"]


def test_a_case_can_be_seen_as_it_stood() -> None:
    world = World()
    world.do(Claim("li", "left"), Release("li", "left"))
    assert [world.desk.load(CASE, until).state for until in (3, 4, 5)] == ["flagged", "claimed", "flagged"]


def test_an_unknown_case_is_a_bad_request() -> None:
    with pytest.raises(BadRequest):
        World().desk.load("AAAAAAAAAAAAAAAA")


def test_a_version_that_is_not_the_cases_is_refused_before_anything_is_decided() -> None:
    world = World()
    world.do(Claim("li", "left"))
    with pytest.raises(Conflict) as refused:
        world.desk.carry_out(CASE, position("left"), expected_version=1)
    assert refused.value.code == "case-changed"
    assert world.desk.carry_out(CASE, position("left"), expected_version=2).version == 3


class Racing(Desk):
    """A desk at which somebody else acts between reading and writing, each time for a while."""

    def __init__(self, world: World, rival: object, times: int = 1) -> None:
        super().__init__(world.log, lambda: world.now)
        self._rival = rival
        self._times = times

    def load(self, case_id: str, until: int | None = None) -> Case:
        case = super().load(case_id, until)
        if self._times:
            self._times -= 1
            self._rival()  # type: ignore[operator]
        return case


def test_of_two_reviewers_at_once_the_slower_one_is_told_who_was_faster() -> None:
    world = World()
    with pytest.raises(Conflict) as refused:
        Racing(world, lambda: world.do(Claim("zhao", "left"))).carry_out(CASE, Claim("li", "left"))
    assert refused.value.code == "case-claimed-by-other"
    assert world.case.claims["left"].actor == "zhao"


def test_with_a_version_expected_the_slower_one_is_told_that_the_case_changed() -> None:
    world = World()
    racing = Racing(world, lambda: world.do(Claim("zhao", "right")))
    with pytest.raises(Conflict) as refused:
        racing.carry_out(CASE, Claim("li", "left"), expected_version=1)
    assert refused.value.code == "case-changed"


def test_the_keeper_withdrawn_between_reading_and_writing_stops_the_hand_over() -> None:
    world = agreed()
    world.do(Keep("li", "left"))
    racing = Racing(world, lambda: world.withdraw("left"))
    with pytest.raises(Conflict) as refused:
        racing.carry_out(CASE, HandOver("zhao", "right"))
    assert refused.value.code == "keeper-not-standing"
    assert world.stands("right")


def test_what_keeps_moving_is_given_up_after_a_few_attempts() -> None:
    world = World()
    numbers = iter(range(99))

    def rival() -> None:
        actor, side = f"r{next(numbers)}", "right"
        held = world.desk.load(CASE).claims.get("right")
        if held:
            world.do(Release(held.actor, "right"))
        world.do(Claim(actor, side))  # type: ignore[arg-type]

    with pytest.raises(Conflict) as refused:
        Racing(world, rival, times=50).carry_out(CASE, Claim("li", "left"))
    assert refused.value.code == "case-changed"


class Failing(EventLog):
    """A log whose store is full."""

    def append(self, *_arguments: object, **_options: object) -> list[int]:
        raise LogUnavailable("disk full")


def test_a_store_that_fails_leaves_the_hand_over_undone_on_both_sides() -> None:
    world = agreed()
    world.do(Keep("li", "left"))
    with pytest.raises(LogUnavailable):
        Desk(Failing(world.log._recorder), lambda: world.now).carry_out(CASE, HandOver("zhao", "right"))
    assert world.stands("right")
    assert world.case.agreement is not None
    assert world.case.agreement.released == ()
    world.log.append([Write("roll/other", 0, ())])
    world.do(HandOver("zhao", "right"))
    assert not world.stands("right")

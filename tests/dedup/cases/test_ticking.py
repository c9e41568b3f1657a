from __future__ import annotations

from datetime import date

import pytest

from dedup.cases.commands import Escalate, HandOver, Keep
from dedup.cases.ticking import tick
from tests.dedup.cases.stories import (
    NOT_SAME,
    World,
    agreed,
    at_noon_on,
    closed,
    disputed,
    handed_over,
    position,
    proposed,
)

HOST_DAY, HOME_DAY = date(2026, 11, 10), date(2026, 11, 20)


def ticked(world: World) -> list[str]:
    """Let the clock speak once, and return what it said."""
    case = world.case
    said = tick(case, world.desk.survey(case).situation)
    for event in said:
        world.append(f"case/{world.case_id}", event)
    return [event.stored_name for event in said]


def test_silence_is_overdue_on_the_day_after_the_last_one_and_said_once() -> None:
    world = World()
    world.do(position("left"))
    world.pass_days(5)
    assert ticked(world) == []
    world.pass_days(1)
    assert ticked(world) == ["ReplyOverdue"]
    assert world.case.silent == ("right",)
    assert ticked(world) == []


def test_silence_goes_to_the_superior_after_a_reminder() -> None:
    world = World()
    world.do(position("left"))
    world.pass_days(6)
    ticked(world)
    world.pass_days(2)
    assert ticked(world) == []
    world.pass_days(1)
    assert ticked(world) == ["CaseEscalated"]
    assert (world.case.state, world.case.escalation) == ("escalated", "silence")


def test_whoever_was_late_may_still_speak() -> None:
    world = World()
    world.do(position("left"))
    world.pass_days(6)
    ticked(world)
    assert world.do(position("right")).state == "agreed"
    late = World()
    late.do(position("left"))
    late.pass_days(6)
    ticked(late)
    late.do(Escalate("li", "left", "x"))
    assert late.do(position("right", NOT_SAME)).state == "disputed"


def test_a_proposal_waits_only_for_whom_it_was_made_to() -> None:
    world = proposed("left")
    world.pass_days(6)
    ticked(world)
    assert world.case.silent == ("right",)


def test_a_dispute_without_a_proposal_goes_to_the_superior() -> None:
    world = disputed()
    world.pass_days(6)
    assert ticked(world) == ["CaseEscalated"]
    assert world.case.escalation == "dispute"


def test_a_case_that_is_merely_watched_is_not_chased() -> None:
    world = World(probability=0.3)
    world.pass_days(30)
    assert ticked(world) == []
    spoken = World(probability=0.3)
    spoken.do(position("left"))
    spoken.pass_days(30)
    assert ticked(spoken) == ["ReplyOverdue"]


def test_a_hand_over_that_waits_is_said_to_be_overdue_and_by_whom() -> None:
    world = agreed()
    world.pass_days(6)
    assert ticked(world) == ["HandOverOverdue"]
    assert ticked(world) == []
    world.do(Keep("li", "left"))
    assert (world.case.state, world.case.hand_over_overdue) == ("agreed", True)


def polling(world: World) -> World:
    world.polls_on("left", HOST_DAY)
    world.polls_on("right", HOME_DAY, frozen_from=date(2026, 11, 18))
    return world


@pytest.mark.parametrize("begun", [World, disputed, proposed])
def test_an_unresolved_case_is_held_on_the_earlier_election_day(begun: type[World]) -> None:
    world = polling(begun())
    world.now = at_noon_on(HOST_DAY)
    assert ticked(world) == ["HeldAtPoll"]
    assert (world.stands("left"), world.stands("right")) == (True, True)
    assert ticked(world) == []


def test_after_both_have_polled_the_case_expires_and_nobody_was_removed() -> None:
    world = polling(World())
    world.now = at_noon_on(HOST_DAY)
    ticked(world)
    world.now = at_noon_on(HOME_DAY)
    assert ticked(world) == []
    world.pass_days(1)
    assert ticked(world) == ["CaseExpired"]
    assert (world.stands("left"), world.stands("right")) == (True, True)


def test_a_clock_that_stood_still_over_both_polls_says_both_at_once() -> None:
    world = polling(World())
    world.now = at_noon_on(date(2026, 12, 1))
    assert ticked(world) == ["HeldAtPoll", "CaseExpired"]


def test_an_agreement_may_be_carried_out_after_one_side_polled_until_the_other_is_frozen() -> None:
    world = polling(agreed())
    world.do(Keep("li", "left"))
    world.now = at_noon_on(HOST_DAY)
    assert ticked(world) == ["HandOverOverdue"]
    world.now = at_noon_on(date(2026, 11, 17))
    assert ticked(world) == []
    frozen = polling(agreed())
    frozen.now = at_noon_on(date(2026, 11, 18))
    assert ticked(frozen) == ["HeldAtPoll"]
    assert world.do(HandOver("zhao", "right")).state == "applied"


def test_midnight_in_china_is_the_end_of_the_day() -> None:
    world = World()
    world.polls_on("left", HOST_DAY)
    world.now = at_noon_on(HOST_DAY).replace(day=9, hour=15, minute=59)
    assert "HeldAtPoll" not in ticked(world)
    world.now = world.now.replace(hour=16, minute=0)
    assert ticked(world) == ["HeldAtPoll"]


@pytest.mark.parametrize("finished", [handed_over, closed, lambda: agreed(NOT_SAME)])
def test_the_clock_has_nothing_to_say_where_the_rolls_are_as_agreed(finished: type[World]) -> None:
    world = polling(finished())
    world.now = at_noon_on(date(2026, 12, 1))
    assert ticked(world) == []

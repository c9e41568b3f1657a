from __future__ import annotations

from datetime import date

import pytest

from dedup.cases.commands import Command, HandOver, Keep, PublishCorrection, Reopen, Restore
from dedup.cases.observing import observe
from dedup.cases.outcomes import Said
from dedup.errors import BadRequest, Conflict
from events.registrations import RegistrationWithdrawn
from tests.dedup.cases.stories import World, agreed, both, closed, handed_over
from tests.examples import key, registered


def refusal(world: World, command: Command) -> str:
    before = world.log.head()
    with pytest.raises((Conflict, BadRequest)) as refused:
        world.do(command)
    assert world.log.head() == before
    return refused.value.code


def test_who_keeps_confirms_first_and_only_then_the_other_lets_go() -> None:
    world = agreed()
    assert refusal(world, HandOver("zhao", "right")) == "keeper-not-confirmed"
    world.do(Keep("li", "left"))
    case = world.do(HandOver("zhao", "right"))
    assert (case.state, world.stands("left"), world.stands("right")) == ("applied", True, False)


def test_the_withdrawal_is_the_releasing_committees_own_event_and_names_the_case() -> None:
    world = handed_over()
    (last,) = world.log.read_latest([world.keys["right"].stream_id]).values()
    assert isinstance(last.event, RegistrationWithdrawn)
    assert (last.event.actor, last.event.hand_over) == ("zhao", world.case_id)


def test_each_side_does_its_own_part_only() -> None:
    world = agreed()
    assert refusal(world, Keep("zhao", "right")) == "side-does-not-keep"
    assert refusal(world, HandOver("li", "left")) == "side-does-not-release"
    assert refusal(World(), Keep("li", "left")) == "nothing-agreed"


def test_a_registration_that_is_gone_cannot_be_confirmed_and_nothing_is_handed_to_it() -> None:
    world = agreed()
    world.withdraw("left")
    assert refusal(world, Keep("li", "left")) == "keeper-not-standing"
    confirmed = agreed()
    confirmed.do(Keep("li", "left"))
    confirmed.withdraw("left")
    assert refusal(confirmed, HandOver("zhao", "right")) == "keeper-not-standing"


def test_repeating_either_half_changes_nothing() -> None:
    world = handed_over()
    before = world.log.head()
    world.do(Keep("li", "left"), HandOver("zhao", "right"))
    assert world.log.head() == before


def test_nothing_is_taken_off_a_frozen_roll() -> None:
    world = agreed()
    world.do(Keep("li", "left"))
    world.polls_on("right", date(2026, 9, 10), frozen_from=date(2026, 9, 1))
    assert refusal(world, HandOver("zhao", "right")) == "roll-frozen"
    assert world.stands("right")


def test_the_case_is_closed_when_the_correction_is_published() -> None:
    world = handed_over()
    assert refusal(world, PublishCorrection("li", "left")) == "side-does-not-release"
    assert world.do(PublishCorrection("zhao", "right")).state == "closed"
    before = world.log.head()
    world.do(PublishCorrection("zhao", "right"))
    assert world.log.head() == before


def test_where_a_third_place_registers_both_let_go_while_it_stands() -> None:
    world = World()
    third = key("C1", "440106")
    said = Said("hukou_moved", third=third.stream_id)
    world.do(*both(said))
    assert refusal(world, HandOver("zhao", "right")) == "keeper-not-standing"
    world.append(third.stream_id, registered())
    assert world.do(HandOver("zhao", "right")).state == "agreed"
    assert world.do(HandOver("li", "left")).state == "applied"
    assert not world.stands("left")


def test_where_nobody_should_register_both_let_go_on_the_ground_given() -> None:
    world = World()
    world.do(*both(Said("both_remove", ground="deceased")))
    world.do(HandOver("zhao", "right"), HandOver("li", "left"))
    assert (world.case.state, world.stands("left"), world.stands("right")) == ("applied", False, False)


def test_a_file_that_came_before_the_hand_over_counts_once_the_keeper_has_confirmed() -> None:
    world = agreed()
    world.withdraw("right")
    observed(world)
    assert world.case.state == "agreed"
    assert world.do(Keep("li", "left")).state == "applied"


def test_a_hand_over_can_be_taken_back_once_the_case_is_reopened() -> None:
    world = closed()
    assert refusal(world, Restore("zhao", "right")) == "nothing-to-restore"
    world.do(Reopen("zhao", "right", "移交有误"), Restore("zhao", "right"))
    assert world.stands("right")
    before = world.log.head()
    world.do(Restore("zhao", "right"))
    assert world.log.head() == before


def test_a_restored_registration_has_the_values_that_it_had() -> None:
    world = closed()
    before = world.log.read_stream(world.keys["right"].stream_id)[0].event
    world.do(Reopen("zhao", "right", "移交有误"), Restore("zhao", "right"))
    after = world.log.read_stream(world.keys["right"].stream_id)[-1].event
    assert getattr(after, "personal", None) == getattr(before, "personal", "")


def test_what_another_way_withdrew_is_not_restored_by_the_case() -> None:
    world = closed()
    world.do(Reopen("zhao", "right", "再查"))
    world.restore("right")
    world.withdraw("right")
    assert refusal(world, Restore("zhao", "right")) == "nothing-to-restore"


def observed(world: World) -> None:
    case = world.case
    for event in observe(case, world.desk.survey(case).situation):
        world.append(f"case/{world.case_id}", event)

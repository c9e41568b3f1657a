from __future__ import annotations

from dedup.cases.commands import HandOver, Keep
from dedup.cases.observing import observe
from dedup.cases.outcomes import Said
from events.cases import FlagLapsed
from events.registrations import RegistrationWithdrawn
from tests.dedup.cases.stories import NOT_SAME, World, agreed, both, closed, handed_over
from tests.examples import NOON, flagged


def observed(world: World) -> list[str]:
    """Let the rolls speak once, and return what follows."""
    case = world.case
    said = observe(case, world.desk.survey(case).situation)
    for event in said:
        world.append(f"case/{world.case_id}", event)
    return [event.stored_name for event in said]


def lapse(world: World) -> None:
    world.say(FlagLapsed, reason="registration_withdrawn", model="m1")


def test_while_the_rolls_are_as_settled_there_is_nothing_to_say() -> None:
    for world in (World(), agreed(), handed_over(), closed(), agreed(NOT_SAME)):
        assert observed(world) == []


def test_a_voter_gone_by_file_counts_as_released_and_the_flag_lapsing_does_not_end_the_case() -> None:
    world = agreed()
    world.withdraw("right")
    lapse(world)
    assert observed(world) == ["RegistrationReleased"]
    assert world.case.state == "agreed"
    assert world.do(Keep("li", "left")).state == "applied"


def test_after_the_keeper_confirmed_the_file_completes_the_hand_over() -> None:
    world = agreed()
    world.do(Keep("li", "left"))
    world.withdraw("right")
    assert observed(world) == ["RegistrationReleased", "CaseApplied"]


def test_a_keeper_that_is_gone_reopens_the_case_whenever_it_is_learned() -> None:
    for world in (agreed(), handed_over(), closed()):
        world.withdraw("left")
        assert observed(world) == ["CaseReopened"]
        assert world.case.reopen_reason == "keeper_withdrawn"


def test_a_voter_who_is_back_on_the_roll_that_let_go_reopens_the_case() -> None:
    for world in (handed_over(), closed()):
        world.restore("right")
        assert observed(world) == ["CaseReopened"]
        assert world.case.reopen_reason == "released_restored"


def test_a_keeper_handed_on_by_another_case_keeps_the_closed_one_closed() -> None:
    world = closed()
    gone = RegistrationWithdrawn(
        actor="li", happened_at=NOON, recorded_at=NOON, reason="host_keeps", hand_over="ANOTHERCASE"
    )
    world.append(world.keys["left"].stream_id, gone)
    assert observed(world) == []


def test_two_withdrawals_without_an_agreement_raise_the_alarm_that_nobody_registers_the_voter() -> None:
    world = World()
    world.withdraw("left")
    lapse(world)
    assert observed(world) == []
    world.withdraw("right")
    assert observed(world) == ["CaseReopened"]
    assert world.case.reopen_reason == "no_roll_keeps"
    world.do(*both(Said("both_remove", ground="deceased")))
    assert observed(world) == ["RegistrationReleased", "RegistrationReleased", "CaseApplied"]


def test_two_withdrawals_of_people_who_were_hardly_one_raise_none() -> None:
    world = World(probability=0.2)
    world.withdraw("left")
    world.withdraw("right")
    lapse(world)
    assert observed(world) == []


def test_a_pair_flagged_again_after_the_hand_over_is_a_case_again() -> None:
    world = closed()
    lapse(world)
    world.restore("right")
    flag = flagged(world.keys["left"], world.keys["right"], home="right")
    world.append(f"case/{world.case_id}", flag)
    assert world.case.state == "reopened"


def test_hand_over_and_file_at_once_are_one_release() -> None:
    world = agreed()
    world.do(Keep("li", "left"))
    world.withdraw("right")
    assert world.do(HandOver("zhao", "right")).state == "applied"
    assert observed(world) == []


def flag_again(world: World, level: str) -> None:
    flag = flagged(world.keys["left"], world.keys["right"], home="right")
    seen = flag.assessment.evidence[0].model_copy(update={"level": level})
    weighed = flag.assessment.model_copy(update={"evidence": (seen,)})
    world.append(f"case/{world.case_id}", flag.model_copy(update={"assessment": weighed}))


def test_what_people_dismissed_stays_dismissed_when_it_is_flagged_again_with_the_same_values() -> None:
    world = agreed(NOT_SAME)
    lapse(world)
    flag_again(world, "exact")
    assert observed(world) == []
    assert world.case.state == "dismissed"


def test_other_values_make_a_dismissed_pair_a_case_again() -> None:
    world = agreed(NOT_SAME)
    lapse(world)
    flag_again(world, "one_edit")
    assert observed(world) == ["CaseReopened"]
    assert world.case.reopen_reason == "values_changed"

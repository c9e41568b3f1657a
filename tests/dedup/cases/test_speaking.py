from __future__ import annotations

from datetime import date

import pytest

from dedup.cases.commands import Accept, Escalate, Propose, Refuse, TakePosition, WithdrawPosition
from dedup.cases.outcomes import Said
from dedup.errors import BadRequest, Conflict
from events.cases import CaseRescored
from tests.dedup.cases.stories import (
    HOST_KEEPS,
    NOT_SAME,
    World,
    agreed,
    both,
    disputed,
    position,
    proposed,
)
from tests.examples import assessment


def refusal(world: World, command: object) -> str:
    before = world.log.head()
    with pytest.raises((Conflict, BadRequest)) as refused:
        world.do(command)  # type: ignore[arg-type]
    assert world.log.head() == before
    return refused.value.code


def test_the_first_word_waits_for_the_second() -> None:
    world = World()
    case = world.do(position("left"))
    assert (case.state, case.opened) == ("awaiting_counterpart", False)


def test_equal_words_agree_whoever_speaks_first() -> None:
    for first, second in (both(), both()[::-1]):
        world = World()
        case = world.do(first, second)
        assert case.agreement is not None
        assert (case.state, case.agreement.settlement.keep) == ("agreed", ("left",))


def test_different_words_dispute() -> None:
    assert disputed().case.state == "disputed"


def test_words_that_mean_the_same_are_the_same() -> None:
    world = World(home="")
    case = world.do(
        position("left", Said("host_keeps", home="right")), position("right", Said("host_keeps", home="left"))
    )
    assert case.state == "disputed"
    agreeing = World(home="")
    said = Said("host_keeps", home="right")
    assert agreeing.do(*both(said)).state == "agreed"


def test_an_outcome_that_changes_no_roll_ends_the_case_at_once() -> None:
    assert agreed(NOT_SAME).case.state == "dismissed"
    assert agreed(Said("data_error")).case.state == "dismissed"


def test_where_neither_can_tell_the_superior_is_asked() -> None:
    case = agreed(Said("cannot_tell")).case
    assert (case.state, case.escalation) == ("escalated", "cannot_tell")


def test_a_pending_certificate_asks_both_anew_by_its_day() -> None:
    case = agreed(Said("certificate_pending", until=date(2026, 9, 20))).case
    assert (case.state, case.positions, case.reply_by) == (
        "awaiting_counterpart",
        {},
        date(2026, 9, 20),
    )


def test_one_person_never_turns_both_keys() -> None:
    world = World(kind="within_committee", home="")
    said = Said("same_committee_duplicate", keep="left")
    world.do(position("left", said, actor="li"))
    assert refusal(world, position("right", said, actor="li")) == "one-person-two-keys"
    assert world.do(position("right", said, actor="zhao")).state == "agreed"


def test_a_word_may_be_taken_back_until_the_other_committee_speaks() -> None:
    world = World()
    world.do(position("left"))
    assert refusal(world, WithdrawPosition("chen", "left")) == "not-your-position"
    assert world.do(WithdrawPosition("li", "left")).state == "flagged"
    world.do(position("left", NOT_SAME), position("right"))
    assert refusal(world, WithdrawPosition("li", "left")) == "positions-open-already"


def test_saying_the_same_twice_changes_nothing_and_something_else_must_be_taken_back_first() -> None:
    world = World()
    world.do(position("left"))
    before = world.log.head()
    world.do(position("left"))
    assert world.log.head() == before
    assert refusal(world, position("left", NOT_SAME)) == "position-taken-already"


def test_after_both_have_spoken_only_proposals_count() -> None:
    assert refusal(disputed(), position("left", NOT_SAME)) == "positions-open-already"


def test_an_open_proposal_that_the_other_accepts_is_agreed() -> None:
    world = proposed("left")
    assert refusal(world, Accept("li", "right")) == "one-person-two-keys"
    case = world.do(Accept("zhao", "right"))
    assert case.agreement is not None
    assert (case.state, case.agreement.by) == ("agreed", "proposal")
    before = world.log.head()
    world.do(Accept("zhao", "right"))
    assert world.log.head() == before


def test_a_refusal_gives_its_reason_and_leaves_the_dispute() -> None:
    world = proposed("left")
    assert refusal(world, Refuse("zhao", "right", " ")) == "refusal-needs-reason"
    assert refusal(world, Refuse("li", "left", "no")) == "own-proposal"
    case = world.do(Refuse("zhao", "right", "选民要求回乡参选"))
    assert (case.state, case.proposal) == ("disputed", None)


def test_a_proposal_may_be_taken_back_and_another_one_made() -> None:
    world = proposed("left")
    assert refusal(world, Propose("zhao", "right", NOT_SAME)) == "proposal-stands-already"
    world.do(WithdrawPosition("li", "left"))
    assert world.do(Propose("zhao", "right", NOT_SAME)).state == "proposed"


def test_nothing_is_proposed_before_both_have_spoken_or_the_superior_is_asked() -> None:
    world = World()
    assert refusal(world, Propose("li", "left", HOST_KEEPS)) == "propose-before-positions"
    assert refusal(world, Propose("boss", "superior", HOST_KEEPS)) == "propose-before-positions"
    assert refusal(disputed(), Propose("boss", "superior", HOST_KEEPS)) == "not-escalated"


def test_the_superiors_word_is_a_proposal_that_both_must_accept() -> None:
    world = disputed()
    world.do(Escalate("li", "left", "请上级协调"), Propose("boss", "superior", HOST_KEEPS))
    assert world.do(Accept("li", "left")).state == "proposed"
    assert refusal(world, Accept("li", "right")) == "one-person-two-keys"
    assert world.do(Accept("zhao", "right")).state == "agreed"


def test_changed_values_void_what_was_said_of_the_old_ones() -> None:
    for world in (disputed(), proposed(), agreed()):
        world.say(CaseRescored, assessment=assessment(0.8))
        case = world.case
        assert (case.state, case.positions, case.opened, case.proposal) == ("reopened", {}, False, None)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said("same_committee_duplicate", keep="left"), "outcome-does-not-fit"),
        (Said("both_remove"), "outcome-needs-ground"),
        (Said("not_same", ground="deceased"), "outcome-takes-no-ground"),
        (Said("voted_elsewhere"), "outcome-needs-keep"),
        (Said("hukou_moved"), "outcome-needs-third"),
        (Said("third_place", third="nonsense/1"), "registration-unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.outcome,
)
def test_an_outcome_without_what_it_needs_is_refused(said: Said, code: str) -> None:
    assert refusal(World(), position("left", said)) == code


def test_who_is_host_must_be_said_where_the_registrations_do_not_tell() -> None:
    assert refusal(World(home=""), position("left")) == "outcome-needs-home"


def test_a_word_that_is_too_long_is_refused() -> None:
    assert refusal(World(), TakePosition("li", "left", HOST_KEEPS, "长" * 2_001)) == "reason-too-long"

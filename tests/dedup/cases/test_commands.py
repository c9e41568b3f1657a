from __future__ import annotations

from collections.abc import Sequence

import pytest

from dedup.cases.case import Case
from dedup.cases.commands import OUTCOMES, Claim, Command, Decide, Release, Reopen, decide
from dedup.cases.evolving import fold
from dedup.errors import BadRequest, Conflict
from events.cases import (
    CaseClaimed,
    CaseDecided,
    CaseEvent,
    CaseReleased,
    CaseRescored,
    CaseReweighed,
    FlagLapsed,
)
from events.resolutions import CaseReopened
from tests.examples import NOON, assessment, flagged, key, minutes_later

LATER = minutes_later(5)


def claimed(actor: str = "li") -> CaseClaimed:
    return CaseClaimed(actor=actor, happened_at=NOON, recorded_at=NOON)


def decided(actor: str = "li", outcome: str = "host_keeps") -> CaseDecided:
    return CaseDecided.model_validate(
        {"actor": actor, "happened_at": NOON, "recorded_at": NOON, "outcome": outcome}
    )


def lapsed() -> FlagLapsed:
    return FlagLapsed(
        actor="projector", happened_at=NOON, recorded_at=NOON, reason="registration_withdrawn", model="m1"
    )


def given(*events: CaseEvent) -> Case:
    case = fold([flagged(), *events])
    assert case is not None
    return case


def when(case: Case, command: Command) -> Sequence[CaseEvent]:
    return decide(case, command, LATER)


def test_an_open_case_can_be_claimed() -> None:
    assert when(given(), Claim("li")) == (CaseClaimed(actor="li", happened_at=LATER, recorded_at=LATER),)


def test_claiming_ones_own_case_again_changes_nothing() -> None:
    assert when(given(claimed("li")), Claim("li")) == ()


def test_a_case_in_somebody_elses_hands_cannot_be_claimed() -> None:
    with pytest.raises(Conflict) as refused:
        when(given(claimed("zhao")), Claim("li"))
    assert refused.value.facts["holder"] == "zhao"


def test_the_holder_decides() -> None:
    (event,) = when(given(claimed("li")), Decide("li", "host_keeps", "有证明"))
    assert isinstance(event, CaseDecided)
    assert (event.outcome, event.reason, event.actor) == ("host_keeps", "有证明", "li")


def test_deciding_the_same_again_changes_nothing() -> None:
    assert when(given(claimed("li"), decided("li")), Decide("li", "host_keeps")) == ()


def test_a_decided_case_is_not_decided_otherwise_without_being_reopened() -> None:
    with pytest.raises(Conflict):
        when(given(claimed("li"), decided("li")), Decide("li", "not_same"))


def test_a_case_that_nobody_claimed_cannot_be_decided() -> None:
    with pytest.raises(Conflict) as refused:
        when(given(), Decide("li", "not_same"))
    assert refused.value.code == "case-state"


def test_only_the_holder_decides() -> None:
    with pytest.raises(Conflict):
        when(given(claimed("zhao")), Decide("li", "not_same"))


@pytest.mark.parametrize("outcome", OUTCOMES["cross_committee"])
def test_a_pair_of_two_committees_takes_its_outcomes(outcome: str) -> None:
    command = Decide("li", outcome)  # type: ignore[arg-type]
    assert len(when(given(claimed("li")), command)) == 1


def test_home_and_host_make_no_sense_within_one_committee() -> None:
    within = flagged(key("1"), key("2"), kind="within_committee", home="")
    case = fold([within, claimed("li")])
    assert case is not None
    with pytest.raises(BadRequest) as refused:
        when(case, Decide("li", "host_keeps"))
    assert "same_committee_duplicate" in str(refused.value.facts["allowed"])


def test_the_holder_gives_the_case_back() -> None:
    (event,) = when(given(claimed("li")), Release("li"))
    assert isinstance(event, CaseReleased)
    assert when(given(), Release("li")) == ()


def test_somebody_else_cannot_give_it_back() -> None:
    with pytest.raises(Conflict):
        when(given(claimed("zhao")), Release("li"))


def test_a_decided_case_is_reopened_with_a_reason() -> None:
    (event,) = when(given(claimed(), decided()), Reopen("zhao", "证明已撤销"))
    assert isinstance(event, CaseReopened)
    assert event.reason == "证明已撤销"
    with pytest.raises(BadRequest):
        when(given(claimed(), decided()), Reopen("zhao", "  "))


def test_an_endless_reason_is_refused() -> None:
    with pytest.raises(BadRequest):
        when(given(claimed("li")), Decide("li", "not_same", "长" * 2_001))


def test_a_lapsed_case_takes_no_command() -> None:
    for command in (Claim("li"), Decide("li", "not_same"), Reopen("li", "x")):
        with pytest.raises(Conflict):
            when(given(lapsed()), command)


def test_changed_values_reopen_a_decided_case_and_keep_the_old_decision_on_record() -> None:
    rescored = CaseRescored(
        actor="projector", happened_at=LATER, recorded_at=LATER, assessment=assessment(0.61)
    )
    case = given(claimed("li"), decided("li", "not_same"), rescored)
    assert (case.state, case.assessment.probability, case.claimed_by) == ("open", 0.61, "")
    assert case.decision is not None
    assert case.decision.outcome == "not_same"


def test_another_model_leaves_a_decision_standing() -> None:
    reweighed = CaseReweighed(
        actor="projector", happened_at=LATER, recorded_at=LATER, assessment=assessment(0.61, "m2")
    )
    case = given(claimed("li"), decided("li", "not_same"), reweighed)
    assert (case.state, case.assessment.model) == ("decided", "m2")


def test_a_case_flagged_again_after_it_lapsed_is_open_and_remembers() -> None:
    case = given(claimed("li"), decided("li", "not_same"), lapsed(), flagged())
    assert (case.state, case.version) == ("open", 5)
    assert case.decision is not None

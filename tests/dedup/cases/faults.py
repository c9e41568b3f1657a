"""Faults planted in the code of cases: each is one that a tired programmer might make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

import pytest

from dedup.cases import (
    commands,
    contesting,
    deciding,
    evolving,
    handing_over,
    lifecycle,
    observing,
    sight,
    speaking,
    steps,
    ticking,
)
from dedup.cases.case import Case
from dedup.cases.desk import Desk
from dedup.cases.lifecycle import State
from dedup.cases.situation import Effects, SideClock, Situation
from dedup.errors import Conflict
from events.cases import CaseEvent, CaseRescored
from events.log import VersionConflict, Write
from events.registrations import RegistrationWithdrawn
from events.resolutions import (
    CaseApplied,
    OutcomeAgreed,
    PositionTaken,
    PositionWithdrawn,
    ProposalAccepted,
)

Plant = Callable[[pytest.MonkeyPatch], None]


def _no_guard(patch: pytest.MonkeyPatch) -> None:
    """Drop the demand that the kept registration has not moved."""
    whole = Desk._writes

    def writes(desk: Desk, case: Case, effects: Effects, world: Any) -> list[Write]:  # noqa: ANN401
        return whole(desk, case, replace(effects, depends_on=()), world)

    patch.setattr(Desk, "_writes", writes)


def _no_survivor(patch: pytest.MonkeyPatch) -> None:
    """Let go without looking at who keeps."""
    patch.setattr(handing_over, "_require_survivor", lambda *_: ())


def _two_appends(patch: pytest.MonkeyPatch) -> None:
    """Append the case's record and the roll's own event one after the other."""

    def carry_out(desk: Desk, case_id: str, command: Any, expected_version: int | None = None) -> Case:  # noqa: ANN401, ARG001
        case = desk.load(case_id)
        world = desk.survey(case, with_values=isinstance(command, commands.Restore))
        effects = deciding.decide(case, command, world.situation)
        for write in desk._writes(case, effects, world):
            if write.events:
                _append_alone(desk, case_id, write)
        return desk.load(case_id)

    patch.setattr(Desk, "carry_out", carry_out)


def _append_alone(desk: Desk, case_id: str, write: Write) -> None:
    try:
        desk._log.append([write])
    except VersionConflict:
        raise Conflict("case-changed", case=case_id) from None


def _roll_forgotten(patch: pytest.MonkeyPatch) -> None:
    """Tell the case that the voter was let go, and forget the roll."""
    whole = Desk._writes

    def writes(desk: Desk, case: Case, effects: Effects, world: Any) -> list[Write]:  # noqa: ANN401
        return whole(desk, case, replace(effects, roll=()), world)

    patch.setattr(Desk, "_writes", writes)


def _frozen_roll_thaws(patch: pytest.MonkeyPatch) -> None:
    """Forget the freeze before the poll."""
    patch.setattr(SideClock, "is_frozen", lambda _clock, _day: False)


def _one_person_is_enough(patch: pytest.MonkeyPatch) -> None:
    """Ask nobody whether two different people spoke."""
    patch.setattr(speaking, "_require_two_people", lambda *_: None)


def _any_two_words_agree(patch: pytest.MonkeyPatch) -> None:
    """Take any two words for an agreement."""

    def both_spoke(case: Case, taken: PositionTaken, _theirs: object, situation: Situation) -> Any:  # noqa: ANN401
        return speaking._settled(case, taken.settlement, situation, taken)

    patch.setattr(speaking, "_both_spoke", both_spoke)


def _one_acceptance_is_enough(patch: pytest.MonkeyPatch) -> None:
    """Agree as soon as one committee accepts."""

    def accept(case: Case, command: Any, situation: Situation) -> Effects:  # noqa: ANN401
        if case.proposal is None:
            return Effects()
        said = steps.envelope(command.actor, situation.now)
        accepted = ProposalAccepted(**said, side=command.side)
        return Effects(speaking._settled(case, case.proposal.position.settlement, situation, accepted))

    _decision(patch, commands.Accept, accept)


def _open_envelope(patch: pytest.MonkeyPatch) -> None:
    """Show the other committee's word before both have spoken."""
    patch.setattr(sight, "sides_of", lambda _viewer: ("left", "right"))


def _keeper_unseen(patch: pytest.MonkeyPatch) -> None:
    """Confirm a registration without looking whether it stands."""
    patch.setattr(Situation, "stands", lambda _situation, _side: True)


def _appeal_ignored(patch: pytest.MonkeyPatch) -> None:
    """Let go while an appeal or a suit is open."""
    patch.setattr(handing_over, "_require_state", lambda _case: None)
    rows = {**lifecycle.LIFE_CYCLE}
    for state in (State.APPEALED, State.IN_COURT):
        rows[state] = {**rows[state], CaseApplied: State.APPLIED}
    patch.setattr(lifecycle, "LIFE_CYCLE", MappingProxyType(rows))


def _old_values_count(patch: pytest.MonkeyPatch) -> None:
    """Keep an agreement on other values than today's in force."""
    _row(patch, State.AGREED, CaseRescored, State.AGREED)


def _old_words_count(patch: pytest.MonkeyPatch) -> None:
    """Count words that were said before the case was taken up again."""
    patch.setattr(evolving, "_AFRESH", {"claims": {}})


def _nobody_watches(patch: pytest.MonkeyPatch) -> None:
    """Leave a closed case closed whatever becomes of the rolls."""
    patch.setattr(observing, "_broken", lambda *_: None)


def _poll_passes_by(patch: pytest.MonkeyPatch) -> None:
    """Let election day pass without the fail-safe."""
    patch.setattr(ticking, "_at_poll", lambda *_: ())


def _word_taken_back_late(patch: pytest.MonkeyPatch) -> None:
    """Take words back whoever said them, and whatever followed."""

    def withdraw(case: Case, command: Any, situation: Situation) -> Effects:  # noqa: ANN401
        said = steps.envelope(command.actor, situation.now)
        return Effects(steps.steps(case, PositionWithdrawn(**said, side=command.side)))

    _decision(patch, commands.WithdrawPosition, withdraw)


def _stale_pages_count(patch: pytest.MonkeyPatch) -> None:
    """Ignore the version that a page was made from."""
    whole = Desk.carry_out

    def carry_out(desk: Desk, case_id: str, command: Any, _expected: int | None = None) -> Case:  # noqa: ANN401
        return whole(desk, case_id, command)

    patch.setattr(Desk, "carry_out", carry_out)


def _judge_misheard(patch: pytest.MonkeyPatch) -> None:
    """Record the court's judgment and carry out the earlier agreement."""

    def record(case: Case, command: Any, situation: Situation) -> Effects:  # noqa: ANN401
        effects = contesting.record_judgment(case, command, situation)
        agreed = case.agreement

        def heard(event: CaseEvent) -> CaseEvent:
            if agreed is None or not isinstance(event, OutcomeAgreed):
                return event
            return event.model_copy(update={"settlement": agreed.settlement})

        kinds = {"JudgmentRecorded", "OutcomeAgreed"}
        return Effects(tuple(heard(event) for event in effects.events if event.stored_name in kinds))

    _decision(patch, commands.RecordJudgment, record)


def _anybody_lets_go(patch: pytest.MonkeyPatch) -> None:
    """Let one committee's confirmation change the other one's roll."""

    def keep(case: Case, command: Any, situation: Situation) -> Effects:  # noqa: ANN401
        kept = handing_over.keep(case, command, situation)
        other = "right" if command.side == "left" else "left"
        if not kept.events or case.agreement is None or other not in case.agreement.settlement.release:
            return kept
        said = steps.envelope(command.actor, situation.now)
        gone = RegistrationWithdrawn(**said, reason="host_keeps", hand_over=case.case_id)
        return replace(kept, roll=((other, gone),)) if situation.stands(other) else kept

    _decision(patch, commands.Keep, keep)


def _decision(patch: pytest.MonkeyPatch, command: type, decision: Callable[..., Effects]) -> None:
    patch.setitem(deciding._DECISIONS, command, decision)


def _row(patch: pytest.MonkeyPatch, state: State, event: type[CaseEvent], target: State) -> None:
    rows = {**lifecycle.LIFE_CYCLE, state: {**lifecycle.LIFE_CYCLE[state], event: target}}
    patch.setattr(lifecycle, "LIFE_CYCLE", MappingProxyType(rows))


FAULTS: Final[Mapping[str, Plant]] = {
    (plant.__doc__ or "").rstrip("."): plant
    for plant in (
        _no_guard,
        _no_survivor,
        _two_appends,
        _roll_forgotten,
        _frozen_roll_thaws,
        _one_person_is_enough,
        _any_two_words_agree,
        _one_acceptance_is_enough,
        _open_envelope,
        _keeper_unseen,
        _appeal_ignored,
        _old_values_count,
        _old_words_count,
        _nobody_watches,
        _poll_passes_by,
        _word_taken_back_late,
        _stale_pages_count,
        _judge_misheard,
        _anybody_lets_go,
    )
}

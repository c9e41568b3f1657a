"""A case as it stands: folded from its events, knowing nothing of how they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dedup.cases.lifecycle import State, next_state
from events.cases import (
    Assessment,
    CaseClaimed,
    CaseDecided,
    CaseEvent,
    CaseFlagged,
    CaseRescored,
    CaseReweighed,
    FlagLapsed,
    Kind,
    LapseReason,
    Outcome,
    Side,
    case_id_of,
)
from events.registrations import RegistrationKey


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said."""

    outcome: Outcome
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One flagged pair and where it stands."""

    left: RegistrationKey
    right: RegistrationKey
    kind: Kind
    home: Side
    state: State
    version: int
    assessment: Assessment
    flagged_at: datetime
    claimed_by: str = ""
    decision: Decision | None = None
    """The latest decision; it stays on record when the case is reopened."""
    lapse_reason: LapseReason | None = None

    @property
    def case_id(self) -> str:
        """Return the id, which derives from the pair."""
        return case_id_of(self.left, self.right)

    @property
    def is_flagged(self) -> bool:
        """Tell whether the pair is still flagged."""
        return self.state is not State.LAPSED


def evolve(case: Case | None, event: CaseEvent) -> Case:
    """Return the case after an event. Raises IllegalTransition when the table has no such step."""
    state = next_state(case.state if case else State.UNFLAGGED, type(event))
    if isinstance(event, CaseFlagged):
        return _flagged(case, event, state)
    if case is None:
        raise AssertionError("the table lets only a flag begin a case")
    moved = replace(case, state=state, version=case.version + 1)
    match event:
        case CaseRescored() | CaseReweighed():
            holder = case.claimed_by if state is State.CLAIMED else ""
            return replace(moved, assessment=event.assessment, claimed_by=holder)
        case CaseClaimed():
            return replace(moved, claimed_by=event.actor)
        case CaseDecided():
            made = Decision(event.outcome, event.reason, event.actor, event.recorded_at)
            return replace(moved, decision=made, claimed_by="")
        case FlagLapsed():
            return replace(moved, lapse_reason=event.reason, claimed_by="")
        case _:
            return replace(moved, claimed_by="")


def fold(events: Iterable[CaseEvent]) -> Case | None:
    """Return the case after all its events; None when there are none."""
    case: Case | None = None
    for event in events:
        case = evolve(case, event)
    return case


def _flagged(case: Case | None, event: CaseFlagged, state: State) -> Case:
    return Case(
        left=RegistrationKey.from_stream_id(event.left),
        right=RegistrationKey.from_stream_id(event.right),
        kind=event.kind,
        home=event.home,
        state=state,
        version=case.version + 1 if case else 1,
        assessment=event.assessment,
        flagged_at=event.recorded_at,
        decision=case.decision if case else None,
    )

"""What people may ask of a case: pure decisions, (case, command, now) → events.

A command that has been carried out already gives no events, so that repeating it is harmless.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dedup.cases.case import Case
from dedup.cases.lifecycle import IllegalTransition, State, next_state
from dedup.errors import BadRequest, Conflict
from events.cases import (
    CaseClaimed,
    CaseDecided,
    CaseEvent,
    CaseReleased,
    CaseReopened,
    Kind,
    Outcome,
)

REASON_LENGTH_MAX: Final = 2_000
"""Characters of a reviewer's free text: about a page, more belongs into an attachment."""

OUTCOMES: Final[Mapping[Kind, tuple[Outcome, ...]]] = {
    "cross_committee": ("host_keeps", "home_keeps", "not_same", "cannot_tell"),
    "within_committee": ("same_committee_duplicate", "not_same", "cannot_tell"),
}
"""Which outcomes make sense for which kind of pair."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Take the case."""

    actor: str


@dataclass(frozen=True, slots=True)
class Release:
    """Give the case back undecided."""

    actor: str


@dataclass(frozen=True, slots=True)
class Decide:
    """Say what the pair is and which roll should keep the voter."""

    actor: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take a decided case up again, with the reason."""

    actor: str
    reason: str


Command = Claim | Release | Decide | Reopen


def decide(case: Case, command: Command, now: datetime) -> tuple[CaseEvent, ...]:
    """Return the events that a command leads to; none when it was carried out before.

    Raises BadRequest when the command makes no sense for the case, and Conflict when the case is in
    somebody else's hands or in a state that does not allow it.
    """
    match command:
        case Claim():
            return _claim(case, command, now)
        case Release():
            return _release(case, command, now)
        case Decide():
            return _decide(case, command, now)
        case Reopen():
            return _reopen(case, command, now)


def _claim(case: Case, command: Claim, now: datetime) -> tuple[CaseEvent, ...]:
    if case.state is State.CLAIMED:
        if case.claimed_by == command.actor:
            return ()
        raise Conflict("case-claimed-by-other", case=case.case_id, holder=case.claimed_by)
    return _allowed(case, CaseClaimed(actor=command.actor, happened_at=now, recorded_at=now))


def _release(case: Case, command: Release, now: datetime) -> tuple[CaseEvent, ...]:
    if case.state is State.OPEN:
        return ()
    _require_holder(case, command.actor)
    return _allowed(case, CaseReleased(actor=command.actor, happened_at=now, recorded_at=now))


def _decide(case: Case, command: Decide, now: datetime) -> tuple[CaseEvent, ...]:
    if command.outcome not in OUTCOMES[case.kind]:
        raise BadRequest(
            "outcome-does-not-fit",
            outcome=command.outcome,
            kind=case.kind,
            allowed=", ".join(OUTCOMES[case.kind]),
        )
    _require_short(command.reason)
    made = case.decision
    if case.state is State.DECIDED and made and made.decided_by == command.actor:
        if (made.outcome, made.reason) == (command.outcome, command.reason):
            return ()
    elif case.state is State.CLAIMED:
        _require_holder(case, command.actor)
    decided = CaseDecided(
        actor=command.actor,
        happened_at=now,
        recorded_at=now,
        outcome=command.outcome,
        reason=command.reason,
    )
    return _allowed(case, decided)


def _reopen(case: Case, command: Reopen, now: datetime) -> tuple[CaseEvent, ...]:
    if not command.reason.strip():
        raise BadRequest("reopen-needs-reason")
    _require_short(command.reason)
    reopened = CaseReopened(actor=command.actor, happened_at=now, recorded_at=now, reason=command.reason)
    return _allowed(case, reopened)


def _allowed(case: Case, event: CaseEvent) -> tuple[CaseEvent, ...]:
    try:
        next_state(case.state, type(event))
    except IllegalTransition:
        raise Conflict(
            "case-state", case=case.case_id, state=case.state.value, wanted=type(event).__name__
        ) from None
    return (event,)


def _require_holder(case: Case, actor: str) -> None:
    if case.state is State.CLAIMED and case.claimed_by != actor:
        raise Conflict("case-claimed-by-other", case=case.case_id, holder=case.claimed_by)


def _require_short(reason: str) -> None:
    if len(reason) > REASON_LENGTH_MAX:
        raise BadRequest("reason-too-long", length=len(reason), length_max=REASON_LENGTH_MAX)

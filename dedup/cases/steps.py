"""Making events one after another: each must be possible where the one before it leads."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from dedup.cases.case import Case
from dedup.cases.commands import TEXT_LENGTH_MAX
from dedup.cases.evolving import evolve
from dedup.cases.lifecycle import IllegalTransition, State
from dedup.cases.outcomes import RULES
from dedup.errors import BadRequest, Conflict
from events.cases import (
    CaseEvent,
    Remark,
)
from events.resolutions import (
    CaseApplied,
    CaseClosed,
    CaseDismissed,
)


class Envelope(TypedDict):
    """The fields that every event has."""

    actor: str
    happened_at: datetime
    recorded_at: datetime


def envelope(actor: str, now: datetime) -> Envelope:
    """Return who and when, for an event that is recorded as it happens."""
    return {"actor": actor, "happened_at": now, "recorded_at": now}


def steps(case: Case, *events: CaseEvent) -> tuple[CaseEvent, ...]:
    """Return the events, given that each is possible after the one before it.

    Raises Conflict when the case's state does not allow one of them.
    """
    for event in events:
        try:
            case = evolve(case, event)
        except IllegalTransition as error:
            raise Conflict(
                "case-state", case=case.case_id, state=error.state.value, wanted=type(event).__name__
            ) from None
    return events


def carried_on(case: Case, *events: CaseEvent) -> tuple[CaseEvent, ...]:
    """Return the events, and those that follow from them by themselves once an agreement is carried out."""
    taken = steps(case, *events)
    for event in taken:
        case = evolve(case, event)
    followed = list(taken)
    while (following := _following(case, followed[-1])) is not None:
        case = evolve(case, following)
        followed.append(following)
    return tuple(followed)


def require_text(text: str, code: str) -> Remark:
    """Return what somebody wrote. Raises BadRequest when it is empty, or too long."""
    if not text.strip():
        raise BadRequest(code)
    return remark(text)


def remark(text: str) -> Remark:
    """Return what somebody wrote, which may be nothing. Raises BadRequest when it is too long."""
    if len(text) > TEXT_LENGTH_MAX:
        raise BadRequest("reason-too-long", length=len(text), length_max=TEXT_LENGTH_MAX)
    return Remark(text=text)


def applies(case: Case) -> bool:
    """Tell whether both rolls are as agreed: who was to go has gone, after who stays has confirmed."""
    agreed = case.agreement
    if agreed is None or not agreed.settlement.release:
        return False
    released = set(agreed.settlement.release) <= set(agreed.released)
    return released and set(agreed.settlement.keep) <= set(agreed.kept)


def _following(case: Case, last: CaseEvent) -> CaseEvent | None:
    agreed = case.agreement
    if agreed is None:
        return None
    said = envelope(last.actor, last.recorded_at)
    if case.state is State.AGREED:
        if not agreed.settlement.release and RULES[agreed.settlement.outcome].final:
            return CaseDismissed(**said)
        return CaseApplied(**said) if applies(case) else None
    if case.state is State.APPLIED and set(agreed.settlement.release) <= set(agreed.corrected):
        return CaseClosed(**said)
    return None

"""What the rolls themselves do to a case, whoever changed them and in whatever order it is learned. Pure.

Committees work in their own systems too: a voter who is to go may be gone by the next file, and one who was
to stay may be gone as well. A case that is closed while nobody, or everybody, keeps the voter is taken up
again.
"""

from __future__ import annotations

from typing import Final

from dedup.cases.case import Agreement, Case
from dedup.cases.lifecycle import State
from dedup.cases.outcomes import SIDES
from dedup.cases.situation import Presence, Situation
from dedup.cases.steps import carried_on, envelope, steps
from events.cases import CaseEvent
from events.resolutions import (
    CaseReopened,
    RegistrationReleased,
    ReopenReason,
)

ACTOR: Final = "observer"
PROBABILITY_MIN: Final = 0.5
"""Two withdrawals make a missed voter only where the two were more likely than not one person."""
_SETTLED: Final = frozenset({State.AGREED, State.APPLIED, State.CLOSED})


def observe(case: Case, situation: Situation) -> tuple[CaseEvent, ...]:
    """Return what follows from where the two registrations stand; nothing when nothing does."""
    agreed = case.agreement
    if case.state in _SETTLED and agreed is not None:
        reason = _broken(case, agreed, situation)
        if reason is not None:
            return _reopened(case, reason, situation)
        return _released(case, agreed, situation) if case.state is State.AGREED else ()
    if case.state is State.DISMISSED and agreed is not None and case.is_flagged:
        changed = case.levels != agreed.levels
        return _reopened(case, "values_changed", situation) if changed else ()
    if case.state is State.LAPSED and _nobody_keeps(case, situation):
        return _reopened(case, "no_roll_keeps", situation)
    return ()


def _broken(case: Case, agreed: Agreement, situation: Situation) -> ReopenReason | None:
    """Return how the rolls contradict what was settled."""
    settlement = agreed.settlement
    gone = {Presence.WITHDRAWN, Presence.RELEASED, Presence.UNKNOWN}
    if case.state is State.AGREED:
        gone = gone | {Presence.HANDED_OVER}
    if settlement.release and any(situation.presence[side] in gone for side in settlement.keep):
        return "keeper_withdrawn"
    if any(situation.stands(side) for side in agreed.released):
        return "released_restored"
    return None


def _released(case: Case, agreed: Agreement, situation: Situation) -> tuple[CaseEvent, ...]:
    said = envelope(ACTOR, situation.now)
    events = [
        RegistrationReleased(**said, side=side, observed=True)
        for side in agreed.settlement.release
        if side not in agreed.released and not situation.stands(side)
    ]
    return carried_on(case, *events) if events else ()


def _nobody_keeps(case: Case, situation: Situation) -> bool:
    """Tell whether both committees took the voter off without having settled that both should."""
    return (
        case.assessment.probability >= PROBABILITY_MIN
        and case.lapse_reason == "registration_withdrawn"
        and all(situation.presence[side] is Presence.WITHDRAWN for side in SIDES)
    )


def _reopened(case: Case, reason: ReopenReason, situation: Situation) -> tuple[CaseEvent, ...]:
    return steps(case, CaseReopened(**envelope(ACTOR, situation.now), reason=reason))

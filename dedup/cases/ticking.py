"""What time alone does to a case: silence is overdue and escalates, an unresolved case is held and expires.

Pure. The clock never takes anybody off a roll; at the poll it gives the voter the benefit of the doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from dedup.calendars.days import day_in_china
from dedup.cases.case import Case
from dedup.cases.lifecycle import PENDING, State
from dedup.cases.outcomes import SIDES
from dedup.cases.situation import Situation, days_after
from dedup.cases.steps import envelope, steps
from dedup.cases.turns import waiting_for
from events.cases import (
    CaseEvent,
    Side,
)
from events.resolutions import (
    CaseEscalated,
    CaseExpired,
    HandOverOverdue,
    HeldAtPoll,
    ReplyOverdue,
)

ACTOR: Final = "clock"
PROBABILITY_MIN: Final = 0.5
"""The clock chases only cases that are more likely than not: a list of the rest is kept to watch."""
ESCALATES_AFTER_DAYS: Final = 2
"""Days from overdue to the superior: time for one reminder."""
_WAITING: Final = frozenset({State.FLAGGED, State.CLAIMED, State.REOPENED, State.AWAITING_COUNTERPART})


def tick(case: Case, situation: Situation) -> tuple[CaseEvent, ...]:
    """Return what is due by now; nothing when it has been said already, or nothing is due."""
    if case.state not in PENDING or case.state is State.APPLIED:
        return ()
    polled = _at_poll(case, situation)
    if polled:
        return polled
    if case.state in _WAITING or case.state is State.PROPOSED:
        return _overdue(case, situation)
    if case.state in {State.OVERDUE, State.DISPUTED}:
        return _escalated(case, situation)
    if case.state is State.AGREED and not case.hand_over_overdue:
        return _hand_over_overdue(case, situation)
    return ()


def _at_poll(case: Case, situation: Situation) -> tuple[CaseEvent, ...]:
    clocks = {side: situation.clock_of(side) for side in SIDES}
    days = {side: clock.election_day for side, clock in clocks.items() if clock.election_day}
    if not days:
        return ()
    earlier = min(days, key=lambda side: (days[side], side))
    said = envelope(ACTOR, situation.now)
    events: list[CaseEvent] = []
    if case.state is not State.HELD_AT_POLL:
        if not clocks[earlier].has_come(situation.today) or _goes_on(case, situation):
            return ()
        events.append(HeldAtPoll(**said, side=earlier))
    if all(clocks[side].has_polled(situation.today) for side in days):
        events.append(CaseExpired(**said))
    return steps(case, *events)


def _goes_on(case: Case, situation: Situation) -> bool:
    """Tell whether an agreement can still be carried out although one side polls."""
    if case.state is not State.AGREED or case.agreement is None:
        return False
    waiting = [s for s in case.agreement.settlement.release if s not in case.agreement.released]
    clocks = [situation.clock_of(side) for side in waiting]
    today = situation.today
    return bool(clocks) and not any(clock.is_frozen(today) or clock.has_come(today) for clock in clocks)


def _overdue(case: Case, situation: Situation) -> tuple[CaseEvent, ...]:
    if case.assessment.probability < PROBABILITY_MIN and not case.positions:
        return ()
    silent = waiting_for(case)
    deadline = case.reply_by or _replies_by(situation, silent, case.since)
    if situation.today <= deadline:
        return ()
    overdue = ReplyOverdue(**envelope(ACTOR, situation.now), silent=silent)
    return steps(case, overdue)


def _replies_by(situation: Situation, sides: Sequence[Side], since: datetime) -> date:
    """Return the last day for whoever of some committees has the longest to answer."""
    return max(situation.clock_of(side).reply_by(day_in_china(since)) for side in sides)


def _escalated(case: Case, situation: Situation) -> tuple[CaseEvent, ...]:
    disputed = case.state is State.DISPUTED
    deadline = (
        _replies_by(situation, SIDES, case.since)
        if disputed
        else days_after(case.since, ESCALATES_AFTER_DAYS)
    )
    if situation.today <= deadline:
        return ()
    reason = "dispute" if disputed else "silence"
    return steps(case, CaseEscalated(**envelope(ACTOR, situation.now), reason=reason))


def _hand_over_overdue(case: Case, situation: Situation) -> tuple[CaseEvent, ...]:
    agreed = case.agreement
    if agreed is None:
        return ()
    waiting = waiting_for(case)
    if not waiting:
        return ()
    if situation.today <= _replies_by(situation, waiting, agreed.at):
        return ()
    return steps(case, HandOverOverdue(**envelope(ACTOR, situation.now), waiting_for=waiting))

"""Whose turn it is: which committee a pending case waits for. Pure."""

from __future__ import annotations

from dedup.cases.case import Case
from dedup.cases.lifecycle import UNRESOLVED, State
from dedup.cases.outcomes import SIDES
from events.cases import Side


def waiting_for(case: Case) -> tuple[Side, ...]:
    """Return the sides whose committees have to act next; none when the case waits for others or nobody."""
    if case.proposal is None and not case.positions and case.state in UNRESOLVED:  # as nearly all begin
        return SIDES
    return tuple(side for side in SIDES if _has_to_act(case, side))


def _has_to_act(case: Case, side: Side) -> bool:
    if case.proposal is not None and case.state in {State.PROPOSED, State.OVERDUE}:
        return side not in case.proposal.accepted
    if case.state is State.DISPUTED:
        return True
    if case.state in UNRESOLVED:
        return side not in case.positions
    if case.state is State.APPEALED:
        return case.appeal is not None and case.appeal.side == side
    return _has_to_carry_out(case, side)


def _has_to_carry_out(case: Case, side: Side) -> bool:
    agreed = case.agreement
    if agreed is None:
        return False
    settlement = agreed.settlement
    if case.state is State.AGREED:
        if side in settlement.keep:
            return side not in agreed.kept
        return side not in agreed.released and set(settlement.keep) <= set(agreed.kept)
    return case.state is State.APPLIED and side in settlement.release and side not in agreed.corrected

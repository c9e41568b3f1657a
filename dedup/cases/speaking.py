"""The two keys: sealed positions of both committees, and open proposals where they differ.

Two different people always speak, also where both registrations are on one committee's roll.
"""

from __future__ import annotations

from dedup.cases.case import Case, Position
from dedup.cases.commands import Accept, Party, Propose, Refuse, TakePosition, WithdrawPosition
from dedup.cases.lifecycle import UNRESOLVED, State
from dedup.cases.outcomes import other_side, settle
from dedup.cases.sharing import require_not_held_by_other
from dedup.cases.situation import Effects, Situation
from dedup.cases.steps import carried_on, envelope, remark, require_text, steps
from dedup.errors import BadRequest, Conflict
from events.cases import CaseEvent
from events.resolutions import (
    CaseEscalated,
    CertificateAwaited,
    OutcomeAgreed,
    OutcomeDisputed,
    OutcomeProposed,
    PositionTaken,
    PositionWithdrawn,
    ProposalAccepted,
    ProposalRefused,
    Settlement,
)

_PROPOSABLE = frozenset({State.DISPUTED, State.OVERDUE, State.ESCALATED, State.PROPOSED})


def take_position(case: Case, command: TakePosition, situation: Situation) -> Effects:
    """Take a committee's position; with the second one it shows whether the two agree."""
    settlement = settle(command.said, case.kind, case.home)
    mine = case.positions.get(command.side)
    if mine is not None and not case.opened:
        if (mine.actor, mine.settlement, mine.reason) == (command.actor, settlement, command.reason):
            return Effects()
        raise Conflict("position-taken-already", case=case.case_id, by=mine.actor)
    if case.opened:
        raise Conflict("positions-open-already", case=case.case_id)
    require_not_held_by_other(case, command.actor, command.side, situation)
    theirs = case.positions.get(other_side(command.side))
    if theirs is not None:
        _require_two_people(case, command.actor, theirs.actor)
    taken = PositionTaken(
        **envelope(command.actor, situation.now),
        side=command.side,
        settlement=settlement,
        personal=remark(command.reason),
    )
    if theirs is None:
        return Effects(steps(case, taken))
    return Effects(_both_spoke(case, taken, theirs, situation))


def _both_spoke(
    case: Case, taken: PositionTaken, theirs: Position, situation: Situation
) -> tuple[CaseEvent, ...]:
    said = envelope(taken.actor, situation.now)
    if taken.settlement != theirs.settlement:
        return steps(case, taken, OutcomeDisputed(**said))
    return _settled(case, taken.settlement, situation, taken)


def _settled(
    case: Case, settlement: Settlement, situation: Situation, last: PositionTaken | ProposalAccepted
) -> tuple[CaseEvent, ...]:
    said = envelope(last.actor, situation.now)
    match settlement.outcome:
        case "cannot_tell":
            return steps(case, last, CaseEscalated(**said, reason="cannot_tell"))
        case "certificate_pending":
            return steps(case, last, CertificateAwaited(**said, until=settlement.until))
        case _:
            by = "positions" if isinstance(last, PositionTaken) else "proposal"
            return carried_on(case, last, OutcomeAgreed(**said, by=by, settlement=settlement))


def withdraw_position(case: Case, command: WithdrawPosition, situation: Situation) -> Effects:
    """Take the own word back; possible until the other committee acts."""
    said = envelope(command.actor, situation.now)
    if case.state is State.PROPOSED:
        proposal = case.proposal
        if proposal is None or proposal.by != command.side or len(proposal.accepted) > 1:
            raise Conflict("nothing-to-withdraw", case=case.case_id)
        _require_own(case, command.actor, proposal.position.actor)
        return Effects(steps(case, PositionWithdrawn(**said, side=command.side)))
    mine = case.positions.get(command.side)
    if mine is None:
        return Effects()
    if case.opened:
        raise Conflict("positions-open-already", case=case.case_id)
    _require_own(case, command.actor, mine.actor)
    return Effects(steps(case, PositionWithdrawn(**said, side=command.side)))


def propose(case: Case, command: Propose, situation: Situation) -> Effects:
    """Propose an outcome openly: a committee once both have spoken, the superior once it was asked."""
    settlement = settle(command.said, case.kind, case.home)
    if settlement.outcome in {"cannot_tell", "certificate_pending"}:
        raise BadRequest("outcome-not-proposable", outcome=settlement.outcome)
    _require_may_propose(case, command.party)
    standing = case.proposal
    if case.state is State.PROPOSED and standing is not None:
        if standing.by == command.party and standing.position.settlement == settlement:
            return Effects()
        raise Conflict("proposal-stands-already", case=case.case_id, by=standing.by)
    proposed = OutcomeProposed(
        **envelope(command.actor, situation.now),
        by=command.party,
        settlement=settlement,
        personal=remark(command.reason),
    )
    return Effects(steps(case, proposed))


def _require_may_propose(case: Case, party: Party) -> None:
    if case.state not in _PROPOSABLE and case.state in UNRESOLVED:
        raise Conflict("propose-before-positions", case=case.case_id)
    if party == "superior":
        if case.escalation is None:
            raise Conflict("not-escalated", case=case.case_id)
    elif not case.opened:
        raise Conflict("propose-before-positions", case=case.case_id)


def accept(case: Case, command: Accept, situation: Situation) -> Effects:
    """Accept what is proposed; it is agreed when both committees stand behind it."""
    proposal = case.proposal
    if proposal is None:
        agreed = case.agreement
        if agreed is not None and agreed.by == "proposal" and case.state not in UNRESOLVED:
            return Effects()
        raise Conflict("nothing-proposed", case=case.case_id)
    if command.side in proposal.accepted:
        return Effects()
    for actor in (proposal.position.actor, *proposal.accepted.values()):
        _require_two_people(case, command.actor, actor)
    said = envelope(command.actor, situation.now)
    accepted = ProposalAccepted(**said, side=command.side)
    if {*proposal.accepted, command.side} != {"left", "right"}:
        return Effects(steps(case, accepted))
    settlement = proposal.position.settlement
    return Effects(_settled(case, settlement, situation, accepted))


def refuse(case: Case, command: Refuse, situation: Situation) -> Effects:
    """Refuse what is proposed, and say why."""
    if case.proposal is None:
        raise Conflict("nothing-proposed", case=case.case_id)
    if case.proposal.by == command.side:
        raise Conflict("own-proposal", case=case.case_id)
    refused = ProposalRefused(
        **envelope(command.actor, situation.now),
        side=command.side,
        personal=require_text(command.reason, "refusal-needs-reason"),
    )
    return Effects(steps(case, refused))


def _require_two_people(case: Case, actor: str, other: str) -> None:
    if actor == other:
        raise Conflict("one-person-two-keys", case=case.case_id, actor=actor)


def _require_own(case: Case, actor: str, owner: str) -> None:
    if actor != owner:
        raise Conflict("not-your-position", case=case.case_id, by=owner)

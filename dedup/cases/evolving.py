"""How a case follows from its events: one at a time, knowing nothing of how they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from dedup.cases.case import Agreement, Case, Claim, Contest, Position, Proposal
from dedup.cases.lifecycle import State, next_state
from dedup.cases.outcomes import other_side
from events.cases import (
    CaseAssigned,
    CaseClaimed,
    CaseEvent,
    CaseFlagged,
    CaseReleased,
    CaseRescored,
    CaseReweighed,
    ClaimReleased,
    FlagLapsed,
    ProxyNoted,
    Side,
    TransferExplained,
    TransferWithdrawn,
)
from events.registrations import RegistrationKey
from events.resolutions import (
    AppealFiled,
    AppealRejected,
    BallotNoted,
    CaseEscalated,
    CaseReopened,
    CertificateAwaited,
    CorrectionPublished,
    HandOverOverdue,
    KeepingAccepted,
    OutcomeAgreed,
    OutcomeDisputed,
    OutcomeProposed,
    PositionTaken,
    PositionWithdrawn,
    ProposalAccepted,
    ProposalRefused,
    RegistrationReleased,
    ReplyOverdue,
    SuitFiled,
)

_AFRESH: Final[dict[str, object]] = {
    "claims": {},
    "positions": {},
    "opened": False,
    "proposal": None,
    "silent": (),
    "reply_by": None,
    "escalation": None,
    "hand_over_overdue": False,
}
"""What is void when the two committees have to speak anew."""


def evolve(case: Case | None, event: CaseEvent) -> Case:
    """Return the case after an event. Raises IllegalTransition when the table has no such step."""
    state = next_state(case.state if case else State.UNFLAGGED, type(event))
    if case is None:
        if not isinstance(event, CaseFlagged):
            raise AssertionError("the table lets only a flag begin a case")
        return _flagged(event, state)
    moved = replace(
        case,
        state=state,
        version=case.version + 1,
        since=case.since if state is case.state else event.recorded_at,
    )
    if state in {State.REOPENED, State.FLAGGED, State.LAPSED} and state is not case.state:
        moved = replace(moved, **_AFRESH)  # type: ignore[arg-type]
    for step in (_matched, _worked, _spoken, _handed_over, _timed):
        taken = step(moved, event)
        if taken is not None:
            return taken
    return moved


def fold(events: Iterable[CaseEvent]) -> Case | None:
    """Return the case after all its events; None when there are none."""
    case: Case | None = None
    for event in events:
        case = evolve(case, event)
    return case


def _flagged(event: CaseFlagged, state: State) -> Case:
    return Case(
        left=RegistrationKey.from_stream_id(event.left),
        right=RegistrationKey.from_stream_id(event.right),
        kind=event.kind,
        home=event.home,
        state=state,
        version=1,
        assessment=event.assessment,
        flagged_at=event.recorded_at,
        since=event.recorded_at,
    )


def _matched(case: Case, event: CaseEvent) -> Case | None:
    match event:
        case CaseFlagged():
            return replace(
                case,
                home=event.home,
                assessment=event.assessment,
                flagged_at=event.recorded_at,
                is_flagged=True,
            )
        case CaseRescored() | CaseReweighed():
            return replace(case, assessment=event.assessment)
        case FlagLapsed():
            return replace(case, is_flagged=False, lapse_reason=event.reason)
        case TransferExplained():
            return replace(case, transfer=event.host)
        case TransferWithdrawn():
            return replace(case, transfer="")
        case ProxyNoted():
            others = tuple(side for side in case.proxies if side != event.side)
            return replace(case, proxies=(*others, event.side) if event.granted else others)
        case _:
            return None


def _worked(case: Case, event: CaseEvent) -> Case | None:
    match event:
        case CaseAssigned():
            return replace(case, assigned={**case.assigned, event.side: event.assignee})
        case CaseClaimed():
            claim = Claim(event.actor, event.lease_until)
            return replace(case, claims={**case.claims, event.side: claim})
        case CaseReleased() | ClaimReleased():
            return replace(case, claims={s: c for s, c in case.claims.items() if s != event.side})
        case _:
            return None


def _spoken(case: Case, event: CaseEvent) -> Case | None:
    match event:
        case PositionTaken():
            taken = Position(event.settlement, event.personal.text, event.actor, event.recorded_at)
            positions = {**case.positions, event.side: taken}
            claims = {s: c for s, c in case.claims.items() if s != event.side}
            opened = case.opened or len(positions) == len((event.side, other_side(event.side)))
            return replace(case, positions=positions, claims=claims, opened=opened)
        case PositionWithdrawn():
            return _withdrawn(case, event)
        case OutcomeProposed():
            put = Position(event.settlement, event.personal.text, event.actor, event.recorded_at)
            accepted: dict[Side, str] = {}
            if event.by == "left" or event.by == "right":  # noqa: PLR1714 - narrows the type
                accepted[event.by] = event.actor
            return replace(case, proposal=Proposal(event.by, put, accepted), silent=())
        case ProposalAccepted():
            if case.proposal is None:
                raise AssertionError("only what is proposed is accepted")
            stand = {**case.proposal.accepted, event.side: event.actor}
            return replace(case, proposal=replace(case.proposal, accepted=stand))
        case ProposalRefused() | OutcomeDisputed():
            return replace(case, proposal=None, silent=())
        case CertificateAwaited():
            return replace(case, **{**_AFRESH, "reply_by": event.until})  # type: ignore[arg-type]
        case _:
            return None


def _withdrawn(case: Case, event: PositionWithdrawn) -> Case:
    if case.state is State.DISPUTED:
        return replace(case, proposal=None)
    return replace(case, positions={s: p for s, p in case.positions.items() if s != event.side})


def _handed_over(case: Case, event: CaseEvent) -> Case | None:
    if isinstance(event, OutcomeAgreed):
        agreement = Agreement(event.settlement, event.by, event.recorded_at, case.levels)
        return replace(case, agreement=agreement, proposal=None, silent=(), hand_over_overdue=False)
    agreed = case.agreement
    if agreed is None:
        return None
    match event:
        case KeepingAccepted():
            agreed = replace(agreed, kept=(*agreed.kept, event.side))
        case RegistrationReleased():
            agreed = replace(agreed, released=(*agreed.released, event.side))
        case CorrectionPublished():
            agreed = replace(agreed, corrected=(*agreed.corrected, event.side))
        case HandOverOverdue():
            return replace(case, hand_over_overdue=True)
        case _:
            return None
    return replace(case, agreement=agreed)


def _timed(case: Case, event: CaseEvent) -> Case | None:
    match event:
        case ReplyOverdue():
            return replace(case, silent=event.silent)
        case CaseEscalated():
            return replace(case, escalation=event.reason)
        case BallotNoted():
            return replace(case, ballot=event.side)
        case AppealFiled():
            return replace(case, appeal=Contest(event.side, event.filed_on, event.actor))
        case AppealRejected():
            return replace(case, appeal=None)
        case SuitFiled():
            return replace(case, suit=Contest(event.side, event.filed_on, event.actor))
        case CaseReopened():
            return replace(case, reopen_reason=event.reason, appeal=None)
        case _:
            return None

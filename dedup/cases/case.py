"""A case as it stands: folded from its events, knowing nothing of how they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from dedup.cases.lifecycle import State, next_state
from dedup.cases.outcomes import other_side
from events.cases import (
    AppealFiled,
    AppealRejected,
    Assessment,
    BallotNoted,
    CaseAssigned,
    CaseClaimed,
    CaseEscalated,
    CaseEvent,
    CaseFlagged,
    CaseReleased,
    CaseReopened,
    CaseRescored,
    CaseReweighed,
    CertificateAwaited,
    ClaimReleased,
    CorrectionPublished,
    EscalationReason,
    FlagLapsed,
    HandOverOverdue,
    HomeSide,
    KeepingAccepted,
    Kind,
    LapseReason,
    OutcomeAgreed,
    OutcomeDisputed,
    OutcomeProposed,
    PositionTaken,
    PositionWithdrawn,
    ProposalAccepted,
    ProposalRefused,
    RegistrationReleased,
    ReopenReason,
    ReplyOverdue,
    Settlement,
    Side,
    Speaker,
    SuitFiled,
    TransferExplained,
    case_id_of,
)
from events.registrations import RegistrationKey


@dataclass(frozen=True, slots=True)
class Claim:
    """A reviewer's hold on a case, for a while."""

    actor: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Position:
    """What a committee, or their superior, said the pair is."""

    settlement: Settlement
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """An open proposal, and which committees stand behind it."""

    by: Speaker
    position: Position
    accepted: dict[Side, str]
    """Who accepted for each committee; a committee accepts what it proposes."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was settled, when, and what of it has been carried out."""

    settlement: Settlement
    by: str
    at: datetime
    kept: tuple[Side, ...] = ()
    """Sides whose committees confirmed that their registrations stand."""
    released: tuple[Side, ...] = ()
    """Sides whose committees took the voter off their rolls."""
    corrected: tuple[Side, ...] = ()
    """Sides whose committees published the correction and told the voter."""


@dataclass(frozen=True, slots=True)
class Contest:
    """An appeal to a committee, and the suit that may follow it."""

    side: Side
    filed_on: date
    actor: str


@dataclass(frozen=True, slots=True)
class Case:
    """One flagged pair and where it stands."""

    left: RegistrationKey
    right: RegistrationKey
    kind: Kind
    home: HomeSide
    state: State
    version: int
    assessment: Assessment
    flagged_at: datetime
    since: datetime
    """When the case last moved from one state to another."""
    is_flagged: bool = True
    """Whether the matcher still flags the pair; a case that people settled stays one when it does not."""
    claims: dict[Side, Claim] = field(default_factory=dict)
    assigned: dict[Side, str] = field(default_factory=dict)
    positions: dict[Side, Position] = field(default_factory=dict)
    opened: bool = False
    """Whether both committees have spoken, so that each may read the other's position."""
    proposal: Proposal | None = None
    agreement: Agreement | None = None
    """The latest; it stays on record when the case is reopened."""
    silent: tuple[Side, ...] = ()
    """Sides that the clock found silent."""
    reply_by: date | None = None
    """Day by which an answer is due where the case itself sets one: a pending certificate's."""
    escalation: EscalationReason | None = None
    transfer: HomeSide = ""
    """The host side of a lawful transfer that a certificate or the cycle before explains."""
    appeal: Contest | None = None
    suit: Contest | None = None
    ballot: HomeSide = ""
    """The side on which the voter was given a ballot."""
    hand_over_overdue: bool = False
    lapse_reason: LapseReason | None = None
    reopen_reason: ReopenReason | None = None

    @property
    def case_id(self) -> str:
        """Return the id, which derives from the pair."""
        return case_id_of(self.left, self.right)

    def key_of(self, side: Side) -> RegistrationKey:
        """Return the registration on a side."""
        return self.left if side == "left" else self.right

    def claim_of(self, side: Side, now: datetime) -> Claim | None:
        """Return a side's claim, if its lease has not run out."""
        claim = self.claims.get(side)
        return claim if claim is not None and claim.until > now else None


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
        agreement = Agreement(event.settlement, event.by, event.recorded_at)
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

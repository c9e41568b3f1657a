"""The life cycle of a case, as a table.

Everything that moves a case from one state to the next stands in `LIFE_CYCLE`; an event that has no entry
for the state is illegal, and `next_state` is the one place that says so. The picture in docs/cases.md is
drawn from the table by `diagram`.

A case is flagged; reviewers of the two committees claim it and each takes a position that the other cannot
read before both have spoken. Equal positions agree; different ones dispute, and then either proposes openly
and the other accepts or refuses. Silence is overdue and goes to the common superior, whose word is a
proposal too. An agreement is carried out by a hand-over, published, and closed; one that changes no roll is
dismissed and stands until a value of either registration changes. An appeal or a suit takes the case out of
the committees' hands. On the earlier election day whatever is unresolved is held, and after the later one
it expires with both registrations standing: an open case never takes a vote.

The matcher's word changes a state only while people have not settled the matter, or when the values that
they settled it by are no longer there.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from events.cases import (
    CaseAssigned,
    CaseClaimed,
    CaseEvent,
    CaseFlagged,
    CaseReleased,
    CaseRescored,
    CaseReweighed,
    ClaimReleased,
    CommentAdded,
    FlagLapsed,
    LetterSent,
    ProxyNoted,
    TransferExplained,
    TransferWithdrawn,
)
from events.resolutions import (
    AppealFiled,
    AppealRejected,
    AppealUpheld,
    BallotNoted,
    CaseApplied,
    CaseClosed,
    CaseDismissed,
    CaseEscalated,
    CaseExpired,
    CaseReopened,
    CertificateAwaited,
    CorrectionPublished,
    HandOverOverdue,
    HeldAtPoll,
    JudgmentRecorded,
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


class State(StrEnum):
    """Where a case stands."""

    UNFLAGGED = "unflagged"
    FLAGGED = "flagged"
    CLAIMED = "claimed"
    AWAITING_COUNTERPART = "awaiting_counterpart"
    DISPUTED = "disputed"
    PROPOSED = "proposed"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    AGREED = "agreed"
    APPLIED = "applied"
    CLOSED = "closed"
    DISMISSED = "dismissed"
    APPEALED = "appealed"
    IN_COURT = "in_court"
    HELD_AT_POLL = "held_at_poll"
    EXPIRED = "expired"
    REOPENED = "reopened"
    LAPSED = "lapsed"


Row = Mapping[type[CaseEvent], State]


def _staying(state: State, *event_classes: type[CaseEvent]) -> Row:
    return dict.fromkeys(event_classes, state)


def _unsettled(state: State, rescored: State = State.REOPENED) -> Row:
    """Return what may happen to any case that people have not settled."""
    return {
        **_staying(state, CaseReweighed, CaseAssigned, CaseClaimed, ClaimReleased),
        **_staying(state, CommentAdded, LetterSent, TransferExplained, TransferWithdrawn, ProxyNoted),
        CaseFlagged: rescored,
        CaseRescored: rescored,
        FlagLapsed: State.LAPSED,
        CaseEscalated: State.ESCALATED,
        HeldAtPoll: State.HELD_AT_POLL,
    }


def _untouched(state: State) -> Row:
    """Return what the matcher may say, and people note, without consequence for where the case stands."""
    matcher = (CaseFlagged, CaseRescored, CaseReweighed, FlagLapsed)
    return _staying(state, *matcher, CommentAdded, LetterSent, ProxyNoted)


def _open(state: State) -> Row:
    """Return what may happen while no committee's position is on the table."""
    return {
        **_unsettled(state, rescored=state),
        CaseClaimed: State.CLAIMED,
        PositionTaken: State.AWAITING_COUNTERPART,
        ReplyOverdue: State.OVERDUE,
    }


LIFE_CYCLE: Final[Mapping[State, Row]] = {
    State.UNFLAGGED: {CaseFlagged: State.FLAGGED},
    State.FLAGGED: _open(State.FLAGGED),
    State.REOPENED: _open(State.REOPENED),
    State.CLAIMED: {**_open(State.CLAIMED), CaseReleased: State.FLAGGED},
    State.AWAITING_COUNTERPART: {
        **_unsettled(State.AWAITING_COUNTERPART),
        PositionTaken: State.AWAITING_COUNTERPART,
        PositionWithdrawn: State.FLAGGED,
        CertificateAwaited: State.AWAITING_COUNTERPART,
        OutcomeAgreed: State.AGREED,
        OutcomeDisputed: State.DISPUTED,
        ReplyOverdue: State.OVERDUE,
    },
    State.DISPUTED: {**_unsettled(State.DISPUTED), OutcomeProposed: State.PROPOSED},
    State.PROPOSED: {
        **_unsettled(State.PROPOSED),
        ProposalAccepted: State.PROPOSED,
        ProposalRefused: State.DISPUTED,
        PositionWithdrawn: State.DISPUTED,
        OutcomeAgreed: State.AGREED,
        ReplyOverdue: State.OVERDUE,
    },
    State.OVERDUE: {
        **_unsettled(State.OVERDUE),
        PositionTaken: State.AWAITING_COUNTERPART,
        OutcomeProposed: State.PROPOSED,
        ProposalAccepted: State.PROPOSED,
        ProposalRefused: State.DISPUTED,
    },
    State.ESCALATED: {
        **_unsettled(State.ESCALATED),
        PositionTaken: State.AWAITING_COUNTERPART,
        OutcomeProposed: State.PROPOSED,
    },
    State.AGREED: {
        **_untouched(State.AGREED),
        **_staying(State.AGREED, KeepingAccepted, RegistrationReleased, HandOverOverdue),
        CaseFlagged: State.REOPENED,
        CaseRescored: State.REOPENED,
        CaseApplied: State.APPLIED,
        CaseDismissed: State.DISMISSED,
        CaseReopened: State.REOPENED,
        AppealFiled: State.APPEALED,
        SuitFiled: State.IN_COURT,
        HeldAtPoll: State.HELD_AT_POLL,
    },
    State.APPLIED: {
        **_untouched(State.APPLIED),
        CaseFlagged: State.REOPENED,
        CorrectionPublished: State.APPLIED,
        CaseClosed: State.CLOSED,
        CaseReopened: State.REOPENED,
        AppealFiled: State.APPEALED,
        SuitFiled: State.IN_COURT,
    },
    State.CLOSED: {
        **_untouched(State.CLOSED),
        CaseFlagged: State.REOPENED,
        CaseReopened: State.REOPENED,
        AppealFiled: State.APPEALED,
        SuitFiled: State.IN_COURT,
    },
    State.DISMISSED: {
        **_untouched(State.DISMISSED),
        CaseRescored: State.REOPENED,
        CaseReopened: State.REOPENED,
    },
    State.APPEALED: {
        **_untouched(State.APPEALED),
        RegistrationReleased: State.APPEALED,
        AppealUpheld: State.REOPENED,
        AppealRejected: State.AGREED,
        SuitFiled: State.IN_COURT,
        HeldAtPoll: State.HELD_AT_POLL,
    },
    State.IN_COURT: {
        **_untouched(State.IN_COURT),
        RegistrationReleased: State.IN_COURT,
        JudgmentRecorded: State.IN_COURT,
        OutcomeAgreed: State.AGREED,
        HeldAtPoll: State.HELD_AT_POLL,
    },
    State.HELD_AT_POLL: {
        **_untouched(State.HELD_AT_POLL),
        FlagLapsed: State.LAPSED,
        BallotNoted: State.HELD_AT_POLL,
        OutcomeAgreed: State.AGREED,
        CaseExpired: State.EXPIRED,
    },
    State.EXPIRED: _untouched(State.EXPIRED),
    State.LAPSED: {
        CaseFlagged: State.FLAGGED,
        CaseReopened: State.REOPENED,
        **_staying(State.LAPSED, CommentAdded, LetterSent),
    },
}

UNRESOLVED: Final = frozenset(
    {
        State.FLAGGED,
        State.CLAIMED,
        State.REOPENED,
        State.AWAITING_COUNTERPART,
        State.DISPUTED,
        State.PROPOSED,
        State.OVERDUE,
        State.ESCALATED,
    }
)
"""States in which the two committees have not settled what the pair is."""
PENDING: Final = UNRESOLVED | {
    State.AGREED,
    State.APPLIED,
    State.APPEALED,
    State.IN_COURT,
    State.HELD_AT_POLL,
}
"""States in which somebody still has to act."""
STANDING_FLAG: Final = frozenset(State) - {State.UNFLAGGED, State.LAPSED}
"""States of a case that lists show unless asked otherwise."""


class IllegalTransition(Exception):
    """An event that the table has no entry for in this state."""

    def __init__(self, state: State, event_class: type[CaseEvent]) -> None:
        super().__init__(f"{event_class.__name__} is not possible for a case that is {state}")
        self.state = state
        self.event_class = event_class


def next_state(state: State, event_class: type[CaseEvent]) -> State:
    """Return the state that an event leads to. Raises IllegalTransition on a table miss."""
    try:
        return LIFE_CYCLE[state][event_class]
    except KeyError:
        raise IllegalTransition(state, event_class) from None


def diagram() -> str:
    """Draw the table as a Mermaid state diagram: what moves a case, without what leaves it where it is."""
    arrows: dict[tuple[State, State], list[str]] = {}
    for state, row in LIFE_CYCLE.items():
        for event_class, target in row.items():
            if target is not state:
                arrows.setdefault((state, target), []).append(event_class.__name__)
    lines = (
        f"    {'[*]' if state is State.UNFLAGGED else state} --> {target}: {', '.join(names)}"
        for (state, target), names in arrows.items()
    )
    return "\n".join(("stateDiagram-v2", *lines))

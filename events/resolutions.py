"""Vocabulary of a case's resolution: what the two committees, the clock, the voter and the courts say of it.

These events stand in the case's stream, after the flag of `events.cases`. The people of two committees take
positions, agree and hand over; the clock says what is overdue. No event here changes a roll: only a
committee's own `RegistrationWithdrawn` does.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final, Literal

from events.cases import CaseEvent, Remark, Side, Speaker
from events.event import Frozen

Outcome = Literal[
    "host_keeps",
    "home_keeps",
    "not_same",
    "not_same_level",
    "same_committee_duplicate",
    "hukou_moved",
    "third_place",
    "both_remove",
    "voted_elsewhere",
    "data_error",
    "certificate_pending",
    "unreachable",
    "cannot_tell",
]
ONE_PERSON: Final[frozenset[Outcome]] = frozenset(
    {
        "host_keeps",
        "home_keeps",
        "same_committee_duplicate",
        "not_same_level",
        "hukou_moved",
        "third_place",
        "voted_elsewhere",
        "both_remove",
    }
)
TWO_PEOPLE: Final[frozenset[Outcome]] = frozenset({"not_same"})
"""Outcomes that say whether the pair is one person; the others, a damaged record say, tell nothing of it."""
Ground = Literal["deceased", "deprived", "suspended", "under_age", "army_roll", "not_citizen", ""]
"""Why a voter may stand on no roll: the grounds of the Election Law 选举法 art. 4, 6, 26 and 27."""
EscalationReason = Literal["silence", "dispute", "cannot_tell", "request"]
ReopenReason = Literal[
    "request", "values_changed", "keeper_withdrawn", "released_restored", "no_roll_keeps", "appeal_upheld"
]


class Settlement(Frozen):
    """What becomes of the two registrations, in full: two committees agree when theirs are equal."""

    outcome: Outcome
    ground: Ground = ""
    keep: tuple[Side, ...] = ()
    """The registrations that stay; with `release`, every side is in one of the two."""
    release: tuple[Side, ...] = ()
    third: str = ""
    """Stream id of a third registration that keeps the voter instead of these two."""
    until: date | None = None
    """Of a pending certificate: the day by which the home committee issues or refuses it."""


# The two keys.


class PositionTaken(CaseEvent):
    """A committee said, sealed, what the pair is; the other one cannot read it before it has spoken."""

    stored_name: ClassVar[str] = "PositionTaken"
    side: Side
    settlement: Settlement
    personal: Remark = Remark()


class PositionWithdrawn(CaseEvent):
    """A committee took its position or its proposal back before the other one acted."""

    stored_name: ClassVar[str] = "PositionWithdrawn"
    side: Side


class OutcomeProposed(CaseEvent):
    """One of the two, or their superior, proposed an outcome openly."""

    stored_name: ClassVar[str] = "OutcomeProposed"
    by: Speaker
    settlement: Settlement
    personal: Remark = Remark()


class ProposalAccepted(CaseEvent):
    """A committee accepted what was proposed."""

    stored_name: ClassVar[str] = "ProposalAccepted"
    side: Side


class ProposalRefused(CaseEvent):
    """A committee refused what was proposed."""

    stored_name: ClassVar[str] = "ProposalRefused"
    side: Side
    personal: Remark = Remark()


class OutcomeDisputed(CaseEvent):
    """Both have spoken, and differently."""

    stored_name: ClassVar[str] = "OutcomeDisputed"


class CertificateAwaited(CaseEvent):
    """Both agree that the home committee is to issue or refuse a certificate first."""

    stored_name: ClassVar[str] = "CertificateAwaited"
    until: date | None = None


class OutcomeAgreed(CaseEvent):
    """What becomes of the two registrations is settled."""

    stored_name: ClassVar[str] = "OutcomeAgreed"
    by: Literal["positions", "proposal", "court", "poll"]
    settlement: Settlement


# The hand-over.


class KeepingAccepted(CaseEvent):
    """The committee that keeps the voter confirms that its registration stands and will stand."""

    stored_name: ClassVar[str] = "KeepingAccepted"
    side: Side


class RegistrationReleased(CaseEvent):
    """A committee's own event took the voter off its roll, as agreed."""

    stored_name: ClassVar[str] = "RegistrationReleased"
    side: Side
    observed: bool = False
    """Whether the withdrawal came by the committee's file rather than by its word in the case."""


class HandOverOverdue(CaseEvent):
    """What was agreed has not been carried out in time."""

    stored_name: ClassVar[str] = "HandOverOverdue"
    waiting_for: tuple[Side, ...]


class CaseApplied(CaseEvent):
    """Both rolls are as agreed."""

    stored_name: ClassVar[str] = "CaseApplied"


class CorrectionPublished(CaseEvent):
    """A committee published the correction 补正公告 of its roll and told the voter."""

    stored_name: ClassVar[str] = "CorrectionPublished"
    side: Side


class CaseClosed(CaseEvent):
    """The rolls are as agreed, published and told: nothing is left to do."""

    stored_name: ClassVar[str] = "CaseClosed"


class CaseDismissed(CaseEvent):
    """Both registrations stay as they are; this stands until a value of either changes."""

    stored_name: ClassVar[str] = "CaseDismissed"


# What the clock says.


class ReplyOverdue(CaseEvent):
    """A committee has been silent past its deadline."""

    stored_name: ClassVar[str] = "ReplyOverdue"
    silent: tuple[Side, ...]


class CaseEscalated(CaseEvent):
    """The case went to the committees' common superior."""

    stored_name: ClassVar[str] = "CaseEscalated"
    reason: EscalationReason
    personal: Remark = Remark()


class HeldAtPoll(CaseEvent):
    """The earlier election day has come: both rolls stay, and the voter is asked before a ballot is given."""

    stored_name: ClassVar[str] = "HeldAtPoll"
    side: Side
    """Whose election day it is."""


class BallotNoted(CaseEvent):
    """The voter was given a ballot on one side; how it was cast nobody may know."""

    stored_name: ClassVar[str] = "BallotNoted"
    side: Side


class CaseExpired(CaseEvent):
    """Both have polled and the case was not resolved: nobody was removed."""

    stored_name: ClassVar[str] = "CaseExpired"


# What the voter and the courts say.


class AppealFiled(CaseEvent):
    """The voter, or anyone, disagrees with a roll: Election Law 选举法 art. 29."""

    stored_name: ClassVar[str] = "AppealFiled"
    side: Side
    """Whose roll it concerns."""
    filed_on: date
    personal: Remark = Remark()


class AppealUpheld(CaseEvent):
    """The committee decided for the appellant."""

    stored_name: ClassVar[str] = "AppealUpheld"
    side: Side
    personal: Remark = Remark()


class AppealRejected(CaseEvent):
    """The committee decided against the appellant."""

    stored_name: ClassVar[str] = "AppealRejected"
    side: Side
    personal: Remark = Remark()


class SuitFiled(CaseEvent):
    """The question of who is a voter 选民资格案件 went to court."""

    stored_name: ClassVar[str] = "SuitFiled"
    side: Side
    filed_on: date


class JudgmentRecorded(CaseEvent):
    """The court has judged; its judgment is final and binds both committees."""

    stored_name: ClassVar[str] = "JudgmentRecorded"
    settlement: Settlement
    personal: Remark = Remark()


class CaseReopened(CaseEvent):
    """The case was taken up again."""

    stored_name: ClassVar[str] = "CaseReopened"
    reason: ReopenReason
    personal: Remark = Remark()

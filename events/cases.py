"""Vocabulary of a case: one flagged pair of registrations, and everything said about it.

The program flags, re-scores and lets flags lapse, and the clock says what is overdue; the people of two
committees take positions, agree and hand over. No event here changes a roll: only a committee's own
`RegistrationWithdrawn` does.

`side` names the registration, and with it the committee, that an event speaks for: registrations are sorted
by their stream ids, so a side means the same for ever. Free text may name a voter, and therefore stands in
`personal`.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from typing import ClassVar, Final, Literal

from pydantic import AwareDatetime

from events.event import Event, Frozen
from events.registrations import RegistrationKey

STREAM_PREFIX: Final = "case/"
_DIGEST_BYTES: Final = 10
"""80 bits: ten million cases collide with a chance below 1e-10, and the id stays short enough to read out."""

Kind = Literal["cross_committee", "within_committee"]
Side = Literal["left", "right"]
HomeSide = Literal["left", "right", ""]
Speaker = Literal["left", "right", "superior", "court", "poll"]
"""Whose word it is: one of the two committees, their common superior, a court, or a ballot already given."""

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
Ground = Literal["deceased", "deprived", "suspended", "under_age", "army_roll", "not_citizen", ""]
"""Why a voter may stand on no roll: the grounds of the Election Law 选举法 art. 4, 6, 26 and 27."""
LapseReason = Literal["registration_withdrawn", "below_threshold", "model_changed"]
EscalationReason = Literal["silence", "dispute", "cannot_tell", "request"]
ReopenReason = Literal[
    "request", "values_changed", "keeper_withdrawn", "released_restored", "no_roll_keeps", "appeal_upheld"
]
Audience = Literal["own", "both"]
LetterKind = Literal["verification", "reply", "notice"]
"""核实函 to the other committee, 复函 in answer to it, 告知书 to the voter."""


def case_id_of(one: RegistrationKey, other: RegistrationKey) -> str:
    """Derive the case's id from its unordered pair, so that flagging twice cannot make two cases."""
    left, right = sorted((one.stream_id, other.stream_id))
    digest = hashlib.sha256(f"{left}\n{right}".encode()).digest()[:_DIGEST_BYTES]
    return base64.b32encode(digest).decode("ascii")


def case_stream_id(case_id: str) -> str:
    """Return the id of the case's stream."""
    return f"{STREAM_PREFIX}{case_id}"


def case_id_from_stream(stream_id: str) -> str:
    """Return the case's id from its stream's. Raises ValueError when it is not one of a case."""
    if not stream_id.startswith(STREAM_PREFIX):
        raise ValueError(f"{stream_id!r} is not a case's stream")
    return stream_id.removeprefix(STREAM_PREFIX)


class Evidence(Frozen):
    """One piece of evidence: a field, how its two values agree, and bits for (+) or against (−)."""

    field: str
    level: str
    bits: float


class Assessment(Frozen):
    """What a model says of a pair, complete enough to be read without the model."""

    probability: float
    """That both registrations are one person, 0 to 1."""
    verdict: str
    """The most probable class: same_person, same_household or stranger."""
    evidence: tuple[Evidence, ...]
    model: str
    """Fingerprint of the model that said so."""
    coincidences: float | None = None
    """Strangers expected to agree as well by chance among the registrations searched; None: not stated."""
    search_incomplete: bool = False
    """Whether more pairs of these registrations may exist than were looked at."""


class Remark(Frozen):
    """What somebody wrote in words of their own."""

    text: str = ""


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


class CaseEvent(Event):
    """Any event of a case's stream."""


# What the matcher says.


class CaseFlagged(CaseEvent):
    """The pair was flagged as a possible double registration 疑似重复登记."""

    stored_name: ClassVar[str] = "CaseFlagged"
    left: str
    """Stream id of the registration whose id sorts first."""
    right: str
    kind: Kind
    home: HomeSide = ""
    """Which side is the home roll 户籍地, where the two bases tell."""
    assessment: Assessment


class CaseRescored(CaseEvent):
    """The values of a registration changed, and with them the assessment."""

    stored_name: ClassVar[str] = "CaseRescored"
    assessment: Assessment


class CaseReweighed(CaseEvent):
    """The same values are weighed otherwise: another model was adopted, or the search reached further."""

    stored_name: ClassVar[str] = "CaseReweighed"
    assessment: Assessment


class FlagLapsed(CaseEvent):
    """The pair is no longer flagged: a roll changed, or its values no longer look alike."""

    stored_name: ClassVar[str] = "FlagLapsed"
    reason: LapseReason
    model: str


class TransferExplained(CaseEvent):
    """A certificate, or a host registration in the cycle before, makes the pair a lawful transfer."""

    stored_name: ClassVar[str] = "TransferExplained"
    explanation: Literal["certificate", "previous_cycle"]
    witness: str
    """Stream id of the certificate or of the registration in the cycle before."""
    host: Side


# How the work is shared out.


class CaseAssigned(CaseEvent):
    """A supervisor gave the case to a reviewer of the same committee."""

    stored_name: ClassVar[str] = "CaseAssigned"
    side: Side
    assignee: str


class CaseClaimed(CaseEvent):
    """A reviewer took the case for a while; nobody else of the same committee decides it meanwhile."""

    stored_name: ClassVar[str] = "CaseClaimed"
    side: Side
    lease_until: AwareDatetime


class CaseReleased(CaseEvent):
    """The only reviewer who held the case gave it back."""

    stored_name: ClassVar[str] = "CaseReleased"
    side: Side


class ClaimReleased(CaseEvent):
    """One committee's reviewer gave the case back while the other committee's still holds it."""

    stored_name: ClassVar[str] = "ClaimReleased"
    side: Side


class CommentAdded(CaseEvent):
    """Somebody wrote a comment, for the own committee or for both."""

    stored_name: ClassVar[str] = "CommentAdded"
    by: Speaker
    audience: Audience
    personal: Remark


class LetterSent(CaseEvent):
    """A letter about the case was sent: to the other committee, or to the voter."""

    stored_name: ClassVar[str] = "LetterSent"
    side: Side
    kind: LetterKind
    number: str
    """The letter's own number 文号; one letter may concern many cases of a pair of committees."""


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

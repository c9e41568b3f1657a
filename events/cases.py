"""Vocabulary of a case: one flagged pair of registrations, what the matcher says of it, and who works on it.

The program flags, re-scores and lets flags lapse; people share the work out. How the two committees settle a
case is told by the events of `events.resolutions`, in the same stream. No event of either changes a roll:
only a committee's own `RegistrationWithdrawn` does.

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

LapseReason = Literal["registration_withdrawn", "below_threshold", "model_changed"]
Audience = Literal["own", "both"]
LetterKind = Literal["verification", "reply", "notice"]
"""核实函 to the other committee, 复函 in answer to it, 告知书 to the voter."""


def case_id_of(one: RegistrationKey, other: RegistrationKey) -> str:
    """Derive the case's id from its unordered pair, so that flagging twice cannot make two cases."""
    return case_id_of_streams(one.stream_id, other.stream_id)


def case_id_of_streams(one: str, other: str) -> str:
    """Derive the case's id from the ids of its two registrations' streams, in any order."""
    left, right = sorted((one, other))
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


class TransferWithdrawn(CaseEvent):
    """What made the pair a lawful transfer no longer does: the certificate was revoked, or has expired."""

    stored_name: ClassVar[str] = "TransferWithdrawn"


class ProxyNoted(CaseEvent):
    """Somebody votes for the voter 委托投票 on one side, or does no longer: a double vote is near."""

    stored_name: ClassVar[str] = "ProxyNoted"
    side: Side
    granted: bool


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


class Correspondent(Frozen):
    """A committee as a letter names it, and whom to ask there."""

    name: str
    contact: str = ""
    phone: str = ""


class Print(Frozen):
    """What was printed on a letter beside what the log holds anyway, so that it can be printed again."""

    sender: Correspondent
    recipient: Correspondent
    language: str
    reply_by: date | None = None
    """Of an inquiry."""
    asked_number: str = ""
    """Of a reply: the number and the day of the inquiry."""
    asked_on: date | None = None


class LetterSent(CaseEvent):
    """A letter about the case was sent: to the other committee, or to the voter."""

    stored_name: ClassVar[str] = "LetterSent"
    side: Side
    kind: LetterKind
    number: str
    """The letter's own number 文号; one letter may concern many cases of a pair of committees."""
    printed: Print | None = None
    """Of a letter about this case alone."""

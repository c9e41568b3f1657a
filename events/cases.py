"""Vocabulary of a case: one flagged pair of registrations, and everything said about it.

The program flags, re-scores and lets flags lapse; people claim, decide and reopen. No event here changes
a roll: only a committee's own `RegistrationWithdrawn` does.
"""

from __future__ import annotations

import base64
import hashlib
from typing import ClassVar, Final, Literal

from events.event import Event, Frozen
from events.registrations import RegistrationKey

STREAM_PREFIX: Final = "case/"
_DIGEST_BYTES: Final = 10
"""80 bits: ten million cases collide with a chance below 1e-10, and the id stays short enough to read out."""

Kind = Literal["cross_committee", "within_committee"]
Side = Literal["left", "right", ""]
Outcome = Literal["host_keeps", "home_keeps", "same_committee_duplicate", "not_same", "cannot_tell"]
LapseReason = Literal["registration_withdrawn", "below_threshold", "model_changed"]


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


class CaseEvent(Event):
    """Any event of a case's stream."""


class CaseFlagged(CaseEvent):
    """The pair was flagged as a possible double registration 疑似重复登记."""

    stored_name: ClassVar[str] = "CaseFlagged"
    left: str
    """Stream id of the registration whose id sorts first."""
    right: str
    kind: Kind
    home: Side = ""
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


class CaseClaimed(CaseEvent):
    """A reviewer took the case."""

    stored_name: ClassVar[str] = "CaseClaimed"


class CaseReleased(CaseEvent):
    """The reviewer gave the case back undecided."""

    stored_name: ClassVar[str] = "CaseReleased"


class CaseDecided(CaseEvent):
    """A reviewer said what the pair is and which roll should keep the voter."""

    stored_name: ClassVar[str] = "CaseDecided"
    outcome: Outcome
    reason: str = ""


class CaseReopened(CaseEvent):
    """A decided case was taken up again."""

    stored_name: ClassVar[str] = "CaseReopened"
    reason: str

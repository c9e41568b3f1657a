"""What people may ask of a case. Each command says who asks, and for which side where it speaks for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from dedup.cases.outcomes import Said
from events.cases import Audience, LetterKind, Print, Side

LEASE_S: Final = 15 * 60
"""Seconds that a claim holds: longer than a careful look, shorter than a lunch."""
TEXT_LENGTH_MAX: Final = 2_000
"""Characters of free text: about a page, more belongs into an attachment."""

Party = Literal["left", "right", "superior"]


@dataclass(frozen=True, slots=True)
class Assign:
    """A supervisor gives the case to a reviewer of the same committee."""

    actor: str
    side: Side
    assignee: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Take the case for a while."""

    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class Release:
    """Give the case back."""

    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class Comment:
    """Write a comment, for the own committee or for both."""

    actor: str
    party: Party
    text: str
    audience: Audience = "own"


@dataclass(frozen=True, slots=True)
class NoteLetter:
    """Put on record that a letter was sent."""

    actor: str
    side: Side
    kind: LetterKind
    number: str
    printed: Print | None = None
    """What else stood on it, of a letter about this case alone."""


@dataclass(frozen=True, slots=True)
class TakePosition:
    """Say, sealed, what the pair is."""

    actor: str
    side: Side
    said: Said
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawPosition:
    """Take the own position or proposal back before the other committee acts."""

    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class Propose:
    """Propose an outcome openly, in a dispute or as the superior."""

    actor: str
    party: Party
    said: Said
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept what is proposed."""

    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class Refuse:
    """Refuse what is proposed."""

    actor: str
    side: Side
    reason: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Confirm, as the committee that keeps the voter, that its registration stands."""

    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class HandOver:
    """Take the voter off the own roll, as agreed."""

    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class Restore:
    """Put a voter back on the own roll who was taken off by this case's hand-over."""

    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class PublishCorrection:
    """Put on record that the correction was published and the voter told."""

    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class Escalate:
    """Bring the case before the common superior."""

    actor: str
    side: Side
    reason: str


@dataclass(frozen=True, slots=True)
class FileAppeal:
    """Put on record that somebody disagrees with a roll."""

    actor: str
    side: Side
    filed_on: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class DecideAppeal:
    """Decide an appeal, as the committee whose roll it concerns."""

    actor: str
    side: Side
    upheld: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FileSuit:
    """Put on record that the question went to court."""

    actor: str
    side: Side
    filed_on: date


@dataclass(frozen=True, slots=True)
class RecordJudgment:
    """Put the court's judgment on record."""

    actor: str
    side: Side
    said: Said
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoteBallot:
    """Put on record that the voter was given a ballot on the own side."""

    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take a settled case up again, with the reason."""

    actor: str
    side: Side
    reason: str


Command = (
    Assign
    | Claim
    | Release
    | Comment
    | NoteLetter
    | TakePosition
    | WithdrawPosition
    | Propose
    | Accept
    | Refuse
    | Keep
    | HandOver
    | Restore
    | PublishCorrection
    | Escalate
    | FileAppeal
    | DecideAppeal
    | FileSuit
    | RecordJudgment
    | NoteBallot
    | Reopen
)

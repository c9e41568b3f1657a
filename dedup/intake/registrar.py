"""What a submission does to a registration: a pure decision, (registration, submission, context) → event.

An identical resubmission is `unchanged`, a differing one amends, a withdrawal withdraws, a withdrawn voter
who is submitted again is restored. Nothing here knows how submissions arrive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from dedup.clock import CHINA_TIME
from dedup.intake.dates import read_date
from dedup.intake.submission import Submission
from events.event import Source
from events.registrations import (
    Entry,
    RegistrationAmended,
    RegistrationEvent,
    RegistrationKey,
    RegistrationRestored,
    RegistrationWithdrawn,
    Voter,
    VoterRegistered,
)

Effect = Literal["accepted", "unchanged", "amended", "withdrawn"]

_PERSONAL: Final = tuple(name for name in Voter.model_fields if name != "extra")
_ENTRY: Final = tuple(Entry.model_fields)


@dataclass(frozen=True, slots=True)
class Context:
    """Who hands the submission in, when, and from where."""

    actor: str
    now: datetime
    source: str


def key_of(submission: Submission, cycle: str) -> RegistrationKey:
    """Return the key of the registration that a submission is about."""
    return RegistrationKey(cycle, submission.level, submission.committee, submission.registration_id)


def decide(
    latest: RegistrationEvent | None, submission: Submission, row: int, context: Context
) -> tuple[Effect, RegistrationEvent | None]:
    """Return what the submission does, and the event that says so, if any.

    `latest` is the last event of the registration's stream, or None; each carries the whole of the values.
    """
    source = Source(name=context.source, position=row)
    if submission.action == "withdraw":
        if latest is None or isinstance(latest, RegistrationWithdrawn):
            return "unchanged", None
        withdrawn = RegistrationWithdrawn(
            actor=context.actor,
            happened_at=context.now,
            recorded_at=context.now,
            source=source,
            reason=submission.action_reason,
        )
        return "withdrawn", withdrawn
    return _list(latest, submission, source, context)


def _list(
    latest: RegistrationEvent | None, submission: Submission, source: Source, context: Context
) -> tuple[Effect, RegistrationEvent | None]:
    voter, entry = _voter(submission), _entry(submission)
    envelope: dict[str, Any] = {
        "actor": context.actor,
        "happened_at": _happened_at(submission, context.now),
        "recorded_at": context.now,
        "source": source,
        "personal": voter,
        "entry": entry,
        "warnings": submission.warnings,
    }
    if latest is None:
        return "accepted", VoterRegistered(**envelope)
    if isinstance(latest, VoterRegistered | RegistrationAmended | RegistrationRestored):
        changed = _changed(latest, voter, entry)
        if not changed:
            return "unchanged", None
        return "amended", RegistrationAmended(**envelope, changed=changed)
    return "accepted", RegistrationRestored(**envelope)


def _changed(
    latest: VoterRegistered | RegistrationAmended | RegistrationRestored, voter: Voter, entry: Entry
) -> tuple[str, ...]:
    if latest.personal == voter and latest.entry == entry:
        return ()
    personal = (n for n in Voter.model_fields if getattr(latest.personal, n) != getattr(voter, n))
    public = (n for n in _ENTRY if getattr(latest.entry, n) != getattr(entry, n))
    return (*personal, *public)


def _voter(submission: Submission) -> Voter:
    values = {name: getattr(submission, name) for name in _PERSONAL}
    return Voter(**values, extra=submission.extra)


def _entry(submission: Submission) -> Entry:
    return Entry(**{name: getattr(submission, name) for name in _ENTRY})


def _happened_at(submission: Submission, now: datetime) -> datetime:
    """Return midnight in China of the day of registration, where the roll says which day that was."""
    read = read_date(submission.registered_on)
    if read is None or read.lunar or not read.day:
        return now
    return datetime(read.year, read.month, read.day, tzinfo=CHINA_TIME).astimezone(UTC)

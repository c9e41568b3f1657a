"""What a submission does to a registration, in two pure steps.

The first says what the submission states by itself, as if nothing were known of the registration. It needs no
log, so a file's rows can be stated in another process. The second holds a statement against what stands:
identical is `unchanged`, different amends, a withdrawal withdraws, a withdrawn voter who is submitted again
is restored; of a registration that is new, the statement itself is the event. Nothing here knows how
submissions arrive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from dedup.clock import CHINA_TIME
from dedup.intake.dates import read_date
from dedup.intake.submission import Submission
from events.registrations import (
    RegistrationAmended,
    RegistrationEvent,
    RegistrationRestored,
    RegistrationWithdrawn,
    VoterRegistered,
    registration_stream_id,
)

Effect = Literal["accepted", "unchanged", "amended", "withdrawn"]
Stated = VoterRegistered | RegistrationWithdrawn

_RESTATED: Final = ("actor", "happened_at", "recorded_at", "source", "entry", "personal", "warnings")
"""Fields that an amendment or a restoration takes over from what was stated."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who hands the submission in, when, and from where."""

    actor: str
    now: datetime
    source: str
    message: Mapping[str, object] = field(default_factory=dict)
    """Of a message: its sender, its id and when it was sent, as `Source` names them."""


class Statement(NamedTuple):
    """What a submission states: the fields of an event. They are made by the million, so not yet an event."""

    event_class: type[Stated]
    fields: dict[str, object]
    """In the order of the class; without the empty ones, which are not stored."""


def stream_of(submission: Submission, cycle: str) -> str:
    """Return the id of the stream of the registration that a submission is about."""
    return registration_stream_id(cycle, submission.level, submission.committee, submission.registration_id)


def statement_of(submission: Submission, row: int, context: Context) -> Statement:
    """Return what a submission states by itself."""
    happened_at = context.now
    if submission.action == "register":
        happened_at = day_named(submission.entry.get("registered_on", "")) or context.now
    fields: dict[str, object] = {
        "actor": context.actor,
        "happened_at": happened_at,
        "recorded_at": context.now,
        "source": {"name": context.source, "position": row, **context.message},
    }
    if submission.action == "withdraw":
        if submission.action_reason:
            fields["reason"] = submission.action_reason
        return Statement(RegistrationWithdrawn, fields)
    if submission.entry:
        fields["entry"] = submission.entry
    fields["personal"] = submission.personal
    if submission.extra:
        fields["personal"] = {**submission.personal, "extra": submission.extra}
    if submission.warnings:
        fields["warnings"] = submission.warnings
    return Statement(VoterRegistered, fields)


def decide(latest: RegistrationEvent | None, stated: Stated) -> tuple[Effect, RegistrationEvent | None]:
    """Return what a statement does, and the event that says so, if any.

    `latest` is the last event of the registration's stream, or None; each carries the whole of the values.
    """
    gone = latest is None or isinstance(latest, RegistrationWithdrawn)
    if isinstance(stated, RegistrationWithdrawn):
        return ("unchanged", None) if gone else ("withdrawn", stated)
    if latest is None:
        return "accepted", stated
    restated: dict[str, Any] = {name: getattr(stated, name) for name in _RESTATED}
    if not isinstance(latest, VoterRegistered | RegistrationAmended | RegistrationRestored):
        return "accepted", RegistrationRestored(**restated)
    changed = _changed(latest, stated)
    if not changed:
        return "unchanged", None
    return "amended", RegistrationAmended(**restated, changed=changed)


def _changed(
    latest: VoterRegistered | RegistrationAmended | RegistrationRestored, stated: VoterRegistered
) -> tuple[str, ...]:
    if latest.personal == stated.personal and latest.entry == stated.entry:
        return ()
    pairs = ((latest.personal, stated.personal), (latest.entry, stated.entry))
    return tuple(
        name
        for before, after in pairs
        for name in type(before).model_fields
        if getattr(before, name) != getattr(after, name)
    )


@lru_cache(maxsize=4_096)
def day_named(registered_on: str) -> datetime | None:
    """Return midnight in China of the day of registration; None when the roll does not say which it was."""
    read = read_date(registered_on)
    if read is None or read.lunar or not read.day:
        return None
    return datetime(read.year, read.month, read.day, tzinfo=CHINA_TIME).astimezone(UTC)

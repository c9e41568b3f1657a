"""Rolls 选民名单 as they stand: registrations folded from the log's streams, as of any position."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from dedup.errors import BadRequest
from events.log import EventLog, Recorded, Write
from events.registrations import (
    STREAM_PREFIX,
    Entry,
    RegistrationAmended,
    RegistrationKey,
    RegistrationRestored,
    RegistrationWithdrawn,
    Voter,
    VoterRegistered,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A registration that stands on its roll, with its latest values."""

    key: RegistrationKey
    voter: Voter
    entry: Entry


def standing(latest: Recorded) -> Standing | None:
    """Return the registration that its stream's latest event leaves standing; None when withdrawn."""
    match latest.event:
        case VoterRegistered() | RegistrationAmended() | RegistrationRestored() as listed:
            return Standing(RegistrationKey.from_stream_id(latest.stream_id), listed.personal, listed.entry)
        case RegistrationWithdrawn():
            return None
        case other:
            raise TypeError(f"{type(other).__name__} is no event of a registration")


def standing_registrations(
    log: EventLog, prefix: str = STREAM_PREFIX, until: int | None = None
) -> Iterator[Standing]:
    """Yield the registrations that stand, in the order of their keys, as of a position."""
    for _, stream in groupby(log.read_prefix(prefix, until=until), key=attrgetter("stream_id")):
        *_, latest = stream
        registration = standing(latest)
        if registration is not None:
            yield registration


def registration_as_of(log: EventLog, key: RegistrationKey, until: int | None = None) -> Standing | None:
    """Return a registration as it stood at a position; None when it did not stand on the roll."""
    recorded = log.read_stream(key.stream_id, until)
    return standing(recorded[-1]) if recorded else None


def count_standing(log: EventLog) -> int:
    """Return how many registrations stand.

    A registration is registered once, and then withdrawn and restored in turn, so counting is enough.
    """
    listed = log.count((VoterRegistered, RegistrationRestored))
    return listed - log.count((RegistrationWithdrawn,))


def still_standing(log: EventLog, key: RegistrationKey) -> tuple[Standing, Write]:
    """Return a registration that stands, and the write that lets an append through only while it does.

    Raises BadRequest when there is no such registration or it was withdrawn.
    """
    latest = log.read_latest([key.stream_id]).get(key.stream_id)
    if latest is None:
        raise BadRequest("registration-unknown", registration=str(key))
    registration = standing(latest)
    if registration is None:
        raise BadRequest("registration-withdrawn", registration=str(key))
    return registration, Write(key.stream_id, latest.version, ())

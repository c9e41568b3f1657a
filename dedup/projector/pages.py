"""Pages of the log as the matcher takes them: registrations decoded as far as it needs, and coded.

A pure function of stored events, so that worker processes can do it; nothing here depends on what other
pages hold.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.rolls import standing
from events.codec import Codec
from events.log import Recorded, Stored
from events.registrations import (
    RegistrationAmended,
    RegistrationKey,
    RegistrationRestored,
    RegistrationWithdrawn,
    Voter,
    VoterRegistered,
)
from matchers import Record, Records, profile_of
from matchers.hashing import hash_text
from matchers.profile import Coded

_LISTED: Final = (VoterRegistered, RegistrationAmended, RegistrationRestored)
_HOUSEHOLD: Final = "household"
_WORTH_LEAVING: Final = 1_000
"""Registrations of a page for which it pays not to collect garbage meanwhile."""
_FIELDS: Final = (
    "name", "former_name", "sex", "ethnicity", "birth_date", "id_number", "household_address",
    "residence_address", "phone", "employer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodedPage:
    """The latest events of some registrations, up to a position."""

    position: int
    """Of the last event read."""
    stream_ids: Sequence[str]
    positions: NDArray[np.int64]
    withdrawn: NDArray[np.bool_]
    at_home: NDArray[np.bool_]
    """Whether each is registered by household."""
    rolls: Sequence[str]
    """Cycles and levels, each once."""
    roll_of: NDArray[np.int64]
    """For each that stands, the place of its cycle and level among `rolls`."""
    coded: Coded
    """Of those that stand, in the same order."""

    @property
    def partitions(self) -> NDArray[np.int64]:
        """Return the matcher's partition of each that stands."""
        numbers = np.array([partition_of_roll(roll) for roll in self.rolls], dtype=np.int64)
        return np.asarray(numbers[self.roll_of])


class _Entry(msgspec.Struct, frozen=True, gc=False):
    basis: str = ""


class _Personal(msgspec.Struct, frozen=True, gc=False):
    """The fields of `_FIELDS`: a struct is decoded and read in half the time of a dictionary."""

    name: str = ""
    former_name: str = ""
    sex: str = ""
    ethnicity: str = ""
    birth_date: str = ""
    id_number: str = ""
    household_address: str = ""
    residence_address: str = ""
    phone: str = ""
    employer: str = ""


_fields_of: Final = attrgetter(*_FIELDS)
_FIELDS_OF: Final = tuple(map(attrgetter, _FIELDS))


class _Listed(msgspec.Struct, frozen=True, gc=False):
    """What the matcher needs of an event that lists a voter; the rest of it is passed over."""

    personal: _Personal
    entry: _Entry = _Entry()


_decode: Final = msgspec.json.Decoder(_Listed).decode


@cache
def _codec() -> Codec:
    return Codec()


def roll_of(stream_id: str) -> str:
    """Return the cycle and level of a registration, as its stream's id has them."""
    _, cycle, level, _ = stream_id.split("/", 3)
    return f"{cycle}/{level}"


def partition_of_roll(roll: str) -> int:
    """Return the matcher's partition of a cycle and level: only registrations of one are ever compared.

    The same person on the county roll and the township roll of a place is correct, not a double. The number
    is the same in every process, so that matchers on several machines mean the same keys.
    """
    return hash_text(roll) >> 1


def record_of(key: RegistrationKey, voter: Voter, basis: str) -> Record:
    """Hand a registration to the matcher: the values as given, whose roll it is and why it is on it."""
    return Record(key.committee, *(*_fields_of(voter), basis))


def code_page(profile: str, page: Sequence[Stored]) -> CodedPage:
    """Read and code a page of registrations' events; of each registration the last one counts."""
    if len(page) < _WORTH_LEAVING:
        return _code_page(profile, page)
    with _garbage_left_lying():
        return _code_page(profile, page)


@contextmanager
def _garbage_left_lying() -> Iterator[None]:
    """Put off the search for cycles: coding makes none, but so many small objects that it costs a sixth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _code_page(profile: str, page: Sequence[Stored]) -> CodedPage:
    latest = {stored[1]: stored for stored in page}
    contents = _read_all(latest.values())
    pairs = zip(latest, contents, strict=True)
    prefixes = [stream_id.rpartition("/")[0] for stream_id, content in pairs if content is not None]
    on = {prefix: _roll_at(prefix) for prefix in dict.fromkeys(prefixes)}
    rolls: dict[str, int] = {}
    numbers = {prefix: rolls.setdefault(roll, len(rolls)) for prefix, (_, roll) in on.items()}
    listed = [content for content in contents if content is not None]
    records = _records_of([on[prefix][0] for prefix in prefixes], listed)
    return CodedPage(
        position=page[-1].position,
        stream_ids=tuple(latest),
        positions=np.array([stored.position for stored in latest.values()], dtype=np.int64),
        withdrawn=np.array([content is None for content in contents], dtype=bool),
        at_home=np.array([c is not None and c.entry.basis == _HOUSEHOLD for c in contents], dtype=bool),
        rolls=tuple(rolls),
        roll_of=np.array([numbers[prefix] for prefix in prefixes], dtype=np.int64),
        coded=profile_of(profile).coded(records),
    )


def _records_of(committees: Sequence[str], listed: Sequence[_Listed]) -> Sequence[Record]:
    """Hand registrations to the matcher; by column, but for single arrivals."""
    voters, bases = [each.personal for each in listed], [each.entry.basis for each in listed]
    if len(listed) == 1:
        return [Record(committees[0], *(*_fields_of(voters[0]), bases[0]))]
    return Records(committees, *(list(map(field, voters)) for field in _FIELDS_OF), *[bases])


@lru_cache(maxsize=1 << 12)
def _roll_at(prefix: str) -> tuple[str, str]:
    """Return the committee, and cycle and level, of the registrations whose stream ids begin so."""
    return RegistrationKey.from_stream_id(f"{prefix}/").committee, roll_of(f"{prefix}/")


def _read_all(page: Collection[Stored]) -> list[_Listed | None]:
    """Read events no further than the matcher needs; None is a registration that does not stand."""
    codec = _codec()
    listed = {topic for topic in {stored.topic for stored in page} if codec.class_of(topic) in _LISTED}
    return [
        _decode(stored.state) if stored.topic in listed else _read_otherwise(codec, stored) for stored in page
    ]


def _read_otherwise(codec: Codec, stored: Stored) -> _Listed | None:
    """Read a withdrawal, or the long way an event of an older version."""
    if codec.class_of(stored.topic) is RegistrationWithdrawn:
        return None
    event = codec.decode(stored.topic, stored.state)
    registration = standing(Recorded(stored.position, stored.stream_id, stored.version, event))
    if registration is None:
        return None
    return _Listed(_Personal(*_fields_of(registration.voter)), _Entry(registration.entry.basis))

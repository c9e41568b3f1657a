"""Pages of the log as the matcher takes them: registrations decoded as far as it needs, and coded.

A pure function of stored events, so that worker processes can do it; nothing here depends on what other
pages hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
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
from matchers import Record, profile_of
from matchers.hashing import hash_text
from matchers.profile import Coded

_LISTED: Final = (VoterRegistered, RegistrationAmended, RegistrationRestored)
_HOUSEHOLD: Final = "household"
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


class _Entry(msgspec.Struct, frozen=True):
    basis: str = ""


class _Personal(msgspec.Struct, frozen=True):
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


class _Listed(msgspec.Struct, frozen=True):
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
    codec = _codec()
    latest = {stored[1]: stored for stored in page}
    bases: list[str | None] = []
    records: list[Record] = []
    rolls: dict[str, int] = {}
    roll_of: list[int] = []
    for stored in latest.values():
        basis, record, roll = _read(codec, stored)
        bases.append(basis)
        if record is not None:
            records.append(record)
            roll_of.append(rolls.setdefault(roll, len(rolls)))
    return CodedPage(
        position=page[-1].position,
        stream_ids=tuple(latest),
        positions=np.array([stored.position for stored in latest.values()], dtype=np.int64),
        withdrawn=np.array([basis is None for basis in bases], dtype=bool),
        at_home=np.array([basis == _HOUSEHOLD for basis in bases], dtype=bool),
        rolls=tuple(rolls),
        roll_of=np.array(roll_of, dtype=np.int64),
        coded=profile_of(profile).coded(records),
    )


def _read(codec: Codec, stored: Stored) -> tuple[str | None, Record | None, str]:
    """Return basis, record and roll of one event, reading no more of it than the matcher needs."""
    event_class = codec.class_of(stored.topic)
    if event_class is RegistrationWithdrawn:
        return None, None, ""
    committee, roll = stored.stream_id.split("/", 4)[3], roll_of(stored.stream_id)
    if event_class not in _LISTED:
        return *_read_whole(codec, stored), roll
    content = _decode(stored.state)
    if "%" in committee:
        committee = RegistrationKey.from_stream_id(stored.stream_id).committee
    basis = content.entry.basis
    return basis, Record(committee, *(*_fields_of(content.personal), basis)), roll


def _read_whole(codec: Codec, stored: Stored) -> tuple[str | None, Record | None]:
    """Read an event of an older version the long way."""
    event = codec.decode(stored.topic, stored.state)
    registration = standing(Recorded(stored.position, stored.stream_id, stored.version, event))
    if registration is None:
        return None, None
    basis = registration.entry.basis
    return basis, record_of(registration.key, registration.voter, basis)

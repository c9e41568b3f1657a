"""Vocabulary of a registration: one voter on one committee's roll.

The stream's id derives from the registration's key and sorts as the key does, so a committee's roll lies
together in the log's index and bulk loads append to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final
from urllib.parse import quote, unquote

from events.event import Event, Frozen

STREAM_PREFIX: Final = "registration/"


@dataclass(frozen=True, slots=True, order=True)
class RegistrationKey:
    """What makes a registration itself: cycle 换届, level 层级, committee 选举委员会, number on its roll."""

    cycle: str
    level: str
    committee: str
    registration_id: str

    @property
    def stream_id(self) -> str:
        """Return the id of this registration's stream."""
        return registration_stream_id(self.cycle, self.level, self.committee, self.registration_id)

    @classmethod
    def from_stream_id(cls, stream_id: str) -> RegistrationKey:
        """Read a key back from its stream's id. Raises ValueError when it is not one of a registration."""
        kind, cycle, level, committee, registration_id = stream_id.split("/")
        if kind != "registration":
            raise ValueError(f"{stream_id!r} is not a registration's stream")
        if "%" not in stream_id:
            return cls(cycle, level, committee, registration_id)
        return cls(unquote(cycle), level, unquote(committee), unquote(registration_id))

    def __str__(self) -> str:
        return f"{self.cycle}/{self.level}/{self.committee}/{self.registration_id}"


def registration_stream_id(cycle: str, level: str, committee: str, registration_id: str) -> str:
    """Return the id of the stream of the registration that has this key."""
    number = registration_id
    if not (number.isascii() and number.isalnum()):
        number = quote(number, safe="")
    return roll_prefix(cycle, level, committee) + number


@lru_cache(maxsize=4_096)
def roll_prefix(cycle: str, level: str, committee: str) -> str:
    """Return what the stream ids of one committee's whole roll begin with."""
    return f"{STREAM_PREFIX}{quote(cycle, safe='')}/{level}/{quote(committee, safe='')}/"


class Voter(Frozen):
    """Personal values as the committee gave them; an empty string where nothing was given."""

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
    note: str = ""
    extra: dict[str, str] = {}
    """Columns that are not of the interchange format, by the header given."""


class Entry(Frozen):
    """What the roll says about the registration itself."""

    constituency: str = ""
    voter_group: str = ""
    registered_on: str = ""
    basis: str = ""
    """household 户籍, residence 居住, unit 单位, school 学校, or empty."""
    certificate_no: str = ""


class RegistrationEvent(Event):
    """Any event of a registration's stream."""


class VoterRegistered(RegistrationEvent):
    """A voter was put on the roll."""

    stored_name: ClassVar[str] = "VoterRegistered"
    entry: Entry = Entry()
    personal: Voter
    warnings: tuple[str, ...] = ()
    """Codes of what was damaged in the values given; none of them kept the voter off the roll."""


class RegistrationAmended(RegistrationEvent):
    """The committee sent other values for the same registration; the whole of the new values is here."""

    stored_name: ClassVar[str] = "RegistrationAmended"
    entry: Entry = Entry()
    personal: Voter
    changed: tuple[str, ...]
    """Names of the columns that differ from before, in the order of the interchange columns."""
    warnings: tuple[str, ...] = ()


class RegistrationWithdrawn(RegistrationEvent):
    """The committee itself took the voter off its own roll. Nothing else in the product can."""

    stored_name: ClassVar[str] = "RegistrationWithdrawn"
    reason: str = ""
    """The committee's word for it: 迁出, 死亡, …"""
    hand_over: str = ""
    """Id of the case whose hand-over it was, when the committee withdrew by its word in a case."""


class RegistrationRestored(RegistrationEvent):
    """The committee put a withdrawn voter back on its roll."""

    stored_name: ClassVar[str] = "RegistrationRestored"
    entry: Entry = Entry()
    personal: Voter
    warnings: tuple[str, ...] = ()


RegistrationListed = VoterRegistered | RegistrationAmended | RegistrationRestored
"""The events after which a registration stands on the roll with the values they carry."""

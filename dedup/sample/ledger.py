"""Rows of one block before they are written: which rolls, which rows are one person, which only look so."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from dedup.sample.identity import DAYS
from dedup.sample.people import Person
from dedup.sample.places import Address

HOME: Final = 0
"""The home county's place among a sample's committees; hosts follow from 1."""


class Basis(StrEnum):
    """Why somebody is on a roll."""

    HOUSEHOLD = "household"
    RESIDENCE = "residence"
    UNIT = "unit"
    SCHOOL = "school"


@dataclass(slots=True, eq=False)
class Entry:
    """One row, right at first; clerks then damage it in place and say how in `errors`."""

    person: Person
    committee: int
    name: str
    sex: str
    ethnicity: str
    birth: str
    """YYYYMMDD, YYYYMM or nothing; a template writes it its own way."""
    id_number: str
    household: Address
    residence: Address | None
    phone: str
    employer: str
    constituency: str
    registered_on: str
    basis: Basis
    certificate_no: str = ""
    level: str = ""
    former_name: str = ""
    voter_group: str = ""
    note: str = ""
    household_address: str = ""
    residence_address: str = ""
    registrar: str = ""
    registration_id: str = ""
    errors: list[str] = field(default_factory=list)
    settled: bool = False
    """Already damaged as it should be: clerks only write the addresses."""
    posted: bool = False
    """Holds no more than a posted roll shows."""
    repeats: Entry | None = None
    """The row that this one sends again, under the same registration id."""


def enter(person: Person, committee: int, basis: Basis, constituency: str, registered_on: str) -> Entry:
    """Return the right row of a person on a committee's roll."""
    return Entry(
        person,
        committee,
        person.name.text,
        person.sex,
        person.people,
        DAYS[person.day],
        person.number,
        person.address,
        None,
        person.phone,
        "",
        constituency,
        registered_on,
        basis,
    )


@dataclass(slots=True)
class Ledger:
    """All rows of a block by committee, and what is true of pairs of them."""

    rolls: list[list[Entry]]
    same: list[tuple[Entry, Entry]] = field(default_factory=list)
    alike: list[tuple[Entry, Entry, str]] = field(default_factory=list)
    people: int = 0
    rows: int = 0

    def add(self, *entries: Entry) -> None:
        """Put the rows of one person on their rolls; any two of them are a true pair."""
        for entry in entries:
            self.rolls[entry.committee].append(entry)
        self.rows += len(entries)
        self.people += 1
        for at, right in enumerate(entries):
            self.same.extend((left, right) for left in entries[:at])

    def note_alike(self, left: Entry, right: Entry, trap: str) -> None:
        """Note two rows that look like one person's and are not a double registration."""
        self.alike.append((left, right, trap))

    def note_shifted(self, entry: Entry, below: Entry) -> None:
        """Note that a row carries the number of another, so that it looks like all of that person's rows."""
        self.note_alike(entry, below, "id_shifted")
        for left, right in self.same:
            if below is left or below is right:
                self.note_alike(entry, right if below is left else left, "id_shifted")

"""One registration as the matcher sees it: values as the committee gave them, nothing else.

The matcher knows no events, files or clocks; whoever owns those builds `Record`s and refers to each by
an integer `ref` of its own choosing. Many at once may come as `Records`, column by column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, overload


@dataclass(frozen=True, slots=True)
class Record:
    """Raw values of one registration; an empty string means that nothing was given."""

    committee: str
    """GB/T 2260 division code of the committee that owns the roll."""
    name: str
    former_name: str = ""
    sex: str = ""
    ethnicity: str = ""
    birth_date: str = ""
    id_number: str = ""
    household_address: str = ""
    residence_address: str = ""
    phone: str = ""
    employer: str = ""
    basis: str = ""
    """Why the voter stands on this roll: `household`, or another word where he lives away from it."""


@dataclass(frozen=True, slots=True)
class Records(Sequence[Record]):
    """Records by column, all of one length: a million of them are never made one by one."""

    committee: Sequence[str]
    name: Sequence[str]
    former_name: Sequence[str]
    sex: Sequence[str]
    ethnicity: Sequence[str]
    birth_date: Sequence[str]
    id_number: Sequence[str]
    household_address: Sequence[str]
    residence_address: Sequence[str]
    phone: Sequence[str]
    employer: Sequence[str]
    basis: Sequence[str]

    @classmethod
    def of(cls, records: Sequence[Record]) -> Records:
        """Return records by column."""
        if isinstance(records, Records):
            return records
        return cls(*([getattr(record, field) for record in records] for field in Record.__slots__))

    def __len__(self) -> int:
        return len(self.name)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> Records: ...
    def __getitem__(self, at: int | slice) -> Record | Records:
        columns = [column[at] for column in _columns_of(self)]
        return Records(*columns) if isinstance(at, slice) else Record(*columns)

    def __iter__(self) -> Iterator[Record]:
        return map(Record, *_columns_of(self))


_columns_of: Final = attrgetter(*Record.__slots__)

"""One registration as the matcher sees it: values as the committee gave them, nothing else.

The matcher knows no events, files or clocks; whoever owns those builds `Record`s and refers to each by
an integer `ref` of its own choosing.
"""

from __future__ import annotations

from dataclasses import dataclass


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

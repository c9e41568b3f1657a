"""Comparing birth dates, identifiers and sex."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.latin.comparing_texts import edits, for_each_pair
from matchers.latin.identifiers import MASK
from matchers.latin.levels import NUMBERS
from matchers.profile import MISSING, Levels, Rows

BIRTH: Final = NUMBERS["birth_date"]
_POWERS: Final = 10 ** np.arange(8)
_YEARS_OFF: Final = 10
_NEW_YEAR: Final = 101
_FULL, _MONTH, _YEAR = 0, 1, 2


def birth_levels(rows: Rows, one: Array, other: Array, _known: Levels) -> Levels:
    """Level the birth dates under the condition of how exactly the less exact one is given."""
    a, b = rows["birth"][one], rows["birth"][other]
    given = (a != 0) & (b != 0)
    precision = np.maximum(_precision(a), _precision(b))
    full, month, year = (given & (precision == p) for p in (_FULL, _MONTH, _YEAR))
    by_month = np.where(a // 100 == b // 100, 0, np.where(a // 10_000 == b // 10_000, 1, 2))
    by_year = np.where(a // 10_000 == b // 10_000, 0, 1)
    levels = np.full(len(one), MISSING, dtype=np.int8)
    at = np.flatnonzero(full)
    levels[at] = _full_levels(a[at], b[at])
    return {
        "birth_date": levels,
        "birth_date|month": np.where(month, by_month, MISSING).astype(np.int8),
        "birth_date|year": np.where(year, by_year, MISSING).astype(np.int8),
    }


def _precision(date: Array) -> Array:
    return np.where(date // 100 % 100 == 0, _YEAR, np.where(date % 100 == 0, _MONTH, _FULL))


def _full_levels(one: Array, other: Array) -> Array:
    digits, other_digits = (v[:, None] // _POWERS % 10 for v in (one, other))
    unequal = digits != other_digits
    count = unequal.sum(axis=1)
    neighbours = (digits[:, :-1] == other_digits[:, 1:]) & (digits[:, 1:] == other_digits[:, :-1])
    adjacent = (neighbours & unequal[:, :-1] & unequal[:, 1:]).any(axis=1) & (count == 2)  # noqa: PLR2004
    year = one // 10_000 == other // 10_000
    month, other_month = one // 100 % 100, other // 100 % 100
    day, other_day = one % 100, other % 100
    same_day = day == other_day
    years_off = np.abs(one // 10_000 - other // 10_000) <= _YEARS_OFF
    default = (one % 10_000 == _NEW_YEAR) | (other % 10_000 == _NEW_YEAR)
    levels = np.full(len(one), BIRTH["differs"], dtype=np.int8)
    levels[year] = BIRTH["same_year"]
    levels[(month == other_month) & same_day] = BIRTH["same_day"]
    levels[year & (month == other_month)] = BIRTH["same_month"]
    levels[year & default] = BIRTH["placeholder"]
    levels[(month == other_month) & same_day & years_off] = BIRTH["year_off"]
    levels[count == 1] = BIRTH["one_digit"]
    levels[adjacent] = BIRTH["digits_swapped"]
    levels[year & (month == other_day) & (day == other_month)] = BIRTH["day_month_swapped"]
    levels[one == other] = BIRTH["exact"]
    return levels


@lru_cache(maxsize=1 << 15)
def identifier_level(one: str, other: str) -> int:
    """Return the level of two identifiers, the slips between them; of a masked one the end is compared."""
    if MASK in one or MASK in other:
        a, b = one.rpartition(MASK)[2], other.rpartition(MASK)[2]
        length = min(len(a), len(b))
        return edits(a[-length:], b[-length:])
    return edits(one, other)


def identifier_levels(rows: Rows, one: Array, other: Array, _known: Levels) -> Levels:
    """Level the identifiers, whole or by their visible end."""
    a, b = rows["id"][one], rows["id"][other]
    levels = np.zeros(len(one), dtype=np.int8)
    differ = np.flatnonzero((a != b) & (a != 0) & (b != 0))
    if len(differ):
        levels[differ] = for_each_pair(rows, a[differ], b[differ], identifier_level)
    levels[(a == 0) | (b == 0)] = MISSING
    masked = rows["id_masked"][one] | rows["id_masked"][other]
    return {
        "id_number": np.where(masked, MISSING, levels).astype(np.int8),
        "id_number|masked": np.where(masked, levels, MISSING).astype(np.int8),
    }

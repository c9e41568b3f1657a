"""Comparing birth dates: one level for each pair."""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.chinese.coding_numbers import NONE
from matchers.chinese.levels import BIRTH_DATE
from matchers.columns import Array
from matchers.profile import MISSING, Rows

LEVELS: Final = {level: number for number, (level, *_) in enumerate(BIRTH_DATE)}
YEARS_OFF: Final = 10
NEW_YEAR: Final = 101
_POWERS: Final = 10 ** np.arange(8, dtype=np.int32)
_STEPS: Final = np.unique([step * place for place in _POWERS for step in (*range(1, 10), *range(9, 82, 9))])
"""What two dates as numbers may differ by if they differ in one digit or in two neighbours swapped."""


def birth_levels(rows: Rows, one: Array, other: Array) -> Array:
    """Return the level of each pair's birth dates, int8, MISSING where one is not given.

    Where one record has no number, the other's number may speak for its date too.
    """
    birth, number, kind, lunar = (rows[c] for c in ("birth", "id_birth", "id_kind", "lunar"))
    born, other_born = birth[one], birth[other]
    levels = np.where((born == 0) | (other_born == 0), MISSING, LEVELS["exact"]).astype(np.int8)
    at = np.flatnonzero(((born != other_born) | (born % 100 == 0)) & (levels != MISSING))
    if len(at):
        a, b = one[at], other[at]
        levels[at] = _date_levels(born[at], lunar[a], other_born[at], lunar[b])
        for first, second in ((a, b), (b, a)):
            stated = np.where(kind[second] == NONE, number[first], 0)
            told = np.flatnonzero((stated != 0) & (stated != birth[first]))
            if len(told):
                none = np.zeros((len(told), 2), dtype=np.int32)
                rest = second[told]
                alternative = _date_levels(stated[told], none, birth[rest], lunar[rest])
                levels[at[told]] = np.minimum(levels[at[told]], alternative)
    return levels


def _date_levels(one: Array, lunar: Array, other: Array, other_lunar: Array) -> Array:
    """Level two dates that are both given, at least in part."""
    levels = np.full(len(one), LEVELS["differs"], dtype=np.int8)
    year = one // 10_000 == other // 10_000
    month = one // 100 == other // 100
    day_known = (one % 100 > 0) & (other % 100 > 0)
    month_known = (one // 100 % 100 > 0) & (other // 100 % 100 > 0)
    levels[year] = LEVELS["same_year"]
    levels[month & day_known] = LEVELS["same_month"]
    full = np.flatnonzero(day_known & (one != other) & may_be_near(one, other))
    if len(full):
        found = _full_date_levels(one[full], lunar[full], other[full], other_lunar[full])
        levels[full] = np.minimum(levels[full], found)
    levels[year & ~month_known] = LEVELS["year"]
    levels[month & month_known & ~day_known] = LEVELS["month"]
    levels[(one == other) & day_known] = LEVELS["exact"]
    return levels


def may_be_near(one: Array, other: Array) -> Array:
    """Rule out most dates that have nothing to do with each other: years differ, and not by a slip."""
    differ = np.abs(one - other)
    slip = _STEPS[np.minimum(np.searchsorted(_STEPS, differ), len(_STEPS) - 1)] == differ
    neighbours = np.abs(one // 10_000 - other // 10_000) <= 1
    return np.asarray(slip | neighbours | (one % 10_000 == other % 10_000))


def _full_date_levels(one: Array, lunar: Array, other: Array, other_lunar: Array) -> Array:
    levels = np.full(len(one), LEVELS["differs"], dtype=np.int8)
    digits, other_digits = (v[:, None] // _POWERS % 10 for v in (one, other))
    unequal = digits != other_digits
    count = unequal.sum(axis=1)
    neighbours = (digits[:, :-1] == other_digits[:, 1:]) & (digits[:, 1:] == other_digits[:, :-1])
    adjacent = (neighbours & unequal[:, :-1] & unequal[:, 1:]).any(axis=1) & (count == 2)  # noqa: PLR2004
    year, day, other_day = one // 10_000 == other // 10_000, one % 10_000, other % 10_000
    crossed = year & (day // 100 == other_day % 100) & (day % 100 == other_day // 100)
    years_off = np.abs(one // 10_000 - other // 10_000) <= YEARS_OFF
    levels[(day == other_day) & years_off] = LEVELS["year_off"]
    levels[year & ((day == NEW_YEAR) | (other_day == NEW_YEAR))] = LEVELS["placeholder"]
    levels[count == 1] = LEVELS["one_digit"]
    levels[adjacent | crossed] = LEVELS["digits_swapped"]
    as_lunar = (lunar == other[:, None]).any(axis=1) | (other_lunar == one[:, None]).any(axis=1)
    levels[as_lunar] = LEVELS["lunar"]
    return levels

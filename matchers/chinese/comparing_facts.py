"""Comparing birth dates and identity numbers: one level for each pair of values."""

from __future__ import annotations

import numpy as np
from rapidfuzz.distance import OSA

from matchers.chinese.coding import HIDDEN_DIGIT, Coder
from matchers.chinese.identity_numbers import LENGTH, Kind
from matchers.chinese.levels import BIRTH_DATE, ID_AGREE
from matchers.columns import Array

BIRTH = {level: number for number, (level, *_) in enumerate(BIRTH_DATE)}
NUMBER = {level: number for number, (level, *_) in enumerate(ID_AGREE)}
MISSING = -1
_YEARS_OFF = 10
_POWERS = 10 ** np.arange(8)
_NEW_YEAR = 101
_PROVINCE = slice(0, 2)
_AREA, _BIRTH, _ORDER, _END = slice(0, 6), slice(6, 14), slice(14, 17), slice(14, 18)
_END_VISIBLE = 3
_PARTLY_VISIBLE = 8


def birth_levels(coder: Coder, one: Array, other: Array) -> Array:
    """Return the level of each pair's birth dates, int8, -1 where one is missing.

    Where one record has no number, the other's number may speak for its date too.
    """
    s = coder.slots
    levels = _date_levels(s["birth"][one], s["lunar"][one], s["birth"][other], s["lunar"][other])
    none = np.zeros((len(one), 2), dtype=np.int32)
    for a, b in ((one, other), (other, one)):
        stated = np.where(s["id_kind"][b] == Kind.NONE, s["id_birth"][a], 0)
        at = np.flatnonzero((stated != 0) & (stated != s["birth"][a]) & (s["birth"][b] != 0))
        if len(at):
            alternative = _date_levels(stated[at], none[at], s["birth"][b[at]], s["lunar"][b[at]])
            levels[at] = np.minimum(levels[at], alternative)
    return levels


def _date_levels(one: Array, lunar: Array, other: Array, other_lunar: Array) -> Array:
    levels = np.full(len(one), BIRTH["differs"], dtype=np.int8)
    year = one // 10_000 == other // 10_000
    month = one // 100 == other // 100
    day_known = (one % 100 > 0) & (other % 100 > 0)
    month_known = (one // 100 % 100 > 0) & (other // 100 % 100 > 0)
    levels[year] = BIRTH["same_year"]
    levels[month & day_known] = BIRTH["same_month"]
    full = np.flatnonzero(day_known & (one != other))
    if len(full):
        found = _full_date_levels(one[full], lunar[full], other[full], other_lunar[full])
        levels[full] = np.minimum(levels[full], found)
    levels[year & ~month_known] = BIRTH["year"]
    levels[month & month_known & ~day_known] = BIRTH["month"]
    levels[(one == other) & day_known] = BIRTH["exact"]
    levels[(one == 0) | (other == 0)] = MISSING
    return levels


def _full_date_levels(one: Array, lunar: Array, other: Array, other_lunar: Array) -> Array:
    levels = np.full(len(one), BIRTH["differs"], dtype=np.int8)
    digits, other_digits = (v[:, None] // _POWERS % 10 for v in (one, other))
    unequal = digits != other_digits
    count = unequal.sum(axis=1)
    neighbours = (digits[:, :-1] == other_digits[:, 1:]) & (digits[:, 1:] == other_digits[:, :-1])
    adjacent = (neighbours & unequal[:, :-1] & unequal[:, 1:]).any(axis=1) & (count == 2)  # noqa: PLR2004
    year, day, other_day = one // 10_000 == other // 10_000, one % 10_000, other % 10_000
    crossed = year & (day // 100 == other_day % 100) & (day % 100 == other_day // 100)
    years_off = np.abs(one // 10_000 - other // 10_000) <= _YEARS_OFF
    levels[(day == other_day) & years_off] = BIRTH["year_off"]
    levels[year & ((day == _NEW_YEAR) | (other_day == _NEW_YEAR))] = BIRTH["placeholder"]
    levels[count == 1] = BIRTH["one_digit"]
    levels[adjacent | crossed] = BIRTH["digits_swapped"]
    as_lunar = (lunar == other[:, None]).any(axis=1) | (other_lunar == one[:, None]).any(axis=1)
    levels[as_lunar] = BIRTH["lunar"]
    return levels


def number_levels(coder: Coder, one: Array, other: Array) -> Array:
    """Return the level of each pair's identity numbers, int8, -1 where one is missing."""
    kind, other_kind = coder.slots["id_kind"][one], coder.slots["id_kind"][other]
    levels = np.full(len(one), MISSING, dtype=np.int8)
    given = (kind != Kind.NONE) & (other_kind != Kind.NONE)
    odd = given & ((kind == Kind.ODD) | (other_kind == Kind.ODD))
    masked = given & ~odd & ((kind == Kind.MASKED) | (other_kind == Kind.MASKED))
    plain = np.flatnonzero(given & ~odd & ~masked)
    if len(plain):
        levels[plain] = _plain_levels(coder, one[plain], other[plain])
    hidden = np.flatnonzero(masked)
    if len(hidden):
        digits = coder.slots["id_digits"]
        levels[hidden] = _masked_levels(digits[one[hidden]], digits[other[hidden]])
    for i in np.flatnonzero(odd).tolist():
        levels[i] = _odd_level(_text(coder, int(one[i])), _text(coder, int(other[i])))
    return levels


def _text(coder: Coder, slot: int) -> str:
    odd = int(coder.slots["id_odd"][slot])
    if odd:
        return coder.odd_numbers[odd]
    return "".join("0123456789X*"[d] for d in coder.slots["id_digits"][slot])


def _odd_level(one: str, other: str) -> int:
    if "*" in one + other:
        return MISSING
    edits = OSA.distance(one, other)
    named = {0: "exact", 1: "one_edit", 2: "two_edits"}
    return NUMBER[named.get(edits, "differs_damaged")]


def _edits(unequal: Array, digits: Array, other: Array) -> Array:
    """Return the edits between rows of digits: substitutions, an adjacent swap counting as one."""
    count = unequal.sum(axis=1)
    swaps = (
        unequal[:, :-1] & unequal[:, 1:] & (digits[:, :-1] == other[:, 1:]) & (digits[:, 1:] == other[:, :-1])
    )
    return np.asarray(count - swaps.any(axis=1))


def _plain_levels(coder: Coder, one: Array, other: Array) -> Array:
    digits, other_digits = coder.slots["id_digits"][one], coder.slots["id_digits"][other]
    kind, other_kind = coder.slots["id_kind"][one], coder.slots["id_kind"][other]
    unequal = digits != other_digits
    converted = (kind == Kind.CONVERTED) | (other_kind == Kind.CONVERTED)
    unequal[converted, LENGTH - 1] = False
    edits = _edits(unequal, digits, other_digits)
    trusted = (kind == Kind.VALID) & (other_kind == Kind.VALID)
    area, birth = ~unequal[:, _AREA].any(axis=1), ~unequal[:, _BIRTH].any(axis=1)
    order = ~unequal[:, _ORDER].any(axis=1)
    levels = np.where(trusted, NUMBER["differs"], NUMBER["differs_damaged"]).astype(np.int8)
    sound = coder.slots["id_sound"]
    levels[sound[one] & sound[other]] = NUMBER["differs_sound"]
    province = ~unequal[:, _PROVINCE].any(axis=1)
    levels[~area & province & birth & order] = NUMBER["other_area"]
    levels[~trusted & (edits == 2)] = NUMBER["two_edits"]  # noqa: PLR2004
    levels[area & birth & (trusted | (edits > 2))] = NUMBER["neighbouring"]  # noqa: PLR2004
    levels[~trusted & (edits == 1)] = NUMBER["one_edit"]
    levels[converted & area & birth & ~order] = NUMBER["neighbouring"]
    levels[~unequal.any(axis=1)] = NUMBER["exact"]
    return levels


def _masked_levels(digits: Array, other: Array) -> Array:
    visible = (digits != HIDDEN_DIGIT) & (other != HIDDEN_DIGIT)
    unequal = visible & (digits != other)
    area = visible[:, _AREA].all(axis=1)
    birth = visible[:, _BIRTH].all(axis=1)
    end = visible[:, _END].sum(axis=1) >= _END_VISIBLE
    seen = visible.sum(axis=1)
    levels = np.full(len(digits), MISSING, dtype=np.int8)
    levels[seen >= 4] = NUMBER["masked_partly"]  # noqa: PLR2004 - fewer digits tell nothing
    levels[area & birth] = NUMBER["masked_area_and_birth"]
    levels[end] = NUMBER["masked_end"]
    levels[area & end] = NUMBER["masked_area_and_end"]
    edits = _edits(unequal, digits, other)
    levels[edits > 0] = NUMBER["masked_differs"]
    unlike = (unequal[:, _AREA].sum(axis=1) > 1) & unequal[:, _END].any(axis=1)
    levels[unlike] = NUMBER["masked_unlike"]
    levels[(edits == 1) & (seen >= _PARTLY_VISIBLE)] = NUMBER["masked_one_off"]
    return levels

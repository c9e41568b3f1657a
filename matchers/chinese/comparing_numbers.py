"""Comparing identity numbers: one level for each pair."""

from __future__ import annotations

from typing import Final

import numpy as np
from rapidfuzz.distance import OSA

from matchers.chinese.coding_numbers import CONVERTED, HIDDEN_DIGIT, MASKED, NO_DIGIT, NONE, ODD, VALID
from matchers.chinese.identity_numbers import LENGTH
from matchers.chinese.levels import ID_AGREE
from matchers.columns import Array
from matchers.profile import MISSING, Rows

LEVELS: Final = {level: number for number, (level, *_) in enumerate(ID_AGREE)}
PROVINCE: Final = slice(0, 2)
AREA, BIRTH, ORDER, END = slice(0, 6), slice(6, 14), slice(14, 17), slice(14, 18)
END_VISIBLE: Final = 3
VISIBLE_MIN: Final = 4
"""Fewer digits in sight tell nothing."""
PARTLY_VISIBLE: Final = 8


def number_levels(rows: Rows, one: Array, other: Array) -> Array:
    """Return the level of each pair's identity numbers, int8, MISSING where one is not given."""
    kinds = rows["id_kind"]
    kind, other_kind = kinds[one], kinds[other]
    sound = rows["id_sound"][one] & rows["id_sound"][other]
    levels = np.where(sound, LEVELS["differs_sound"], LEVELS["differs"]).astype(np.int8)
    trusted = (kind == VALID) & (other_kind == VALID)
    births = rows["id_birth"]
    near = np.flatnonzero(trusted & (births[one] == births[other]))
    if len(near):
        levels[near] = _trusted_levels(rows, one[near], other[near], levels[near])
    given = (kind != NONE) & (other_kind != NONE)
    levels[~given] = MISSING
    for at, compare in (
        (given & ~trusted, _damaged_levels),
        (given & ((kind == MASKED) | (other_kind == MASKED)), _masked_levels),
        (given & ((kind == ODD) | (other_kind == ODD)), _odd_levels),
    ):
        places = np.flatnonzero(at)
        if len(places):
            levels[places] = compare(rows, one[places], other[places])
    return levels


def _digits(rows: Rows, which: Array) -> Array:
    return np.take(rows["id_digits"], which, axis=0)


def _trusted_levels(rows: Rows, one: Array, other: Array, levels: Array) -> Array:
    """Level valid numbers of one birth date: they differ in area and order only, if at all."""
    unequal = _digits(rows, one)[:, :LENGTH] != _digits(rows, other)[:, :LENGTH]
    area, order = ~unequal[:, AREA].any(axis=1), ~unequal[:, ORDER].any(axis=1)
    province = ~unequal[:, PROVINCE].any(axis=1)
    levels[~area & province & order] = LEVELS["other_area"]
    levels[area] = np.where(order[area], LEVELS["exact"], LEVELS["neighbouring"])
    return levels


def _edits(unequal: Array, digits: Array, other: Array) -> Array:
    """Return the edits between rows of digits: substitutions, an adjacent swap counting as one."""
    count = unequal.sum(axis=1)
    swaps = (
        unequal[:, :-1] & unequal[:, 1:] & (digits[:, :-1] == other[:, 1:]) & (digits[:, 1:] == other[:, :-1])
    )
    return np.asarray(count - swaps.any(axis=1))


def _damaged_levels(rows: Rows, one: Array, other: Array) -> Array:
    """Level numbers of which one at least has no check digit that holds."""
    digits, other_digits = (_digits(rows, side)[:, :LENGTH] for side in (one, other))
    kinds = rows["id_kind"]
    unequal = digits != other_digits
    converted = (kinds[one] == CONVERTED) | (kinds[other] == CONVERTED)
    unequal[converted, LENGTH - 1] = False
    edits = _edits(unequal, digits, other_digits)
    area, birth = ~unequal[:, AREA].any(axis=1), ~unequal[:, BIRTH].any(axis=1)
    order = ~unequal[:, ORDER].any(axis=1)
    province = ~unequal[:, PROVINCE].any(axis=1)
    levels = np.full(len(one), LEVELS["differs_damaged"], dtype=np.int8)
    levels[~area & province & birth & order] = LEVELS["other_area"]
    levels[edits == 2] = LEVELS["two_edits"]  # noqa: PLR2004
    levels[area & birth & (edits > 2)] = LEVELS["neighbouring"]  # noqa: PLR2004
    levels[edits == 1] = LEVELS["one_edit"]
    levels[converted & area & birth & ~order] = LEVELS["neighbouring"]
    levels[~unequal.any(axis=1)] = LEVELS["exact"]
    return levels


def _masked_levels(rows: Rows, one: Array, other: Array) -> Array:
    digits, other_digits = (_digits(rows, side)[:, :LENGTH] for side in (one, other))
    visible = (digits < HIDDEN_DIGIT) & (other_digits < HIDDEN_DIGIT)
    unequal = visible & (digits != other_digits)
    area = visible[:, AREA].all(axis=1)
    birth = visible[:, BIRTH].all(axis=1)
    end = visible[:, END].sum(axis=1) >= END_VISIBLE
    seen = visible.sum(axis=1)
    levels = np.full(len(one), MISSING, dtype=np.int8)
    levels[seen >= VISIBLE_MIN] = LEVELS["masked_partly"]
    levels[area & birth] = LEVELS["masked_area_and_birth"]
    levels[end] = LEVELS["masked_end"]
    levels[area & end] = LEVELS["masked_area_and_end"]
    edits = _edits(unequal, digits, other_digits)
    levels[edits > 0] = LEVELS["masked_differs"]
    unlike = (unequal[:, AREA].sum(axis=1) > 1) & unequal[:, END].any(axis=1)
    levels[unlike] = LEVELS["masked_unlike"]
    # numbers of one area and birth date differ in their order: that is a neighbour's, not a slip
    slip = (edits == 1) & ~(area & birth & unequal[:, ORDER].any(axis=1))
    levels[slip & (seen >= PARTLY_VISIBLE)] = LEVELS["masked_one_off"]
    return levels


def _odd_levels(rows: Rows, one: Array, other: Array) -> Array:
    """Level numbers of which one at least has too few or too many digits, one by one: they are few."""
    levels = [
        odd_level(a.tobytes(), b.tobytes())
        for a, b in zip(_digits(rows, one), _digits(rows, other), strict=True)
    ]
    return np.array(levels, dtype=np.int8)


def odd_level(one: bytes, other: bytes) -> int:
    """Level two numbers of which one at least has too few or too many digits."""
    if HIDDEN_DIGIT in one or HIDDEN_DIGIT in other:
        return MISSING
    padding = bytes([NO_DIGIT])
    edits = OSA.distance(one.rstrip(padding), other.rstrip(padding))
    named = {0: "exact", 1: "one_edit", 2: "two_edits"}
    return LEVELS[named.get(edits, "differs_damaged")]

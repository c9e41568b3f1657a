"""Comparing two identity numbers, as `comparing_numbers.number_levels` does those of many pairs."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from matchers.chinese.coding_numbers import CONVERTED, HIDDEN_DIGIT, MASKED, NONE, ODD, VALID
from matchers.chinese.comparing_numbers import (
    AREA,
    BIRTH,
    END,
    END_VISIBLE,
    LEVELS,
    ORDER,
    PARTLY_VISIBLE,
    PROVINCE,
    VISIBLE_MIN,
    odd_level,
)
from matchers.chinese.identity_numbers import LENGTH
from matchers.profile import MISSING, Row

_PLACES: Final = range(LENGTH)


def number_level(one: Row, other: Row) -> int:
    """Return the level of two identity numbers, MISSING where one is not given."""
    kinds = {one["id_kind"], other["id_kind"]}
    digits, other_digits = one["id_digits"], other["id_digits"]
    if NONE in kinds:
        return MISSING
    if ODD in kinds:
        return odd_level(bytes(digits), bytes(other_digits))
    if MASKED in kinds:
        return _masked_level(digits, other_digits)
    if kinds != {VALID}:
        return _damaged_level(digits, other_digits, converted=CONVERTED in kinds)
    differs = LEVELS["differs_sound"] if one["id_sound"] and other["id_sound"] else LEVELS["differs"]
    if one["id_birth"] != other["id_birth"]:
        return differs
    order = digits[ORDER] == other_digits[ORDER]
    if digits[AREA] == other_digits[AREA]:
        return LEVELS["exact"] if order else LEVELS["neighbouring"]
    return LEVELS["other_area"] if order and digits[PROVINCE] == other_digits[PROVINCE] else differs


def _edits(unequal: list[int], digits: list[int], other: list[int]) -> int:
    """Return the edits at places: substitutions, one adjacent swap counting as one."""
    swapped = any(
        after == before + 1 and digits[before] == other[after] and digits[after] == other[before]
        for before, after in pairwise(unequal)
    )
    return len(unequal) - swapped


def _damaged_level(digits: list[int], other: list[int], *, converted: bool) -> int:
    """Level numbers of which one at least has no check digit that holds."""
    compared = LENGTH - 1 if converted else LENGTH
    unequal = [place for place in range(compared) if digits[place] != other[place]]
    if not unequal:
        return LEVELS["exact"]
    edits = _edits(unequal, digits, other)
    area, birth, order, province = (digits[part] == other[part] for part in (AREA, BIRTH, ORDER, PROVINCE))
    if converted and area and birth and not order:
        return LEVELS["neighbouring"]
    if edits == 1:
        return LEVELS["one_edit"]
    if area and birth and edits > 2:  # noqa: PLR2004
        return LEVELS["neighbouring"]
    if edits == 2:  # noqa: PLR2004
        return LEVELS["two_edits"]
    other_area = not area and province and birth and order
    return LEVELS["other_area"] if other_area else LEVELS["differs_damaged"]


def _masked_level(digits: list[int], other: list[int]) -> int:
    visible = [digits[place] < HIDDEN_DIGIT and other[place] < HIDDEN_DIGIT for place in _PLACES]
    unequal = [place for place in _PLACES if visible[place] and digits[place] != other[place]]
    seen, area, birth = sum(visible), all(visible[AREA]), all(visible[BIRTH])
    if unequal:
        # numbers of one area and birth date differ in their order: that is a neighbour's, not a slip
        order = area and birth and _count_within(ORDER, unequal) > 0
        if _edits(unequal, digits, other) == 1 and not order and seen >= PARTLY_VISIBLE:
            return LEVELS["masked_one_off"]
        unlike = _count_within(AREA, unequal) > 1 and _count_within(END, unequal) > 0
        return LEVELS["masked_unlike"] if unlike else LEVELS["masked_differs"]
    if sum(visible[END]) >= END_VISIBLE:
        return LEVELS["masked_area_and_end"] if area else LEVELS["masked_end"]
    if area and birth:
        return LEVELS["masked_area_and_birth"]
    return LEVELS["masked_partly"] if seen >= VISIBLE_MIN else MISSING


def _count_within(part: slice, places: list[int]) -> int:
    return sum(part.start <= place < part.stop for place in places)

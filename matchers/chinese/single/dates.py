"""Comparing two birth dates, as `comparing_dates.birth_levels` does those of many pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matchers.chinese.coding_numbers import NONE
from matchers.chinese.comparing_dates import LEVELS, NEW_YEAR, YEARS_OFF
from matchers.profile import MISSING, Row

_DIGITS: Final = 8
_DIFFERS: Final = LEVELS["differs"]
_NOT_LUNAR: Final = (0, 0)


def birth_level(one: Row, other: Row) -> int:
    """Return the level of two birth dates, MISSING where one is not given."""
    born, other_born = one["birth"], other["birth"]
    if not (born and other_born):
        return MISSING
    if born == other_born and born % 100 > 0:
        return LEVELS["exact"]
    level = _date_level(born, one["lunar"], other_born, other["lunar"])
    for first, second in ((one, other), (other, one)):
        stated = first["id_birth"] if second["id_kind"] == NONE else 0
        if stated and stated != first["birth"]:
            level = min(level, _date_level(stated, _NOT_LUNAR, second["birth"], second["lunar"]))
    return level


def _date_level(one: int, lunar: Sequence[int], other: int, other_lunar: Sequence[int]) -> int:
    """Level two dates that are both given, at least in part."""
    year, month = one // 10_000 == other // 10_000, one // 100 == other // 100
    day_known = one % 100 > 0 and other % 100 > 0
    month_known = one // 100 % 100 > 0 and other // 100 % 100 > 0
    if one == other and day_known:
        return LEVELS["exact"]
    if month and month_known and not day_known:
        return LEVELS["month"]
    if year and not month_known:
        return LEVELS["year"]
    level = _DIFFERS
    if month and day_known:
        level = LEVELS["same_month"]
    elif year:
        level = LEVELS["same_year"]
    if day_known:
        level = min(level, _full_date_level(one, lunar, other, other_lunar))
    return level


def _full_date_level(one: int, lunar: Sequence[int], other: int, other_lunar: Sequence[int]) -> int:
    if other in lunar or one in other_lunar:
        return LEVELS["lunar"]
    digits, other_digits = f"{one:08}", f"{other:08}"
    unequal = [place for place in range(_DIGITS) if digits[place] != other_digits[place]]
    year, day, other_day = one // 10_000 == other // 10_000, one % 10_000, other % 10_000
    if _is_swap(digits, other_digits, unequal) or (
        year and day // 100 == other_day % 100 and day % 100 == other_day // 100
    ):
        return LEVELS["digits_swapped"]
    if len(unequal) == 1:
        return LEVELS["one_digit"]
    if year and NEW_YEAR in {day, other_day}:
        return LEVELS["placeholder"]
    if day == other_day and abs(one // 10_000 - other // 10_000) <= YEARS_OFF:
        return LEVELS["year_off"]
    return _DIFFERS


def _is_swap(digits: str, other: str, unequal: list[int]) -> bool:
    """Tell whether two neighbours are all that changed, and changed places."""
    if len(unequal) != 2 or unequal[1] != unequal[0] + 1:  # noqa: PLR2004
        return False
    first, second = unequal
    return digits[first] == other[second] and digits[second] == other[first]

"""Citizen identity numbers (GB 11643-1999) of invented people: composing, and never giving one out twice.

A number is area (6) + birth date (8) + serial (3, odd for men) + check character (ISO 7064 MOD 11-2).
The serials of one birth date are dealt out to blocks, so that blocks need not know of one another and two
invented people never share a number by chance.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from dedup.sample.draws import Draws

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
FIRST_DAY: Final = date(1910, 1, 1)
GROUPS: Final = 249
"""Serials 004 to 999 in fours: one birth takes a group, twins share it, 000 to 003 stay unused."""

_MEN: Final = "男"
_CENTURY_OF_15_DIGITS: Final = "19"
_LONG_AGO: Final = 1960
_HEAPED_LONG_AGO, _HEAPED, _HEAPED_NATIONAL_DAY = 0.025, 0.006, 0.004


def _weigh(digits: str, start: int) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS[start:], strict=False))


_COUNT = (date(2011, 1, 1) - FIRST_DAY).days
DAYS: Final = tuple((FIRST_DAY + timedelta(days=day)).strftime("%Y%m%d") for day in range(_COUNT))
"""Day number → YYYYMMDD."""
_DAY_SUMS: Final = tuple(_weigh(day, 6) for day in DAYS)
_SERIALS: Final = tuple((f"{serial:03d}", _weigh(f"{serial:03d}", 14)) for serial in range(1000))
_AREA_SUMS: dict[str, int] = {}


def day_number(year: int, month: int = 1, day: int = 1) -> int:
    """Return the number of a day in `DAYS`."""
    return (date(year, month, day) - FIRST_DAY).days


_NEW_YEARS: Final = tuple(day_number(year) for year in range(FIRST_DAY.year, 2012))


def check_character(first_17: str) -> str:
    """Return the 18th character of a number, by GB 11643-1999."""
    return CHECKS[_weigh(first_17, 0) % 11]


def compose(area: str, day: int, serial: int) -> str:
    """Return the 18-character number of an area code, a day number and a serial 0-999."""
    area_sum = _AREA_SUMS.get(area)
    if area_sum is None:
        area_sum = _AREA_SUMS[area] = _weigh(area, 0)
    serial_text, serial_sum = _SERIALS[serial]
    return f"{area}{DAYS[day]}{serial_text}{CHECKS[(area_sum + _DAY_SUMS[day] + serial_sum) % 11]}"


def shorten(number: str) -> str | None:
    """Return the 15-digit form that cards carried before 1999, or None for people born after 1999."""
    if number[6:8] != _CENTURY_OF_15_DIGITS:
        return None
    return number[:6] + number[8:17]


def birth_day(draws: Draws, year: int) -> int:
    """Draw a birth day of a year: uniform but for some heaping on New Year's Day and National Day."""
    luck = draws.unit()
    start = _NEW_YEARS[year - FIRST_DAY.year]
    # Registrars wrote 01-01 where only the year was known: mostly the old.
    if luck < (_HEAPED_LONG_AGO if year < _LONG_AGO else _HEAPED):
        return start
    if luck > 1 - _HEAPED_NATIONAL_DAY:
        return day_number(year, 10, 1)
    return start + draws.below(_NEW_YEARS[year - FIRST_DAY.year + 1] - start)


class Numbering:
    """Deals numbers within one block; block `block` of `blocks` owns its own part of every day's serials."""

    __slots__ = ("_block", "_blocks", "_draws", "_taken")

    def __init__(self, draws: Draws, block: int, blocks: int) -> None:
        self._draws = draws
        self._block = block
        self._blocks = max(1, blocks)
        self._taken: set[tuple[str, int, int]] = set()

    def reserve(self, area: str, day: int) -> tuple[int, int]:
        """Return (day, group) that nobody has in this area: the day wanted, or a later one if full."""
        while True:
            offset = (self._block - day * GROUPS) % self._blocks
            if offset < GROUPS:
                choices = (GROUPS - 1 - offset) // self._blocks + 1
                start = self._draws.below(choices)
                for step in range(choices):
                    group = offset + (start + step) % choices * self._blocks
                    if (area, day, group) not in self._taken:
                        self._taken.add((area, day, group))
                        return day, group
            day = day + 1 if day + 1 < _COUNT else day - 400

    def issue(self, area: str, day: int, sex: str) -> tuple[int, str]:
        """Return (day, number) of a single birth."""
        day, group = self.reserve(area, day)
        first = 4 + group * 4 + (2 if self._draws.chance(0.5) else 0)
        return day, compose(area, day, first + (sex == _MEN))

    def issue_twins(self, area: str, day: int, sexes: tuple[str, str]) -> tuple[int, str, str]:
        """Return (day, number, number) of twins: serials of one group, one or two apart."""
        day, group = self.reserve(area, day)
        first = 4 + group * 4
        elder = compose(area, day, first + (sexes[0] == _MEN))
        return day, elder, compose(area, day, first + 2 + (sexes[1] == _MEN))

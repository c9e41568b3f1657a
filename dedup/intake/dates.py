"""Dates as clerks write them, read as far as they go, to tell damage by. What is stored is the text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TENS: Final = re.compile(r"(\d?)十(\d?)")
_PARTED: Final = re.compile(r"(\d{4})[-/.,年\s]+(\d{1,2})(?:[-/.,月\s]+(\d{1,2}))?[日号]?月?(?:[\sT].*)?")
_SOLID: Final = re.compile(r"(\d{4})(\d{2})?(\d{2})?")
_YEAR: Final = re.compile(r"(\d{4})年?(?:生|出生)?")
_SERIAL: Final = re.compile(r"\d{5}(?:\.0)?")
_LUNAR: Final = re.compile(r"[(（\[]?(?:农历|阴历|旧历)[)）\]:：]?")
_SOLAR: Final = re.compile(r"[(（\[]?(?:公历|阳历|新历)[)）\]:：]?")
_SERIAL_ZERO: Final = date(1899, 12, 30)
"""Excel's day 0, after its leap day of 1900 that never was."""


class DateReading(NamedTuple):
    """A date as far as it is given; month and day are 0 where not."""

    year: int
    month: int = 0
    day: int = 0
    lunar: bool = False

    def agrees_with(self, other: date) -> bool:
        """Tell whether a day is within what is given. A lunar date agrees with any day."""
        if self.lunar:
            return True
        return self.year == other.year and self.month in {0, other.month} and (self.day in {0, other.day})


@lru_cache(maxsize=65_536)
def read_date(text: str) -> DateReading | None:
    """Return the date that a text gives; None for what is no date, such as a 31st of February."""
    plain = unicodedata.normalize("NFKC", text).strip()
    lunar = _LUNAR.search(plain) is not None
    plain = _SOLAR.sub("", _LUNAR.sub("", plain)).strip()
    if _SERIAL.fullmatch(plain):
        return _from_serial(int(plain[:5]))
    plain = _TENS.sub(_ten, plain.translate(_DIGITS))
    found = _PARTED.fullmatch(plain) or _SOLID.fullmatch(plain) or _YEAR.fullmatch(plain)
    if found is None:
        return None
    year, month, day = (int(part or 0) for part in (*found.groups(), None, None)[:3])
    return _possible(DateReading(year, month, day, lunar))


def _ten(found: re.Match[str]) -> str:
    return str(int(found[1] or 1) * 10 + int(found[2] or 0))


def _from_serial(days: int) -> DateReading:
    day = _SERIAL_ZERO + timedelta(days=days)
    return DateReading(day.year, day.month, day.day)


def _possible(reading: DateReading) -> DateReading | None:
    if not 1800 <= reading.year <= 2200:  # noqa: PLR2004 - what can be a birthday or a day of registration
        return None
    last = 30 if reading.lunar else 31
    if reading.month > 12 or reading.day > last:  # noqa: PLR2004 - months of a year
        return None
    if reading.lunar or not reading.day:
        return reading
    return reading if is_day(reading.year, reading.month, reading.day) else None


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True

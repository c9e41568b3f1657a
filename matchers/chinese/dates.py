"""Birth dates 出生日期 in the many spellings of registers, with their precision and lunar reading.

Owns reading one date. Knows nothing of identity numbers or pairs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from matchers.chinese.lunar import solar_dates

_YEAR_MIN: Final = 1860
_YEAR_MAX: Final = 2030
_YEAR_SPLIT: Final = 30
"""Two-digit years above it belong to the last century: nobody on a roll was born after 2012."""
_CHINESE_DIGITS: Final = str.maketrans("〇○零Ｏ一二三四五六七八九元", "00001234567891")
_LUNAR_MARKS: Final = re.compile("农历|阴历|旧历|夏历|[(（]?农[)）]?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})?(?:0{6})?")
_PARTS: Final = re.compile(r"\d+")
_TENS: Final = re.compile("([1-9]?)(十|廿|卅)([1-9]?)")
_EXCEL_SERIAL: Final = re.compile(r"\d{4,5}")
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_EXCEL_MIN: Final = 2100


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A date whose month and day are 0 when not given; the year is 0 when nothing could be read."""

    year: int
    month: int
    day: int
    from_lunar: tuple[tuple[int, int, int], ...] = ()
    """Solar dates it stands for if it was written by the lunar calendar (two in a leap month's year)."""


NO_DATE: Final = BirthDate(0, 0, 0)


def _tens(match: re.Match[str]) -> str:
    first = {"十": match.group(1) or "1", "廿": "2", "卅": "3"}[match.group(2)]
    return first + (match.group(3) or "0")


def _arabic(text: str) -> str:
    text = text.replace("正月", "1月").replace("腊月", "12月").replace("冬月", "11月").replace("初", "")
    return _TENS.sub(_tens, text.translate(_CHINESE_DIGITS))


def _century(year: int) -> int:
    if year < 100:  # noqa: PLR2004 - two digits
        return year + (2000 if year <= _YEAR_SPLIT else 1900)
    return year


def _parts(text: str) -> tuple[int, int, int] | None:
    compact = _COMPACT.fullmatch(text)
    if compact and _YEAR_MIN <= int(compact.group(1)) <= _YEAR_MAX:
        return int(compact.group(1)), int(compact.group(2)), int(compact.group(3) or 0)
    if _EXCEL_SERIAL.fullmatch(text) and not _YEAR_MIN <= int(text) <= _EXCEL_MIN:
        serial = _EXCEL_EPOCH + timedelta(days=int(text))
        return serial.year, serial.month, serial.day
    numbers = [int(n) for n in _PARTS.findall(text)[:3]]
    if not numbers:
        return None
    if len(numbers) == 3 and numbers[2] > _YEAR_MIN and numbers[0] <= 31:  # noqa: PLR2004 - day/month/year
        numbers = [numbers[2], numbers[1], numbers[0]]
    padded = [*numbers, 0, 0][:3]
    return _century(padded[0]), padded[1], padded[2]


def _solar(year: int, month: int, day: int) -> tuple[tuple[int, int, int], ...]:
    if not month or not day:
        return ()
    return tuple((d // 10_000, d // 100 % 100, d % 100) for d in solar_dates(year, month, day))


@lru_cache(maxsize=1 << 16)
def read_birth_date(raw: str) -> BirthDate:
    """Return a date as far as it can be read.

    >>> read_birth_date("1987.3.5").month, read_birth_date("一九八七年十二月").month
    (3, 12)
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    marked = bool(_LUNAR_MARKS.search(text))
    text = _arabic(_LUNAR_MARKS.sub("", text)).split(" ")[0].split("T")[0]
    parts = _parts(text)
    if parts is None:
        return NO_DATE
    year, month, day = parts
    if not _YEAR_MIN <= year <= _YEAR_MAX:
        return NO_DATE
    month, day = (month, day) if month <= 12 or day > 12 else (day, month)  # noqa: PLR2004 - months
    if month > 12 or day > 31:  # noqa: PLR2004 - unreadable beyond the year
        month, day = 0, 0
    solar = _solar(year, month, day)
    if marked and solar:
        return BirthDate(*solar[0], ())
    return BirthDate(year, month, day, solar)

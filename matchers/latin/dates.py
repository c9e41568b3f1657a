"""Birth dates in the spellings of rolls in Latin script, as digits yyyymmdd.

Dates that no calendar knows are kept as written: a wrong digit is what comparing looks for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from matchers.latin.spelling import words_of

_YEAR_MIN: Final = 1860
_YEAR_MAX: Final = 2030
_CENTURY_SPLIT: Final = 30
"""Two-digit years above it belong to the last century: nobody on a roll was born after 2012."""
_MONTHS_MAX: Final = 12
_DAYS_MAX: Final = 31
_TWO_DIGITS_MAX: Final = 99
_MONTH_NAMES: Final = (
    *("january janvier januar enero gennaio janeiro", "february fevrier februar febrero febbraio fevereiro"),
    *("march mars marz marzo marco", "april avril abril aprile", "may mai mayo maggio maio"),
    *("june juin juni junio giugno junho", "july juillet juli julio luglio julho"),
    *("august aout agosto", "september septembre septiembre settembre setembro"),
    *("october octobre oktober octubre ottobre outubro", "november novembre noviembre novembro"),
    "december decembre dezember diciembre dicembre dezembro",
)
_NUMBER: Final = re.compile(r"\d+")
_COMPACT: Final = re.compile(r"\d{8}")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME: Final = re.compile(r"[ T]\d{1,2}:\d{2}.*$")


def _month_of() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, names in enumerate(_MONTH_NAMES, start=1):
        for name in names.split():
            for length in range(3, len(name) + 1):
                found.setdefault(name[:length], number)
    return found


_MONTH_OF: Final = _month_of()


def _century(year: int) -> int:
    return year if year > _TWO_DIGITS_MAX else year + (2000 if year <= _CENTURY_SPLIT else 1900)


def _ordered(numbers: list[int], month: int | None) -> tuple[int, int, int]:
    """Return year, month and day of the numbers of a date, its month given where it was a word."""
    if month is not None:
        year = next((n for n in numbers if n > _DAYS_MAX), numbers[-1] if len(numbers) > 1 else 0)
        day = next((n for n in numbers if n <= _DAYS_MAX), 0)
        return _century(year) if year else 0, month, day if len(numbers) > 1 else 0
    if len(numbers) == 1:
        return numbers[0], 0, 0
    if numbers[0] > _DAYS_MAX:
        year, month, day = [*numbers, 0][:3]
        return _century(year), month, day
    if len(numbers) == 2:  # noqa: PLR2004 - month and year
        return _century(numbers[1]), numbers[0], 0
    day, month, year = numbers
    return _century(year), month, day


@lru_cache(maxsize=1 << 16)
def read_birth_date(raw: str) -> int:
    """Return a date as yyyymmdd, zeros where nothing was given, 0 when no year can be read.

    Between 3/4/1956 as 3 April and as March 4 nothing decides: it is read day first, and comparing knows that
    the two may have changed places.

    >>> read_birth_date("1956-04-09"), read_birth_date("9 April 1956"), read_birth_date("9/4/56")
    (19560409, 19560409, 19560409)
    """
    if iso := _ISO.fullmatch(raw):
        return _checked(int(iso[1]), int(iso[2]), int(iso[3]))
    text = _TIME.sub("", unicodedata.normalize("NFKC", raw).strip())
    if _COMPACT.fullmatch(text):
        return _compact(text)
    month = next((_MONTH_OF[word] for word in words_of(text) if word in _MONTH_OF), None)
    numbers = [int(digits[:4]) for digits in _NUMBER.findall(text)[:3]]
    if not numbers:
        return 0
    year, month, day = _ordered(numbers, month)
    if month > _MONTHS_MAX >= day > 0 and numbers[0] <= _DAYS_MAX:
        month, day = day, month
    return _checked(year, month, day)


def _compact(text: str) -> int:
    """Read eight digits: the year comes first unless only the end is a year."""
    first, last = int(text[:4]), int(text[4:])
    if not _YEAR_MIN <= first <= _YEAR_MAX and _YEAR_MIN <= last <= _YEAR_MAX:
        return _checked(last, int(text[2:4]), int(text[:2]))
    return int(text)


def _checked(year: int, month: int, day: int) -> int:
    if not _YEAR_MIN <= year <= _YEAR_MAX:
        return 0
    return year * 10_000 + min(month, _TWO_DIGITS_MAX) * 100 + min(day, _TWO_DIGITS_MAX)

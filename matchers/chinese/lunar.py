"""The lunar calendar 农历 of 1900 to 2099: which solar days a date stands for if it was told by the moon.

Astronomy is no matter of opinion, so the months stand here as a table; a test holds it against the
computation of the `lunar-python` package.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np

from matchers.columns import Array

_FIRST_YEAR: Final = 1900
_FIRST_DAY: Final = date(1900, 1, 31)
"""New Year of the first year."""
_MONTHS: Final = 12
_SHORT: Final = 29
_LEAP_SHIFT: Final = 13
_YEARS: Final = """
116d2 00752 00ea5 0b64a 0064b 00a9b 09556 0056a 00b59 05752 00752 0db25 00b25 00a4b 0b4ab 002ad
0056b 04b69 00da9 0fd92 00e92 00d25 0ba4d 00a56 002b6 095b5 006d4 00ea9 05e92 00e92 0cd26 0052b
00a57 0b2b6 00b5a 006d4 06ec9 00749 0f693 00a93 0052b 0ca5b 00aad 0056a 09b55 00ba4 00b49 05a93
00a95 0f52d 00536 00aad 0b5aa 005b2 00da5 07d4a 00d4a 10a95 00a97 00556 0cab5 00ad5 006d2 08ea5
00ea5 0064a 06c97 00a9b 0f55a 0056a 00b69 0b752 00b52 00b25 0964b 00a4b 114ab 002ad 0056d 0cb69
00da9 00d92 09d25 00d25 15a4d 00a56 002b6 0c5b5 006d5 00ea9 0be92 00e92 00d26 06a56 00a57 114d6
0035a 006d5 0b6c9 00749 00693 0952b 0052b 00a5b 0555a 0056a 0fb55 00ba4 00b49 0ba93 00a95 0052d
08aad 00ab5 135aa 005d2 00da5 0dd4a 00d4a 00c95 0952e 00556 00ab5 055b2 006d2 0cea5 00725 0064b
0ac97 00cab 0055a 06ad6 00b69 17752 00b52 00b25 0da4b 00a4b 004ab 0a55b 005ad 00b6a 05b52 00d92
0fd25 00d25 00a55 0b4ad 004b6 005b5 06daa 00ec9 11e92 00e92 00d26 0ca56 00a57 004d6 086d5 00755
00749 06e93 00693 0f52b 0052b 00a5b 0b55a 0056a 00b65 0974a 00b4a 11a95 00a95 0052d 0caad 00ab5
005aa 08ba5 00da5 00d4a 07c95 00c96 0f94e 00556 00ab5 0b5b2 006d2 00ea5 08e4a 0068b 10c97 004ab
0055b 0cad6 00b6a 00752 09725 00b45 00a8b 0549b
"""
"""Of each year: a bit for each month in turn, from the lowest, set if it has 30 days and not 29; above these
the number of the month that comes twice."""


def _months() -> Iterator[tuple[int, int, int, int]]:
    """Yield (year, month, first day counted from the first of the table, days) in turn."""
    day = 0
    for year, code in enumerate(int(text, 16) for text in _YEARS.split()):
        leap = code >> _LEAP_SHIFT
        numbers = [*range(1, leap + 1), *range(leap, _MONTHS + 1)] if leap else range(1, _MONTHS + 1)
        for place, month in enumerate(numbers):
            length = _SHORT + (code >> place & 1)
            yield _FIRST_YEAR + year, month, day, length
            day += length


def _calendar() -> tuple[Array, Array]:
    """Return first day and length of each month, i4[year, month, once or twice]; length 0 is no month."""
    first = np.zeros((len(LUNAR_YEARS), _MONTHS, 2), dtype=np.int32)
    length = np.zeros_like(first)
    for year, month, day, days in _months():
        at = (year - _FIRST_YEAR, month - 1)
        again = int(length[*at, 0] > 0)
        first[*at, again], length[*at, again] = day, days
    return first, length


LUNAR_YEARS: Final = range(_FIRST_YEAR, _FIRST_YEAR + len(_YEARS.split()))
_FIRST, _LENGTH = _calendar()


def _solar_dates() -> Array:
    """Return each day of the table as yyyymmdd."""
    count = int((_FIRST + _LENGTH).max())
    days = np.datetime64(_FIRST_DAY) + np.arange(count).astype("timedelta64[D]")
    months = days.astype("datetime64[M]")
    number = months.astype(np.int64)
    day = (days - months).astype(np.int64) + 1
    dates = (1970 + number // _MONTHS) * 10_000 + (number % _MONTHS + 1) * 100 + day
    return np.asarray(dates, dtype=np.int32)


_SOLAR: Final = _solar_dates()


def solar_dates(year: int, month: int, day: int) -> list[int]:
    """Return the solar dates, yyyymmdd, that a lunar date stands for: two where its month comes twice."""
    if year not in LUNAR_YEARS:
        return []
    at = (year - _FIRST_YEAR, month - 1)
    spans = zip(_FIRST[at].tolist(), _LENGTH[at].tolist(), strict=True)
    return [int(_SOLAR[first + day - 1]) for first, length in spans if day <= length]


def lunar_readings(dates: Array) -> Array:
    """Return for full dates, yyyymmdd, the up to two solar dates that they may stand for, i4[2].

    A lunar month may come twice in a year; 0 is no reading.
    """
    known = (dates // 10_000 >= LUNAR_YEARS.start) & (dates // 10_000 < LUNAR_YEARS.stop)
    years = np.where(known, dates // 10_000 - LUNAR_YEARS.start, 0)
    months, days = dates // 100 % 100 - 1, (dates % 100)[:, None]
    length = _LENGTH[years, months]
    solar = _SOLAR[_FIRST[years, months] + np.minimum(days, length) - (length > 0)]
    readings = np.where((days <= length) & known[:, None], solar, 0)
    second = readings[:, 0] == 0
    readings[second] = readings[second][:, ::-1]
    return readings

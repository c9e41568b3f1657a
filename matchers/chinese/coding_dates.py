"""Coding birth dates: those written in the common forms a whole batch at once.

A date's form is its outline. Where it stands in an outline is found once for each; what is written in another
form is read by the scalar reader, once per distinct value. Both ways give the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.chinese.coding_numbers import FEW, YEAR_MAX, YEAR_MIN
from matchers.chinese.dates import EXCEL_EPOCH, EXCEL_NOTHING, read_birth_date
from matchers.chinese.lunar import lunar_readings
from matchers.chinese.outlines import ZERO, Lines
from matchers.columns import Array

_FORMS: Final = re.compile(
    "0000(?:年|[-/.年](?P<month>00?)(?:月|[-/.月](?P<day>00?)日?(?: 00:00:00)?)?"
    "|(?P<compact_month>00)(?P<compact_day>00)?)?"
)
"""Year, month and day in this order, whatever separates them, as far as they are given."""
_SERIAL: Final = "00000"
"""The number by which Excel keeps a date."""
_OTHER, _DATE, _SERIAL_NUMBER = range(3)
_SERIAL_DIGITS: Final = len(_SERIAL)
_SERIAL_MIN: Final = 10_000
_YEAR_DIGITS: Final = 4
_MONTHS: Final = 12
_DAYS_MAX: Final = 31
_EPOCH: Final = np.datetime64(EXCEL_EPOCH)
_NOTHING: Final = tuple(year * 10_000 + month * 100 + day for year, month, day in EXCEL_NOTHING)


def code_dates(raws: Sequence[str]) -> tuple[Array, Array]:
    """Return birth dates as yyyymmdd with zeros for what is unknown, and their up to two lunar readings."""
    birth = np.zeros(len(raws), dtype=np.int32)
    lunar = np.zeros((len(raws), 2), dtype=np.int32)
    if len(raws) > FEW:
        birth = _usual_dates(raws)
        full = (birth % 100 > 0) & (birth // 100 % 100 > 0)
        lunar[full] = lunar_readings(birth[full])
    given = np.fromiter(map(bool, raws), dtype=bool, count=len(raws))
    for i in np.flatnonzero(given & (birth == 0)).tolist():
        birth[i], lunar[i, 0], lunar[i, 1] = read_date(raws[i])
    return birth, lunar


@lru_cache(maxsize=1 << 16)
def read_date(raw: str) -> tuple[int, int, int]:
    """Return a birth date as yyyymmdd, and its up to two lunar readings."""
    born = read_birth_date(raw)
    lunar = [year * 10_000 + month * 100 + day for year, month, day in born.from_lunar]
    first, second = [*lunar, 0, 0][:2]
    return born.year * 10_000 + born.month * 100 + born.day, first, second


@lru_cache(maxsize=1 << 12)
def _form(outline: str) -> tuple[int, ...]:
    """Return of an outline what it is, and begin and length of the month and of the day."""
    if outline == _SERIAL:
        return _SERIAL_NUMBER, 0, 0, 0, 0
    match = _FORMS.fullmatch(outline)
    if match is None:
        return _OTHER, 0, 0, 0, 0
    month, day = ("compact_month", "compact_day") if match["compact_month"] else ("month", "day")
    spans = (match.span(part) for part in (month, day) if match[part])
    places = [place for begin, end in spans for place in (begin, end - begin)]
    return (_DATE, *places, 0, 0, 0, 0)[:5]


def _usual_dates(raws: Sequence[str]) -> Array:
    """Return dates written in common forms, 0 for others and for those that nobody is born on."""
    lines = Lines(raws)
    forms: dict[str, int] = {}
    form_of = [forms.setdefault(outline, len(forms)) for outline in lines.outlines()]
    table = np.array([_form(outline) for outline in forms], dtype=np.int64)
    kind, month_at, month_digits, day_at, day_digits = table[form_of].T
    digits = lines.points.astype(np.int64) - ZERO
    starts = np.where(kind == _OTHER, 0, lines.starts)
    year = _spelled(digits, starts, np.where(kind == _OTHER, 0, _YEAR_DIGITS))
    month = _spelled(digits, starts + month_at, month_digits)
    day = _spelled(digits, starts + day_at, day_digits)
    date = np.where(kind == _DATE, _in_order(year, month, day), 0)
    serials = np.flatnonzero(kind == _SERIAL_NUMBER)
    if len(serials):
        number = _spelled(digits, starts[serials], np.full(len(serials), _SERIAL_DIGITS))
        date[serials] = np.where(number >= _SERIAL_MIN, _of_serial(number), 0)
    believed = (date // 10_000 >= YEAR_MIN) & (date // 10_000 <= YEAR_MAX)
    for nothing in _NOTHING:
        believed &= date != nothing
    return np.where(believed, date, 0).astype(np.int32)


def _spelled(digits: Array, begin: Array, length: Array) -> Array:
    """Return the numbers that so many digits from some places on spell; 0 for no digits."""
    number = np.zeros(len(begin), dtype=np.int64)
    for place in range(int(length.max(initial=0))):
        digit = digits[np.minimum(begin + place, len(digits) - 1)]
        number = np.where(length > place, number * 10 + digit, number)
    return number


def _in_order(year: Array, month: Array, day: Array) -> Array:
    """Return yyyymmdd; day and month change places where only that makes sense, what makes none is 0."""
    swapped = (month > _MONTHS) & (day <= _MONTHS)
    month, day = np.where(swapped, day, month), np.where(swapped, month, day)
    sound = (month > 0) & (month <= _MONTHS) & (day <= _DAYS_MAX)
    return np.asarray(year * 10_000 + np.where(sound, month * 100 + day, 0))


def _of_serial(number: Array) -> Array:
    days = _EPOCH + number.astype("timedelta64[D]")
    months = days.astype("datetime64[M]")
    years = days.astype("datetime64[Y]")
    month = (months - years.astype("datetime64[M]")).astype(np.int64) + 1
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    return np.asarray((years.astype(np.int64) + 1970) * 10_000 + month * 100 + day)

"""The lunar calendar as a table: which solar days a date stands for if it was written by the moon."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from matchers.chinese.dates import LUNAR_YEARS, lunar_months
from matchers.columns import Array

_MONTHS: Final = 12
_EPOCH: Final = date(LUNAR_YEARS.start, 1, 1)
_DAYS: Final = (date(LUNAR_YEARS.stop + 1, 1, 1) - _EPOCH).days


class _Calendar:
    """Months by year, filled when a year is asked for; days counted from the first of the table."""

    def __init__(self) -> None:
        days = np.arange(_DAYS).astype("timedelta64[D]") + np.datetime64(_EPOCH)
        years, months = days.astype("datetime64[Y]"), days.astype("datetime64[M]")
        self.dates = (
            (years.astype(np.int64) + 1970) * 10_000
            + (months.astype(np.int64) % _MONTHS + 1) * 100
            + (days - months).astype(np.int64)
            + 1
        ).astype(np.int32)
        shape = (len(LUNAR_YEARS), _MONTHS, 2)
        self.first = np.zeros(shape, dtype=np.int32)
        self.length = np.zeros(shape, dtype=np.int32)
        self._filled = np.zeros(len(LUNAR_YEARS), dtype=bool)

    def fill(self, years: Array) -> None:
        """Make some years, counted from the first, readable."""
        if self._filled[years].all():
            return
        for year in np.unique(years[~self._filled[years]]).tolist():
            for month, spans in lunar_months(LUNAR_YEARS.start + year).items():
                for place, (first, length) in enumerate(spans[:2]):
                    self.first[year, month - 1, place] = first - _EPOCH.toordinal()
                    self.length[year, month - 1, place] = length
            self._filled[year] = True


_CALENDAR: Final = _Calendar()


def lunar_readings(dates: Array) -> Array:
    """Return for full dates, yyyymmdd, the up to two solar dates that they may stand for, i4[2].

    A lunar month may come twice in a year; 0 is no reading.
    """
    known = (dates // 10_000 >= LUNAR_YEARS.start) & (dates // 10_000 < LUNAR_YEARS.stop)
    years = np.where(known, dates // 10_000 - LUNAR_YEARS.start, 0)
    _CALENDAR.fill(years)
    months, days = dates // 100 % 100 - 1, (dates % 100)[:, None]
    length = _CALENDAR.length[years, months]
    solar = _CALENDAR.dates[_CALENDAR.first[years, months] + np.minimum(days, length) - (length > 0)]
    readings = np.where((days <= length) & known[:, None], solar, 0)
    second = readings[:, 0] == 0
    readings[second] = readings[second][:, ::-1]
    return readings

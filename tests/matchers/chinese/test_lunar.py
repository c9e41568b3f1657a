from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from lunar_python import LunarYear

from matchers.chinese.lunar import LUNAR_YEARS, lunar_readings, solar_dates

JULIAN_DAY_OF_ORDINAL_ZERO = 1_721_425


def test_the_table_is_what_astronomy_computes() -> None:
    for year in LUNAR_YEARS:
        firsts: dict[int, list[date]] = {}
        for month in LunarYear.fromYear(year).getMonthsInYear():
            ordinal = round(month.getFirstJulianDay()) - JULIAN_DAY_OF_ORDINAL_ZERO
            firsts.setdefault(abs(month.getMonth()), []).append(date.fromordinal(ordinal))
            days = month.getDayCount()
            at = solar_dates(year, abs(month.getMonth()), days)
            last = date.fromordinal(ordinal + days - 1)
            assert last.year * 10_000 + last.month * 100 + last.day in at
        for number, found in firsts.items():
            expected = [d.year * 10_000 + d.month * 100 + d.day for d in found]
            assert solar_dates(year, number, 1) == expected


@given(st.lists(st.dates(date(1890, 1, 1), date(2110, 1, 1)).map(lambda d: (d.year, d.month, d.day))))
def test_a_batch_of_dates_reads_as_each_of_them(dates: list[tuple[int, int, int]]) -> None:
    numbers = np.array([y * 10_000 + m * 100 + d for y, m, d in dates], dtype=np.int32)
    readings = [[n for n in row if n] for row in lunar_readings(numbers).tolist()]
    assert readings == [solar_dates(*d) for d in dates]

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lunar_python import Solar

from dedup.sample.identity import DAYS, day_number
from dedup.sample.lunar import lunar_date


def test_new_year_of_1985_was_the_twentieth_of_february() -> None:
    assert lunar_date(day_number(1985, 2, 20)) == "19850101"
    assert lunar_date(day_number(1985, 2, 19)) == "19841230"


def test_a_repeated_month_is_written_as_its_month() -> None:
    # 1984 had a second tenth month, from 23 November.
    assert lunar_date(day_number(1984, 11, 23)) == "19841001"
    assert lunar_date(day_number(1984, 10, 24)) == "19841001"


@given(day=st.integers(0, len(DAYS) - 1))
def test_every_day_agrees_with_another_calendar(day: int) -> None:
    other = Solar.fromYmd(int(DAYS[day][:4]), int(DAYS[day][4:6]), int(DAYS[day][6:])).getLunar()
    assert lunar_date(day) == f"{other.getYear()}{abs(other.getMonth()):02d}{other.getDay():02d}"

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dedup.calendars.days import day_in_china, end_of_day, is_working_day, working_day_from

NATIONAL_DAY = tuple(date(2021, 10, day) for day in range(1, 8))
WORKED = (date(2021, 10, 9),)


def test_a_day_ends_at_midnight_in_china_which_is_four_in_the_afternoon_in_greenwich() -> None:
    assert end_of_day(date(2026, 12, 31)) == datetime(2026, 12, 31, 16, tzinfo=UTC)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_the_last_moment_of_a_day_is_in_time_and_its_end_is_not(day: date) -> None:
    assert day_in_china(end_of_day(day) - timedelta(microseconds=1)) == day
    assert day_in_china(end_of_day(day)) == day + timedelta(days=1)


def test_days_off_and_worked_weekends_go_before_the_days_of_the_week() -> None:
    friday_off, saturday_worked, sunday = date(2021, 10, 1), date(2021, 10, 9), date(2021, 10, 10)
    assert not is_working_day(friday_off, NATIONAL_DAY, WORKED)
    assert is_working_day(saturday_worked, NATIONAL_DAY, WORKED)
    assert not is_working_day(sunday, NATIONAL_DAY, WORKED)


def test_a_period_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert working_day_from(date(2021, 10, 1), NATIONAL_DAY, WORKED) == date(2021, 10, 8)
    assert working_day_from(date(2021, 10, 9), NATIONAL_DAY, WORKED) == date(2021, 10, 9)
    assert working_day_from(date(2021, 10, 10), NATIONAL_DAY, WORKED) == date(2021, 10, 11)

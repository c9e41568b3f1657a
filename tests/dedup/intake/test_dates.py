from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.intake.dates import DateReading, read_date


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1990-01-05",
            "1990-1-5",
            "1990/1/5",
            "1990.1.5",
            "1990.01.05",
            "19900105",
            "1990年1月5日",
            "1990年01月05",
        ),
        *(
            "１９９０年１月５日",
            "1990 1 5",
            "1990-01-05 00:00:00",
            "1990-01-05T08:00:00",
            " 1990-01-05 ",
            "32878",
        ),
        *("一九九〇年一月五日", "一九九○年一月五日", "1990年元月5日".replace("元", "1"), "公历1990-01-05"),
    ],
)
def test_a_day_is_read_in_many_spellings(text: str) -> None:
    assert read_date(text) == DateReading(1990, 1, 5)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("1990年10月", DateReading(1990, 10)),
        ("1990-10", DateReading(1990, 10)),
        ("199010", DateReading(1990, 10)),
        ("1990", DateReading(1990)),
        ("1990年", DateReading(1990)),
        ("1990年生", DateReading(1990)),
        ("一九五八年十二月三十日", DateReading(1958, 12, 30)),
        ("一九五八年十月二十", DateReading(1958, 10, 20)),
        ("农历1962年2月30日", DateReading(1962, 2, 30, lunar=True)),
        ("1962-02-15（农历）", DateReading(1962, 2, 15, lunar=True)),
    ],
)
def test_a_date_is_read_as_far_as_it_is_given(text: str, reading: DateReading) -> None:
    assert read_date(text) == reading


@pytest.mark.parametrize(
    "text",
    [
        "",
        "不详",
        "1990-02-30",
        "1990-13-01",
        "90.1.5",
        "1990-01-32",
        "99999999",
        "0000-00-00",
        "1",
        "19900229",
    ],
)
def test_what_is_no_date_is_not_made_one(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_is_read_back_from_iso_and_from_excels_serial_number(day: date) -> None:
    reading = DateReading(day.year, day.month, day.day)
    assert read_date(day.isoformat()) == reading
    serial = (day - date(1899, 12, 30)).days
    if serial >= 10_000:
        assert read_date(str(serial)) == reading


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_date(text)


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(1, 400))
def test_a_day_agrees_with_itself_its_month_and_its_year_only(day: date, later: int) -> None:
    other = day + timedelta(days=later)
    assert DateReading(day.year, day.month, day.day).agrees_with(day)
    assert DateReading(day.year, day.month).agrees_with(day)
    assert not DateReading(day.year, day.month, day.day).agrees_with(other)
    assert DateReading(day.year).agrees_with(other) == (day.year == other.year)
    assert DateReading(day.year, day.month, day.day, lunar=True).agrees_with(other)

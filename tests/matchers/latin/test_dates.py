from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.latin.dates import read_birth_date


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("1956-04-09", 19560409),
        ("19560409", 19560409),
        ("1956/4/9", 19560409),
        ("9/4/1956", 19560409),
        ("9.4.56", 19560409),
        ("4/25/1956", 19560425),
        ("25-04-1956", 19560425),
        ("09041956", 19560409),
        ("9 April 1956", 19560409),
        ("April 9, 1956", 19560409),
        ("Apr-9-56", 19560409),
        ("9th of april 1956", 19560409),
        ("9 avril 1956", 19560409),
        ("9. März 1956", 19560309),
        ("1956-04-09T00:00:00Z", 19560409),
        ("1956-04-09 00:00:00", 19560409),
        ("April 1956", 19560400),
        ("04/1956", 19560400),
        ("1956-04", 19560400),
        ("1956", 19560000),
        ("19903925", 19903925),
        ("1956-13-09", 19561309),
        ("3000-01-01", 0),
        ("0000-00-00", 0),
        ("unknown", 0),
        ("", 0),
    ],
)
def test_a_date_is_read_in_the_spellings_of_rolls(raw: str, read: int) -> None:
    assert read_birth_date(raw) == read


@given(st.dates(min_value=date(1860, 1, 1), max_value=date(2030, 12, 31)))
def test_a_date_reads_the_same_in_every_unambiguous_spelling(day: date) -> None:
    number = day.year * 10_000 + day.month * 100 + day.day
    spellings = (f"{day}", f"{number}", f"{day:%d %B %Y}", f"{day:%B %d, %Y}", f"{day:%d/%m/%Y}")
    assert {read_birth_date(spelling) for spelling in spellings} == {number}


@given(st.text(max_size=40))
def test_whatever_stands_in_the_cell_the_year_is_one_or_nothing(raw: str) -> None:
    read = read_birth_date(raw)
    assert read == 0 or 1860 <= read // 10_000 <= 2030

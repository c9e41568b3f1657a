from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.latin.phones import read_phone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+61 2 9876 5432", "(02) 9876 5432"),
        ("+1 (212) 555-0147", "212.555.0147"),
        ("0044 20 7946 0958", "020 7946 0958"),
        ("555-0147 ext. 12", "5550147"),
    ],
)
def test_prefixes_signs_and_extensions_do_not_matter(one: str, other: str) -> None:
    assert read_phone(one) == read_phone(other) != 0


@pytest.mark.parametrize("raw", ["", "n/a", "12345", "0000000000", "999999999"])
def test_what_is_no_number_is_none(raw: str) -> None:
    assert read_phone(raw) == 0


@given(st.text(max_size=40))
def test_a_phone_is_bounded_whatever_stands_there(raw: str) -> None:
    assert 0 <= read_phone(raw) < 10**9

from __future__ import annotations

import pytest
from hypothesis import given

from matchers.latin.identifiers import read_identifier
from tests.matchers.latin.rolls import identifiers


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("482-91-7735", "482917735"),
        ("482 91 7735", "482917735"),
        ("４８２９１７７３５", "482917735"),
        ("d123-4567", "D1234567"),
        ("X1234567", "X1234567"),
        ("xxx-xx-7735", "*7735"),
        ("*****7735", "*7735"),
        ("•••7735", "*7735"),
        ("7735****", ""),
        ("999-99-9999", ""),
        ("000000000", ""),
        ("n/a", ""),
        ("Unknown", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_an_identifier_has_one_spelling_and_a_masked_one_its_end(raw: str, read: str) -> None:
    assert read_identifier(raw) == read


@given(identifiers)
def test_reading_what_was_read_changes_nothing(raw: str) -> None:
    once = read_identifier(raw)
    assert read_identifier(once) == once
    assert once.isascii()

from __future__ import annotations

import pytest

from dedup.masking import mask


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("id_number", "11010519491231002X", "110105********002X"),
        ("id_number", "", ""),
        ("id_number", "12345", "*****"),
        ("phone", "13800138000", "138****8000"),
        ("phone", "8001", "****"),
        ("name", "张伟", "张伟"),
    ],
)
def test_numbers_lose_their_middle_on_screens(column: str, value: str, shown: str) -> None:
    assert mask(column, value) == shown

"""Surnames 姓: which first characters are one and which pairs are a compound one."""

from __future__ import annotations

from typing import Final

from matchers.chinese.tables import read_table

COMPOUND_SURNAMES: Final = frozenset(
    word for line in read_table("compound_surnames.txt") for word in line.split()
)
SURNAMES: Final = frozenset("".join(read_table("surnames.txt")))
"""Single ones; they tell a Han name from part of a transliterated one."""

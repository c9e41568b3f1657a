"""Surnames 姓: which first characters are one, which pairs are compound, which forms are one surname."""

from __future__ import annotations

from typing import Final

from matchers.chinese.tables import read_table

COMPOUND_SURNAMES: Final = frozenset(
    word for line in read_table("compound_surnames.txt") for word in line.split()
)
SURNAMES: Final = frozenset("".join(read_table("surnames.txt")))
"""Single ones; they tell a Han name from part of a transliterated one."""

FORMS: Final[dict[str, str]] = {
    "肖": "萧", "付": "傅", "阎": "闫", "戴": "代", "邱": "丘", "兰": "蓝", "占": "詹", "候": "侯",
    "郄": "郤", "贠": "员", "叚": "段", "洗": "冼", "泠": "冷",
}  # fmt: skip
"""Accepted simplifications and usual slips of a surname, folded only where a surname stands."""

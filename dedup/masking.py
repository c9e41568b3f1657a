"""Masking personal values for screens: enough is left to compare two records, not to copy a person.

GB/T 35273-2020, 7.2, asks that displays of personal information be limited; the middle of an identity
number is the birth date.
"""

from __future__ import annotations

import re
from typing import Final

_KEPT: Final = {"id_number": (6, 4), "phone": (3, 4)}
_DIGITS: Final = re.compile(r"[0-9０-９]")


def mask(column: str, value: str) -> str:
    """Return a value as a screen may show it: ID and phone numbers without their middle."""
    kept = _KEPT.get(column)
    if kept is None or not value:
        return value
    head, tail = kept
    if len(value) <= head + tail:
        return _DIGITS.sub("*", value)
    return f"{value[:head]}{'*' * (len(value) - head - tail)}{value[-tail:]}"

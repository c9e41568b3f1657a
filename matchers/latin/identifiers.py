"""Identifiers: social security, licence and voter numbers as letters and digits only.

A number of which only the end may be seen keeps a star in front of it. Knows no country's check digits.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_HIDDEN: Final = str.maketrans("•●#", "***")
_OTHER: Final = re.compile(r"[^A-Z0-9*]")
_HIDDEN_LETTERS: Final = re.compile(r"^X{3,}")
_NOTHING: Final = frozenset({"NONE", "NIL", "NULL", "UNKNOWN", "NOTGIVEN", "PENDING"})
_CHARS_MAX: Final = 40
_VISIBLE_MIN: Final = 3
MASK: Final = "*"


@lru_cache(maxsize=1 << 16)
def read_identifier(raw: str) -> str:
    """Return an identifier in one spelling, empty when there is none or only its repetition of one sign.

    >>> read_identifier("123-45-6789"), read_identifier("xxx-xx-6789"), read_identifier("999 99 9999")
    ('123456789', '*6789', '')
    """
    text = unicodedata.normalize("NFKC", raw).upper().translate(_HIDDEN)
    text = _HIDDEN_LETTERS.sub(MASK, _OTHER.sub("", text)[:_CHARS_MAX])
    if MASK in text:
        end = text.rpartition(MASK)[2]
        return MASK + end if len(end) >= _VISIBLE_MIN else ""
    if text in _NOTHING or len(text) < _VISIBLE_MIN or len(set(text)) == 1:
        return ""
    return text

"""Phone numbers as digits, without the signs and prefixes that come and go."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_EXTENSION: Final = re.compile(r"(?:ext|x|#)\.?\s*\d+\s*$", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_DIGITS_MIN: Final = 6
_SIGNIFICANT: Final = 9
"""Last digits that tell subscribers apart, whether the country and trunk prefix is written or not."""


def read_phone(raw: str) -> int:
    """Return a phone's last nine digits as a number, 0 when there is none.

    >>> read_phone("+61 2 9876 5432") == read_phone("(02) 9876 5432")
    True
    """
    text = _EXTENSION.sub("", unicodedata.normalize("NFKC", raw))
    digits = "".join(_DIGIT.findall(text))
    if len(digits) < _DIGITS_MIN or len(set(digits)) == 1:
        return 0
    return int(digits[-_SIGNIFICANT:])

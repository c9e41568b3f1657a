"""Telephone numbers 联系电话: the digits that identify a line.

Owns reading one number. Which numbers serve too many people to tell anything is the model's knowledge.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_NOT_DIGITS: Final = re.compile(r"\D+")
_MOBILE: Final = re.compile(r"(?:0?0?86)?0?(1[3-9]\d{9})")
_SPLIT: Final = re.compile(r"[,，、;；/]")
_DIGITS_MIN: Final = 7
_DISTINCT_MIN: Final = 3


def read_phone(raw: str) -> str:
    """Return the digits of the first number given, or an empty string for none or a placeholder.

    >>> read_phone("+86 138-0013-8000"), read_phone("无"), read_phone("00000000000")
    ('13800138000', '', '')
    """
    if not raw:
        return ""
    first = _SPLIT.split(unicodedata.normalize("NFKC", raw))[0]
    digits = _NOT_DIGITS.sub("", first)
    mobile = _MOBILE.fullmatch(digits)
    if mobile:
        return mobile.group(1)
    if len(digits) < _DIGITS_MIN or len(set(digits)) < _DISTINCT_MIN:
        return ""
    return digits

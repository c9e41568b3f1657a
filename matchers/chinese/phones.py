"""Telephone numbers 联系电话: the digits that identify a line.

Owns reading the numbers of one cell. Which numbers serve too many people to tell anything is the model's
knowledge.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

RAW_LENGTH_MAX: Final = 100
"""Characters read of what was written."""
_PLAIN: Final = re.compile("1[3-9][0-9]{9}")
_ABROAD: Final = re.compile(r"(?:\+|00)86[-\s]*|^86(?=1[3-9][0-9\s-]{9,11}$)")
_SPLIT: Final = re.compile(r"[,，、;；/\\|\n\t:：&]+|[一-龥A-Za-z]+")
_EXTENSION: Final = re.compile(r"(?:转|分机号?|EXT\.?|#|\*)\s*[0-9]{1,6}", re.IGNORECASE)
_DECIMALS: Final = re.compile(r"(?<=[0-9]{7})\.0+$")
_LOST: Final = re.compile(r"[0-9]\.[0-9]+E\+?[0-9]+", re.IGNORECASE)
"""A number that Excel rounded: nobody can be reached there."""
_LANDLINE: Final = re.compile(r"\(?(0[1-9][0-9]{1,2})\)?[-\s]*([2-9][0-9]{6,7})(?:[-\s]+[0-9]{1,6})?")
_NOT_DIGITS: Final = re.compile("[^0-9]+")
_MOBILE: Final = re.compile("0?(1[3-9][0-9]{9})")
_MOBILES: Final = re.compile("(?:1[3-9][0-9]{9}){2,}")
_MOBILE_LENGTH: Final = 11
_AREA_LENGTHS: Final = range(9, 12)
"""An area code without its 0 and the line's own number."""
_DIGITS_MIN: Final = 7
_DISTINCT_MIN: Final = 3
_LADDERS: Final = ("0123456789012345", "9876543210987654")


def _is_placeholder(digits: str) -> bool:
    """Tell whether digits were typed to fill the cell: too few, all alike, or in a row."""
    if len(digits) < _DIGITS_MIN or len(set(digits)) < _DISTINCT_MIN:
        return True
    return any(digits in ladder for ladder in _LADDERS)


def _read_one(part: str, *, abroad: bool) -> list[str]:
    """Return the numbers in a part without separators: one, or several mobiles run together."""
    landline = _LANDLINE.fullmatch(part)
    if landline:
        return [landline.group(1) + landline.group(2)]
    digits = _NOT_DIGITS.sub("", part)
    mobile = _MOBILE.fullmatch(digits)
    if mobile:
        return [mobile.group(1)]
    if _MOBILES.fullmatch(digits):
        return [digits[i : i + _MOBILE_LENGTH] for i in range(0, len(digits), _MOBILE_LENGTH)]
    if abroad and len(digits) in _AREA_LENGTHS and digits[0] != "0":
        digits = "0" + digits
    return [] if _is_placeholder(digits) else [digits]


def read_phones(raw: str) -> tuple[str, ...]:
    """Return the digits of all numbers given, in order, each once; extensions are left out.

    >>> read_phones("父亲138 0013 8000，家0817-5521234转801")
    ('13800138000', '08175521234')
    """
    if _PLAIN.fullmatch(raw):
        return (raw,)
    text = unicodedata.normalize("NFKC", raw[:RAW_LENGTH_MAX]).strip()
    if not text or _LOST.fullmatch(text):
        return ()
    text = _EXTENSION.sub("", _DECIMALS.sub("", text))
    found: dict[str, None] = {}
    for part in _SPLIT.split(text):
        home = _ABROAD.sub("", part.strip(" -'\"`."))
        found.update(dict.fromkeys(_read_one(home.strip(), abroad=home != part)))
    return tuple(found)


def read_phone(raw: str) -> str:
    """Return the digits of the first number given, or an empty string for none or a placeholder.

    >>> read_phone("+86 138-0013-8000"), read_phone("无"), read_phone("00000000000")
    ('13800138000', '', '')
    """
    if _PLAIN.fullmatch(raw):
        return raw
    found = read_phones(raw) if raw else ()
    return found[0] if found else ""

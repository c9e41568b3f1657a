"""Making every value printable: no empty box, no invisible character, no number in full.

A character that no installed font holds, that has no fixed shape (private use) or that cannot be seen
(controls, direction marks) is printed as its code point: 〔U+2B7A6〕. Whoever reads it knows that a
character stands there and which one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from typing import Final

from dedup.masking import mask

_SPACES: Final = re.compile(r"\s+")
_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NUMBER: Final = re.compile(r"\d(?:\s?\d){10,}(?:\s?[Xx])?")
"""Eleven digits and more are a telephone or an identity number, whatever column they stand in."""
_ID_DIGITS_MIN: Final = 15
_MONTH: Final = re.compile(
    r"\s*((?:19|20)\d{2})(?:\D{1,2}(1[0-2]|0?[1-9])(?!\d)|(0[1-9]|1[0-2])(?:\d{2})?(?!\d))"
)
_DIGIT: Final = re.compile(r"\d")
_UNSEEN: Final = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def legible(text: str, characters: AbstractSet[int]) -> str:
    """Return a text with every character that cannot be printed shown as its code point.

    Variation selectors are dropped: they choose a shape of the character before them, which is printed.
    """
    one_line = _SPACES.sub(" ", _SELECTORS.sub("", text)).strip()
    return "".join(
        character if _prints(character, characters) else f"〔U+{ord(character):04X}〕"
        for character in one_line
    )


def _prints(character: str, characters: AbstractSet[int]) -> bool:
    return ord(character) in characters and unicodedata.category(character) not in _UNSEEN


def masked(value: str) -> str:
    """Return a value with the identity and telephone numbers in it masked."""
    return _NUMBER.sub(_mask_number, value)


def _mask_number(found: re.Match[str]) -> str:
    number = _SPACES.sub("", found.group())
    return mask("id_number" if len(number) >= _ID_DIGITS_MIN else "phone", number)


def month_of_birth(value: str) -> str:
    """Return the year and month of a birth date, as a published roll does; other digits are hidden."""
    found = _MONTH.match(value)
    if found:
        return f"{int(found[1])}-{int(found[2] or found[3]):02d}"
    return _DIGIT.sub("*", value)

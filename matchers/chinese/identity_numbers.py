"""Citizen identity numbers 公民身份号码 (GB 11643): 18 or 15 digits, masked, damaged by hand or by Excel.

Owns reading and repairing one number. Knows nothing of pairs or of other fields.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from operator import mul
from typing import Final

LENGTH: Final = 18
_EXCEL_DIGITS: Final = 15
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
_ALL_WEIGHTS: Final = (*WEIGHTS, 1)
_VALUES: Final = {digit: value for value, digit in enumerate("0123456789X")}
HIDDEN: Final = "*"
_CENTENARIANS: Final = ("996", "997", "998", "999")
_FULL: Final = re.compile("[1-9][0-9]{16}[0-9X]")
_SCIENTIFIC: Final = re.compile(r"([0-9])\.([0-9]+)E\+?([0-9]{1,2})")
_JUNK: Final = re.compile(r"[\s'’`\"\-_=,，]+")
_MASKED: Final = re.compile("[0-9X*]+")
_OLD: Final = re.compile("[0-9]{15}")
_DAMAGED: Final = re.compile("[0-9]{12,19}[0-9X]{2}")
"""A digit or three dropped or added, an X out of its place."""
_LOOKALIKE: Final = str.maketrans("xXΧХ×✕OoОQlI|＊xX●#", "XXXXXX0000111*XX**")
_KNOWN_MIN: Final = 4


class Kind(IntEnum):
    """What became of a number in a record."""

    NONE = 0
    VALID = 1
    """18 digits whose check digit holds."""
    CONVERTED = 2
    """From 15 digits, which carry no check digit."""
    INVALID = 3
    """18 digits whose check digit does not hold."""
    MASKED = 4
    """Some positions hidden, by asterisks or by Excel's rounding."""
    ODD = 5
    """Another length: digits were dropped or added."""


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """One number: `text` has 18 characters 0-9, X or *, or, of kind ODD, as many as were written."""

    kind: Kind
    text: str


NO_NUMBER: Final = IdentityNumber(Kind.NONE, "")


def check_digit(first17: str) -> str:
    """Return the ISO 7064 MOD 11-2 check character of 17 digits.

    >>> check_digit("11010519491231002")
    'X'
    """
    return CHECKS[sum(map(mul, map(int, first17), WEIGHTS)) % 11]


def is_valid(text: str) -> bool:
    """Tell whether 18 characters carry the right check digit and a real birth date."""
    if not _FULL.fullmatch(text) or _residue(text):
        return False
    return birth_date_in(text) is not None


def birth_date_in(text: str) -> date | None:
    """Return the birth date that 18 characters state, or None when it is hidden or impossible."""
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None
    return born if 1860 <= born.year <= 2030 else None  # noqa: PLR2004 - nobody else is on a roll


def _of_full(text: str) -> IdentityNumber:
    if text.endswith("000"):  # a zeroed number passes its check by chance once in 11
        return IdentityNumber(Kind.MASKED, text[:_EXCEL_DIGITS] + HIDDEN * 3)
    if is_valid(text):
        return IdentityNumber(Kind.VALID, text)
    return IdentityNumber(Kind.INVALID, text)


def _of_old(text: str) -> IdentityNumber:
    century = "18" if text[12:] in _CENTENARIANS else "19"
    first17 = text[:6] + century + text[6:]
    return IdentityNumber(Kind.CONVERTED, first17 + check_digit(first17))


def _of_scientific(match: re.Match[str]) -> IdentityNumber:
    digits = (match.group(1) + match.group(2))[:_EXCEL_DIGITS]
    if int(match.group(3)) != LENGTH - 1:
        return NO_NUMBER
    digits = digits.rstrip("0") if len(digits) < _EXCEL_DIGITS else digits
    return IdentityNumber(Kind.MASKED, digits + HIDDEN * (LENGTH - len(digits)))


def _of_masked(text: str) -> IdentityNumber:
    visible = len(text) - text.count(HIDDEN)
    if visible < _KNOWN_MIN:
        return NO_NUMBER
    if len(text) != LENGTH:
        head, tail = text[: text.index(HIDDEN)], text[text.rindex(HIDDEN) + 1 :]
        if len(head) + len(tail) > LENGTH:
            return NO_NUMBER
        text = head + HIDDEN * (LENGTH - len(head) - len(tail)) + tail
    return IdentityNumber(Kind.MASKED, text)


def read_identity_number(raw: str) -> IdentityNumber:
    """Return the number that was meant, as far as it can be read.

    >>> read_identity_number("110105491231002").text, read_identity_number("1.10105E+17").text
    ('11010519491231002X', '110105************')
    """
    text = raw.strip()
    if not _FULL.fullmatch(text):
        text = _JUNK.sub("", unicodedata.normalize("NFKC", text)).translate(_LOOKALIKE).upper()
    if len(text) == LENGTH and _FULL.fullmatch(text):
        return _of_full(text)
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific:
        return _of_scientific(scientific)
    if HIDDEN in text and _MASKED.fullmatch(text):
        return _of_masked(text)
    if _OLD.fullmatch(text):
        return _of_old(text)
    if _DAMAGED.fullmatch(text):
        kind = Kind.INVALID if len(text) == LENGTH else Kind.ODD
        return IdentityNumber(kind, text)
    return NO_NUMBER


def _residue(text: str) -> int:
    """Return 0 for 18 characters whose check digit holds (ISO 7064: the weighted sum is 1 modulo 11)."""
    return int(sum(map(mul, map(_VALUES.__getitem__, text), _ALL_WEIGHTS)) - 1) % 11


def _substitutions(text: str) -> list[str]:
    """Return texts one substitution or adjacent swap away whose check digit holds."""
    residue = _residue(text)
    values = [_VALUES[c] for c in text]
    found = [
        text[:i] + d + text[i + 1 :]
        for i, weight in enumerate(_ALL_WEIGHTS)
        for d in (CHECKS if i == LENGTH - 1 else "0123456789")
        if (residue + (_VALUES[d] - values[i]) * weight) % 11 == 0
    ]
    for i in range(LENGTH - 1):
        gain = (values[i + 1] - values[i]) * (_ALL_WEIGHTS[i] - _ALL_WEIGHTS[i + 1])
        if (residue + gain) % 11 == 0:
            found.append(text[:i] + text[i + 1] + text[i] + text[i + 2 :])
    return found


def _edits(text: str) -> list[str]:
    if len(text) == LENGTH:
        return _substitutions(text)
    found: set[str] = set()
    if len(text) == LENGTH - 1:
        found = {text[:i] + d + text[i:] for i in range(LENGTH) for d in "0123456789"} | {text + "X"}
    if len(text) == LENGTH + 1:
        found = {text[:i] + text[i + 1 :] for i in range(len(text))}
    return [edited for edited in found if "X" not in edited[:-1] and _residue(edited) == 0]


def repairs(number: IdentityNumber) -> list[str]:
    """Return the valid numbers one edit away from a damaged one, in order; some 18 of them.

    The true number is among them when one digit was mistyped, dropped or doubled, or two neighbours
    swapped: the check digit exposes every such error (docs/matching.md).
    """
    if number.kind not in {Kind.INVALID, Kind.ODD}:
        return []
    return sorted(text for text in set(_edits(number.text)) if is_valid(text))

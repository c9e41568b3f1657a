"""Citizen identity numbers 公民身份号码 (GB 11643): 18 or 15 digits, masked, damaged by hand or by Excel.

Owns reading and repairing one number. Knows nothing of pairs or of other fields.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from operator import mul
from typing import Final

from matchers.chinese.number_words import read_words

LENGTH: Final = 18
RAW_LENGTH_MAX: Final = 64
"""Characters read of what was written; a number with its remarks is shorter."""
_EXCEL_DIGITS: Final = 15
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
_ALL_WEIGHTS: Final = (*WEIGHTS, 1)
_VALUES: Final = {digit: value for value, digit in enumerate("0123456789X")}
HIDDEN: Final = "*"
_CENTENARIANS: Final = ("996", "997", "998", "999")
"""Orders that first-generation numbers gave to people born before 1900."""
_FULL: Final = re.compile("[1-9][0-9]{16}[0-9X]")
_SCIENTIFIC: Final = re.compile(r"([0-9])\.([0-9]+)E\+?([0-9]{1,2})")
_LABEL: Final = re.compile(
    r"^[^0-9*]{0,12}[:：]|^(?:ID|NO\.?|居民|公民|二代)*(?:身份证|身份)?(?:号码|号)?(?=[0-9*])"
)
_JUNK: Final = re.compile(r"[\s'’‘`´\"“”\-_=,，.。;；\u200b-\u200f\u2060\ufeff]+")
_DECIMALS: Final = re.compile(r"(?<=[0-9])\.0+$")
_MASK_RUN: Final = re.compile(r"(?:[_\-—.…·。?]{2,}|…|(?<=[0-9])[X×]{2,}|^X{2,}|(?<=[0-9])X(?=[0-9]{2})|\?)")
_MASKED: Final = re.compile("[0-9X*]+")
_OLD: Final = re.compile("[0-9]{15}")
_DAMAGED: Final = re.compile("[0-9]{12,19}[0-9X]{2}")
"""A digit or three dropped or added, an X out of its place."""
LOOKALIKE: Final = str.maketrans({
    **dict.fromkeys("xΧХ×✕✖", "X"), **dict.fromkeys("OoОQ", "0"), **dict.fromkeys("lI|丨", "1"),
    **dict.fromkeys("●○◯◎■□▇•∙◦#※★☆", HIDDEN),
})  # fmt: skip
_NO_BIRTH: Final = re.compile("([0-9]{6})0{8}([0-9]{3}[0-9X])")
_KNOWN_MIN: Final = 4
_DISTINCT_MIN: Final = 3
_DOCUMENTS: Final = {
    "81": "hong_kong_macao_taiwan",
    "82": "hong_kong_macao_taiwan",
    "83": "hong_kong_macao_taiwan",
}


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
    reason: str = ""
    """Why there is no number: military, passport, hong_kong_macao_taiwan, foreign_resident, placeholder,
    unreadable; empty when nothing was written."""

    @property
    def born(self) -> date | None:
        """Return the birth date that the number states, unless it is hidden, impossible or displaced."""
        return None if self.kind in {Kind.NONE, Kind.ODD} else birth_date_in(self.text)

    @property
    def sex(self) -> str:
        """Return M or F as the number's order says, an empty string where it cannot be trusted on it."""
        if self.kind not in {Kind.VALID, Kind.CONVERTED, Kind.MASKED} or not self.text[16].isdigit():
            return ""
        return "M" if int(self.text[16]) % 2 else "F"

    @property
    def area(self) -> str:
        """Return the six digits of the county that gave the number, empty when one of them is hidden."""
        area = self.text[:6]
        return area if self.kind not in {Kind.NONE, Kind.ODD} and area.isdigit() else ""

    @property
    def document(self) -> str:
        """Return what else than a citizen's number it is: a residence permit's, with the same structure."""
        if self.text[:1] == "9":
            return "foreign_resident"
        return _DOCUMENTS.get(self.text[:2], "")


_VALID: Final = Kind.VALID
NO_NUMBER: Final = IdentityNumber(Kind.NONE, "")


def check_digit(first17: str) -> str:
    """Return the ISO 7064 MOD 11-2 check character of 17 digits.

    >>> check_digit("11010519491231002")
    'X'
    """
    return CHECKS[sum(map(mul, map(int, first17), WEIGHTS)) % 11]


def is_valid(text: str) -> bool:
    """Tell whether 18 characters carry the right check digit and a real birth date."""
    return bool(_FULL.fullmatch(text)) and _residue(text) == 0 and birth_date_in(text) is not None


@lru_cache(maxsize=1 << 16)
def _date_of(digits: str) -> date | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if 1860 <= born.year <= 2030 else None  # noqa: PLR2004 - nobody else is on a roll


def birth_date_in(text: str) -> date | None:
    """Return the birth date that 18 characters state, or None when it is hidden or impossible."""
    return _date_of(text[6:14])


def _of_full(text: str) -> IdentityNumber:
    if text.endswith("000"):  # a zeroed number passes its check by chance once in 11
        return IdentityNumber(Kind.MASKED, text[:_EXCEL_DIGITS] + HIDDEN * 3)
    if _residue(text) == 0 and _date_of(text[6:14]) is not None:
        return IdentityNumber(Kind.VALID, text)
    if len(set(text)) < _DISTINCT_MIN:
        return IdentityNumber(Kind.NONE, "", "placeholder")
    hidden = _NO_BIRTH.fullmatch(text)
    if hidden:
        return IdentityNumber(Kind.MASKED, hidden.group(1) + HIDDEN * 8 + hidden.group(2))
    return IdentityNumber(Kind.INVALID, text)


def _of_old(text: str) -> IdentityNumber:
    if len(set(text)) < _DISTINCT_MIN:
        return IdentityNumber(Kind.NONE, "", "placeholder")
    century = "18" if text[12:] in _CENTENARIANS else "19"
    first17 = text[:6] + century + text[6:]
    return IdentityNumber(Kind.CONVERTED, first17 + check_digit(first17))


def _of_scientific(match: re.Match[str]) -> IdentityNumber:
    digits = (match.group(1) + match.group(2))[:_EXCEL_DIGITS]
    length = int(match.group(3)) + 1
    digits = digits.rstrip("0") if len(digits) < _EXCEL_DIGITS else digits
    if length == _EXCEL_DIGITS and len(digits) < _EXCEL_DIGITS:  # a number of 15 digits, its century left out
        digits = digits if len(digits) <= len("AAAAAA") else digits[:6] + "19" + digits[6:]
    elif length == _EXCEL_DIGITS:
        return _of_old(digits)
    elif length != LENGTH:
        return IdentityNumber(Kind.NONE, "", "unreadable")
    return IdentityNumber(Kind.MASKED, digits + HIDDEN * (LENGTH - len(digits)))


def _of_masked(text: str) -> IdentityNumber:
    if len(text) != LENGTH:  # more or fewer asterisks than places: what is before and after them is placed
        head, tail = text[: text.index(HIDDEN)], text[text.rindex(HIDDEN) + 1 :]
        text = head + HIDDEN * (LENGTH - len(head) - len(tail)) + tail
    if len(text) != LENGTH or LENGTH - text.count(HIDDEN) < _KNOWN_MIN:
        return IdentityNumber(Kind.NONE, "", "unreadable")
    return IdentityNumber(Kind.MASKED, text)


def _stars(match: re.Match[str]) -> str:
    return HIDDEN * len(match.group())


def _plain(raw: str) -> str:
    """Return what was written in narrow digits, X and *, without what surrounds it."""
    text = unicodedata.normalize("NFKC", raw[:RAW_LENGTH_MAX].replace("…", "....")).strip()
    text = _LABEL.sub("", _DECIMALS.sub("", text.translate(LOOKALIKE).upper())).strip()
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        return text.replace(" ", "")
    return _JUNK.sub("", _MASK_RUN.sub(_stars, text))


def read_identity_number(raw: str) -> IdentityNumber:
    """Return the number that was meant, as far as it can be read.

    >>> read_identity_number("110105491231002").text, read_identity_number("1.10105E+17").text
    ('11010519491231002X', '110105************')
    """
    if _FULL.fullmatch(raw):
        if raw[15:] != "000" and _residue(raw) == 0 and _date_of(raw[6:14]) is not None:
            return IdentityNumber(_VALID, raw)
        return _of_full(raw)
    text = _plain(raw)
    if _FULL.fullmatch(text):
        return _of_full(text)
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific:
        return _of_scientific(scientific)
    if HIDDEN in text and _MASKED.fullmatch(text):
        return _of_masked(text)
    if _OLD.fullmatch(text):
        return _of_old(text)
    if _DAMAGED.fullmatch(text):
        if len(set(text)) < _DISTINCT_MIN:
            return IdentityNumber(Kind.NONE, "", "placeholder")
        kind = Kind.INVALID if len(text) == LENGTH else Kind.ODD
        return IdentityNumber(kind, text)
    return _of_words(raw)


def _of_words(raw: str) -> IdentityNumber:
    """Return a number among words, or say what stands there instead of one."""
    words = read_words(unicodedata.normalize("NFKC", raw[:RAW_LENGTH_MAX]))
    if words.number:
        return _of_full(words.number)
    if words.end:
        return IdentityNumber(Kind.MASKED, HIDDEN * (LENGTH - len(words.end)) + words.end)
    return IdentityNumber(Kind.NONE, "", words.reason) if words.reason else NO_NUMBER


_PLACES: Final = {f"{n:03}": (4 * (n // 100) + 2 * (n // 10 % 10) + n % 10) % 11 for n in range(1000)}
_PLACES.update({f"{n:02}X": (4 * (n // 10) + 2 * (n % 10) + 10) % 11 for n in range(100)})
"""What three characters add to the weighted sum: weights double from place to place (modulo 11)."""


def _residue(text: str) -> int:
    """Return 0 for 18 characters whose check digit holds (ISO 7064: the weighted sum is 1 modulo 11)."""
    try:
        p = _PLACES
        high = (p[text[:3]] * 8 + p[text[3:6]]) * 8 + p[text[6:9]]
        return (((high * 8 + p[text[9:12]]) * 8 + p[text[12:15]]) * 8 + p[text[15:]] - 1) % 11
    except KeyError:  # an X out of its place
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

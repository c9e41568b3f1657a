"""Coding identity numbers and telephones, clean ones a whole batch at once.

What is not plainly written is read by the scalar readers, once per distinct value; both ways give the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.chinese.identity_numbers import CHECKS, HIDDEN, LENGTH, WEIGHTS, Kind, read_identity_number
from matchers.chinese.outlines import Lines
from matchers.chinese.phones import read_phone
from matchers.columns import Array

FEW: Final = 8
"""As many values are read one by one as fast as at once."""
NONE, VALID, CONVERTED, INVALID, MASKED, ODD = map(int, Kind)
"""Kinds of numbers as columns hold them: arrays are slow to compare with an enumeration."""
DIGITS: Final = 21
"""Places of an identity number: a damaged one may have too many."""
X, HIDDEN_DIGIT, NO_DIGIT = 10, 11, 12
_CHARACTERS: Final = "0123456789X" + HIDDEN
_DIGITS: Final = {character: digit for digit, character in enumerate(_CHARACTERS)}
_UNREADABLE: Final = 99
_DIGIT_OF: Final = np.full(1 << 16, _UNREADABLE, dtype=np.uint8)
_DIGIT_OF[[ord(c) for c in _CHARACTERS]] = range(len(_CHARACTERS))
_DIGIT_OF[[ord("x"), ord("×")]] = X
_MASK: Final = re.compile("[0*＊×Xx]{18}")
_STARS: Final = frozenset("*＊")
_AS_WRITTEN: Final = 98
_DISTINCT_MIN: Final = 3
_CHECK_WEIGHTS: Final = np.array([*WEIGHTS, 1], dtype=np.float32)
YEAR_MIN, YEAR_MAX = 1860, 2030
MONTH_DAYS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH_DAYS: Final = np.array(MONTH_DAYS)
_PHONE_LENGTH: Final = 11
_PHONE_POWERS: Final = 10.0 ** np.arange(_PHONE_LENGTH - 1, -1, -1)
_PHONE_DIGITS_MAX: Final = 18


@dataclass(frozen=True, slots=True)
class CodedNumbers:
    """Identity numbers as columns."""

    kind: Array
    digits: Array
    birth: Array
    """The birth date that the number states as yyyymmdd, 0 where it states none."""
    sex: Array
    """1 M, 2 F, 0 where the number is not to be trusted on it."""


def _bytes_of(texts: Sequence[str], length: int) -> Array:
    """Return texts of one length as rows of bytes; what is not ASCII reads as a question mark."""
    return np.frombuffer("".join(texts).encode("ascii", "replace"), dtype=np.uint8).reshape(-1, length)


def _chosen(texts: Sequence[str], places: Array) -> list[str]:
    return [texts[i] for i in places.tolist()]


def _lengths(texts: Sequence[str]) -> Array:
    return np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))


def _number(digits: Array) -> Array:
    """Return the number that columns of decimal digits spell."""
    number = digits[:, 0].astype(np.int32)
    for place in range(1, digits.shape[1]):
        number = number * 10 + digits[:, place]
    return np.asarray(number)


def is_calendar_date(year: Array, month: Array, day: Array) -> Array:
    """Tell which dates exist, of years that anybody on a roll was born in."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0)) & (month == 2)  # noqa: PLR2004
    days = _MONTH_DAYS[np.where((month > 0) & (month < len(_MONTH_DAYS)), month, 0)] + leap
    return np.asarray((year >= YEAR_MIN) & (year <= YEAR_MAX) & (day > 0) & (day <= days))


def code_numbers(raws: Sequence[str]) -> CodedNumbers:
    """Code identity numbers."""
    count = len(raws)
    digits = np.full((count, DIGITS), NO_DIGIT, dtype=np.uint8)
    kind = np.zeros(count, dtype=np.int8)
    lengths = _lengths(raws)
    done = lengths == 0
    whole = np.flatnonzero(lengths == LENGTH)
    if len(whole) > FEW:
        read, done[whole], kind[whole] = _read_whole(_chosen(raws, whole))
        digits[whole, :LENGTH] = np.where(kind[whole][:, None] == NONE, NO_DIGIT, read)
    for i in np.flatnonzero(~done).tolist():
        kind[i], digits[i] = read_number(raws[i])
    return CodedNumbers(kind, digits, _birth_of(kind, digits), _sex_of(kind, digits))


def _read_whole(texts: Sequence[str]) -> tuple[Array, Array, Array]:
    """Return of texts of 18 characters the digits, whether they were read here, and the kinds."""
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    read = _DIGIT_OF[np.minimum(points, len(_DIGIT_OF) - 1)].reshape(-1, LENGTH)
    plain = (read[:, : LENGTH - 1] < X).all(axis=1) & (read[:, LENGTH - 1] <= X) & (read[:, 0] > 0)
    valid = plain & _is_valid(read)
    kind = np.where(valid, VALID, INVALID).astype(np.int8)
    done = valid | (plain & ~_is_placeholder(read))
    others = np.flatnonzero(~plain)
    if len(others):
        outlines = Lines(_chosen(texts, others)).outlines()
        numbers = {outline: number for number, outline in enumerate(dict.fromkeys(outlines))}
        table = np.array([_masked(outline) for outline in numbers], dtype=np.uint8)
        rows = table[[numbers[outline] for outline in outlines]]
        done[others], kind[others] = rows[:, 0], rows[:, 1]
        read[others] = np.where(rows[:, 2:] == _AS_WRITTEN, read[others], rows[:, 2:])
    return read, done, kind


def _is_valid(digits: Array) -> Array:
    """Tell which rows of 18 digits are sound numbers."""
    residue = (digits.astype(np.float32) @ _CHECK_WEIGHTS).astype(np.int32) % len(CHECKS)
    year, month, day = (_number(digits[:, part]) for part in (slice(6, 10), slice(10, 12), slice(12, 14)))
    ends = (digits[:, LENGTH - 3 :] > 0).any(axis=1)
    return np.asarray((residue == 1) & ends & is_calendar_date(year, month, day))


def _is_placeholder(digits: Array) -> Array:
    """Tell which rows of 18 digits the scalar reader must look at: alike, or zeros for what is unknown."""
    kinds = np.bitwise_or.reduce(np.int32(1) << digits.astype(np.int32), axis=1)
    distinct = sum(kinds >> digit & 1 for digit in range(X + 1))
    unknown = (digits[:, LENGTH - 3 :] == 0).all(axis=1) | (digits[:, 6:14] == 0).all(axis=1)
    return np.asarray(unknown | (distinct < _DISTINCT_MIN))


@lru_cache(maxsize=1 << 10)
def _masked(outline: str) -> tuple[int, ...]:
    """Return how numbers of an outline of 18 characters are read, if that can be told: whether, kind, digits.

    Hidden places and shown ones are told by the signs alone, whatever the digits are.
    """
    unread = (False, NONE, *[_UNREADABLE] * LENGTH)
    if not _MASK.fullmatch(outline):
        return unread
    number = read_identity_number(outline.replace("0", "1"))
    if number.kind == NONE and not _STARS.isdisjoint(outline):
        return (True, NONE, *[NO_DIGIT] * LENGTH)
    shown = [character == "1" for character in number.text]
    if number.kind != MASKED or shown != [character == "0" for character in outline]:
        return unread
    signs = (_AS_WRITTEN if character == "1" else _DIGITS[character] for character in number.text)
    return (True, MASKED, *signs)


@lru_cache(maxsize=1 << 14)
def read_number(raw: str) -> tuple[int, Array]:
    """Return kind and digits of a number."""
    number = read_identity_number(raw)
    digits = np.full(DIGITS, NO_DIGIT, dtype=np.uint8)
    text = number.text[:DIGITS]
    digits[: len(text)] = [_DIGITS.get(c, HIDDEN_DIGIT) for c in text]
    return int(number.kind), digits


def _birth_of(kind: Array, digits: Array) -> Array:
    stated = (kind != NONE) & (kind != ODD) & (digits[:, 6:14] < X).all(axis=1)
    date = _number(digits[:, 6:14])
    real = stated & is_calendar_date(date // 10_000, date // 100 % 100, date % 100)
    return np.where(real, date, 0).astype(np.int32)


def _sex_of(kind: Array, digits: Array) -> Array:
    told = (kind == VALID) | (kind == CONVERTED) | ((kind == MASKED) & (digits[:, 16] < X))
    return np.where(told, 2 - digits[:, 16] % 2, 0).astype(np.int8)


def code_phones(raws: Sequence[str]) -> Array:
    """Return telephone numbers as whole numbers, 0 for none."""
    phones = np.zeros(len(raws), dtype=np.int64)
    lengths = _lengths(raws)
    at = np.flatnonzero(lengths == _PHONE_LENGTH)
    if len(at) > FEW:
        digits = _bytes_of(_chosen(raws, at), _PHONE_LENGTH) - np.uint8(ord("0"))
        mobile = (digits < X).all(axis=1) & (digits[:, 0] == 1) & (digits[:, 1] >= 3)  # noqa: PLR2004
        phones[at] = np.where(mobile, digits.astype(np.float64) @ _PHONE_POWERS, 0).astype(np.int64)
    for i in np.flatnonzero((lengths > 0) & (phones == 0)).tolist():
        phones[i] = read_phone_code(raws[i])
    return phones


@lru_cache(maxsize=1 << 14)
def read_phone_code(raw: str) -> int:
    """Return a telephone number as a whole number, 0 for none."""
    phone = read_phone(raw)
    return int(phone[:_PHONE_DIGITS_MAX]) if phone else 0

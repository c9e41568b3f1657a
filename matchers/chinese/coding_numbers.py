"""Coding identity numbers, birth dates and telephones, clean ones a whole batch at once.

What is not plainly written is read by the scalar readers, once per distinct value; both ways give the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.chinese.dates import read_birth_date
from matchers.chinese.identity_numbers import CHECKS, HIDDEN, LENGTH, WEIGHTS, Kind, read_identity_number
from matchers.chinese.lunar import lunar_readings
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
_DIGIT_OF: Final = np.full(256, _UNREADABLE, dtype=np.uint8)
_DIGIT_OF[[ord(c) for c in _CHARACTERS]] = range(len(_CHARACTERS))
_CHECK_WEIGHTS: Final = np.array([*WEIGHTS, 1], dtype=np.float32)
YEAR_MIN, YEAR_MAX = 1860, 2030
MONTH_DAYS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH_DAYS: Final = np.array(MONTH_DAYS)
_DATE_LENGTH, _COMPACT_LENGTH = 10, 8
_SEPARATORS: Final = tuple(map(ord, "-/."))
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
    full = np.flatnonzero(lengths == LENGTH)
    if len(full) > FEW:
        read = _DIGIT_OF[_bytes_of(_chosen(raws, full), LENGTH)]
        valid = _is_valid(read)
        kind[full[valid]] = VALID
        digits[full[valid], :LENGTH] = read[valid]
    for i in np.flatnonzero((lengths > 0) & (kind == 0)).tolist():
        kind[i], digits[i] = read_number(raws[i])
    return CodedNumbers(kind, digits, _birth_of(kind, digits), _sex_of(kind, digits))


def _is_valid(digits: Array) -> Array:
    """Tell which rows of 18 are sound numbers; one that ends in zeros is left to the scalar reader."""
    plain = (digits[:, : LENGTH - 1] < X).all(axis=1) & (digits[:, LENGTH - 1] <= X) & (digits[:, 0] > 0)
    residue = (digits.astype(np.float32) @ _CHECK_WEIGHTS).astype(np.int32) % len(CHECKS)
    plain &= (residue == 1) & (digits[:, LENGTH - 3 :] > 0).any(axis=1)
    year, month, day = (_number(digits[:, part]) for part in (slice(6, 10), slice(10, 12), slice(12, 14)))
    return np.asarray(plain & is_calendar_date(year, month, day))


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


def code_dates(raws: Sequence[str]) -> tuple[Array, Array]:
    """Return birth dates as yyyymmdd with zeros for what is unknown, and their up to two lunar readings."""
    count = len(raws)
    birth, lunar = np.zeros(count, dtype=np.int32), np.zeros((count, 2), dtype=np.int32)
    lengths = _lengths(raws)
    for length in (_DATE_LENGTH, _COMPACT_LENGTH):
        at = np.flatnonzero(lengths == length)
        if len(at) > FEW:
            birth[at] = _plain_dates(_bytes_of(_chosen(raws, at), length))
    plain = birth > 0
    if plain.any():
        lunar[plain] = lunar_readings(birth[plain])
    for i in np.flatnonzero((lengths > 0) & ~plain).tolist():
        birth[i], lunar[i, 0], lunar[i, 1] = read_date(raws[i])
    return birth, lunar


def _plain_dates(written: Array) -> Array:
    """Return dates written 1987-03-05 or 19870305, 0 where they are not."""
    plain = np.ones(len(written), dtype=bool)
    if written.shape[1] == _DATE_LENGTH:
        plain = (written[:, 4] == written[:, 7]) & np.isin(written[:, 4], _SEPARATORS)
        written = written[:, [0, 1, 2, 3, 5, 6, 8, 9]]
    digits = written - np.uint8(ord("0"))
    plain &= (digits < X).all(axis=1)
    date = _number(digits)
    plain &= is_calendar_date(date // 10_000, date // 100 % 100, date % 100)
    return np.where(plain, date, 0)


@lru_cache(maxsize=1 << 16)
def read_date(raw: str) -> tuple[int, int, int]:
    """Return a birth date as yyyymmdd, and its up to two lunar readings."""
    born = read_birth_date(raw)
    lunar = [year * 10_000 + month * 100 + day for year, month, day in born.from_lunar]
    first, second = [*lunar, 0, 0][:2]
    return born.year * 10_000 + born.month * 100 + born.day, first, second


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

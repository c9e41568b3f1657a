"""Coding names: folded characters as numbers, hashes of the spellings, the tokens of long names.

Names of one to four plain characters, nearly all, are coded a whole batch at once; others one by one by the
scalar reader. Both give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.chinese.characters import FOLDS, character_code, character_of
from matchers.chinese.coding_numbers import FEW
from matchers.chinese.long_names import long_name_text
from matchers.chinese.names import COMPOUND_SURNAMES, DOT, HAN_LENGTH_MAX, Name, read_name, token_class
from matchers.chinese.peoples import HAN, is_without_surnames
from matchers.chinese.pinyin import readings, sound_class
from matchers.columns import Array
from matchers.hashing import hash_points, hash_text, narrow_hash

TOKENS: Final = 3
_SHIFT: Final = np.uint64(32)
_COMPOUND_LENGTH_MIN: Final = 3
TRANSCRIBED_MIN: Final = 2
_COMPOUNDS: Final = np.array(sorted(ord(s[0]) << 32 | ord(s[1]) for s in COMPOUND_SURNAMES), dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class CodedNames:
    """Names as columns; `long` holds texts, empty for names of up to four characters.

    `tokens` has hashes of what transliterated names are found by: the sound of all of a long name, its first
    two parts. A short name may be one part of a long one.
    """

    name: Array
    name_length: Array
    surname_length: Array
    spelled: Array
    folded: Array
    tokens: Array
    long: list[str]
    former: list[str]
    """Other names that remarks in the cells give, spelled."""


@dataclass(frozen=True, slots=True)
class CodedName:
    """One name as `CodedNames` has many."""

    name: tuple[int, ...]
    surname_length: int
    spelled: int
    folded: int
    former: str
    tokens: tuple[int, ...] = ()
    long: str = ""


@lru_cache(maxsize=1 << 15)
def code_name(raw: str) -> CodedName:
    """Code one name, whatever it is like."""
    name = read_name(raw)
    spelled, folded = hash_text(name.spelled), hash_text(name.folded)
    if name.tokens or len(name.characters) > HAN_LENGTH_MAX:
        return CodedName((), 0, spelled, folded, name.former, _long_tokens(name), long_name_text(name))
    codes = tuple(map(character_code, name.characters))
    return CodedName(codes, name.surname_length, spelled, folded, name.former)


def _long_tokens(name: Name) -> tuple[int, ...]:
    sounds = (readings(c, surname=False) for c in name.characters if c != DOT)
    whole = " ".join(sound_class(found[0]) if found else "?" for found in sounds)
    return tuple(map(narrow_hash, (whole, *name.tokens[: TOKENS - 1])))


@lru_cache(maxsize=1 << 14)
def short_token(folded: str) -> int:
    """Return the token of a short name that may be one part of a long one."""
    return narrow_hash(token_class(folded))


def code_names(raws: Sequence[str], peoples: Array) -> CodedNames:
    """Code some names of members of some peoples."""
    count = len(raws)
    if count <= FEW:
        coded = _no_names(count)
        _code_singly(coded, raws, range(count))
        return _with_tokens(coded, peoples)
    lengths = np.fromiter(map(len, raws), dtype=np.int64, count=count)
    points = np.zeros((count, HAN_LENGTH_MAX), dtype=np.uint32)
    short = lengths <= HAN_LENGTH_MAX
    chosen = raws if short.all() else [raws[i] for i in np.flatnonzero(short).tolist()]
    filled = (np.arange(HAN_LENGTH_MAX) < lengths[:, None]) & short[:, None]
    points[filled] = np.frombuffer("".join(chosen).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded, plain = FOLDS.fold(points)
    plain = (plain | ~filled).all(axis=1) & short
    folded[~(filled & plain[:, None])] = 0
    points[~plain] = 0
    coded = CodedNames(
        folded,
        np.where(plain, lengths, 0).astype(np.int8),
        _surname_lengths(folded, lengths),
        hash_points(points),
        hash_points(folded),
        np.zeros((count, TOKENS), dtype=np.uint32),
        [""] * count,
        [""] * count,
    )
    _code_singly(coded, raws, np.flatnonzero(~plain).tolist())
    return _with_tokens(coded, peoples)


def _no_names(count: int) -> CodedNames:
    return CodedNames(
        np.zeros((count, HAN_LENGTH_MAX), dtype=np.uint32),
        np.zeros(count, dtype=np.int8),
        np.zeros(count, dtype=np.int8),
        np.zeros(count, dtype=np.uint64),
        np.zeros(count, dtype=np.uint64),
        np.zeros((count, TOKENS), dtype=np.uint32),
        [""] * count,
        [""] * count,
    )


def _code_singly(coded: CodedNames, raws: Sequence[str], places: Iterable[int]) -> None:
    for i in places:
        one = code_name(raws[i])
        coded.name[i, : len(one.name)] = one.name
        coded.name_length[i], coded.surname_length[i] = len(one.name), one.surname_length
        coded.spelled[i], coded.folded[i] = one.spelled, one.folded
        coded.tokens[i, : len(one.tokens)] = one.tokens
        coded.long[i], coded.former[i] = one.long, one.former


def _with_tokens(coded: CodedNames, peoples: Array) -> CodedNames:
    """Add the token of short names that may be one part of a long one."""
    transcribed = (FOLDS.is_transcribing(coded.name) | (coded.name == 0)).all(axis=1)
    transcribed &= (coded.name_length >= TRANSCRIBED_MIN) & (peoples != HAN)
    parts = transcribed | (is_without_surnames(peoples) & (coded.name_length > 0))
    for i in np.flatnonzero(parts).tolist():
        coded.tokens[i, 1] = short_token(name_text(coded.name[i].tolist()))
    return coded


def _surname_lengths(folded: Array, lengths: Array) -> Array:
    pairs = (folded[:, 0].astype(np.uint64) << _SHIFT) | folded[:, 1]
    at = np.minimum(np.searchsorted(_COMPOUNDS, pairs), len(_COMPOUNDS) - 1)
    compound = (_COMPOUNDS[at] == pairs) & (lengths >= _COMPOUND_LENGTH_MIN)
    two = compound | (folded[:, HAN_LENGTH_MAX - 1] != 0)
    return np.where(two, 2, folded[:, 0] != 0).astype(np.int8)


def name_text(name: Iterable[int]) -> str:
    """Return the folded name that a row of codes spells."""
    return "".join(character_of(code) for code in name if code)

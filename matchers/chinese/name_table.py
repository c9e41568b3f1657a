"""Distinct names, each coded once: its characters, their sounds and shapes, and what keys are made of."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from rapidfuzz.distance import OSA

from matchers.chinese.frequency import digest
from matchers.chinese.names import (
    DOT,
    HAN_LENGTH_MAX,
    TRANSLITERATING,
    Character,
    Name,
    describe,
    read_name,
    token_class,
)
from matchers.chinese.pinyin import corners
from matchers.columns import Array, Columns, Interning

_SOUNDS = 3
_CORNERS = 5
_NO_CORNER = 10
_MULTIPLIER = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


@lru_cache(maxsize=1 << 14)
def _hash(text: str) -> int:
    return digest(text) if text else 0


def _combine(*hashes: int) -> int:
    """Combine hashes into one of 64 bits, in order; 0 when all of them are 0."""
    combined = 0
    for part in hashes:
        combined = (combined * _MULTIPLIER + part) & _MASK
    return combined


@lru_cache(maxsize=1 << 14)
def _sound(characters: tuple[str, ...], surname: bool) -> int:
    described = ((c, describe(c, surname).classes) for c in characters if c != DOT)
    return _hash(" ".join(classes[0] if classes else c for c, classes in described))


@lru_cache(maxsize=1 << 15)
def _corner_hash(character: str) -> int:
    corner = corners(character)
    return int(corner[:4]) + 1 if corner else digest(character)


def _key_tokens(name: Name) -> tuple[str, ...]:
    """Return the parts by which transliterated names are found: any of the first two."""
    if len(name.tokens) > 1:
        return name.tokens[:2]
    return (token_class(name.folded),) if set(name.characters[1:]) & TRANSLITERATING else ()


_CHARACTERS = {
    "sounds": ("i4", _SOUNDS),
    "classes": ("i4", _SOUNDS),
    "corners": ("u1", _CORNERS),
    "wild": ("?", 0),
}


_NAMES = {
    "characters": ("i4", HAN_LENGTH_MAX),
    "spellings": ("i4", HAN_LENGTH_MAX),
    "length": ("i1", 0), "surname_length": ("i1", 0), "long": ("?", 0),
    "folded": ("i4", 0), "surname": ("i4", 0), "given": ("i4", 0),
    "h_folded": ("u8", 0), "h_sound": ("u8", 0), "h_surname": ("u8", 0), "h_given": ("u8", 0),
    "h_shape": ("u8", 0), "h_token": ("u8", 0), "h_token2": ("u8", 0),
}  # fmt: skip


class CharacterTable:
    """Characters by place (surname or given): numbers of their sounds, classes and corners."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, bool], int] = {}
        self._strings = Interning()
        self.spellings = Interning()
        self.columns = Columns(_CHARACTERS)
        self._add(Character((), (), "", wild=False))

    def _add(self, character: Character) -> int:
        corners = [int(c) for c in character.corners] if character.corners else [_NO_CORNER] * _CORNERS
        sounds, classes = self._three(character.sounds), self._three(character.classes)
        return self.columns.add_row((sounds, classes, corners, character.wild))

    def _three(self, strings: tuple[str, ...]) -> list[int]:
        return [*map(self._strings.number, strings), 0, 0, 0][:_SOUNDS]

    def row(self, character: str, surname: bool) -> int:
        """Return a character's row; 0 is the row of no character."""
        row = self._rows.get((character, surname))
        if row is None:
            row = self._rows[character, surname] = self._add(describe(character, surname))
        return row


class NameTable:
    """Distinct names as rows of arrays; row 0 is no name."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {"": 0}
        self._raws: dict[str, int] = {}
        self.names: list[Name] = [Name("", "", (), 0, ())]
        self.characters = CharacterTable()
        self._folded = Interning()
        self._parts = Interning()
        self.columns = Columns(_NAMES)
        self.columns.extend({}, 1)

    def flush(self) -> None:
        """Make the names coded since readable in the arrays."""
        self.columns.flush()
        self.characters.columns.flush()

    def row(self, raw: str) -> int:
        """Return a name's row, coding the name when it is new."""
        row = self._rows.get(raw)
        if row is None:
            row = self._raws.get(raw)
        if row is None:
            name = read_name(raw)
            row = self._rows.get(name.spelled)
            if row is None:
                row = self._rows[name.spelled] = self._add(name)
            if raw != name.spelled:
                self._raws[raw] = row
        return row

    def _add(self, name: Name) -> int:
        long = bool(name.tokens) or len(name.characters) > HAN_LENGTH_MAX
        short = () if long else name.characters
        split = name.surname_length
        rows = [self.characters.row(c, i < split) for i, c in enumerate(short)]
        tokens = [*map(_hash, _key_tokens(name)), 0, 0]
        spellings = [self.characters.spellings.number(c) for c in short]
        surname_sound = _sound(name.characters[:split], surname=True)
        given_sound = _sound(name.characters[split:], surname=False)
        given = name.given if split else ""
        self.columns.add_row(
            (
                [*rows, 0, 0, 0, 0][:HAN_LENGTH_MAX],
                [*spellings, 0, 0, 0, 0][:HAN_LENGTH_MAX],
                len(short), split, long,
                self._folded.number(name.folded),
                self._parts.number(("s", name.surname)) if name.surname else 0,
                self._parts.number(("g", given)) if given else 0,
                digest(name.folded) if name.folded else 0,
                _combine(surname_sound, given_sound), surname_sound, given_sound if split else 0,
                _combine(*map(_corner_hash, short)), tokens[0], tokens[1],
            )
        )  # fmt: skip
        self.names.append(name)
        return len(self.names) - 1


@lru_cache(maxsize=1 << 16)
def long_name_level(one: Name, other: Name) -> str:
    """Return how two names agree of which one at least is dotted or long."""
    if one.folded == other.folded:
        return "variant"
    if not one.tokens or not other.tokens:
        short, long = (one, other) if not one.tokens else (other, one)
        if short.folded and (read_token(short) in long.tokens or long.folded.startswith(short.folded)):
            return "part_dropped"
        return "transliteration" if read_token(short) == "".join(long.tokens) else "differs"
    if "".join(one.tokens) == "".join(other.tokens) or set(one.tokens) == set(other.tokens):
        return "transliteration"
    small, large = sorted((set(one.tokens), set(other.tokens)), key=lambda t: (len(t), sorted(t)))
    if small <= large or one.folded.startswith(other.folded) or other.folded.startswith(one.folded):
        return "part_dropped"
    joined = sorted("".join(n.tokens) for n in (one, other))
    if joined[1].startswith(joined[0]) and len(joined[0]) > 2:  # noqa: PLR2004 - cut off by a short field
        return "part_dropped"
    return _spelled_alike(one, other)


def _spelled_alike(one: Name, other: Name) -> str:
    length = max(len(one.folded), len(other.folded))
    edits = OSA.distance("".join(one.tokens), "".join(other.tokens))
    if edits <= max(1, length // 4):
        return "transliteration"
    return "one_given_character" if set(one.tokens) & set(other.tokens) else "differs"


def read_token(name: Name) -> str:
    """Return a name without dot as a transliteration token."""
    return token_class(name.folded)


def meet(one: Array, other: Array) -> Array:
    """Tell for rows of up to three numbers whether they share one; 0 is no number."""
    shared = np.zeros(one.shape[:-1], dtype=bool)
    for i in range(one.shape[-1]):
        for j in range(other.shape[-1]):
            shared |= (one[..., i] == other[..., j]) & (one[..., i] != 0)
    return shared

"""Characters of names as tables of numbers: how each folds, sounds and looks.

A character is a code: its code point, or, for a syllable written in Latin letters, the number that the
letters spell, which is also the number of that sound. The tables are indexed by code point and filled when a
character is met for the first time; all they hold is the scalar readers' answers, the same in every process.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.chinese.names import describe, read_name
from matchers.chinese.pinyin import sound_class
from matchers.chinese.transliteration import CHARACTERS as TRANSCRIBING
from matchers.columns import Array
from matchers.hashing import hash_text

SYLLABLE: Final = 1 << 30
"""Codes from here on stand for letters; from `_OPAQUE` on for letters that cannot be told from the code."""
_OPAQUE: Final = 1 << 31
_LETTERS_MAX: Final = 6
_ALPHABET: Final = " abcdefghijklmnopqrstuvwxyz"
_POINTS: Final = 0x110000
_USUAL: Final = range(0x4E00, 0xA000)
"""Characters in which nothing is to be mended."""
_NOT_PLAIN: Final = 1
_SOUNDS: Final = 3
_SHAPES: Final = 9
_CORNERS: Final = 5
_CORNERS_ALIKE: Final = 4
_NIBBLES: Final = np.array([4 * place for place in range(_CORNERS)], dtype=np.uint32)


def letters_code(letters: str) -> int:
    """Return the code of a syllable, or of another run of letters, in lower case."""
    if len(letters) > _LETTERS_MAX or not (letters.isascii() and letters.isalpha() and letters.islower()):
        return _OPAQUE | hash_text(letters) >> 33
    number = 0
    for letter in letters:
        number = number * len(_ALPHABET) + _ALPHABET.index(letter)
    return SYLLABLE | number


def character_code(character: str) -> int:
    """Return the code of one of `Name.characters`."""
    return ord(character) if len(character) == 1 else letters_code(character)


@lru_cache(maxsize=1 << 12)
def character_of(code: int) -> str:
    """Return the character or letters of a code; a question mark for letters that it does not tell."""
    if code < SYLLABLE:
        return chr(code)
    number, letters = code & ~SYLLABLE, ""
    while code < _OPAQUE and number:
        number, letter = divmod(number, len(_ALPHABET))
        letters = _ALPHABET[letter] + letters
    return letters or "?"


@lru_cache(maxsize=1 << 12)
def _class_of_letters(code: int) -> int:
    return code if code >= _OPAQUE else letters_code(sound_class(character_of(code)))


class FoldTable:
    """What plain characters, those that a name is made of as written, fold to."""

    def __init__(self) -> None:
        self._folded = np.zeros(_POINTS, dtype=np.uint32)
        self._transcribing = np.zeros(_POINTS, dtype=bool)
        self._transcribing[[ord(c) for c in TRANSCRIBING]] = True

    def fold(self, points: Array) -> tuple[Array, Array]:
        """Return the folded code points, and which of them are of plain characters."""
        folded = self._folded[points]
        if not folded.all():
            for point in np.unique(points[folded == 0]).tolist():
                self._folded[point] = _fold(point)
            folded = self._folded[points]
        return folded, folded != _NOT_PLAIN

    def transcribes(self, code: int) -> bool:
        """Tell whether a folded character is among those that foreign names are written with."""
        return code < SYLLABLE and bool(self._transcribing[code])

    def is_transcribing(self, folded: Array) -> Array:
        """Tell which folded characters are among those that foreign names are written with."""
        return np.asarray(self._transcribing[np.where(folded < SYLLABLE, folded, 0)])


def _fold(point: int) -> int:
    if point not in _USUAL:
        return _NOT_PLAIN
    character = chr(point)
    name = read_name(character)
    plain = name.spelled == character and name.characters == (name.folded,)
    return ord(name.folded) if plain and len(name.folded) == 1 else _NOT_PLAIN


@dataclass(frozen=True, slots=True)
class Described:
    """Sounds and shapes of some characters, arrays of one length; 0 where there is none."""

    sounds: Array
    classes: Array
    corners: Array
    shapes: Array
    wild: Array


@dataclass(frozen=True, slots=True)
class DescribedOne:
    """Sounds and shapes of one character."""

    sounds: frozenset[int]
    classes: frozenset[int]
    corners: int
    shapes: frozenset[int]
    wild: bool


class CharacterTable:
    """Sounds and shapes by code, each as a surname's character and as another."""

    def __init__(self) -> None:
        rows = 2 * _POINTS
        self._filled = np.zeros(rows, dtype=bool)
        self._sounds = np.zeros((rows, _SOUNDS), dtype=np.uint32)
        self._classes = np.zeros((rows, _SOUNDS), dtype=np.uint32)
        self._corners = np.zeros(rows, dtype=np.uint32)
        self._shapes = np.zeros((rows, _SHAPES), dtype=np.uint16)
        self._wild = np.zeros(rows, dtype=bool)
        self._ones: dict[tuple[int, bool], DescribedOne] = {}
        self._filled[0] = self._filled[_POINTS] = True

    def _rows_of(self, codes: Array, surname: Array) -> Array:
        """Return the rows of some codes, filled; letters have none and get that of no character."""
        rows = np.where(codes < SYLLABLE, codes, 0) + np.where(surname, _POINTS, 0)
        filled = self._filled[rows]
        if not filled.all():
            for row in np.unique(rows[~filled]).tolist():
                self._fill(row)
        return rows

    def _fill(self, row: int) -> None:
        described = describe(chr(row % _POINTS), surname=row >= _POINTS)
        for column, readings in ((self._sounds, described.sounds), (self._classes, described.classes)):
            for place, reading in enumerate(readings[:_SOUNDS]):
                column[row, place] = letters_code(reading)
        self._corners[row] = _packed(described.corners)
        groups = [int(group, 16) + 1 for group in described.shapes[:_SHAPES]]
        self._shapes[row, : len(groups)] = groups
        self._wild[row] = described.wild
        self._filled[row] = True

    def first_class(self, code: int, *, surname: bool) -> int:
        """Return the class of a code's likeliest sound, the code itself where it has none."""
        if code >= SYLLABLE:
            return _class_of_letters(code)
        row = code + _POINTS if surname else code
        if not self._filled[row]:
            self._fill(row)
        return int(self._classes[row, 0]) or code

    def describe_one(self, code: int, *, surname: bool) -> DescribedOne:
        """Return the sounds and shapes of a code."""
        described = self._ones.get((code, surname))
        if described is None:
            described = self._ones[code, surname] = self._described_one(code, surname=surname)
        return described

    def _described_one(self, code: int, *, surname: bool) -> DescribedOne:
        if code >= SYLLABLE:
            return DescribedOne(
                frozenset({code}), frozenset({_class_of_letters(code)}), 0, frozenset(), wild=False
            )
        row = code + _POINTS if surname else code
        if not self._filled[row]:
            self._fill(row)
        sounds, classes, shapes = (
            frozenset(column[row].tolist()) - {0} for column in (self._sounds, self._classes, self._shapes)
        )
        return DescribedOne(sounds, classes, int(self._corners[row]), shapes, wild=bool(self._wild[row]))

    def describe(self, codes: Array, surname: Array) -> Described:
        """Return the sounds and shapes of some codes, one each."""
        rows = self._rows_of(codes, surname)
        sounds, classes = self._sounds[rows], self._classes[rows]
        for at in np.flatnonzero(codes >= SYLLABLE).tolist():
            sounds[at, 0], classes[at, 0] = codes[at], _class_of_letters(int(codes[at]))
        return Described(sounds, classes, self._corners[rows], self._shapes[rows], self._wild[rows])

    def first_classes(self, codes: Array, surname: Array) -> Array:
        """Return for each code the class of its likeliest sound, the code itself where it has none."""
        rows = self._rows_of(codes, surname)
        classes = self._classes[rows, 0]
        classes = np.where(classes == 0, codes, classes)
        letters = np.nonzero(codes >= SYLLABLE)
        if len(letters[0]):
            classes[letters] = [_class_of_letters(code) for code in codes[letters].tolist()]
        return np.asarray(classes)


def _packed(corners: str) -> int:
    """Return the five digits of a four-corner code in four bits each, above 0."""
    return sum((int(digit) + 1) << (4 * place) for place, digit in enumerate(corners[:_CORNERS]))


def sound_alike(one: Array, other: Array) -> Array:
    """Tell for rows of up to three sounds whether they share one."""
    shared = np.zeros(len(one), dtype=bool)
    for i in range(_SOUNDS):
        for j in range(_SOUNDS):
            shared |= (one[:, i] == other[:, j]) & (one[:, i] != 0)
    return shared


def look_alike(one: Described, other: Described, at: Array) -> Array:
    """Tell which pairs of characters, at some places, look alike: as `shapes.look_alike` of each."""
    groups, other_groups = one.shapes[at], other.shapes[at]
    shared = ((groups[:, :, None] == other_groups[:, None, :]) & (groups[:, :, None] != 0)).any(axis=(1, 2))
    grouped = (groups[:, 0] != 0) & (other_groups[:, 0] != 0)
    corners = one.corners[at][:, None] >> _NIBBLES & 15
    agreeing = (corners == (other.corners[at][:, None] >> _NIBBLES & 15)) & (corners != 0)
    return np.asarray(np.where(grouped, shared, agreeing.sum(axis=1) >= _CORNERS_ALIKE))


def look_alike_two(one: DescribedOne, other: DescribedOne) -> bool:
    """Tell whether two characters look alike, as `look_alike` tells of many."""
    if one.shapes and other.shapes:
        return not one.shapes.isdisjoint(other.shapes)
    corners = (
        (one.corners >> place & 15, other.corners >> place & 15) for place in range(0, 4 * _CORNERS, 4)
    )
    return sum(a == b != 0 for a, b in corners) >= _CORNERS_ALIKE


FOLDS: Final = FoldTable()
CHARACTERS: Final = CharacterTable()

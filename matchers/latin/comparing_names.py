"""Comparing names: given names, surnames, the two in each other's place, middle names and suffixes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.latin.comparing_texts import (
    FAINT_MIN,
    SIMILAR_MIN,
    are_similar,
    are_two_edits,
    for_each_pair,
    is_one_edit,
    likeness,
)
from matchers.latin.levels import NUMBERS
from matchers.latin.nicknames import stand_for_each_other
from matchers.latin.phonetics import sound_alike
from matchers.profile import MISSING, Levels, Rows

GIVEN: Final = NUMBERS["given_name"]
MIDDLE: Final = NUMBERS["middle_name"]
SURNAME: Final = NUMBERS["surname"]
SUFFIX: Final = NUMBERS["suffix"]
_WOMAN: Final = 2
_FIT: Final = frozenset({SURNAME["exact"], SURNAME["one_edit"], SURNAME["sound"], SURNAME["similar"]})
_INITIAL_PREFIX_MIN: Final = 3
_CACHED: Final = 1 << 15
_Level = Callable[[str, str], int]


def _word_level(one: str, other: str) -> str:
    """Level two words by their spelling and sound."""
    if one == other:
        return "exact"
    if is_one_edit(one, other):
        return "one_edit"
    if sound_alike(one, other):
        return "sound"
    alike = likeness(one, other)
    if alike >= SIMILAR_MIN or are_two_edits(one, other):
        return "similar"
    return "faint" if alike >= FAINT_MIN else "differs"


@lru_cache(maxsize=_CACHED)
def given_level(one: str, other: str) -> int:
    """Return the level of two texts of given names, the first of them being the one that counts.

    >>> given_level("peggy ann", "margaret") == GIVEN["nickname"], given_level("mary ann", "maryann")
    (True, 0)
    """
    first, *middle = one.split(" ")
    second, *other_middle = other.split(" ")
    if first == second or one.replace(" ", "") == other.replace(" ", ""):
        return GIVEN["exact"]
    if stand_for_each_other(first, second):
        return GIVEN["nickname"]
    level = _word_level(first, second)
    if level in {"faint", "differs"} and (middle or other_middle):
        level = min(level, _word_level(one.replace(" ", ""), other.replace(" ", "")), key=GIVEN.__getitem__)
    if level in {"one_edit", "sound", "similar"}:
        return GIVEN[level]
    if _is_initial(first, second):
        return GIVEN["initial"]
    if first in other_middle or second in middle:
        return GIVEN["middle_used"]
    return GIVEN[level]


def _is_initial(one: str, other: str) -> bool:
    """Tell whether one of two names is the other's initial or beginning."""
    shorter, longer = sorted((one, other), key=len)
    return (len(shorter) == 1 or len(shorter) >= _INITIAL_PREFIX_MIN) and longer.startswith(shorter)


@lru_cache(maxsize=_CACHED)
def middle_level(one: str, other: str) -> int:
    """Return the level of the middle names in two texts of given names, MISSING where one has none."""
    first, *middle = one.split(" ")
    second, *other_middle = other.split(" ")
    if not middle or not other_middle or (first != second and first in other_middle) or second in middle[:1]:
        return MISSING
    a, b = "".join(middle), "".join(other_middle)
    if a == b:
        return MIDDLE["equal"]
    if a[0] == b[0] and min(len(middle[0]), len(other_middle[0])) == 1:
        return MIDDLE["initial"]
    return MIDDLE["similar"] if is_one_edit(a, b) or are_similar(a, b) else MIDDLE["differs"]


@lru_cache(maxsize=_CACHED)
def surname_level(one: str, other: str) -> int:
    """Return the level of two surnames; words of one surname are parted by spaces."""
    words, other_words = one.split(" "), other.split(" ")
    a, b = "".join(words), "".join(other_words)
    level = _word_level(a, b)
    if level in {"similar", "faint", "differs"} and len(words) + len(other_words) > 2:  # noqa: PLR2004
        shared = any(x == y or is_one_edit(x, y) for x in words for y in other_words)
        return SURNAME["part"] if shared else SURNAME[level]
    return SURNAME[level]


def name_levels(rows: Rows, one: Array, other: Array, known: Levels) -> Levels:
    """Level all that the names say."""
    given, surname = _given_levels(rows, one, other), _surname_levels(rows, one, other)
    swapped = np.full(len(one), MISSING, dtype=np.int8)
    poor = np.flatnonzero(_is_poor(given, GIVEN["faint"]) & _is_poor(surname, SURNAME["faint"]))
    if len(poor):
        rest = _swapped_levels(rows, one[poor], other[poor])
        crossed = rest != _NOT_SWAPPED
        swapped[poor[crossed]] = rest[crossed]
        given[poor[crossed]] = GIVEN["swapped"]
        surname[poor[crossed]] = MISSING
    twins = known["birth_date"] == NUMBERS["birth_date"]["exact"]
    sex = rows["sex"]
    women = (sex[one] == _WOMAN) & (sex[other] == _WOMAN)
    return {
        "given_name": np.where(twins, MISSING, given).astype(np.int8),
        "given_name|birth equal": np.where(twins, given, MISSING).astype(np.int8),
        "surname": np.where(women, MISSING, surname).astype(np.int8),
        "surname|women": np.where(women, surname, MISSING).astype(np.int8),
        "surname|swapped": swapped,
        "middle_name": _middle_levels(rows, one, other, given),
        "suffix": _suffix_levels(rows["suffix"][one], rows["suffix"][other]),
    }


def _is_poor(levels: Array, least: int) -> Array:
    return np.asarray((levels >= least) | (levels == MISSING))


def _given_levels(rows: Rows, one: Array, other: Array) -> Array:
    return _levels_of(rows, rows["given"][one], rows["given"][other], given_level)


def _surname_levels(rows: Rows, one: Array, other: Array) -> Array:
    """Level the surnames; a former surname is another reading, and the better reading counts."""
    surname, former = rows["surname"], rows["former"]
    levels = _levels_of(rows, surname[one], surname[other], surname_level)
    for a, b in ((one, other), (other, one)):
        at = np.flatnonzero(former[a])
        if len(at):
            alternative = _levels_of(rows, former[a[at]], surname[b[at]], surname_level)
            better = (alternative != MISSING) & ((alternative < levels[at]) | (levels[at] == MISSING))
            levels[at[better]] = alternative[better]
    return levels


def _levels_of(rows: Rows, one: Array, other: Array, level: _Level) -> Array:
    """Level two columns of text numbers; equal texts are level 0, an empty one is missing."""
    levels = np.zeros(len(one), dtype=np.int8)
    differ = np.flatnonzero((one != other) & (one != 0) & (other != 0))
    if len(differ):
        levels[differ] = for_each_pair(rows, one[differ], other[differ], level)
    levels[(one == 0) | (other == 0)] = MISSING
    return levels


_NOT_SWAPPED: Final = -2


def _swapped_levels(rows: Rows, one: Array, other: Array) -> Array:
    """Return the level of the worse of two crossings where the better one fits, else `_NOT_SWAPPED`."""
    given, surname = rows["given"], rows["surname"]
    crossings = [
        _levels_of(rows, given[a], surname[b], _crossed_level) for a, b in ((one, other), (other, one))
    ]
    better, worse = np.sort(np.where(np.stack(crossings) == MISSING, 99, np.stack(crossings)), axis=0)
    fits = np.isin(better, list(_FIT))
    return np.where(fits, np.where(worse == 99, MISSING, worse), _NOT_SWAPPED).astype(np.int8)  # noqa: PLR2004


def _crossed_level(one: str, other: str) -> int:
    """Level one side's given names against the other's surname, whole or by their first words."""
    level = surname_level(one, other)
    if " " in one or " " in other:
        level = min(level, surname_level(_first_word(one), _first_word(other)))
    return level


def _first_word(text: str) -> str:
    return text.partition(" ")[0]


def _middle_levels(rows: Rows, one: Array, other: Array, given: Array) -> Array:
    a, b = rows["given"][one], rows["given"][other]
    levels = np.full(len(one), MISSING, dtype=np.int8)
    at = np.flatnonzero((given != MISSING) & (given != GIVEN["swapped"]) & (given != GIVEN["middle_used"]))
    if len(at):
        levels[at] = for_each_pair(rows, a[at], b[at], middle_level)
    return levels


def _suffix_levels(one: Array, other: Array) -> Array:
    levels = np.where(one == other, SUFFIX["equal"], SUFFIX["differs"]).astype(np.int8)
    levels[(one == 0) ^ (other == 0)] = SUFFIX["one_sided"]
    levels[(one == 0) & (other == 0)] = MISSING
    return levels

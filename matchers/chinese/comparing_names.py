"""Comparing names: one level for each pair of names, the best that their spelling, sound or shape allows."""

from __future__ import annotations

import numpy as np

from matchers.chinese.levels import NAME
from matchers.chinese.name_table import NameTable, long_name_level, meet
from matchers.chinese.names import HAN_LENGTH_MAX
from matchers.columns import Array

LEVELS = {level: number for number, (level, *_) in enumerate(NAME)}
_CORNERS_ALIKE = 4
_THREE = 3


def name_levels(table: NameTable, one: Array, other: Array) -> Array:
    """Return the level of each pair of name rows, int8; -1 where a name is missing."""
    levels = np.full(len(one), LEVELS["differs"], dtype=np.int8)
    c = table.columns
    same = one == other
    long = (c["long"][one] | c["long"][other]) & ~same
    han = np.flatnonzero(~same & ~long)
    if len(han):
        levels[han] = _han_levels(table, one[han], other[han])
    for i in np.flatnonzero(long).tolist():
        first, second = sorted((int(one[i]), int(other[i])), key=lambda row: table.names[row].spelled)
        levels[i] = LEVELS[long_name_level(table.names[first], table.names[second])]
    levels[same] = LEVELS["exact"]
    levels[(one == 0) | (other == 0)] = -1
    return levels


def _han_levels(table: NameTable, one: Array, other: Array) -> Array:
    c = table.columns
    length, other_length = c["length"][one], c["length"][other]
    surname = c["surname"][one] == c["surname"][other]
    levels = np.full(len(one), LEVELS["differs"], dtype=np.int8)
    levels[surname] = LEVELS["surname_only"]
    given = (c["given"][one] == c["given"][other]) & (c["given"][one] != 0)
    levels[given] = LEVELS["given_name_only"]
    equal = np.flatnonzero(length == other_length)
    if len(equal):
        levels[equal] = np.minimum(levels[equal], _aligned_levels(table, one[equal], other[equal]))
    uneven = np.flatnonzero((np.abs(length - other_length) == 1) & surname)
    if len(uneven):
        dropped = _is_part(c["spellings"][one[uneven]], c["spellings"][other[uneven]])
        levels[uneven[dropped]] = LEVELS["part_dropped"]
    levels[c["folded"][one] == c["folded"][other]] = LEVELS["variant"]
    return levels


def _is_part(one: Array, other: Array) -> Array:
    """Tell whether every character of the shorter name, in any place, is in the longer one."""
    swap = (one != 0).sum(axis=1) > (other != 0).sum(axis=1)
    short = np.where(swap[:, None], other, one)
    long = np.where(swap[:, None], one, other)
    held = (short[:, :, None] == long[:, None, :]).any(axis=2) | (short == 0)
    return np.asarray(held.all(axis=1))


def _aligned_levels(table: NameTable, one: Array, other: Array) -> Array:
    """Level names of equal length, character by character."""
    c, characters = table.columns, table.characters.columns
    spelled, other_spelled = c["spellings"][one], c["spellings"][other]
    rows, other_rows = c["characters"][one], c["characters"][other]
    equal = spelled == other_spelled
    differing = (~equal).sum(axis=1)
    levels = np.full(len(one), LEVELS["differs"], dtype=np.int8)
    three = (c["length"][one] == _THREE) & (c["surname_length"][one] == 1) & equal[:, 0]
    levels[three & (differing == 1)] = LEVELS["one_given_character"]
    crossed = (spelled[:, 1] == other_spelled[:, 2]) | (spelled[:, 2] == other_spelled[:, 1])
    levels[three & (differing == 2) & crossed] = LEVELS["one_given_character"]  # noqa: PLR2004
    swapped = (spelled[:, 1] == other_spelled[:, 2]) & (spelled[:, 2] == other_spelled[:, 1])
    levels[three & (differing == 2) & swapped] = LEVELS["characters_reordered"]  # noqa: PLR2004
    four = (c["length"][one] == HAN_LENGTH_MAX) & (differing == 1)
    levels[four] = LEVELS["transliteration"]
    sound = equal | meet(characters["sounds"][rows], characters["sounds"][other_rows])
    similar = sound | meet(characters["classes"][rows], characters["classes"][other_rows])
    wild = equal | characters["wild"][rows] | characters["wild"][other_rows]
    corners, other_corners = characters["corners"][rows], characters["corners"][other_rows]
    alike = ((corners == other_corners) & (corners < 10)).sum(axis=2) >= _CORNERS_ALIKE  # noqa: PLR2004
    levels[wild.all(axis=1) & (differing == 1)] = LEVELS["unreadable_character"]
    levels[(alike | sound).all(axis=1) & ((~sound).sum(axis=1) == 1)] = LEVELS["similar_shape"]
    levels[similar.all(axis=1) & ((~sound).sum(axis=1) == 1)] = LEVELS["similar_sound"]
    levels[sound.all(axis=1)] = LEVELS["homophone"]
    return levels

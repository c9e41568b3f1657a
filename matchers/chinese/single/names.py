"""Comparing two names, as `comparing_names.compare_names` does those of many pairs."""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.chinese.characters import CHARACTERS, DescribedOne, look_alike_two
from matchers.chinese.coding_names import name_text
from matchers.chinese.comparing_names import LEVELS, THREE, former_names, name_levels, stored_names
from matchers.chinese.long_names import long_names_level
from matchers.chinese.names import HAN_LENGTH_MAX
from matchers.profile import MISSING, Row, Rows

_EXACT: Final = LEVELS["exact"]
_DIFFERS: Final = LEVELS["differs"]


def name_level(rows: Rows, slots: tuple[int, int], one: Row, other: Row) -> int:
    """Return the level of two names, former ones too, MISSING where one is not given; their slots in rows."""
    if not (one["spelled"] and other["spelled"]):
        return MISSING
    level = _level(rows, one, other)
    for (a, b), row in ((slots, one), (slots[::-1], other)):
        if row["former"] and level > _EXACT:
            former = former_names(rows, np.array([a])), stored_names(rows, np.array([b]))
            level = min(level, int(name_levels(*former)[0]))
    return level


def _level(rows: Rows, one: Row, other: Row) -> int:
    if one["spelled"] == other["spelled"]:
        return _EXACT
    if one["folded"] == other["folded"]:
        return LEVELS["variant"]
    if one["long"] or other["long"]:
        return LEVELS[long_names_level(_text(rows, one), _text(rows, other))]
    return _han_level(one, other)


def _text(rows: Rows, row: Row) -> str:
    return rows.text(row["long"]) if row["long"] else name_text(row["name"])


def _han_level(one: Row, other: Row) -> int:
    a, b = one["name"], other["name"]
    split, length, other_length = one["surname_length"], one["name_length"], other["name_length"]
    surname = split == other["surname_length"] and split > 0 and a[:split] == b[:split]
    level = LEVELS["surname_only"] if surname else _DIFFERS
    if _same_given(one, other):
        level = LEVELS["given_name_only"]
    if length == other_length:
        level = min(level, _aligned_level(one, other))
    elif surname and abs(length - other_length) == 1 and _is_part(a, b):
        level = LEVELS["part_dropped"]
    token = one["tokens"][1]
    if token and token == other["tokens"][1]:
        level = min(level, LEVELS["transliteration"])
    return level


def _same_given(one: Row, other: Row) -> bool:
    given, other_given = (_given(row) for row in (one, other))
    return given[0] != 0 and given == other_given


def _given(row: Row) -> list[int]:
    name: list[int] = row["name"]
    return [*name[2:], 0] if row["surname_length"] > 1 else name[1:]


def _is_part(one: list[int], other: list[int]) -> bool:
    """Tell whether every character of the shorter name, in any place, is in the longer one."""
    swap = one.count(0) < other.count(0)
    short, long = (other, one) if swap else (one, other)
    return {*short} - {0} <= {*long}


def _aligned_level(one: Row, other: Row) -> int:
    """Level names of equal length, character by character."""
    a, b = one["name"], other["name"]
    places = [place for place in range(HAN_LENGTH_MAX) if a[place] != b[place]]
    first, second = ([_described(row, place) for place in places] for row in (one, other))
    alike = [not x.sounds.isdisjoint(y.sounds) for x, y in zip(first, second, strict=True)]
    if all(alike):
        return LEVELS["homophone"]
    if alike.count(False) == 1:
        x, y = first[alike.index(False)], second[alike.index(False)]
        if not x.classes.isdisjoint(y.classes):
            return LEVELS["similar_sound"]
        if look_alike_two(x, y):
            return LEVELS["similar_shape"]
    if len(places) == 1 and (first[0].wild or second[0].wild):
        return LEVELS["unreadable_character"]
    if len(places) == 1 and one["name_length"] == HAN_LENGTH_MAX:
        return LEVELS["transliteration"]
    return _given_level(one, other, len(places))


def _described(row: Row, place: int) -> DescribedOne:
    return CHARACTERS.describe_one(row["name"][place], surname=place < row["surname_length"])


def _given_level(one: Row, other: Row, differing: int) -> int:
    """Level names of a surname and two given characters of which some are equal."""
    a, b = one["name"], other["name"]
    short_surnames = one["surname_length"] == other["surname_length"] == 1
    if one["name_length"] != THREE or not short_surnames or a[0] != b[0]:
        return _DIFFERS
    forth, back = a[1] == b[2], a[2] == b[1]
    if differing == 2 and forth and back:  # noqa: PLR2004
        return LEVELS["characters_reordered"]
    if differing == 1 or (differing == 2 and (forth or back)):  # noqa: PLR2004
        return LEVELS["one_given_character"]
    return _DIFFERS

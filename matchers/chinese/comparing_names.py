"""Comparing names: one level for each pair, the best that spelling, sound or shape allows.

Spellings are compared by their hashes; only characters that differ are looked up, all of them in one go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.chinese.characters import CHARACTERS, look_alike, sound_alike
from matchers.chinese.coding_names import code_names, name_text
from matchers.chinese.levels import NAME
from matchers.chinese.long_names import long_names_level
from matchers.chinese.names import HAN_LENGTH_MAX
from matchers.chinese.peoples import HAN
from matchers.columns import Array
from matchers.profile import MISSING, Levels, Rows

LEVELS: Final = {level: number for number, (level, *_) in enumerate(NAME)}
THREE: Final = 3
_GIVEN: Final = np.array([[1, 2, 3], [2, 3, 0]])
"""Places of the given name after a surname of one and of two characters."""


@dataclass(frozen=True, slots=True)
class Names:
    """One side of some pairs of names."""

    spelled: Array
    folded: Array
    codes: Array
    length: Array
    surname_length: Array
    token: Array
    """What a short transliterated name is written alike by; 0 for none."""
    long: Array
    """Number of the text of a dotted or long name (long_names.py), 0 for others."""
    text_of: Callable[[int], str]

    def at(self, places: Array) -> Names:
        """Return some of them."""
        return Names(
            self.spelled[places], self.folded[places], self.codes[places], self.length[places],
            self.surname_length[places], self.token[places], self.long[places], self.text_of,
        )  # fmt: skip

    def text(self, place: int) -> str:
        """Return the text of a long name at a place, or a short folded name."""
        long = int(self.long[place])
        return self.text_of(long) if long else name_text(self.codes[place].tolist())


def stored_names(rows: Rows, which: Array) -> Names:
    """Return the names of stored records."""
    return Names(
        rows["spelled"][which], rows["folded"][which], np.take(rows["name"], which, axis=0),
        rows["name_length"][which], rows["surname_length"][which], rows["tokens"][which, 1],
        rows["long"][which], rows.text,
    )  # fmt: skip


def former_names(rows: Rows, which: Array) -> Names:
    """Return the former names of stored records."""
    former = [rows.text(number) for number in rows["former"][which].tolist()]
    names = code_names(former, np.full(len(which), HAN))
    texts = ["", *names.long]
    long = np.array([number if texts[number] else 0 for number in range(1, len(texts))], dtype=np.int32)
    return Names(
        names.spelled,
        names.folded,
        names.name,
        names.name_length,
        names.surname_length,
        names.tokens[:, 1],
        long,
        texts.__getitem__,
    )


def compare_names(rows: Rows, one: Array, other: Array, known: Levels) -> Levels:
    """Level names; a former name is another reading of the name, and the better reading counts."""
    spelled = rows["spelled"]
    levels = np.full(len(one), LEVELS["exact"], dtype=np.int8)
    differ = np.flatnonzero(spelled[one] != spelled[other])
    if len(differ):
        levels[differ] = name_levels(stored_names(rows, one[differ]), stored_names(rows, other[differ]))
    levels[(spelled[one] == 0) | (spelled[other] == 0)] = MISSING
    for a, b in ((one, other), (other, one)):
        at = np.flatnonzero((rows["former"][a] != 0) & (levels > LEVELS["exact"]))
        if len(at):
            former = name_levels(former_names(rows, a[at]), stored_names(rows, b[at]))
            levels[at] = np.minimum(levels[at], former)
    number = np.maximum(known["id_number"], known["id_number|birth differs"]) == 0
    birth = ~number & (known["birth_date"] == 0)
    return {
        "name": np.where(number | birth, MISSING, levels),
        "name|birth equal": np.where(birth, levels, MISSING),
        "name|number equal": np.where(number, levels, MISSING),
    }


def name_levels(one: Names, other: Names) -> Array:
    """Return the level of each pair of names, int8."""
    levels = np.full(len(one.spelled), LEVELS["differs"], dtype=np.int8)
    long = (one.long != 0) | (other.long != 0)
    if long.any():
        han = np.flatnonzero(~long)
        levels[han] = _han_levels(one.at(han), other.at(han))
        for i in np.flatnonzero(long).tolist():
            levels[i] = LEVELS[long_names_level(one.text(i), other.text(i))]
    else:
        levels = _han_levels(one, other)
    levels[one.folded == other.folded] = LEVELS["variant"]
    levels[one.spelled == other.spelled] = LEVELS["exact"]
    return levels


def _han_levels(one: Names, other: Names) -> Array:
    equal = one.codes == other.codes
    split = one.surname_length
    surname = (split == other.surname_length) & equal[:, 0] & (equal[:, 1] | (split == 1)) & (split > 0)
    levels = np.where(surname, LEVELS["surname_only"], LEVELS["differs"]).astype(np.int8)
    levels[_same_given(one, other)] = LEVELS["given_name_only"]
    even = np.flatnonzero(one.length == other.length)
    if len(even):
        aligned = _aligned_levels(one.at(even), other.at(even), equal[even])
        levels[even] = np.minimum(levels[even], aligned)
    uneven = np.flatnonzero((np.abs(one.length - other.length) == 1) & surname)
    if len(uneven):
        dropped = _is_part(one.codes[uneven], other.codes[uneven])
        levels[uneven[dropped]] = LEVELS["part_dropped"]
    same = np.flatnonzero((one.token == other.token) & (one.token != 0))
    levels[same] = np.minimum(levels[same], LEVELS["transliteration"])
    return levels


def _same_given(one: Names, other: Names) -> Array:
    given, other_given = (
        np.take_along_axis(side.codes, _GIVEN[np.maximum(side.surname_length, 1) - 1], axis=1)
        for side in (one, other)
    )
    for side, codes in ((one, given), (other, other_given)):
        codes[side.surname_length == 2, 2] = 0  # noqa: PLR2004 - two characters are left of four
    return np.asarray((given == other_given).all(axis=1) & (given[:, 0] != 0))


def _is_part(one: Array, other: Array) -> Array:
    """Tell whether every character of the shorter name, in any place, is in the longer one."""
    swap = (one != 0).sum(axis=1) > (other != 0).sum(axis=1)
    short = np.where(swap[:, None], other, one)
    long = np.where(swap[:, None], one, other)
    held = (short[:, :, None] == long[:, None, :]).any(axis=2) | (short == 0)
    return np.asarray(held.all(axis=1))


def _aligned_levels(one: Names, other: Names, equal: Array) -> Array:
    """Level names of equal length, character by character."""
    a, b = one.codes, other.codes
    differing = HAN_LENGTH_MAX - equal.sum(axis=1)
    levels = np.full(len(a), LEVELS["differs"], dtype=np.int8)
    three = (one.length == THREE) & (one.surname_length == 1) & (other.surname_length == 1) & equal[:, 0]
    levels[three & (differing == 1)] = LEVELS["one_given_character"]
    forth, back = a[:, 1] == b[:, 2], a[:, 2] == b[:, 1]
    levels[three & (differing == 2) & (forth | back)] = LEVELS["one_given_character"]  # noqa: PLR2004
    levels[three & (differing == 2) & forth & back] = LEVELS["characters_reordered"]  # noqa: PLR2004
    levels[(one.length == HAN_LENGTH_MAX) & (differing == 1)] = LEVELS["transliteration"]
    unlike = _count_unlike(one, other, equal)
    levels[(unlike.wild == 0) & (differing == 1)] = LEVELS["unreadable_character"]
    levels[(unlike.shape == 0) & (unlike.sound == 1)] = LEVELS["similar_shape"]
    levels[(unlike.class_ == 0) & (unlike.sound == 1)] = LEVELS["similar_sound"]
    levels[unlike.sound == 0] = LEVELS["homophone"]
    return levels


@dataclass(frozen=True, slots=True)
class _Unlike:
    """For each pair of names, how many of their differing characters are not alike in a sense."""

    sound: Array
    class_: Array
    """Neither in sound nor in the class of sounds that dialects confuse."""
    shape: Array
    """Neither in sound nor in shape."""
    wild: Array
    """Both legible."""


def _count_unlike(one: Names, other: Names, equal: Array) -> _Unlike:
    pairs, places = np.nonzero(~equal)
    first = CHARACTERS.describe(one.codes[pairs, places], places < one.surname_length[pairs])
    second = CHARACTERS.describe(other.codes[pairs, places], places < other.surname_length[pairs])
    sound = sound_alike(first.sounds, second.sounds)
    class_ = sound | sound_alike(first.classes, second.classes)
    # one character that sounds otherwise may look alike: of pairs with more of them none is asked
    alone = np.flatnonzero(~sound & (np.bincount(pairs[~sound], minlength=len(equal)) == 1)[pairs])
    shape = sound.copy()
    shape[alone] = look_alike(first, second, alone)
    wild = first.wild | second.wild
    counted = (np.bincount(pairs[~alike], minlength=len(equal)) for alike in (sound, class_, shape, wild))
    return _Unlike(*counted)

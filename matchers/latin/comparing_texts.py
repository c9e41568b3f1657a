"""Comparing texts: a level for two values, found once for each distinct pair of values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler

from matchers.columns import Array
from matchers.profile import Rows

_SHIFT: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)
SIMILAR_MIN: Final = 0.9
"""Jaro-Winkler likeness of two names of which one is probably the other misspelt; 0.9 is what the census
bureau's matching, for which it was made, takes for a near agreement."""
FAINT_MIN: Final = 0.75
ONE_EDIT_CHARS_MIN: Final = 3
"""Names of two letters are all one edit apart."""
EDITED_TWICE_CHARS_MIN: Final = 5


def for_each_pair(rows: Rows, one: Array, other: Array, level: Callable[[str, str], int]) -> Array:
    """Return the level of each pair of text numbers, int8; `level` must be the same in either order."""
    lower, upper = np.minimum(one, other).astype(np.uint64), np.maximum(one, other).astype(np.uint64)
    distinct, inverse = np.unique((lower << _SHIFT) | upper, return_inverse=True)
    firsts, seconds = (distinct >> _SHIFT).tolist(), (distinct & _LOW).tolist()
    text = rows.text
    found = [level(text(a), text(b)) for a, b in zip(firsts, seconds, strict=True)]
    return np.array(found, dtype=np.int8)[inverse]


def is_one_edit(one: str, other: str) -> bool:
    """Tell whether one letter was mistyped, left out, added, or swapped with the next."""
    long_enough = min(len(one), len(other)) >= ONE_EDIT_CHARS_MIN
    return long_enough and OSA.distance(one, other, score_cutoff=1) <= 1


def likeness(one: str, other: str) -> float:
    """Return how like two words are, 0 to 1, in whichever order."""
    return max(JaroWinkler.similarity(one, other), JaroWinkler.similarity(other, one))


def are_similar(one: str, other: str) -> bool:
    """Tell whether one word is probably the other misspelt more than once."""
    return likeness(one, other) >= SIMILAR_MIN or are_two_edits(one, other)


def are_two_edits(one: str, other: str) -> bool:
    """Tell whether two slips, or one, lie between words long enough to be known again."""
    enough = min(len(one), len(other)) >= EDITED_TWICE_CHARS_MIN
    return enough and OSA.distance(one, other, score_cutoff=2) <= 2  # noqa: PLR2004


def edits(one: str, other: str, most: int = 2) -> int:
    """Return how many letters were mistyped, left out, added or swapped; `most` + 1 beyond."""
    return min(OSA.distance(one, other, score_cutoff=most), most + 1)

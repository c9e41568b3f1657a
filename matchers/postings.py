"""Postings: which slot has which key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.columns import Array

NO_SLOTS: Final[Array] = np.empty(0, dtype=np.int32)
NO_KEYS: Final[Array] = np.empty(0, dtype=np.uint64)


_STRETCH: Final = 1 << 20
"""Postings looked through at once, or a few more."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Pairs of key and slot, each once, sorted by key."""

    keys: Array
    slots: Array

    @classmethod
    def none(cls) -> Postings:
        """Return no postings."""
        return cls(NO_KEYS, NO_SLOTS)

    @classmethod
    def distinct(cls, keys: Array, slots: Array) -> Postings:
        """Sort postings and leave out absent keys (0) and repeats; equal postings come slot by slot."""
        present = np.flatnonzero(keys)
        keys, slots = keys[present], slots[present].astype(np.int32)
        order = np.argsort(keys, kind="stable")
        keys, slots = keys[order], slots[order]
        first = np.ones(len(keys), dtype=bool)
        first[1:] = (keys[1:] != keys[:-1]) | (slots[1:] != slots[:-1])
        return cls(keys[first], slots[first])


def stretches(keys: Array) -> Iterator[tuple[int, int]]:
    """Divide sorted keys into stretches, equal keys in one; yield begin and end of each."""
    begin = 0
    while begin < len(keys):
        end = min(begin + _STRETCH, len(keys))
        end = int(np.searchsorted(keys, keys[end - 1], side="right"))
        yield begin, end
        begin = end


def neighbours(keys: Array, slots: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the slots of every two equal ones of sorted keys: first those side by side, then two apart..."""
    at, apart = np.arange(len(keys)), 0
    while len(at):
        apart += 1
        at = at[at + apart < len(keys)]
        at = at[keys[at] == keys[at + apart]]
        yield slots[at], slots[at + apart]

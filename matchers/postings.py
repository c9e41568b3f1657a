"""Postings: which slot has which key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.columns import Array

NO_SLOTS: Final[Array] = np.empty(0, dtype=np.int32)
NO_KEYS: Final[Array] = np.empty(0, dtype=np.uint64)


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

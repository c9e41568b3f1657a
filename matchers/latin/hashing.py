"""Hashes of texts and their combination, the same on every machine and in every run."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np

from matchers.columns import Array

_ONE: Final = np.uint64(1)
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@lru_cache(maxsize=1 << 16)
def digest(text: str) -> int:
    """Return a stable 64-bit hash of a text; 0 for an empty one and for no other."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") | 1 if text else 0


def mix(one: Array, other: Array) -> Array:
    """Combine two 64-bit hashes (splitmix64's finaliser)."""
    x = (one ^ (other + _GOLDEN + (one << np.uint64(6)))) * _GOLDEN
    x = (x ^ (x >> np.uint64(30))) * _MIX[0]
    x = (x ^ (x >> np.uint64(27))) * _MIX[1]
    return np.asarray(x ^ (x >> np.uint64(31)))


def combined(kind: str, parts: tuple[Array, ...]) -> Array:
    """Combine parts into keys of a kind; where any part is absent (0) so is the key."""
    present = np.ones(len(parts[0]), dtype=bool)
    key = np.full(len(parts[0]), digest(kind), dtype=np.uint64)
    for part in parts:
        present &= part != 0
        key = mix(key, part.astype(np.uint64))
    return np.where(present, key | _ONE, np.uint64(0))

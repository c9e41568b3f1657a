"""Hashes of 64 bits for keys and values: stable for ever, the same in every process, 0 for nothing."""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.columns import Array

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)


def mix(one: Array, other: Array) -> Array:
    """Combine two arrays of 64-bit hashes, in order (splitmix64's finaliser)."""
    x = (one ^ (other + _GOLDEN + (one << np.uint64(6)))) * _GOLDEN
    x = (x ^ (x >> np.uint64(30))) * _FIRST
    x = (x ^ (x >> np.uint64(27))) * _SECOND
    return np.asarray(x ^ (x >> np.uint64(31)))

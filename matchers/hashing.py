"""Hashes of texts that come out alike in every process, one text at a time or a whole batch at once.

A text is the polynomial of its code points, scrambled: sum of point[j]·P^(j+1) modulo 2^64. Zero padding adds
nothing, so rows of code points of different lengths hash like the texts they spell. The empty text hashes
to 0. Made for telling values apart, not for keeping them secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import mul
from typing import Final

import numpy as np

from matchers.columns import Array

_BASE: Final = 0x9E3779B97F4A7C15
_MIX: Final = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
MASK: Final = (1 << 64) - 1
"""What arrays of 64-bit numbers keep of a sum."""
_STEP: Final = 4096


def _powers(count: int) -> list[int]:
    return list(accumulate(range(1, count), lambda power, _: power * _BASE & MASK, initial=_BASE))


_GOLDEN: Final = np.uint64(_BASE)
_POWERS: Final = _powers(_STEP)
_POWER_ARRAY: Final = np.array(_POWERS, dtype=np.uint64)
_FIRST, _SECOND = (np.uint64(m) for m in _MIX)
_THIRTY, _TWENTY_SEVEN, _THIRTY_ONE = (np.uint64(bits) for bits in (30, 27, 31))
_SIX, _HALF = np.uint64(6), np.uint64(32)


def scramble(values: Array) -> Array:
    """Spread 64-bit values over all their bits, one to one, 0 to 0 (splitmix64's finaliser)."""
    values = (values ^ (values >> _THIRTY)) * _FIRST
    values = (values ^ (values >> _TWENTY_SEVEN)) * _SECOND
    return np.asarray(values ^ (values >> _THIRTY_ONE))


def mix(one: Array, other: Array | np.uint64) -> Array:
    """Combine two arrays of 64-bit hashes, in order."""
    return scramble((one ^ (other + _GOLDEN + (one << _SIX))) * _GOLDEN)


def mix_two(one: int, other: int) -> int:
    """Combine two 64-bit hashes, as `mix` does arrays of them."""
    return scrambled((one ^ (other + _BASE + (one << 6) & MASK)) * _BASE & MASK)


def scrambled(value: int) -> int:
    """Spread a 64-bit value over all its bits, as `scramble` does an array of them."""
    value = (value ^ (value >> 30)) * _MIX[0] & MASK
    value = (value ^ (value >> 27)) * _MIX[1] & MASK
    return value ^ (value >> 31)


def hash_text(text: str) -> int:
    """Return the 64-bit hash of a text; of a very long one, of what its first 4,096 characters spell."""
    return scrambled(sum(map(mul, map(ord, text), _POWERS)) & MASK)


def hash_points(points: Array) -> Array:
    """Return the hashes of texts given as rows of code points, padded with zeros at the end."""
    total = points[:, 0].astype(np.uint64) * _POWER_ARRAY[0]
    for j in range(1, points.shape[1]):
        total += points[:, j] * _POWER_ARRAY[j]
    return scramble(total)


def hash_texts(texts: Sequence[str]) -> Array:
    """Return the hashes of texts, as `hash_text` of each."""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.cumsum(lengths)
    place = np.arange(len(points)) - np.repeat(ends - lengths, lengths)
    terms = points * _POWER_ARRAY[np.minimum(place, _STEP - 1)]
    terms[place >= _STEP] = 0
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(terms)])
    return scramble(sums[ends] - sums[ends - lengths])


def narrow(hashes: Array) -> Array:
    """Return 32 bits of hashes, 0 for 0 only."""
    narrowed = np.maximum(hashes >> _HALF, np.minimum(hashes, np.uint64(1)))
    return np.asarray(narrowed, dtype=np.uint32)


def narrow_hash(text: str) -> int:
    """Return 32 bits of a text's hash, as `narrow` of it; 0 for the empty text only."""
    hashed = hash_text(text)
    return max(hashed >> 32, min(hashed, 1))

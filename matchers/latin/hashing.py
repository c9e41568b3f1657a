"""Hashes of texts and their combination, the same on every machine and in every run."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.hashing import mix

_ONE: Final = np.uint64(1)


@lru_cache(maxsize=1 << 16)
def digest(text: str) -> int:
    """Return a stable 64-bit hash of a text; 0 for an empty one and for no other."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") | 1 if text else 0


def combined(kind: str, parts: tuple[Array, ...]) -> Array:
    """Combine parts into keys of a kind; where any part is absent (0) so is the key."""
    present = np.ones(len(parts[0]), dtype=bool)
    key = np.full(len(parts[0]), digest(kind), dtype=np.uint64)
    for part in parts:
        present &= part != 0
        key = mix(key, part.astype(np.uint64))
    return np.where(present, key | _ONE, np.uint64(0))

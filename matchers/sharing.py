"""Shares of the blocking keys: how the search is divided among engines that do not know each other.

A key belongs to one share by its hash. An engine that has a share meets records under the keys of that share
alone, and knows exactly which of those are full. So a pair is found if some engine finds it, and whether the
search for a record was complete follows from the full keys of all the engines together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matchers.columns import Array

_HIGH = 32
"""The lowest bit of a key is always set; its upper half is spread evenly."""
_SHIFT = np.uint64(_HIGH)


def shares_of(keys: Array, of: int) -> Array:
    """Return the number of the share that each key belongs to, among so many."""
    return np.asarray((keys >> _SHIFT) % np.uint64(of)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Share:
    """One of several shares that the keys are divided into."""

    number: int
    of: int

    def only(self, keys: Array) -> Array:
        """Return keys with 0, no key, in the place of those of other shares."""
        return np.where(shares_of(keys, self.of) == self.number, keys, np.uint64(0))

    def has(self, key: int) -> bool:
        """Tell whether a single key is of this share."""
        return (key >> _HIGH) % self.of == self.number


WHOLE = Share(0, 1)
"""What an engine has that works alone."""


def incomplete(keys: Array, full: Array, twins: Mapping[int, tuple[int, ...]]) -> Array:
    """Tell for which rows of a key matrix some key is full and no twin of it divides its block.

    `full` tells of each key whether it is; `twins` names the columns of finer keys of the same record.
    """
    found = np.zeros(len(keys), dtype=bool)
    for column, finer in twins.items():
        divided = np.zeros(len(keys), dtype=bool)
        for twin in finer:
            divided |= (keys[:, twin] != 0) & ~full[:, twin]
        found |= full[:, column] & ~divided
    return found

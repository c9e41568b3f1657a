"""A sweep: candidate pairs of many waiting records, found at once, handed out as the records' turns come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from matchers.columns import Array

_NEVER: Final = np.iinfo(np.int32).max


class Sweep:
    """Pairs of slots by the turn of whichever of the two comes first; holds while blocks stay as they are."""

    def __init__(self, one: Array, other: Array, waiting: Array) -> None:
        """Take all candidate pairs, and the slots that wait in the order of their turns; -1 is nobody's."""
        size = 1 + max(int(slots.max(initial=-1)) for slots in (one, other, waiting))
        turns = np.full(size + 1, _NEVER, dtype=np.int32)
        turns[waiting] = np.arange(len(waiting), dtype=np.int32)
        first = np.minimum(turns[one], turns[other])
        order = np.argsort(first, kind="stable")
        order = order[: np.searchsorted(first, _NEVER, sorter=order)]
        self._one, self._other = one[order], other[order]
        self._first = first[order]
        self._turns = len(waiting)
        self._turn = self._given = 0

    def __len__(self) -> int:
        return len(self._one)

    def parts(self, turns: int) -> Iterator[tuple[Array, Array]]:
        """Yield the pairs of the next so many turns, again and again, for whoever waits."""
        while self._turn < self._turns:
            yield self.take(turns)

    def take(self, turns: int) -> tuple[Array, Array]:
        """Return the pairs of the next so many turns."""
        self._turn += turns
        begin, self._given = self._given, int(np.searchsorted(self._first, np.int32(self._turn)))
        part = slice(begin, self._given)
        return self._one[part], self._other[part]

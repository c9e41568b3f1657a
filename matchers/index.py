"""The blocking index: log-structured sorted runs of (key, slot), with blocks that fill up.

A block is the set of live slots under one key. Beyond the cap it is full and gives no candidates; that
depends only on the slots alive now, not on how they came. Owns postings and liveness; knows no records.
"""

from __future__ import annotations

import numpy as np

from matchers.columns import Array

_NO_SLOTS = np.empty(0, dtype=np.int32)
_NO_KEYS = np.empty(0, dtype=np.uint64)


class Index:
    """Postings of keys to slots."""

    def __init__(self, block_cap: int) -> None:
        self._block_cap = block_cap
        self._runs: list[tuple[Array, Array]] = []
        self._alive = np.zeros(1024, dtype=bool)
        self._full: dict[int, int] = {}
        self._full_keys = _NO_KEYS

    @property
    def full_blocks(self) -> int:
        """Return how many blocks are full."""
        return len(self._full)

    def is_alive(self, slots: Array) -> Array:
        """Tell which slots are alive."""
        return self._alive[slots]

    def is_full(self, keys: Array) -> Array:
        """Tell which keys' blocks are full."""
        if not len(self._full_keys):
            return np.zeros(keys.shape, dtype=bool)
        at = np.minimum(np.searchsorted(self._full_keys, keys), len(self._full_keys) - 1)
        return np.asarray(self._full_keys[at] == keys)

    def change(self, added: tuple[Array, Array], removed: tuple[Array, Array]) -> Array:
        """Take postings in and out, each (keys, slots), each posting once; a removed slot dies.

        Returns the live slots of blocks that became full or ceased to be.
        """
        self._alive[removed[1]] = False
        self._insert(*added)
        keys = np.concatenate([added[0], removed[0]])
        signs = np.concatenate([np.ones(len(added[0]), np.int64), -np.ones(len(removed[0]), np.int64)])
        distinct, inverse = np.unique(keys, return_inverse=True)
        deltas = np.bincount(inverse, weights=signs, minlength=len(distinct)).astype(np.int64)
        changed = self._recount(distinct, deltas)
        if not len(changed):
            return _NO_SLOTS
        self._full_keys = np.array(sorted(self._full), dtype=np.uint64)
        return np.unique(self.postings(changed)[1])

    def _insert(self, keys: Array, slots: Array) -> None:
        if not len(keys):
            return
        top = int(slots.max()) + 1
        if top > len(self._alive):
            self._alive = np.concatenate([self._alive, np.zeros(max(top, len(self._alive)), dtype=bool)])
        self._alive[slots] = True
        order = np.argsort(keys, kind="stable")
        self._runs.append((keys[order], slots[order].astype(np.int32)))
        while len(self._runs) > 1 and len(self._runs[-2][0]) < 2 * len(self._runs[-1][0]):
            self._merge()

    def _merge(self) -> None:
        (newer, newer_slots), (older, older_slots) = self._runs.pop(), self._runs.pop()
        keys = np.concatenate([older, newer])
        order = np.argsort(keys, kind="stable")
        slots = np.concatenate([older_slots, newer_slots])[order]
        keep = self._alive[slots]
        self._runs.append((keys[order][keep], slots[keep]))

    def _recount(self, keys: Array, deltas: Array) -> Array:
        """Update which blocks are full; return the keys for which that changed."""
        was_full = self.is_full(keys)
        changed: list[int] = []
        for key, delta in zip(keys[was_full].tolist(), deltas[was_full].tolist(), strict=True):
            self._full[key] += delta
            if self._full[key] <= self._block_cap:
                del self._full[key]
                changed.append(key)
        grown = keys[~was_full & (deltas > 0)]
        grown = grown[self._breadth(grown) > self._block_cap]
        if len(grown):
            counts = np.bincount(self.postings(grown)[0], minlength=len(grown))
            for key, count in zip(grown.tolist(), counts.tolist(), strict=True):
                if count > self._block_cap:
                    self._full[key] = count
                    changed.append(key)
        return np.array(sorted(changed), dtype=np.uint64)

    def _breadth(self, keys: Array) -> Array:
        """Return how many postings, live or dead, each key has."""
        breadth = np.zeros(len(keys), dtype=np.int64)
        for run, _ in self._runs:
            left = np.searchsorted(run, keys, side="left")
            breadth += np.searchsorted(run, keys, side="right") - left
        return breadth

    def postings(self, keys: Array) -> tuple[Array, Array]:
        """Return (position in keys, live slot) for every live posting under sorted distinct keys."""
        positions, found = [np.empty(0, dtype=np.int64)], [_NO_SLOTS]
        for run, slots in self._runs:
            left = np.searchsorted(run, keys, side="left")
            counts = np.searchsorted(run, keys, side="right") - left
            hit = np.flatnonzero(counts)
            counts = counts[hit]
            ends = np.cumsum(counts)
            total = int(ends[-1]) if len(ends) else 0
            within = np.arange(total) - np.repeat(ends - counts, counts)
            candidates = slots[np.repeat(left[hit], counts) + within]
            live = self._alive[candidates]
            positions.append(np.repeat(hit, counts)[live])
            found.append(candidates[live])
        return np.concatenate(positions), np.concatenate(found)

"""The blocking index: log-structured sorted runs of (key, slot), with blocks that fill up.

A block is the set of live slots under one key. Beyond the cap it is full and gives no candidates; that
depends only on the slots alive now, not on how they came. Owns postings and liveness; knows no records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from matchers.columns import Array, unique_sorted
from matchers.gathering import gathered
from matchers.postings import NO_KEYS, NO_SLOTS, Postings, neighbours, stretches

_RECENT_MAX: Final = 1 << 13
"""Postings put one by one beyond which they become a run."""


@dataclass(frozen=True, slots=True)
class _Spans:
    """Where some keys lie in each run: (places of the keys that occur, first posting, how many)."""

    keys: Array
    of_runs: list[tuple[Array, Array, Array]]


class Index:
    """Postings of keys to slots."""

    def __init__(self, block_cap: int) -> None:
        self.block_cap = block_cap
        self._runs: list[Postings] = []
        self._alive = np.zeros(1024, dtype=bool)
        self._full: dict[int, int] = {}
        self._full_keys = NO_KEYS
        self._spans: _Spans | None = None
        self._pending: list[Postings] = []
        self._recent: dict[int, list[int]] = {}
        """Slots by key of records put one by one, until they are worth a run."""
        self._recent_count = 0

    @property
    def full_blocks(self) -> int:
        """Return how many blocks are full."""
        return len(self.full_keys())

    def full_keys(self) -> Array:
        """Return the keys whose blocks are full, sorted."""
        self._settle_pending()
        return self._full_keys

    def is_full(self, keys: Array) -> Array:
        """Tell which keys' blocks are full."""
        full = self.full_keys()
        if not len(full):
            return np.zeros(keys.shape, dtype=bool)
        at = np.minimum(np.searchsorted(full, keys), len(full) - 1)
        return np.asarray(full[at] == keys)

    def fill(self, added: Postings, removed: Postings) -> None:
        """Take postings in and out without asking which blocks that fills or opens; much quicker in bulk."""
        self._revive(added.slots)
        self._alive[removed.slots] = False
        self._pending.append(added)

    def put_one(self, keys: Sequence[int], slot: int) -> Array:
        """Take one new record's distinct keys in; returns as `change` does, with less ado."""
        self._settle_pending()
        self._revive(np.array([slot]))
        spans = self._spans_of_one(keys)
        filled = []
        for place, key in enumerate(keys):
            self._recent.setdefault(key, []).append(slot)
            if key in self._full:
                self._full[key] += 1
            elif (
                sum(last[place] - first[place] for _, first, last in spans) + len(self._recent[key])
                > self.block_cap
            ):
                count = len(self._live(spans, place, key))
                if count > self.block_cap:
                    self._full[key] = count
                    filled.append(key)
        self._recent_count += len(keys)
        if self._recent_count > _RECENT_MAX:
            self._settle()
        if not filled:
            return NO_SLOTS
        self._full_keys = np.array(sorted(self._full), dtype=np.uint64)
        return unique_sorted(self.postings(np.array(sorted(filled), dtype=np.uint64))[1])

    def met_by_one(self, keys: Sequence[int]) -> set[int]:
        """Return the live slots under some open keys."""
        self._settle_pending()
        spans = self._spans_of_one(keys)
        lists = (self._live(spans, place, key) for place, key in enumerate(keys) if key not in self._full)
        return set(chain.from_iterable(lists))

    def _spans_of_one(self, keys: Sequence[int]) -> list[tuple[Array, list[int], list[int]]]:
        """Return for each run its slots, and where those of each key begin and end."""
        wanted = np.array(keys, dtype=np.uint64)
        return [
            (
                run.slots,
                run.keys.searchsorted(wanted).tolist(),
                run.keys.searchsorted(wanted, side="right").tolist(),
            )
            for run in self._runs
        ]

    def _live(self, spans: list[tuple[Array, list[int], list[int]]], place: int, key: int) -> list[int]:
        found = [*self._recent.get(key, ())]
        for slots, first, last in spans:
            if first[place] < last[place]:
                found += slots[first[place] : last[place]].tolist()
        alive = self._alive.item
        return [slot for slot in found if alive(slot)]

    def _settle(self) -> None:
        """Put what was put one by one into a run of its own."""
        self._settle_pending()
        if self._recent:
            self._add_run(self._taken_recent())

    def _taken_recent(self) -> Postings:
        keys = np.fromiter(chain.from_iterable([k] * len(s) for k, s in self._recent.items()), np.uint64)
        slots = np.fromiter(chain.from_iterable(self._recent.values()), np.int32)
        self._recent, self._recent_count = {}, 0
        return Postings.distinct(keys, slots)

    def _settle_pending(self) -> None:
        """Put what was filled in among the postings, and count all blocks anew."""
        if not self._pending:
            return
        pending, self._pending = self._pending, []
        runs = [*self._runs, *pending, self._taken_recent()]
        whole = gathered(runs, self._alive, self.block_cap)
        self._runs, self._spans = [whole.run], None
        self._full_keys = whole.full_keys
        self._full = dict(zip(whole.full_keys.tolist(), whole.full_counts.tolist(), strict=True))

    def change(self, added: Postings, removed: Postings) -> Array:
        """Take postings in and out; a removed slot dies.

        Returns the live slots of blocks that became full or ceased to be.
        """
        self._settle()
        self._alive[removed.slots] = False
        self._insert(added)
        keys = np.concatenate([added.keys, removed.keys])
        signs = np.concatenate([np.ones(len(added.keys)), -np.ones(len(removed.keys))])
        distinct, inverse = np.unique(keys, return_inverse=True)
        deltas = np.bincount(inverse, weights=signs, minlength=len(distinct)).astype(np.int64)
        breadth = self._breadth(distinct)
        spans = self._spans
        changed = self._recount(distinct, deltas, breadth)
        if not len(changed):
            return NO_SLOTS
        self._full_keys = np.array(sorted(self._full), dtype=np.uint64)
        members = unique_sorted(self.postings(changed)[1])
        self._spans = spans
        return members

    def postings(self, keys: Array) -> tuple[Array, Array]:
        """Return (place in keys, live slot) for every live posting under sorted distinct keys."""
        self._settle()
        places, found = [np.empty(0, dtype=np.int64)], [NO_SLOTS]
        for run, (hit, first, counts) in zip(self._runs, self._spans_of(keys).of_runs, strict=True):
            ends = np.cumsum(counts)
            total = int(ends[-1]) if len(ends) else 0
            within = np.arange(total) - np.repeat(ends - counts, counts)
            candidates = run.slots[np.repeat(first, counts) + within]
            live = self._alive[candidates]
            places.append(np.repeat(hit, counts)[live])
            found.append(candidates[live])
        return np.concatenate(places), np.concatenate(found)

    def pairs(self) -> Iterator[tuple[Array, Array]]:
        """Yield every two live slots under an open key, in parts; two that share several come with each.

        One pass over the postings, in stretches that bound memory.
        """
        run = self._one_run()
        shut, open_again = (
            np.searchsorted(run.keys, self._full_keys, side=side) for side in ("left", "right")
        )
        for begin, end in stretches(run.keys):
            keys, slots = run.keys[begin:end], run.slots[begin:end]
            same = keys[1:] == keys[:-1]
            met = self._alive[slots]
            met &= np.append(same, False) | np.append(False, same)
            for place in np.flatnonzero((shut >= begin) & (shut < end)).tolist():
                met[shut[place] - begin : open_again[place] - begin] = False
            yield from neighbours(keys[met], slots[met])

    def state(self) -> dict[str, Array]:
        """Return the postings and what is alive, as arrays."""
        run = self._one_run()
        full = np.array(sorted(self._full.items()), dtype=np.uint64).reshape(-1, 2)
        return {"keys": run.keys, "slots": run.slots, "alive": self._alive, "full": full}

    def restore(self, state: Mapping[str, Array]) -> None:
        """Take over what `state` returned."""
        self._runs = [Postings(state["keys"], state["slots"])] if len(state["keys"]) else []
        self._alive = np.array(state["alive"])
        self._full = {int(key): int(count) for key, count in state["full"]}
        self._full_keys = np.array(sorted(self._full), dtype=np.uint64)
        self._spans = None
        self._recent, self._recent_count = {}, 0

    def _one_run(self) -> Postings:
        self._settle()
        while len(self._runs) > 1:
            self._merge()
        return self._runs[0] if self._runs else Postings.none()

    def _insert(self, added: Postings) -> None:
        if len(added.keys):
            self._revive(added.slots)
            self._add_run(added)

    def _add_run(self, added: Postings) -> None:
        self._spans = None
        self._runs.append(added)
        while len(self._runs) > 1 and len(self._runs[-2].keys) < 2 * len(self._runs[-1].keys):
            self._merge()

    def _revive(self, slots: Array) -> None:
        top = int(slots.max(initial=-1)) + 1
        if top > len(self._alive):
            self._alive = np.concatenate([self._alive, np.zeros(max(top, len(self._alive)), dtype=bool)])
        self._alive[slots] = True

    def _merge(self) -> None:
        self._spans = None
        newer, older = self._runs.pop(), self._runs.pop()
        at = np.searchsorted(older.keys, newer.keys, side="right") + np.arange(len(newer.keys))
        total = len(older.keys) + len(newer.keys)
        from_older = np.ones(total, dtype=bool)
        from_older[at] = False
        keys, slots = np.empty(total, dtype=np.uint64), np.empty(total, dtype=np.int32)
        keys[at], slots[at] = newer.keys, newer.slots
        keys[from_older], slots[from_older] = older.keys, older.slots
        live = self._alive[slots]
        merged = Postings(keys, slots) if live.all() else Postings(keys[live], slots[live])
        self._runs.append(merged)

    def _recount(self, keys: Array, deltas: Array, breadth: Array) -> Array:
        """Update which blocks are full; return the keys for which that changed."""
        was_full = self.is_full(keys)
        changed: list[int] = []
        for key, delta in zip(keys[was_full].tolist(), deltas[was_full].tolist(), strict=True):
            self._full[key] += delta
            if self._full[key] <= self.block_cap:
                del self._full[key]
                changed.append(key)
        wide = keys[~was_full & (deltas > 0) & (breadth > self.block_cap)]
        if len(wide):
            counts = np.bincount(self.postings(wide)[0], minlength=len(wide))
            for key, count in zip(wide.tolist(), counts.tolist(), strict=True):
                if count > self.block_cap:
                    self._full[key] = count
                    changed.append(key)
        return np.array(sorted(changed), dtype=np.uint64)

    def _breadth(self, keys: Array) -> Array:
        """Return how many postings, live or dead, each key has."""
        breadth = np.zeros(len(keys), dtype=np.int64)
        for hit, _, counts in self._spans_of(keys).of_runs:
            breadth[hit] += counts
        return breadth

    def _spans_of(self, keys: Array) -> _Spans:
        """Look keys up in every run; the last answer is kept, for the same keys are soon asked for again."""
        if self._spans is None or not np.array_equal(self._spans.keys, keys):
            self._spans = _Spans(keys, [_span(run.keys, keys) for run in self._runs])
        return self._spans


def _span(run: Array, keys: Array) -> tuple[Array, Array, Array]:
    first = np.searchsorted(run, keys, side="left")
    hit = np.flatnonzero(run[np.minimum(first, len(run) - 1)] == keys)
    first = first[hit]
    return hit, first, np.searchsorted(run, keys[hit], side="right") - first

"""Gathering: many sorted runs of postings made one, by ranges of keys, on as many cores as there are two of.

Keys are hashes, so ranges by their first bits are of about one size and a block never lies in two of them.
Sorting numbers is several times as fast as sorting places by them, hence the place is packed into the number.
Memory beyond runs and result is that of two ranges.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.postings import NO_KEYS, Postings

_PLACE_BITS: Final = 20
_RANGE_MAX: Final = 1 << _PLACE_BITS
_RANGE_USUAL: Final = _RANGE_MAX * 3 // 4
"""Postings in a range on the average: hashes spread evenly, yet not perfectly."""
_KEY_BITS: Final = 64
_THREADS: Final = 2
"""Sorting holds no lock of the interpreter's."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Live postings in one run, and the keys that more than so many slots have."""

    run: Postings
    full_keys: Array
    full_counts: Array


def gathered(runs: Sequence[Postings], alive: Array, block_cap: int) -> Gathered:
    """Return the live postings of some runs as one; equal keys stay in the order of the runs."""
    total = sum(len(run.keys) for run in runs)
    bits = max((total // _RANGE_USUAL).bit_length(), 1)
    bounds = [np.uint64(number << (_KEY_BITS - bits)) for number in range(1, 1 << bits)]
    cuts = [[0, *np.searchsorted(run.keys, np.array(bounds)).tolist(), len(run.keys)] for run in runs]
    keys, slots = np.empty(total, dtype=np.uint64), np.empty(total, dtype=np.int32)
    ends = np.cumsum([0, *(sum(cut[n + 1] - cut[n] for cut in cuts) for n in range(1 << bits))]).tolist()

    def sort_range(number: int) -> tuple[int, Array, Array]:
        parts = [slice(cut[number], cut[number + 1]) for cut in cuts]
        some = np.concatenate([run.keys[part] for run, part in zip(runs, parts, strict=True)])
        owners = np.concatenate([run.slots[part] for run, part in zip(runs, parts, strict=True)])
        live = alive[owners]
        if not live.all():
            some, owners = some[live], owners[live]
        order = _order(some, bits)
        into = slice(ends[number], ends[number] + len(some))
        np.take(some, order, out=keys[into])
        np.take(owners, order, out=slots[into])
        return len(some), *_full(keys[into], block_cap)

    with ThreadPoolExecutor(_THREADS) as pool:
        sorted_ranges = list(pool.map(sort_range, range(1 << bits)))
    counts = [count for count, _, _ in sorted_ranges]
    full_keys, full_counts = (np.concatenate([part[place] for part in sorted_ranges]) for place in (1, 2))
    return Gathered(_joined(keys, slots, ends, counts), full_keys, full_counts)


def _joined(keys: Array, slots: Array, begins: Sequence[int], counts: Sequence[int]) -> Postings:
    """Close the gaps that dead postings left at the ends of ranges."""
    if sum(counts) == len(keys):
        return Postings(keys, slots)
    parts = [slice(begin, begin + count) for begin, count in zip(begins, counts, strict=False)]
    return Postings(np.concatenate([keys[p] for p in parts]), np.concatenate([slots[p] for p in parts]))


def _order(keys: Array, bits: int) -> Array:
    """Return the places of keys of one range in their order, equal ones as they came."""
    if len(keys) <= _RANGE_MAX:
        packed = keys << np.uint64(bits)
        packed >>= np.uint64(_PLACE_BITS)
        packed <<= np.uint64(_PLACE_BITS)
        packed |= np.arange(len(keys), dtype=np.uint64)
        packed.sort()
        packed &= np.uint64(_RANGE_MAX - 1)
        order = packed.astype(np.int64)
        ordered = keys[order]
        if (ordered[1:] >= ordered[:-1]).all():
            return np.asarray(order)
    # two keys that differ in the bits left out alone: not in the lifetime of most rolls
    return np.argsort(keys, kind="stable")


def _full(keys: Array, block_cap: int) -> tuple[Array, Array]:
    """Return which of some sorted keys occur more than so many times, and how many times."""
    if len(keys) <= block_cap:
        return NO_KEYS, np.empty(0, dtype=np.int64)
    # as far apart as a full block is long, the key is still the same
    full = np.unique(keys[block_cap:][keys[block_cap:] == keys[:-block_cap]])
    counts = np.searchsorted(keys, full, side="right") - np.searchsorted(keys, full)
    return full, counts

"""Blocking: which of the stored records meet, and under which keys.

Owns partitions, the keys of records and the index of blocks. Slots stand for records here; which slot stands
for whom, and how alike two records are, is others' knowledge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from matchers.columns import Array, unique_sorted
from matchers.hashing import mix, mix_two
from matchers.index import Index
from matchers.postings import Postings
from matchers.profile import Profile, Single
from matchers.rows import RecordRows, State
from matchers.sharing import WHOLE, Share, incomplete

_SHIFT: Final = np.uint64(32)
_MASK: Final = np.uint64(0xFFFFFFFF)
_ONE: Final = np.uint64(1)


class Blocking:
    """Blocks of stored records that share a key; only records of one partition ever meet."""

    def __init__(self, profile: Profile, rows: RecordRows, block_cap: int, share: Share = WHOLE) -> None:
        self._profile = profile
        self._rows = rows
        self._share = share
        self._index = Index(block_cap)
        self._partitions = np.zeros(1024, dtype=np.uint64)
        self._twins = twin_columns(profile)
        self._latest: tuple[Array, Postings] | None = None
        self._latest_one: tuple[int, list[int]] = (-1, [])

    @property
    def block_cap(self) -> int:
        """Return how many records may share a key that gives candidates."""
        return self._index.block_cap

    @property
    def full_blocks(self) -> int:
        """Return how many keys give no candidates because too many records share them."""
        return self._index.full_blocks

    def reserve(self, size: int) -> None:
        """Make room for so many slots in all."""
        self._partitions = grown(self._partitions, size, 0)

    def assign(self, slots: Array, partitions: Sequence[int] | Array) -> None:
        """Say which partition some new slots belong to."""
        self._partitions = grown(self._partitions, int(slots.max(initial=-1)) + 1, 0)
        self._partitions[slots] = partitions

    def change(self, added: Array, removed: Array) -> Array:
        """Put slots into blocks and take others out; return the slots of blocks that filled or opened."""
        if self._profile.single and len(added) == 1 and not len(removed):
            slot = added.item(0)
            return self._index.put_one(self._keys_of_one(self._profile.single, slot), slot)
        new = self.postings_of(added)
        self._latest = (added, new)
        return self._index.change(new, self.postings_of(removed))

    def fill(self, added: Array, removed: Array) -> None:
        """Do as `change` without asking which blocks that fills or opens; much quicker for many records."""
        self._latest = None
        self._index.fill(self.postings_of(added), self.postings_of(removed))

    def rebuild(self, block_cap: int, slots: Array) -> None:
        """Make the blocks of some slots anew under another cap."""
        self._index = Index(block_cap)
        self.fill(slots, slots[:0])

    def candidates(self, slots: Array) -> tuple[Array, Array]:
        """Return the distinct pairs of slots (lower, higher) that touch some slots in an open block."""
        if self._profile.single and len(slots) == 1:
            return self._candidates_of_one(self._profile.single, slots.item(0))
        found = self._latest_postings(slots)
        distinct, first, counts = np.unique(found.keys, return_index=True, return_counts=True)
        at, met = self._index.postings(distinct)
        open_ = ~self._index.is_full(distinct)[at]
        at, met = at[open_], met[open_]
        repeats = counts[at]
        ends = np.cumsum(repeats)
        total = int(ends[-1]) if len(ends) else 0
        within = np.arange(total) - np.repeat(ends - repeats, repeats)
        one = found.slots[np.repeat(first[at], repeats) + within]
        other = np.repeat(met, repeats)
        differ = one != other
        one, other = one[differ], other[differ]
        return _unpacked(_packed(one, other))

    def all_candidates(self) -> tuple[Array, Array]:
        """Return what `candidates` would for all slots, at a tenth of the cost, as narrow numbers."""
        parts = [_packed(one, other) for one, other in self._index.pairs()]
        pairs = unique_sorted(np.concatenate(parts)) if parts else np.empty(0, dtype=np.uint64)
        return (pairs >> _SHIFT).astype(np.int32), (pairs & _MASK).astype(np.int32)

    def full_keys(self) -> Array:
        """Return the full keys, sorted."""
        return self._index.full_keys()

    def keys_shared(self, one: int, other: int) -> tuple[str, ...]:
        """Return the names of the open keys that bring two slots together."""
        keys, names = self._named_keys(one)
        other_keys, _ = self._named_keys(other)
        meet = np.isin(keys, other_keys) & ~self._index.is_full(keys)
        return tuple(dict.fromkeys(self._profile.keys[name] for name in names[meet].tolist()))

    def is_incomplete(self, slots: Array) -> Array:
        """Tell which slots have a full block that no refined twin divides."""
        if not self._index.full_blocks or not len(slots):
            return np.zeros(len(slots), dtype=bool)
        keys = self.key_matrix(slots)
        return incomplete(keys, self._index.is_full(keys), self._twins)

    def state(self) -> State:
        """Return blocks and partitions as arrays."""
        return {"partitions": self._partitions[: self._rows.size], **self._index.state()}

    def restore(self, state: Mapping[str, Array]) -> None:
        """Take over what `state` returned. Raises KeyError when it is of another kind."""
        self._partitions = np.array(state["partitions"])
        self._index.restore(state)
        self._latest = None
        self._latest_one = (-1, [])

    def _apart(self, keys: Array, partitions: Array) -> Array:
        """Return keys that never meet those of another partition."""
        return np.where(keys != 0, mix(keys, partitions) | _ONE, np.uint64(0))

    def key_matrix(self, slots: Array) -> Array:
        """Return the keys of slots by column, those of other shares as well; 0 is no key."""
        return self._apart(self._profile.keys_of(self._rows, slots), self._partitions[slots][:, None])

    def _own(self, keys: Array) -> Array:
        return keys if self._share == WHOLE else self._share.only(keys)

    def _more_keys(self, slots: Array) -> tuple[Array, Array]:
        """Return (place in slots, key) of the further keys: those of the first kind, an identifier's."""
        places, keys = self._profile.more_keys_of(self._rows, slots)
        return places, self._apart(keys, self._partitions[slots[places]])

    def postings_of(self, slots: Array) -> Postings:
        """Return the keys of this share that slots have."""
        if not len(slots):
            return Postings.none()
        matrix = self.key_matrix(slots)
        places, more = self._more_keys(slots)
        keys = self._own(np.concatenate([matrix.ravel(), more]))
        owners = np.concatenate([np.repeat(slots, matrix.shape[1]), slots[places]])
        return Postings.distinct(keys, owners)

    def _keys_of_one(self, single: Single, slot: int) -> list[int]:
        if self._latest_one[0] == slot:
            return self._latest_one[1]
        partition = self._partitions.item(slot)
        keys = single.keys_of(self._rows, slot, self._rows.row(slot))
        apart = sorted({mix_two(key, partition) | 1 for key in keys})
        if self._share != WHOLE:
            apart = [key for key in apart if self._share.has(key)]
        self._latest_one = slot, apart
        return apart

    def _candidates_of_one(self, single: Single, slot: int) -> tuple[Array, Array]:
        met = sorted(self._index.met_by_one(self._keys_of_one(single, slot)) - {slot})
        others = np.array(met, dtype=np.int64)
        return np.minimum(others, slot), np.maximum(others, slot)

    def _latest_postings(self, slots: Array) -> Postings:
        """Return the postings of some slots: what was just put need not be computed again."""
        if self._latest is not None and np.array_equal(self._latest[0], slots):
            return self._latest[1]
        return self.postings_of(slots)

    def _named_keys(self, slot: int) -> tuple[Array, Array]:
        slots = np.array([slot])
        keys = self.key_matrix(slots)[0]
        names = np.flatnonzero(keys)
        _, more = self._more_keys(slots)
        found, of = (
            np.concatenate([keys[names], more]),
            np.concatenate([names, np.zeros(len(more), np.int64)]),
        )
        own = self._own(found) != 0
        return found[own], of[own]


def _packed(one: Array, other: Array) -> Array:
    """Return distinct pairs of slots, lower and higher in one number."""
    lower, higher = np.minimum(one, other), np.maximum(one, other)
    return unique_sorted((lower.astype(np.uint64) << _SHIFT) | higher.astype(np.uint64))


def _unpacked(pairs: Array) -> tuple[Array, Array]:
    return (pairs >> _SHIFT).astype(np.int64), (pairs & _MASK).astype(np.int64)


def twin_columns(profile: Profile) -> dict[int, tuple[int, ...]]:
    """Return for each column of a profile's key matrix the columns of its twins."""
    column = {key: number for number, key in enumerate(profile.keys)}
    return {column[key]: tuple(column[t] for t in profile.twins.get(key, ())) for key in profile.keys}


def grown(array: Array, size: int, fill: int) -> Array:
    """Return an array that is at least so long, what is new filled with a value."""
    if size <= len(array):
        return array
    longer = np.full(max(size, len(array) + (len(array) >> 1)), fill, dtype=array.dtype)
    longer[: len(array)] = array
    return longer

"""The engine: registrations in, scored pairs out, whatever the order and the batches.

Pairs depend only on the records now in the engine and on the model. Owns which slot stands for which ref;
coding, keys, index, comparing and scoring are others' work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.chinese.coding import Coder
from matchers.chinese.comparing import compare
from matchers.chinese.keys import KEYS, TWIN_COLUMNS, keys_of, repair_keys
from matchers.columns import Array
from matchers.explanation import (
    ScoredPair,
    evidence_of,
    probability_of,
    verdict_of,
    weights_against_rival,
)
from matchers.index import Index
from matchers.model import Model
from matchers.record import Record
from matchers.scoring import UNIT, Scorer

_CHUNK: Final = 4096
_PAIRS_CHUNK: Final = 1 << 17
_SHIFT: Final = np.uint64(32)
_MASK: Final = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class EngineStats:
    """Counts since the engine was made; `records` and `full_blocks` are of now."""

    records: int
    candidates: int
    """Pairs that met in a block."""
    comparisons: int
    flagged: int
    full_blocks: int
    """Keys that give no candidates because too many records share them."""


class Engine:
    """Finds and scores pairs among the records put into it."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._coder = Coder(model)
        self._scorer = Scorer(model)
        self._index = Index(model.thresholds.block_cap)
        self._keys = np.zeros((0, len(KEYS)), dtype=np.uint64)
        self._slot_of = np.full(1024, -1, dtype=np.int64)
        self._ref_of = np.zeros(1024, dtype=np.int64)
        self._extra: dict[int, Array] = {}
        self._records = self._candidates = self._comparisons = self._flagged = 0

    @property
    def stats(self) -> EngineStats:
        """Return the counts."""
        return EngineStats(
            self._records, self._candidates, self._comparisons, self._flagged, self._index.full_blocks
        )

    def put(self, refs: Sequence[int], records: Sequence[Record], partitions: Sequence[int]) -> list[int]:
        """Insert or replace records; return other refs whose candidates changed because a block did.

        Of a ref given twice in one call the last record counts.
        """
        if len({*refs}) != len(refs):
            latest = {ref: i for i, ref in enumerate(refs)}
            at = sorted(latest.values())
            refs, records = [refs[i] for i in at], [records[i] for i in at]
            partitions = [partitions[i] for i in at]
        old = self._slots(refs)
        slots = self._coder.add(records, partitions)
        self._store_keys(slots)
        self._bind(np.asarray(refs, dtype=np.int64), slots)
        self._records += len(slots) - len(old)
        return self._changed(slots, old, refs)

    def drop(self, refs: Sequence[int]) -> list[int]:
        """Take records out; refs not in the engine are ignored. Returns as `put` does."""
        old = self._slots(refs)
        self._slot_of[self._ref_of[old]] = -1
        self._records -= len(old)
        return self._changed(old[:0], old, refs)

    def pairs_of(self, refs: Sequence[int]) -> list[ScoredPair]:
        """Return every pair at or above the threshold that touches some refs, once, ordered by refs."""
        slots = np.unique(self._slots(refs))
        found: dict[tuple[int, int], ScoredPair] = {}
        for start in range(0, len(slots), _CHUNK):
            for pair in self._pairs(slots[start : start + _CHUNK]):
                found[pair.left, pair.right] = pair
        self._flagged += len(found)
        return [found[key] for key in sorted(found)]

    def score_pairs(self, left: Sequence[int], right: Sequence[int]) -> list[ScoredPair]:
        """Score given pairs of refs, flagged or not, whether or not they share a block or partition."""
        one, other = self._slots(left), self._slots(right)
        return list(self._score(one, other, floor=-(10**12)))

    def _slots(self, refs: Sequence[int]) -> Array:
        wanted = np.asarray(refs, dtype=np.int64)
        wanted = wanted[wanted < len(self._slot_of)]
        slots = self._slot_of[wanted]
        return np.asarray(slots[slots >= 0])

    def _bind(self, refs: Array, slots: Array) -> None:
        self._slot_of = _grown(self._slot_of, int(refs.max(initial=0)) + 1, -1)
        self._ref_of = _grown(self._ref_of, int(slots.max(initial=0)) + 1, 0)
        self._slot_of[refs] = slots
        self._ref_of[slots] = refs

    def _store_keys(self, slots: Array) -> None:
        if not len(slots):
            return
        top = int(slots[-1]) + 1
        if top > len(self._keys):
            grown = np.zeros((max(top, 2 * len(self._keys)), len(KEYS)), dtype=np.uint64)
            grown[: len(self._keys)] = self._keys
            self._keys = grown
        self._keys[slots] = keys_of(self._coder, slots)
        for slot in slots.tolist():
            numbers = self._coder.repairs.get(slot)
            if numbers:
                self._extra[slot] = repair_keys(int(self._coder.slots["partition"][slot]), numbers)

    def _postings(self, slots: Array) -> tuple[Array, Array]:
        """Return the distinct (key, slot) of some slots."""
        keys = self._keys[slots].ravel()
        owners = np.repeat(slots, len(KEYS))
        extra = [(self._extra[slot], slot) for slot in slots.tolist() if slot in self._extra]
        keys = np.concatenate([keys, *(more for more, _ in extra)])
        owners = np.concatenate([owners, *(np.full(len(more), slot) for more, slot in extra)])
        present = keys != 0
        keys, owners = keys[present], owners[present]
        order = np.lexsort((owners, keys))
        keys, owners = keys[order], owners[order]
        first = np.ones(len(keys), dtype=bool)
        first[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
        return keys[first], owners[first]

    def _changed(self, new: Array, old: Array, refs: Sequence[int]) -> list[int]:
        members = self._index.change(self._postings(new), self._postings(old))
        return sorted({*self._ref_of[members].tolist()} - {*refs})

    def _candidates_of(self, slots: Array) -> tuple[Array, Array]:
        """Return the distinct pairs (lower ref's slot, higher ref's slot) that share an open block."""
        keys, owners = self._postings(slots)
        open_ = ~self._index.is_full(keys)
        keys, owners = keys[open_], owners[open_]
        distinct, first, counts = np.unique(keys, return_index=True, return_counts=True)
        at, found = self._index.postings(distinct)
        repeats = counts[at]
        ends = np.cumsum(repeats)
        total = int(ends[-1]) if len(ends) else 0
        within = np.arange(total) - np.repeat(ends - repeats, repeats)
        one = self._ref_of[owners[np.repeat(first[at], repeats) + within]]
        other = self._ref_of[np.repeat(found, repeats)]
        differ = one != other
        one, other = one[differ].astype(np.uint64), other[differ].astype(np.uint64)
        pairs = np.unique((np.minimum(one, other) << _SHIFT) | np.maximum(one, other))
        left, right = (pairs >> _SHIFT).astype(np.int64), (pairs & _MASK).astype(np.int64)
        return self._slot_of[left], self._slot_of[right]

    def _pairs(self, slots: Array) -> Iterator[ScoredPair]:
        one, other = self._candidates_of(slots)
        self._candidates += len(one)
        for start in range(0, len(one), _PAIRS_CHUNK):
            part = slice(start, start + _PAIRS_CHUNK)
            yield from self._score(one[part], other[part], self._scorer.floor)

    def _score(self, one: Array, other: Array, floor: int) -> Iterator[ScoredPair]:
        self._comparisons += len(one)
        compared = compare(self._coder, one, other)
        scores = self._scorer.score(self._coder, compared, one, other)
        likely = np.flatnonzero(scores.same + self._scorer.prior >= floor - UNIT)
        incomplete = self._is_incomplete(one[likely]) | self._is_incomplete(other[likely])
        for i, partial in zip(likely.tolist(), incomplete.tolist(), strict=True):
            same, household, cap = int(scores.same[i]), int(scores.household[i]), int(scores.cap[i])
            odds, kin, capped = self._scorer.total(same, household, cap)
            if odds + kin + capped < floor:
                continue
            levels = {condition: int(column[i]) for condition, column in compared.levels.items()}
            parts = {condition: int(column[i]) for condition, column in scores.parts.items()}
            kin_parts = {condition: int(column[i]) for condition, column in scores.kin_parts.items()}
            weights = weights_against_rival(self._scorer, parts, kin_parts, kin, capped)
            left, right = int(self._ref_of[one[i]]), int(self._ref_of[other[i]])
            yield ScoredPair(
                left, right,
                probability_of(odds + kin + capped),
                verdict_of(self._scorer, same, household),
                evidence_of(levels, weights, cap),
                partial,
            )  # fmt: skip

    def _is_incomplete(self, slots: Array) -> Array:
        """Tell which slots have a full block that no refined twin divides."""
        keys = self._keys[slots]
        full = self._index.is_full(keys)
        incomplete = np.zeros(len(slots), dtype=bool)
        for column, twins in TWIN_COLUMNS.items():
            divided = np.zeros(len(slots), dtype=bool)
            for twin in twins:
                divided |= (keys[:, twin] != 0) & ~full[:, twin]
            incomplete |= full[:, column] & ~divided
        return incomplete


def _grown(array: Array, size: int, fill: int) -> Array:
    if size <= len(array):
        return array
    grown = np.full(max(size, 2 * len(array)), fill, dtype=array.dtype)
    grown[: len(array)] = array
    return grown

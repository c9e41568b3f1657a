"""The engine: registrations in, scored pairs out, whatever the order and the batches.

Pairs depend only on the records now in the engine and on the model. Owns which slot stands for which ref;
coding, keys and comparing are the profile's work, blocks the index's, weights the scorer's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.alternatives import Alternative, alternatives_of
from matchers.columns import Array
from matchers.explanation import ScoredPair, explain
from matchers.hashing import mix
from matchers.index import Index, Postings
from matchers.model import Model
from matchers.profile import Coded, Profile
from matchers.profiles import profile_of
from matchers.record import Record
from matchers.rows import RecordRows, State
from matchers.scoring import NO_FLOOR, UNIT, Scorer

_CHUNK: Final = 1 << 15
_PAIRS_CHUNK: Final = 1 << 17
_SHIFT: Final = np.uint64(32)
_MASK: Final = np.uint64(0xFFFFFFFF)
_ONE: Final = np.uint64(1)


@dataclass(frozen=True, slots=True)
class EngineStats:
    """Counts since the engine was made; `records` and `full_blocks` are of now."""

    records: int
    candidates: int
    """Pairs that met in a block."""
    flagged: int
    full_blocks: int
    """Keys that give no candidates because too many records share them."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything that can be said of one pair."""

    pair: ScoredPair
    alternatives: tuple[Alternative, ...]
    """Single fields that would turn the verdict if they were otherwise, the strongest first."""
    keys: tuple[str, ...]
    """Open blocking keys that the two share; none: the search does not bring them together."""


class Engine:
    """Finds and scores pairs among the records put into it."""

    def __init__(self, model: Model) -> None:
        self.profile: Profile = profile_of(model.profile)
        self.rows = RecordRows(self.profile)
        self._partitions = np.zeros(1024, dtype=np.uint64)
        self._slot_of = np.full(1024, -1, dtype=np.int64)
        self._ref_of = np.zeros(1024, dtype=np.int64)
        self._index = Index(model.thresholds.block_cap)
        self._twins = _twin_columns(self.profile)
        self._latest: tuple[Array, Postings] | None = None
        self._records = self._candidates = self._flagged = 0
        self.adopt(model)

    def adopt(self, model: Model) -> None:
        """Score by another model of the same profile from now on."""
        self.model = model
        self._scorer = Scorer(self.profile, model)
        if model.thresholds.block_cap != self._index.block_cap:
            self._index = Index(model.thresholds.block_cap)
            self._index.change(self._postings(self.slots()), Postings.none())

    @property
    def stats(self) -> EngineStats:
        """Return the counts."""
        return EngineStats(self._records, self._candidates, self._flagged, self._index.full_blocks)

    def put(self, refs: Sequence[int], records: Sequence[Record], partitions: Sequence[int]) -> list[int]:
        """Insert or replace records; return other refs whose candidates changed because a block did.

        Of a ref given twice in one call the last record counts.
        """
        return self.put_coded(refs, self.profile.code(records), partitions)

    def put_coded(self, refs: Sequence[int], coded: Coded, partitions: Sequence[int]) -> list[int]:
        """Do as `put` with records that the profile has coded already, perhaps in another process."""
        slots = self.rows.append(coded, len(refs))
        numbers = np.asarray(refs, dtype=np.int64)
        self._bind_partitions(slots, partitions)
        if len(numbers) > 1:
            _, last = np.unique(numbers[::-1], return_index=True)
            if len(last) < len(numbers):
                at = np.sort(len(numbers) - 1 - last)
                numbers, slots = numbers[at], slots[at]
        old = self._slots(numbers)
        self._bind(numbers, slots)
        self._records += len(slots) - len(old)
        return self._changed(slots, old, numbers)

    def drop(self, refs: Sequence[int]) -> list[int]:
        """Take records out; refs not in the engine are ignored. Returns as `put` does."""
        old = self._slots(refs)
        self._slot_of[self._ref_of[old]] = -1
        self._records -= len(old)
        return self._changed(old[:0], old, np.asarray(refs, dtype=np.int64))

    def pairs_of(self, refs: Sequence[int] | Array) -> list[ScoredPair]:
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
        return list(self._score(one, other, NO_FLOOR))

    def explain(self, left: int, right: int) -> Explained:
        """Explain one pair of refs, flagged or not: why, what would change it, and where the two meet."""
        one, other = self._slots([left]), self._slots([right])
        scores = self._scorer.score(self.rows, one, other, NO_FLOOR)
        (pair,) = self._score(one, other, NO_FLOOR)
        (keys,) = self.keys_shared([left], [right])
        return Explained(pair, alternatives_of(self.profile, self._scorer, scores, 0), keys)

    def log_odds_of(self, left: Sequence[int], right: Sequence[int]) -> Array:
        """Return log2 odds of pairs of refs before any calibration or cap, in bits."""
        one, other = self._slots(left), self._slots(right)
        scores = self._scorer.score(self.rows, one, other, NO_FLOOR)
        sums = zip(scores.same.tolist(), scores.household.tolist(), scores.cap.tolist(), strict=True)
        totals = [self._scorer.total(*three) for three in sums]
        return np.array([total.odds + total.kin for total in totals], dtype=np.float64) / UNIT

    def keys_shared(self, left: Sequence[int], right: Sequence[int]) -> list[tuple[str, ...]]:
        """Return for each pair of refs the open blocking keys that bring the two together."""
        shared = []
        for one, other in zip(self._slots(left).tolist(), self._slots(right).tolist(), strict=True):
            keys, names = self._named_keys(one)
            other_keys, _ = self._named_keys(other)
            meet = np.isin(keys, other_keys) & ~self._index.is_full(keys)
            shared.append(tuple(dict.fromkeys(self.profile.keys[n] for n in names[meet].tolist())))
        return shared

    def candidate_counts(self, refs: Sequence[int] | Array) -> Array:
        """Return for each ref how many others share an open block with it."""
        slots = self._slots(refs)
        counts = np.zeros(self.rows.size, dtype=np.int64)
        for start in range(0, len(slots), _CHUNK):
            chunk = np.unique(slots[start : start + _CHUNK])
            one, other = self.candidates_of(chunk)
            for side in (one, other):
                np.add.at(counts, side[np.isin(side, chunk)], 1)
        return np.asarray(counts[slots])

    def slots(self) -> Array:
        """Return the slots of the records now in the engine, in the order of their refs."""
        return np.asarray(self._slot_of[self._slot_of >= 0])

    def ref_of(self, slots: Array) -> Array:
        """Return the refs that slots stand for."""
        return np.asarray(self._ref_of[slots])

    def candidates_of(self, slots: Array) -> tuple[Array, Array]:
        """Return the distinct pairs (lower ref's slot, higher ref's slot) touching slots in an open block."""
        found = self._latest_postings(slots)
        distinct, first, counts = np.unique(found.keys, return_index=True, return_counts=True)
        at, met = self._index.postings(distinct)
        open_ = ~self._index.is_full(distinct)[at]
        at, met = at[open_], met[open_]
        owners = found.slots
        repeats = counts[at]
        ends = np.cumsum(repeats)
        total = int(ends[-1]) if len(ends) else 0
        within = np.arange(total) - np.repeat(ends - repeats, repeats)
        one = self._ref_of[owners[np.repeat(first[at], repeats) + within]]
        other = self._ref_of[np.repeat(met, repeats)]
        differ = one != other
        one, other = one[differ].astype(np.uint64), other[differ].astype(np.uint64)
        pairs = np.unique((np.minimum(one, other) << _SHIFT) | np.maximum(one, other))
        left, right = (pairs >> _SHIFT).astype(np.int64), (pairs & _MASK).astype(np.int64)
        return self._slot_of[left], self._slot_of[right]

    def state(self) -> State:
        """Return what a later engine needs to go on from here, as arrays."""
        top = int(np.flatnonzero(self._slot_of >= 0).max(initial=-1)) + 1
        return {
            "partitions": self._partitions[: self.rows.size],
            "ref_of": self._ref_of[: self.rows.size],
            "slot_of": self._slot_of[:top],
            **{f"rows/{name}": array for name, array in self.rows.state().items()},
            **{f"index/{name}": array for name, array in self._index.state().items()},
        }

    def restore(self, state: Mapping[str, Array]) -> None:
        """Take over what `state` returned. Raises KeyError or ValueError when it is of another kind."""
        self.rows.restore(_under("rows/", state))
        self._index.restore(_under("index/", state))
        self._partitions, self._ref_of = (np.array(state[name]) for name in ("partitions", "ref_of"))
        self._slot_of = np.array(state["slot_of"])
        self._records = len(self.slots())

    def _slots(self, refs: Sequence[int] | Array) -> Array:
        wanted = np.asarray(refs, dtype=np.int64)
        wanted = wanted[wanted < len(self._slot_of)]
        slots = self._slot_of[wanted]
        return np.asarray(slots[slots >= 0])

    def _bind_partitions(self, slots: Array, partitions: Sequence[int]) -> None:
        self._partitions = _grown(self._partitions, int(slots.max(initial=-1)) + 1, 0)
        self._partitions[slots] = partitions

    def _bind(self, refs: Array, slots: Array) -> None:
        self._slot_of = _grown(self._slot_of, int(refs.max(initial=-1)) + 1, -1)
        self._ref_of = _grown(self._ref_of, int(slots.max(initial=-1)) + 1, 0)
        self._slot_of[refs] = slots
        self._ref_of[slots] = refs

    def _apart(self, keys: Array, partitions: Array) -> Array:
        """Return keys that never meet those of another partition."""
        return np.where(keys != 0, mix(keys, partitions) | _ONE, np.uint64(0))

    def _key_matrix(self, slots: Array) -> Array:
        return self._apart(self.profile.keys_of(self.rows, slots), self._partitions[slots][:, None])

    def _more_keys(self, slots: Array) -> tuple[Array, Array]:
        """Return (place in slots, key) of the further keys: those of the first kind, an identifier's."""
        places, keys = self.profile.more_keys_of(self.rows, slots)
        return places, self._apart(keys, self._partitions[slots[places]])

    def _postings(self, slots: Array) -> Postings:
        matrix = self._key_matrix(slots)
        places, more = self._more_keys(slots)
        keys = np.concatenate([matrix.ravel(), more])
        owners = np.concatenate([np.repeat(slots, matrix.shape[1]), slots[places]])
        return Postings.distinct(keys, owners)

    def _latest_postings(self, slots: Array) -> Postings:
        """Return the postings of some slots: what was just put need not be computed again."""
        if self._latest is not None and np.array_equal(self._latest[0], slots):
            return self._latest[1]
        return self._postings(slots)

    def _named_keys(self, slot: int) -> tuple[Array, Array]:
        slots = np.array([slot])
        keys = self._key_matrix(slots)[0]
        names = np.flatnonzero(keys)
        _, more = self._more_keys(slots)
        return np.concatenate([keys[names], more]), np.concatenate([names, np.zeros(len(more), np.int64)])

    def _changed(self, new: Array, old: Array, refs: Array) -> list[int]:
        added = self._postings(new) if len(new) else Postings.none()
        removed = self._postings(old) if len(old) else Postings.none()
        self._latest = (new, added)
        members = self._index.change(added, removed)
        if not len(members):
            return []
        return sorted({*self._ref_of[members].tolist()} - {*refs.tolist()})

    def _pairs(self, slots: Array) -> Iterator[ScoredPair]:
        one, other = self.candidates_of(slots)
        self._candidates += len(one)
        for start in range(0, len(one), _PAIRS_CHUNK):
            part = slice(start, start + _PAIRS_CHUNK)
            yield from self._score(one[part], other[part], self._scorer.floor)

    def _score(self, one: Array, other: Array, floor: int) -> Iterator[ScoredPair]:
        raw_floor = floor if floor == NO_FLOOR else self._scorer.floor_raw - UNIT
        scores = self._scorer.score(self.rows, one, other, raw_floor)
        one, other = one[scores.kept], other[scores.kept]
        partial = (self._is_incomplete(one) | self._is_incomplete(other)).tolist()
        left, right = self._ref_of[one].tolist(), self._ref_of[other].tolist()
        for place, pair in enumerate(zip(left, right, strict=True)):
            found = explain(self.profile, self._scorer, scores, place, pair, partial=partial[place])
            if floor == NO_FLOOR or found.log_odds >= floor:
                yield found

    def _is_incomplete(self, slots: Array) -> Array:
        """Tell which slots have a full block that no refined twin divides."""
        if not self._index.full_blocks or not len(slots):
            return np.zeros(len(slots), dtype=bool)
        keys = self._key_matrix(slots)
        full = self._index.is_full(keys)
        incomplete = np.zeros(len(slots), dtype=bool)
        for column, twins in self._twins.items():
            divided = np.zeros(len(slots), dtype=bool)
            for twin in twins:
                divided |= (keys[:, twin] != 0) & ~full[:, twin]
            incomplete |= full[:, column] & ~divided
        return incomplete


def _twin_columns(profile: Profile) -> dict[int, tuple[int, ...]]:
    column = {key: number for number, key in enumerate(profile.keys)}
    return {column[key]: tuple(column[t] for t in profile.twins.get(key, ())) for key in profile.keys}


def _under(prefix: str, state: Mapping[str, Array]) -> dict[str, Array]:
    return {name.removeprefix(prefix): array for name, array in state.items() if name.startswith(prefix)}


def _grown(array: Array, size: int, fill: int) -> Array:
    if size <= len(array):
        return array
    grown = np.full(max(size, len(array) + (len(array) >> 1)), fill, dtype=array.dtype)
    grown[: len(array)] = array
    return grown

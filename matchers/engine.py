"""The engine: registrations in, scored pairs out, whatever the order and the batches.

Pairs depend only on the records now in the engine and on the model. Owns which slot stands for which ref;
coding, keys and comparing are the profile's work, weights the scorer's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.alternatives import Explained, alternatives_of
from matchers.blocking import Blocking, grown
from matchers.columns import Array, unique_sorted
from matchers.explanation import ScoredPair, explain
from matchers.model import Model
from matchers.profile import Coded, Profile
from matchers.profiles import profile_of
from matchers.record import Record
from matchers.rows import RecordRows, State, under
from matchers.scoring import NO_FLOOR, UNIT, Scorer
from matchers.sharing import WHOLE, Share
from matchers.sweep import Sweep

_CHUNK: Final = 1 << 15
_PAIRS_CHUNK: Final = 1 << 17
_ROOM: Final = 1 << 14
"""Records that may come before anything must grow."""


@dataclass(frozen=True, slots=True)
class EngineStats:
    """Counts since the engine was made; `records` and `full_blocks` are of now."""

    records: int
    candidates: int
    """Pairs that met in a block."""
    flagged: int
    full_blocks: int
    """Keys that give no candidates because too many records share them."""


class Engine:
    """Finds and scores pairs among the records put into it, under the keys of its share."""

    def __init__(self, model: Model, share: Share = WHOLE) -> None:
        self.profile: Profile = profile_of(model.profile)
        self.rows = RecordRows(self.profile)
        self._slot_of = np.full(1024, -1, dtype=np.int64)
        self._ref_of = np.zeros(1024, dtype=np.int64)
        self._blocking = Blocking(self.profile, self.rows, model.thresholds.block_cap, share)
        self._records = self._candidates = self._flagged = 0
        self.adopt(model)

    def adopt(self, model: Model) -> None:
        """Score by another model of the same profile from now on."""
        self.model = model
        self._scorer = Scorer(self.profile, model)
        if model.thresholds.block_cap != self._blocking.block_cap:
            self._blocking.rebuild(model.thresholds.block_cap, self.slots())

    def warm(self) -> None:
        """Load the tables and make the room that the first records would else wait for."""
        self.rows.reserve(_ROOM)
        self._blocking.reserve(self.rows.size + _ROOM)
        self._slot_of = grown(self._slot_of, len(self._slot_of) + _ROOM, -1)
        self._ref_of = grown(self._ref_of, self.rows.size + _ROOM, 0)
        examples = self.profile.examples
        rows = RecordRows(self.profile)
        rows.append(self.profile.code(examples), len(examples))
        for example in examples:
            rows.append(self.profile.coded([example]), 1)
        pairs = np.triu_indices(rows.size, 1)
        for count in (1, len(pairs[0])):
            self._scorer.score(rows, pairs[0][:count], pairs[1][:count], NO_FLOOR)
        blocking = Blocking(self.profile, rows, self._blocking.block_cap)
        slots = np.arange(rows.size)
        blocking.assign(slots, [0] * rows.size)
        blocking.change(slots[:1], slots[:0])
        blocking.change(slots[1:], slots[:0])

    @property
    def stats(self) -> EngineStats:
        """Return the counts."""
        return EngineStats(self._records, self._candidates, self._flagged, self._blocking.full_blocks)

    def put(self, refs: Sequence[int], records: Sequence[Record], partitions: Sequence[int]) -> list[int]:
        """Insert or replace records; return other refs whose candidates changed because a block did.

        Of a ref given twice in one call the last record counts.
        """
        return self.put_coded(refs, self.profile.coded(records), partitions)

    def put_coded(
        self, refs: Sequence[int] | Array, coded: Coded, partitions: Sequence[int] | Array
    ) -> list[int]:
        """Do as `put` with records that the profile has coded already, perhaps in another process."""
        new, old, numbers = self._store(refs, coded, partitions)
        return self._changed(new, old, numbers)

    def fill(self, refs: Sequence[int] | Array, coded: Coded, partitions: Sequence[int] | Array) -> None:
        """Do as `put_coded` without asking whose candidates changed; much quicker for many records."""
        new, old, _ = self._store(refs, coded, partitions)
        self._blocking.fill(new, old)

    def _store(
        self, refs: Sequence[int] | Array, coded: Coded, partitions: Sequence[int] | Array
    ) -> tuple[Array, Array, Array]:
        """Store records; return their slots, the slots that they replace, and their refs."""
        slots = self.rows.append(coded, len(refs))
        numbers = np.asarray(refs, dtype=np.int64)
        self._blocking.assign(slots, partitions)
        if len(numbers) > 1:
            _, last = np.unique(numbers[::-1], return_index=True)
            if len(last) < len(numbers):
                at = np.sort(len(numbers) - 1 - last)
                numbers, slots = numbers[at], slots[at]
        old = self._slots(numbers)
        self._bind(numbers, slots)
        self._records += len(slots) - len(old)
        return slots, old, numbers

    def drop(self, refs: Sequence[int] | Array) -> list[int]:
        """Take records out; refs not in the engine are ignored. Returns as `put` does."""
        old = self._slots(refs)
        self._slot_of[self._ref_of[old]] = -1
        self._records -= len(old)
        return self._changed(old[:0], old, np.asarray(refs, dtype=np.int64))

    def pairs_of(self, refs: Sequence[int] | Array, but: Array | None = None) -> list[ScoredPair]:
        """Return every pair at or above the threshold that touches some refs, once, ordered by refs.

        `but`, one truth value a ref, leaves out pairs with refs that the caller has matched already.
        """
        slots = unique_sorted(self._slots(refs))
        found: dict[tuple[int, int], ScoredPair] = {}
        for start in range(0, len(slots), _CHUNK):
            for pair in self._pairs(slots[start : start + _CHUNK], but):
                found[pair.left, pair.right] = pair
        self._flagged += len(found)
        return [found[key] for key in sorted(found)]

    def sweep(self, refs: Array) -> Sweep:
        """Find the candidates of many refs at once, to be handed out in this order with `pairs_swept`.

        Holds until records are put or dropped.
        """
        one, other = self._turned(*self._blocking.all_candidates())
        known = refs < len(self._slot_of)
        return Sweep(one, other, np.where(known, self._slot_of[np.where(known, refs, 0)], -1))

    def pairs_swept(self, sweep: Sweep, turns: int) -> list[ScoredPair]:
        """Return what `pairs_of` does for the next so many refs of a sweep, but those that had their turn."""
        one, other = sweep.take(turns)
        found = self.weigh(self.model, one, other)
        self.count(len(one), len(found))
        return sorted(found, key=lambda pair: (pair.left, pair.right))

    def weigh(self, model: Model, one: Array, other: Array) -> list[ScoredPair]:
        """Return those of some pairs of slots that a model flags, without counting them."""
        if model is not self.model:
            self.adopt(model)
        parts = (slice(start, start + _PAIRS_CHUNK) for start in range(0, len(one), _PAIRS_CHUNK))
        wide = ((one[part].astype(np.int64), other[part].astype(np.int64)) for part in parts)
        return [pair for sides in wide for pair in self._score(*sides, self._scorer.floor)]

    def count(self, candidates: int, flagged: int) -> None:
        """Count pairs that were weighed elsewhere."""
        self._candidates += candidates
        self._flagged += flagged

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
        pairs = zip(self._slots(left).tolist(), self._slots(right).tolist(), strict=True)
        return [self._blocking.keys_shared(*pair) for pair in pairs]

    def key_matrix(self, refs: Sequence[int] | Array) -> Array:
        """Return the keys of refs in the engine by the profile's columns, of all shares; 0 is no key."""
        return self._blocking.key_matrix(self._slots(refs))

    def full_keys(self) -> Array:
        """Return the keys of this share that give no candidates because too many records have them."""
        return self._blocking.full_keys()

    def candidate_counts(self, refs: Sequence[int] | Array) -> Array:
        """Return for each ref how many others share an open block with it."""
        slots = self._slots(refs)
        counts = np.zeros(self.rows.size, dtype=np.int64)
        for start in range(0, len(slots), _CHUNK):
            chunk = unique_sorted(slots[start : start + _CHUNK])
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
        return self._turned(*self._blocking.candidates(slots))

    def _turned(self, one: Array, other: Array) -> tuple[Array, Array]:
        """Put the slot of the lower ref first."""
        turned = self._ref_of[one] > self._ref_of[other]
        return np.where(turned, other, one), np.where(turned, one, other)

    def state(self) -> State:
        """Return what a later engine needs to go on from here, as arrays."""
        top = int(np.flatnonzero(self._slot_of >= 0).max(initial=-1)) + 1
        return {
            "ref_of": self._ref_of[: self.rows.size],
            "slot_of": self._slot_of[:top],
            **{f"rows/{name}": array for name, array in self.rows.state().items()},
            **{f"blocks/{name}": array for name, array in self._blocking.state().items()},
        }

    def restore(self, state: Mapping[str, Array]) -> None:
        """Take over what `state` returned. Raises KeyError or ValueError when it is of another kind."""
        self.rows.restore(under("rows/", state))
        self._blocking.restore(under("blocks/", state))
        self._ref_of = np.array(state["ref_of"])
        self._slot_of = np.array(state["slot_of"])
        self._records = len(self.slots())

    def _slots(self, refs: Sequence[int] | Array) -> Array:
        wanted = np.asarray(refs, dtype=np.int64)
        wanted = wanted[wanted < len(self._slot_of)]
        slots = self._slot_of[wanted]
        return np.asarray(slots[slots >= 0])

    def _bind(self, refs: Array, slots: Array) -> None:
        self._slot_of = grown(self._slot_of, int(refs.max(initial=-1)) + 1, -1)
        self._ref_of = grown(self._ref_of, int(slots.max(initial=-1)) + 1, 0)
        self._slot_of[refs] = slots
        self._ref_of[slots] = refs

    def _changed(self, new: Array, old: Array, refs: Array) -> list[int]:
        members = self._blocking.change(new, old)
        if not len(members):
            return []
        return sorted({*self._ref_of[members].tolist()} - {*refs.tolist()})

    def _pairs(self, slots: Array, but: Array | None) -> Iterator[ScoredPair]:
        one, other = self.candidates_of(slots)
        if but is not None:
            new = np.flatnonzero(~(but[self._ref_of[one]] | but[self._ref_of[other]]))
            one, other = one[new], other[new]
        self._candidates += len(one)
        yield from self.weigh(self.model, one, other)

    def _score(self, one: Array, other: Array, floor: int) -> Iterator[ScoredPair]:
        raw_floor = floor if floor == NO_FLOOR else self._scorer.floor_raw - UNIT
        scores = self._scorer.score(self.rows, one, other, raw_floor)
        if not len(scores.kept):
            return
        listed = scores.listed()
        one, other = one[scores.kept], other[scores.kept]
        sides = self._blocking.is_incomplete(np.concatenate([one, other]))
        partial: list[bool] = (sides[: len(one)] | sides[len(one) :]).tolist()
        left, right = self._ref_of[one].tolist(), self._ref_of[other].tolist()
        for place, pair in enumerate(zip(left, right, strict=True)):
            found = explain(self.profile, self._scorer, listed, place, pair, partial=partial[place])
            if floor == NO_FLOOR or found.log_odds >= floor:
                yield found

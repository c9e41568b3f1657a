"""Scoring: exact sums of weights in millionths of a bit, and the probability that follows.

A pair is one person, two of one household, or strangers. Each level weighs log2(chance in the class / chance
among strangers), as an integer, so that sums do not depend on their order or on how pairs are batched.
With prior odds nu/n and kin/n (docs/matching.md):

    p = nu·S / (nu·S + kin·H + n)       S, H: likelihood ratios of one person, one household to strangers

Pairs are compared step by step; a pair that no further evidence could lift to the threshold is dropped.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from matchers.columns import Array
from matchers.model import Model, Triple
from matchers.pair_by_pair import PairByPair, Weighed
from matchers.profile import Comparison, Levels, Profile
from matchers.rows import RecordRows

UNIT: Final = 1_000_000
"""Millionths in a bit."""
NO_FLOOR: Final = -(10**12)
FEW: Final = 24
"""As many pairs are scored one by one as fast as at once."""
_BITS_MAX: Final = 900.0


def microbits(probability: float) -> int:
    """Return log2 of a probability in millionths of a bit, rounded."""
    return round(math.log2(probability) * UNIT)


def log_odds(probability: float) -> int:
    """Return log2(p / (1 - p)) in millionths of a bit, rounded."""
    return round(math.log2(probability / (1.0 - probability)) * UNIT)


@dataclass(frozen=True, slots=True)
class Scores:
    """Those of some compared pairs that were not hopeless, arrays of one length."""

    kept: Array
    """Places among the pairs given."""
    levels: Levels
    parts: dict[str, Array]
    """By condition, the weight of one person against strangers; 0 where the field is missing."""
    kin_parts: dict[str, Array]
    strangers: Array
    """log2 of a stranger's chance of all the levels together."""
    same: Array
    household: Array
    cap: Array
    """Number of the cap that holds for the pair."""

    def listed(self) -> Scores:
        """Return the same as lists, which single values are taken from in a third of the time."""
        columns: list[Any] = [
            c.tolist() for c in (self.kept, self.strangers, self.same, self.household, self.cap)
        ]
        tables: list[Any] = [
            {name: column.tolist() for name, column in table.items()}
            for table in (self.levels, self.parts, self.kin_parts)
        ]
        return Scores(columns[0], *tables, *columns[1:])


@dataclass(frozen=True, slots=True)
class Total:
    """Log odds of one person in millionths of a bit, and what was taken on the way."""

    odds: int
    kin: int
    """What the third class takes away."""
    calibration: int
    capped: int

    @property
    def final(self) -> int:
        """Return the log odds that the probability is made of."""
        return self.odds + self.kin + self.calibration + self.capped


class Scorer:
    """Compares and weighs pairs under one model."""

    def __init__(self, profile: Profile, model: Model) -> None:
        self._profile = profile
        self._tables = {condition: _table(list(rows.values())) for condition, rows in model.weights.items()}
        self._chances = profile.chances(model.frequencies)
        t = model.thresholds
        size = max(model.roll_size, 2)
        self.roll_size = size
        self.prior = microbits(t.twice_on_rolls / size)
        self.kin_prior = microbits(t.kin_on_rolls / size)
        self._calibration = model.calibration
        self._caps = tuple(log_odds(getattr(t, cap.threshold)) for cap in profile.caps)
        self.floor = log_odds(t.flag)
        """Log odds at the threshold of flags."""
        raw = (self.floor / UNIT - model.calibration.shift) / model.calibration.slope
        self.floor_raw = math.floor(raw * UNIT)
        """The same before calibration: what sums of weights are held against."""
        self._rests = self._bounds()
        self._singly: PairByPair | None = None
        if profile.single:
            self._singly = PairByPair(profile, profile.single, self._tables, self._chances, self._rests)

    def _bounds(self) -> list[int]:
        """Return for each step what all the steps after it may add at the most."""
        best = [self._best_of(step) for step in self._profile.comparisons]
        return [sum(best[place + 1 :]) for place in range(len(best))]

    def _best_of(self, step: Comparison) -> int:
        best = {c: max(self._best_weight(c), 0) for c in step.conditions}
        return max(sum(best[c] for c in held) for held in step.together or (step.conditions,))

    def _best_weight(self, condition: str) -> int:
        same, _, stranger = self._tables[condition]
        if condition not in self._profile.by_value:
            return int((same - stranger).max())
        return int(same[:-1].max()) - min(int(stranger.min()), self._chances.least(condition))

    def score(self, rows: RecordRows, one: Array, other: Array, floor: int) -> Scores:
        """Compare pairs of slots step by step and sum their weights; drop those that cannot reach a floor."""
        if self._singly is not None and len(one) <= FEW:
            pairs = list(zip(one.tolist(), other.tolist(), strict=True))
            return _joined(self._singly.weigh(rows, pairs, floor - self.prior))
        kept = np.arange(len(one))
        levels: Levels = {}
        parts: dict[str, Array] = {}
        kin_parts: dict[str, Array] = {}
        strangers = np.zeros(len(one), dtype=np.int64)
        same, household = strangers.copy(), strangers.copy()
        for step, rest in zip(self._profile.comparisons, self._rests, strict=True):
            if not len(one):
                return _joined([])
            found = step.compare(rows, one, other, levels)
            for condition in step.conditions:
                s, h, u = self._weigh(condition, found[condition], rows, one, other)
                levels[condition], parts[condition], kin_parts[condition] = found[condition], s, h
                strangers += u
                same += s
                household += h
            hopeful = same + (self.prior + rest) >= floor
            if not hopeful.all():
                at = np.flatnonzero(hopeful)
                kept, one, other = kept[at], one[at], other[at]
                strangers, same, household = strangers[at], same[at], household[at]
                for columns in (levels, parts, kin_parts):
                    for condition, column in columns.items():
                        columns[condition] = column[at]
        return Scores(
            kept, levels, parts, kin_parts, strangers, same, household, self._profile.cap_of(levels)
        )

    def _weigh(
        self, condition: str, levels: Array, rows: RecordRows, one: Array, other: Array
    ) -> tuple[Array, Array, Array]:
        same, household, stranger = (column[levels] for column in self._tables[condition])
        if condition in self._profile.by_value:
            by_value = self._chances.of(condition, levels, rows, one, other)
            stranger = np.where(by_value != 0, by_value, stranger)
        return same - stranger, household - stranger, stranger

    def pooled_weights(self, condition: str, level: int) -> tuple[int, int]:
        """Return the weights of a level against strangers, of one person and of one household."""
        same, household, stranger = (int(column[level]) for column in self._tables[condition])
        return same - stranger, household - stranger

    def total(self, same: int, household: int, cap: int) -> Total:
        """Return the log odds of one person that sums of weights come to."""
        odds = same + self.prior
        kin = household + self.kin_prior
        taken = -round(math.log2(1.0 + 2.0 ** min(kin / UNIT, _BITS_MAX)) * UNIT)
        calibrated = odds + taken
        if not self._calibration.is_identity:
            calibrated = round(calibrated * self._calibration.slope + self._calibration.shift * UNIT)
        capped = min(calibrated, self._caps[cap])
        return Total(odds, taken, calibrated - odds - taken, capped - calibrated)


def _joined(found: list[tuple[int, Weighed]]) -> Scores:
    """Return the scores of pairs that were weighed one by one."""
    weighed = [pair for _, pair in found]
    kept = np.array([place for place, _ in found], dtype=np.int64)
    strangers, same, household, cap = (
        np.array([getattr(pair, name) for pair in weighed], dtype=np.int64)
        for name in ("strangers", "same", "household", "cap")
    )
    levels, parts, kin_parts = (
        _columns([getattr(pair, name) for pair in weighed]) for name in ("levels", "parts", "kin_parts")
    )
    return Scores(kept, levels, parts, kin_parts, strangers, same, household, cap)


def _columns(rows: list[dict[str, int]]) -> dict[str, Array]:
    return {name: np.array([row[name] for row in rows]) for name in rows[0]} if rows else {}


def _table(rows: list[Triple]) -> tuple[Array, Array, Array]:
    """Return log chances of the levels in the three classes; the last row is of a missing field."""
    same, household, stranger = (
        np.array([*map(microbits, column), 0], dtype=np.int64) for column in zip(*rows, strict=True)
    )
    return same, household, stranger

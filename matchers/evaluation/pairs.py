"""Pairs held against the truth: precision, recall and F1 at thresholds, and the curve between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.evaluation.shares import Estimate, Share, f1_of, share_of

CURVE_POINTS_MAX: Final = 400


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """All pairs that were flagged or are true, each once; of all others nobody claims anything."""

    probability: Array
    """As flagged; 0 of a true pair that was not flagged."""
    true: Array
    """Whether the pair is one person."""

    def __post_init__(self) -> None:
        if self.probability.shape != self.true.shape or self.probability.ndim != 1:
            raise ValueError("one probability and one truth a pair")
        if self.true.dtype != np.bool_:
            raise ValueError("truth is a yes or no")
        if not bool(np.all((self.probability >= 0) & (self.probability <= 1))):
            raise ValueError("probabilities lie between 0 and 1")

    def __len__(self) -> int:
        return len(self.probability)

    def only(self, chosen: Array) -> Judged:
        """Return some of the pairs, chosen by a mask or by index."""
        return Judged(self.probability[chosen], self.true[chosen])


@dataclass(frozen=True, slots=True)
class PairMetrics:
    """What flagging at a threshold finds, misses and flags wrongly."""

    threshold: float
    true: int
    flagged: int
    found: int
    missed: int
    false: int
    precision: Share
    recall: Share
    f1: Estimate


def metrics_at(pairs: Judged, threshold: float) -> PairMetrics:
    """Return the metrics of flagging every pair at or above a threshold above 0.

    Precision TP/(TP+FP), recall TP/(TP+FN) (van Rijsbergen 1979, Information Retrieval, ch. 7). Raises
    ValueError for a threshold that would flag pairs which were not.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"{threshold} is not above 0 and at most 1")
    flagged = pairs.probability >= threshold
    true = int(np.count_nonzero(pairs.true))
    found = int(np.count_nonzero(flagged & pairs.true))
    if found > true:
        raise AssertionError(f"{found} of {true} true pairs found")
    total = int(np.count_nonzero(flagged))
    return PairMetrics(
        threshold=threshold,
        true=true,
        flagged=total,
        found=found,
        missed=true - found,
        false=total - found,
        precision=share_of(found, total),
        recall=share_of(found, true),
        f1=f1_of(found, total - found, true - found),
    )


@dataclass(frozen=True, slots=True)
class Curve:
    """Precision against recall at each probability that occurs, from the highest down."""

    threshold: tuple[float, ...]
    precision: tuple[float, ...]
    recall: tuple[float, ...]


def _steps(pairs: Judged) -> tuple[Array, Array, Array]:
    """Return each distinct probability above 0, downwards, with how many pairs and true pairs reach it."""
    order = np.argsort(-pairs.probability, kind="stable")
    order = order[pairs.probability[order] > 0]
    probability = pairs.probability[order]
    last = np.ones(len(order), dtype=bool)
    last[:-1] = probability[1:] != probability[:-1]
    found = np.cumsum(pairs.true[order])
    return probability[last], np.flatnonzero(last) + 1, found[last]


def curve_of(pairs: Judged, points_max: int = CURVE_POINTS_MAX) -> Curve:
    """Return the precision-recall curve (Davis and Goadrich 2006, ICML), thinned to some points.

    Pairs of one probability are flagged together or not at all. Empty when nothing is true.
    """
    threshold, flagged, found = _steps(pairs)
    true = int(np.count_nonzero(pairs.true))
    if not true or not len(threshold):
        return Curve((), (), ())
    kept = np.unique(np.linspace(0, len(threshold) - 1, min(points_max, len(threshold))).round().astype(int))
    return Curve(
        tuple(threshold[kept].tolist()),
        tuple((found[kept] / flagged[kept]).tolist()),
        tuple((found[kept] / true).tolist()),
    )


@dataclass(frozen=True, slots=True)
class RecallAtPrecision:
    """The most true pairs to be had at some precision; nothing flagged when it is never reached."""

    wanted: float
    threshold: float | None
    flagged: int
    precision: Share
    recall: Share


def recall_at_precision(pairs: Judged, wanted: float) -> RecallAtPrecision:
    """Return the lowest threshold at which precision is still as wanted, and the recall there.

    The threshold is chosen with the truth in hand: it says what the scores could give, not what a threshold
    declared beforehand gave.
    """
    threshold, flagged, found = _steps(pairs)
    true = int(np.count_nonzero(pairs.true))
    good = np.flatnonzero(found >= wanted * flagged)
    if not len(good):
        return RecallAtPrecision(wanted, None, 0, share_of(0, 0), share_of(0, true))
    at = int(good[-1])
    hits, total = int(found[at]), int(flagged[at])
    return RecallAtPrecision(wanted, float(threshold[at]), total, share_of(hits, total), share_of(hits, true))

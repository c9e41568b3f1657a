"""Are the probabilities to be believed? Of pairs said to be true with p, a share p should be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from matchers.columns import Array
from matchers.evaluation.pairs import Judged
from matchers.evaluation.shares import Share, share_of

Scheme = Literal["fixed", "equal_count"]
BINS: Final = 10
_CLIP: Final = 1e-6
"""A wrong answer given for certain would cost without limit; it costs log(1e6)."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of like probability: what was stated of them on average, and what came out."""

    low: float
    high: float
    pairs: int
    stated: float
    observed: Share


@dataclass(frozen=True, slots=True)
class Reliability:
    """A reliability diagram and what it comes to."""

    scheme: Scheme
    bins: tuple[Bin, ...]
    error: float | None
    """Expected calibration error."""
    error_by_chance: float | None
    """What the error would be on average if every probability were exactly right: noise of the sample."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far the probabilities of flagged pairs can be believed."""

    pairs: int
    fixed: Reliability
    equal_count: Reliability
    brier: float | None
    log_loss: float | None


def calibration_of(pairs: Judged, watch: float) -> Calibration:
    """Return the calibration of the pairs flagged at or above the watch threshold."""
    flagged = pairs.only(pairs.probability >= watch)
    probability, true = flagged.probability, flagged.true
    return Calibration(
        pairs=len(flagged),
        fixed=_reliability("fixed", flagged, np.linspace(0, 1, BINS + 1)),
        equal_count=_reliability("equal_count", flagged, _quantiles(probability)),
        brier=brier(probability, true),
        log_loss=log_loss(probability, true),
    )


def brier(probability: Array, true: Array) -> float | None:
    """Return the mean squared error of the probabilities (Brier 1950, Monthly Weather Review 78:1)."""
    return float(np.mean((probability - true) ** 2)) if len(probability) else None


def log_loss(probability: Array, true: Array) -> float | None:
    """Return the mean surprise in nats (Good 1952, JRSS B 14:107), probabilities held 1e-6 off 0 and 1."""
    if not len(probability):
        return None
    stated = np.clip(probability, _CLIP, 1 - _CLIP)
    return float(-np.mean(np.where(true, np.log(stated), np.log1p(-stated))))


def _quantiles(probability: Array) -> Array:
    """Return the edges of bins with as nearly equal counts as ties allow."""
    if not len(probability):
        return np.array([0.0, 1.0])
    edges = np.unique(np.quantile(probability, np.linspace(0, 1, BINS + 1), method="lower"))
    return edges if len(edges) > 1 else np.append(edges, edges[-1])


def _reliability(scheme: Scheme, pairs: Judged, edges: Array) -> Reliability:
    """Return the diagram and ECE = Σ n_b/n · |mean probability − share true|.

    Bins of fixed width: Naeini, Cooper and Hauskrecht (2015, AAAI). Of equal count: Nguyen and O'Connor
    (2015, EMNLP). By chance alone |Σ(p − y)| of a bin is on average √(2/π · Σ p(1 − p)), the mean of a half
    normal.
    """
    where = np.searchsorted(edges[1:-1], pairs.probability, side="right")
    bins, error, noise = [], 0.0, 0.0
    for number in range(len(edges) - 1):
        members = pairs.only(where == number)
        if not len(members):
            continue
        probability, hits = members.probability, int(np.count_nonzero(members.true))
        bins.append(
            Bin(
                float(edges[number]),
                float(edges[number + 1]),
                len(members),
                float(probability.mean()),
                share_of(hits, len(members)),
            )
        )
        error += abs(float(probability.sum()) - hits)
        noise += math.sqrt(2 / math.pi * float((probability * (1 - probability)).sum()))
    if not bins:
        return Reliability(scheme, (), None, None)
    return Reliability(scheme, tuple(bins), error / len(pairs), noise / len(pairs))


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many true and false pairs were flagged with which odds."""

    edges: tuple[float, ...]
    """In bits: log2(p / (1 − p))."""
    true: tuple[int, ...]
    false: tuple[int, ...]


def bits_of(probability: Array) -> Array:
    """Return the odds of probabilities in bits, held off 0 and 1."""
    stated = np.clip(probability, _CLIP, 1 - _CLIP)
    return np.asarray(np.log2(stated / (1 - stated)))


def histogram_of(pairs: Judged, watch: float) -> Histogram:
    """Return the scores of flagged pairs, one bit of odds a bin."""
    flagged = pairs.only(pairs.probability >= watch)
    bits = bits_of(flagged.probability)
    low = math.floor(float(bits.min(initial=0.0)))
    high = max(math.ceil(float(bits.max(initial=1.0))), low + 1)
    edges = np.arange(low, high + 1, dtype=float)
    true, _ = np.histogram(bits[flagged.true], edges)
    false, _ = np.histogram(bits[~flagged.true], edges)
    return Histogram(tuple(edges.tolist()), tuple(true.tolist()), tuple(false.tolist()))

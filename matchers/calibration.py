"""Calibration from decided cases: how far the model's odds should be believed.

Platt's scaling of log odds (Platt 1999) with a Gaussian prior around leaving them as they are; maximum a
posteriori by Newton's method. The order of pairs never changes, only how sure the model is of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.model import Calibration

LABELS_MIN: Final = 200
"""Decided pairs below which nothing is learned from them."""
LABELS_OF_EACH_MIN: Final = 20
_SLOPE_DEVIATION: Final = 0.3
_SHIFT_DEVIATION_BITS: Final = 2.0
_STEPS_MAX: Final = 50
_SLOPE_MIN: Final = 0.2
_STILL: Final = 1e-9
_DIGITS: Final = 4


def calibrate(log_odds_bits: Sequence[float], same: Sequence[bool]) -> Calibration:
    """Return the calibration that decided pairs ask for; the identity when there are too few of them.

    `log_odds_bits` are log2 odds before any calibration or cap, `same` what people found.
    """
    labels = np.asarray(same, dtype=np.float64)
    positives = int(labels.sum())
    if len(labels) < LABELS_MIN or min(positives, len(labels) - positives) < LABELS_OF_EACH_MIN:
        return Calibration()
    design = np.column_stack([np.asarray(log_odds_bits, dtype=np.float64), np.ones(len(labels))])
    slope, shift = _most_probable(design, labels)
    return Calibration(_rounded(max(slope, _SLOPE_MIN)), _rounded(shift))


def _most_probable(design: Array, labels: Array) -> tuple[float, float]:
    """Return slope and shift at the maximum of the posterior, which has only one."""
    precision = np.array([1 / _SLOPE_DEVIATION**2, 1 / _SHIFT_DEVIATION_BITS**2])
    mean = np.array([1.0, 0.0])

    def posterior(beta: Array) -> float:
        bits = design @ beta
        likelihood = -np.logaddexp2(0.0, np.where(labels > 0, -bits, bits)).sum() * math.log(2)
        return float(likelihood - 0.5 * precision @ (beta - mean) ** 2)

    beta = mean.copy()
    for _ in range(_STEPS_MAX):
        p = np.exp2(-np.logaddexp2(0.0, -(design @ beta)))
        gradient = math.log(2) * design.T @ (labels - p) - precision * (beta - mean)
        hessian = math.log(2) ** 2 * (design.T * (p * (1 - p))) @ design + np.diag(precision)
        step = np.linalg.solve(hessian, gradient)
        while posterior(beta + step) < posterior(beta) and np.abs(step).max() > _STILL:
            step /= 2
        beta += step
        if np.abs(step).max() <= _STILL:
            break
    return float(beta[0]), float(beta[1])


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")

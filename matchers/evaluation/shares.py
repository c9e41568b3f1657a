"""Shares with their uncertainty: so many of so many, and between which bounds the truth lies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

Z_95: Final = 1.959963984540054
"""The normal distribution's 97.5 % point: two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; None throughout where there was nothing to measure."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """So many (`hits`) of so many (`total`), with the 95 % interval."""

    hits: int
    total: int
    value: float | None
    low: float | None
    high: float | None


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson 1927, JASA 22:209).

    Brown, Cai and DasGupta (2001, Statistical Science 16:101) recommend it: unlike p ± 1.96 s it is of use
    at 0 and 1, where the shares of a good matcher lie.

    >>> [round(bound, 4) for bound in wilson(1000, 1000)]
    [0.9962, 1.0]
    """
    share, square = hits / total, Z_95**2
    middle = share + square / (2 * total)
    half = Z_95 * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    scale = 1 + square / total
    low = 0.0 if hits == 0 else (middle - half) / scale
    high = 1.0 if hits == total else (middle + half) / scale
    return low, high


def share_of(hits: int, total: int) -> Share:
    """Return a share with its interval. Raises ValueError for more hits than there are to hit."""
    if not 0 <= hits <= total:
        raise ValueError(f"{hits} of {total} is no share")
    if total == 0:
        return Share(0, 0, None, None, None)
    return Share(int(hits), int(total), hits / total, *wilson(hits, total))


def f1_of(found: int, false: int, missed: int) -> Estimate:
    """Return F1 = 2·TP / (2·TP + FP + FN) with a 95 % interval.

    TP / (TP + FP + FN), which Hand, Christen and Kirielle (2021, Machine Learning 110:451) call F*, is a
    plain share of the pairs that are flagged or true, and F1 = 2·F* / (1 + F*) rises with it: the interval
    is Wilson's for F*, carried over.
    """
    share = share_of(found, found + false + missed)
    return Estimate(_f1(share.value), _f1(share.low), _f1(share.high))


def _f1(star: float | None) -> float | None:
    return None if star is None else 2 * star / (1 + star)

"""Whether mistakes fall on some groups of people more than on others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.evaluation.shares import Z_95

EXPECTED_MIN: Final = 5.0
"""Groups in which fewer mistakes are expected are not compared: their rates are noise (Cochran 1954,
Biometrics 10:417)."""
_HALF: Final = 0.5
_DRAWS: Final = 2_000
_SEED: Final = 20_260_901


@dataclass(frozen=True, slots=True)
class Disparity:
    """The group with the highest rate of mistakes against that with the lowest."""

    worst: int
    best: int
    """Places among the groups handed in."""
    ratio: float
    low: float
    high: float
    by_chance: float
    """What the ratio of the highest to the lowest exceeds once in twenty when all groups fare alike."""


def disparity_of(hits: Sequence[int], totals: Sequence[int], clump: int = 1) -> Disparity | None:
    """Return the ratio of the worst group's rate to the best one's; None when too few can be compared.

    The interval is that of a ratio of rates by logarithms (Katz and others 1978, Biometrics 34:469), half a
    mistake added to each side so that a group without any can be compared (Pettigrew, Gart and Thomas 1986,
    Biometrika 73:425). It does not know that the two were chosen for being extremes: `by_chance` does.
    Mistakes that come `clump` at a time, all in one group, tell as much as that many times fewer.
    """
    mistakes, sizes = np.array(hits, dtype=float), np.array(totals, dtype=float)
    everybody = sizes.sum()
    expected = sizes * (mistakes.sum() / everybody) if everybody else sizes
    compared = np.flatnonzero(expected >= EXPECTED_MIN * clump)
    if len(compared) < 2:  # noqa: PLR2004 - a ratio has two sides
        return None
    mistakes, sizes = mistakes[compared], sizes[compared]
    rates = _rates(mistakes, sizes)
    worst, best = int(rates.argmax()), int(rates.argmin())
    ratio = float(rates[worst] / rates[best])
    variance = sum(1 / (mistakes[side] + _HALF) - 1 / (sizes[side] + _HALF) for side in (worst, best))
    spread = Z_95 * math.sqrt(clump * variance)
    return Disparity(
        worst=int(compared[worst]),
        best=int(compared[best]),
        ratio=ratio,
        low=ratio * math.exp(-spread),
        high=ratio * math.exp(spread),
        by_chance=_by_chance(int(mistakes.sum()), sizes, clump),
    )


def _rates(mistakes: Array, sizes: Array) -> Array:
    return np.asarray((mistakes + _HALF) / (sizes + _HALF))


def _by_chance(mistakes: int, sizes: Array, clump: int) -> float:
    """Deal the mistakes out by lot, by size of group, many times over; the same lots every time."""
    lots = np.random.default_rng(_SEED)
    draws = clump * lots.multinomial(mistakes // clump, sizes / sizes.sum(), _DRAWS)
    rates = _rates(draws, sizes)
    return float(np.quantile(rates.max(axis=1) / rates.min(axis=1), 0.95))

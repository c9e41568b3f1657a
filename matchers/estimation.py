"""Estimation: the two steps of expectation maximisation, and what keeps them within reason.

What is believed before any pair is seen counts as so many pairs seen; a probability moves by a factor at
most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.model import Model, Triple, Weights
from matchers.profile import MISSING, Levels, Profile

ITERATIONS_MAX: Final = 30
CONVERGED: Final = 1e-4
"""Largest change of a probability at which iterating ends."""
_PRIOR_PAIRS: Final = 150.0
"""Pairs that a shipped probability of the same person counts for."""
_PRIOR_KIN: Final = 20.0
"""The same of kin, whose habits differ more from roll to roll than their shipped share knows."""
_PRIOR_STRANGERS: Final = 5.0
"""Agreements by chance that a shipped probability of strangers counts for."""
_PRIOR_RECORDS: Final = 500.0
"""Records that the shipped share of doubles counts for."""
_PRIOR_KIN_RECORDS: Final = 100.0
"""Records that the shipped number of kin counts for: little, for rolls of a town's workers hold few kin."""
_KIN_UNMET: Final = 2.0
"""Kin for each who meets a relative in a block: those who share neither door nor names do not meet."""
_FALLEN_MAX: Final = 16.0
"""A level hardly ever seen may fall as far at least, however little others may rise: contradictions then
weigh more, and nobody is taken for a double by it."""
_DIGITS: Final = 4
_P_MIN: Final = 1e-9
_TWICE_MIN: Final = 1e-4
_TWICE_MAX: Final = 10.0


@dataclass(frozen=True, slots=True)
class Iteration:
    """One round of training."""

    log_likelihood: float
    """Of the pairs weighed, in bits, up to a constant."""
    change: float
    """Largest change of a probability."""
    twice_on_rolls: float


@dataclass(slots=True)
class Pairs:
    """Candidate pairs that may be one person, in an order that depends on their content alone."""

    levels: Levels
    stranger: Array
    """log2 chance of the levels among strangers."""
    searched: Array
    """How many of the pair's two records are among those searched."""
    weighed: int


def logs_of(weights: Weights) -> dict[str, Array]:
    """Return log2 of the probabilities, float[level + 1, class]; the last row is of a missing field."""
    return {c: np.log2(np.array([*rows.values(), (1.0, 1.0, 1.0)])) for c, rows in weights.items()}


def sum_of(logs: Mapping[str, Array], levels: Levels, place: int) -> Array:
    """Return log2 of the chance of pairs' levels together in one of the three classes."""
    return np.asarray(sum(logs[condition][column, place] for condition, column in levels.items()))


def iterate(
    profile: Profile, model: Model, pairs: Pairs, searched: int, on_iteration: Callable[[int], None]
) -> tuple[Model, list[Iteration]]:
    """Return the model that pairs, `searched` registrations' candidates, ask for, and the rounds to it."""
    prior, iterations = model, list[Iteration]()
    for number in range(ITERATIONS_MAX):
        posterior, kin, likelihood = expect(model, pairs)
        fitted = _maximise(profile, prior, pairs, (posterior, kin), searched)
        change = _change(profile, model, fitted)
        model = fitted
        iterations.append(Iteration(likelihood, change, model.thresholds.twice_on_rolls))
        on_iteration(number + 1)
        if change < CONVERGED:
            break
    return model, iterations


def expect(model: Model, pairs: Pairs) -> tuple[Array, Array, float]:
    """Return each pair's probabilities of being one person and of being kin, and the log likelihood."""
    logs = logs_of(model.weights)
    same, household = (sum_of(logs, pairs.levels, place) for place in (0, 1))
    of_same, of_kin, whole = posterior_of(model, same, household, pairs.stranger)
    return of_same, of_kin, float(whole.sum())


def posterior_of(model: Model, same: Array, household: Array, stranger: Array) -> tuple[Array, Array, Array]:
    """Return the probabilities of being one person and of being kin that log chances make, and their sum."""
    t, n = model.thresholds, model.roll_size
    same = same - stranger + np.log2(t.twice_on_rolls / n)
    kin = household - stranger + np.log2(t.kin_on_rolls / n)
    whole = np.logaddexp2(np.logaddexp2(same, kin), 0.0)
    return np.exp2(same - whole), np.exp2(kin - whole), whole


def _maximise(
    profile: Profile, prior: Model, pairs: Pairs, posterior: tuple[Array, Array], searched: int
) -> Model:
    """Return the model that pairs ask for, each with its probabilities of being one person and kin."""
    same, kin = posterior
    weights = dict(prior.weights)
    for condition, learned in profile.learned.items():
        rows = prior.weights[condition]
        column = pairs.levels[condition]
        known = column != MISSING
        counts = np.bincount(column[known], weights=same[known], minlength=len(rows))
        weights[condition] = replaced(rows, 0, _shared_out(rows, learned, counts, profile.moved_max))
    for condition, shares in _kin_shares(profile, prior, pairs, kin).items():
        weights[condition] = replaced(weights[condition], 1, shares)
    t = prior.thresholds
    doubles = float((same * pairs.searched).sum())
    twice = (doubles + _PRIOR_RECORDS * t.twice_on_rolls) / (searched + _PRIOR_RECORDS)
    thresholds = replace(t, twice_on_rolls=_rounded(min(max(twice, _TWICE_MIN), _TWICE_MAX)))
    if profile.kin_learned:
        met = _KIN_UNMET * float((kin * pairs.searched).sum())
        relatives = (met + _PRIOR_KIN_RECORDS * t.kin_on_rolls) / (searched + _PRIOR_KIN_RECORDS)
        bounded = min(max(relatives, t.kin_on_rolls / profile.moved_max), t.kin_on_rolls)
        thresholds = replace(thresholds, kin_on_rolls=_rounded(bounded))
    return replace(prior, weights=weights, thresholds=thresholds)


def _kin_shares(profile: Profile, prior: Model, pairs: Pairs, kin: Array) -> dict[str, Array]:
    """Return the levels of conditions that are learned of kin, shared out as counted among those picked."""
    found = {}
    for condition, picked_by in profile.learned_of_kin.items():
        rows, column = prior.weights[condition], pairs.levels[condition]
        picked = np.logical_or.reduce([pairs.levels[c] == 0 for c in picked_by])
        at = np.flatnonzero((column != MISSING) & picked)
        counts = np.bincount(column[at], weights=kin[at], minlength=len(rows))
        found[condition] = _shared_out(rows, profile.learned[condition], counts, profile.moved_max, 1)
    return found


def _shared_out(
    rows: Mapping[str, Triple], learned: tuple[str, ...], counts: Array, moved_max: float, place: int = 0
) -> Array:
    """Share the shipped probability of some levels out among them as counted, within bounds."""
    shipped = np.array([row[place] for row in rows.values()])
    among = np.isin(list(rows), learned)
    whole = shipped[among].sum()
    seen = _PRIOR_PAIRS if place == 0 else _PRIOR_KIN
    shares = (counts[among] + seen * shipped[among] / whole) / (counts[among].sum() + seen)
    bounded = np.clip(
        shares * whole, shipped[among] / max(moved_max, _FALLEN_MAX), shipped[among] * moved_max
    )
    trained = shipped.copy()
    trained[among] = bounded * whole / bounded.sum()
    return trained


def shrunk(rows: Mapping[str, Triple], counts: Array) -> Array:
    """Return shares of strangers, each drawn towards the shipped one as far as a few agreements weigh."""
    shipped = np.array([row[2] for row in rows.values()])
    shares = (counts + _PRIOR_STRANGERS) / (counts.sum() + _PRIOR_STRANGERS / shipped)
    return np.asarray(shares * shipped.sum() / shares.sum())


def replaced(rows: Mapping[str, Triple], place: int, values: Array) -> dict[str, Triple]:
    """Return a condition's levels with other probabilities in one of the three classes."""
    changed = {}
    for (level, triple), value in zip(rows.items(), values.tolist(), strict=True):
        new = [*triple]
        new[place] = min(max(_rounded(value), _P_MIN), 1.0)
        changed[level] = (new[0], new[1], new[2])
    return changed


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _change(profile: Profile, before: Model, after: Model) -> float:
    return max(
        abs(before.weights[c][level[0]][0] - after.weights[c][level[0]][0])
        for c, rows in profile.levels.items()
        for level in rows
    )

"""Training without labels: what the rolls themselves say of names, errors and doubles.

Expectation maximisation over the full pair space (Dempster, Laird, Rubin 1977, for the Fellegi-Sunter model
after Winkler 1988): pairs that meet in no block are strangers, pairs that meet are weighed by the model as it
stands, and what the probable doubles among them look like becomes the model's next belief. Shipped beliefs
count as so many pairs seen, so that a small or odd roll moves them little. Strangers' chances come from
frequency tables and from pairs drawn at random. The result does not depend on the order of the records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.engine import Engine
from matchers.hashing import mix
from matchers.model import Model, Triple, Weights
from matchers.profile import MISSING, Chances, Levels, Profile, Rows

SEARCHED_MAX: Final = 250_000
"""Records whose pairs are weighed; more would cost time and change little."""
RANDOM_PAIRS: Final = 400_000
ITERATIONS_MAX: Final = 30
CONVERGED: Final = 1e-4
"""Largest change of a probability at which iterating ends."""
_PRIOR_PAIRS: Final = 150.0
"""Pairs that a shipped probability of the same person counts for."""
_PRIOR_STRANGERS: Final = 5.0
"""Agreements by chance that a shipped probability of strangers counts for."""
_PRIOR_KIN_RECORDS: Final = 100.0
"""Records that the shipped number of kin counts for: little, for rolls of a town's workers hold few kin."""
_KIN_UNMET: Final = 2.0
"""Kin for each who meets a relative in a block: those who share neither door nor names do not meet."""
_MOVED_MAX: Final = 4.0
"""A probability is believed to be off by this factor at most: a roll may be odd, the world is not that odd.
It also keeps training from taking namesakes for doubles where no evidence tells them apart."""
_PRIOR_RECORDS: Final = 500.0
"""Records that the shipped share of doubles counts for."""
_HOPELESS: Final = -12.0
"""Pairs with lower log odds before training (1 in 4,000) are strangers to it."""
_CHUNK: Final = 1 << 17
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


@dataclass(frozen=True, slots=True)
class Parameter:
    """One level's probability in one class, shipped and trained."""

    condition: str
    level: str
    shipped: Triple
    trained: Triple
    pairs: float
    """Expected number of pairs of one person at this level among those weighed."""


@dataclass(frozen=True, slots=True)
class Training:
    """A trained model, and how it came about."""

    model: Model
    records: int
    searched: int
    """Records whose pairs were weighed."""
    pairs: int
    """Candidate pairs weighed."""
    iterations: tuple[Iteration, ...]
    converged: bool
    parameters: tuple[Parameter, ...]


@dataclass(slots=True)
class _Pairs:
    """Candidate pairs that may be one person, in an order that depends on their content alone."""

    levels: Levels
    stranger: Array
    """log2 chance of the levels among strangers, and of one household below."""
    household: Array
    searched: Array
    """How many of the pair's two records are among those searched."""
    weighed: int


def count(engine: Engine, model: Model) -> Model:
    """Return a model with its frequency tables counted on the records now in an engine."""
    slots = engine.slots()
    tables = engine.profile.count(engine.rows, slots)
    return replace(model, frequencies=tables, roll_size=max(len(slots), 1))


def train(
    engine: Engine, shipped: Model, on_iteration: Callable[[int], None] = lambda _number: None
) -> Training:
    """Fit a model to the records now in an engine of its profile; the engine is left as it is."""
    counted = count(engine, shipped)
    slots = engine.slots()
    weights = counted.weights
    if len(slots) < 2:  # noqa: PLR2004 - no pairs
        return Training(counted, len(slots), len(slots), 0, (), converged=True, parameters=())
    contents = _contents(engine, slots)
    chances = engine.profile.chances(counted.frequencies)
    model = replace(counted, weights=_with_strangers(engine, counted, slots, contents))
    searched = _searched(slots, contents)
    pairs = _pairs(engine, model, chances, searched)
    fitted, iterations = _iterate(engine.profile, model, pairs, len(searched), on_iteration)
    return Training(
        model=fitted,
        records=len(slots),
        searched=len(searched),
        pairs=pairs.weighed,
        iterations=tuple(iterations),
        converged=bool(iterations) and iterations[-1].change < CONVERGED,
        parameters=_parameters(weights, fitted, pairs),
    )


def _contents(engine: Engine, slots: Array) -> Array:
    """Return a hash of each record's content, by its blocking keys: equal records, equal hashes."""
    hashes = np.zeros(len(slots), dtype=np.uint64)
    for start in range(0, len(slots), _CHUNK):
        keys = engine.profile.keys_of(engine.rows, slots[start : start + _CHUNK])
        part = hashes[start : start + _CHUNK]
        for column in keys.T:
            part[:] = mix(part, column)
    return hashes


def _searched(slots: Array, contents: Array) -> Array:
    """Choose the records whose pairs are weighed: all, or one in so many by content."""
    one_in = -(-len(slots) // SEARCHED_MAX)
    return np.asarray(slots[contents % np.uint64(one_in) == 0]) if one_in > 1 else slots


def _with_strangers(engine: Engine, model: Model, slots: Array, contents: Array) -> Weights:
    """Return a model's weights with the strangers' column as pairs drawn at random have it, where asked for.

    Records in the order of their hashes are as good as shuffled; each is paired with later ones. A pair
    counts as far as the model takes it for strangers: on a small roll, doubles and kin are drawn too. Equal
    records, which lie together, are no random pair.
    """
    weights, logs = model.weights, _logs(model.weights)
    order = np.argsort(contents, kind="stable")
    steps = max(1, min(RANDOM_PAIRS // len(order), len(order) - 1))
    one = np.concatenate([order] * steps)
    other = np.concatenate([np.roll(order, -step) for step in range(1, steps + 1)])
    differ = np.flatnonzero(contents[one] != contents[other])
    one, other = slots[one[differ]], slots[other[differ]]
    counts = {c: np.zeros(len(weights[c])) for c in engine.profile.sampled}
    for start in range(0, len(one) if counts else 0, _CHUNK):
        part = slice(start, start + _CHUNK)
        levels = levels_of(engine.profile, engine.rows, one[part], other[part])
        same, kin, _ = _posterior(model, *(_sum_of(logs, levels, place) for place in range(3)))
        for condition in counts:
            at = np.flatnonzero(levels[condition] != MISSING)
            strange, found = (1.0 - same - kin)[at], levels[condition][at]
            counts[condition] += np.bincount(found, weights=strange, minlength=len(counts[condition]))
    sampled = {
        condition: _replaced(weights[condition], 2, _shrunk(weights[condition], count))
        for condition, count in counts.items()
    }
    return {**weights, **sampled}


def levels_of(profile: Profile, rows: Rows, one: Array, other: Array) -> Levels:
    """Compare pairs in every field, hopeless or not."""
    levels: Levels = {}
    for step in profile.comparisons:
        levels |= step.compare(rows, one, other, levels)
    return levels


def _pairs(engine: Engine, model: Model, chances: Chances, searched: Array) -> _Pairs:
    """Collect the candidate pairs of the records searched that the model as it stands gives any hope."""
    profile, rows = engine.profile, engine.rows
    logs = _logs(model.weights)
    least = np.log2(model.thresholds.twice_on_rolls / model.roll_size)
    is_searched = np.zeros(rows.size, dtype=bool)
    is_searched[searched] = True
    found: list[tuple[Levels, Array, Array, Array, Array]] = []
    weighed = 0
    for start in range(0, len(searched), _CHUNK):
        one, other = engine.candidates_of(np.sort(searched[start : start + _CHUNK]))
        new = is_searched[one].astype(np.int64) + is_searched[other]
        weighed += len(one)
        levels = levels_of(profile, rows, one, other)
        stranger = _strangers(engine, chances, logs, levels, one, other)
        same, household = (_sum_of(logs, levels, place) for place in (0, 1))
        at = np.flatnonzero(same - stranger + least > _HOPELESS)
        identity = np.minimum(one[at], other[at]) * rows.size + np.maximum(one[at], other[at])
        found.append(({c: v[at] for c, v in levels.items()}, stranger[at], household[at], new[at], identity))
    return _in_order(profile, found, weighed)


def _in_order(
    profile: Profile, found: list[tuple[Levels, Array, Array, Array, Array]], weighed: int
) -> _Pairs:
    """Join parts, each pair once, sorted by content: sums of floats then come out the same in any order."""
    conditions = list(profile.levels)
    levels = {c: np.concatenate([part[0][c] for part in found]) for c in conditions}
    stranger, household, searched, identity = (
        np.concatenate([part[place] for part in found]) for place in (1, 2, 3, 4)
    )
    _, once = np.unique(identity, return_index=True)
    order = once[np.lexsort((household[once], stranger[once], *(levels[c][once] for c in conditions)))]
    return _Pairs(
        {c: levels[c][order] for c in conditions},
        stranger[order],
        household[order],
        searched[order],
        weighed,
    )


def _logs(weights: Weights) -> dict[str, Array]:
    """Return log2 of the probabilities, float[level + 1, class]; the last row is of a missing field."""
    return {c: np.log2(np.array([*rows.values(), (1.0, 1.0, 1.0)])) for c, rows in weights.items()}


def _sum_of(logs: Mapping[str, Array], levels: Levels, place: int) -> Array:
    return np.asarray(sum(logs[condition][column, place] for condition, column in levels.items()))


def _strangers(
    engine: Engine, chances: Chances, logs: Mapping[str, Array], levels: Levels, *pair: Array
) -> Array:
    total = np.zeros(len(pair[0]))
    for condition, column in levels.items():
        pooled = logs[condition][column, 2]
        if condition in engine.profile.by_value:
            by_value = chances.of(condition, column, engine.rows, *pair) / 1e6
            pooled = np.where(by_value != 0, by_value, pooled)
        total += pooled
    return total


def _iterate(
    profile: Profile, model: Model, pairs: _Pairs, searched: int, on_iteration: Callable[[int], None]
) -> tuple[Model, list[Iteration]]:
    prior, iterations = model, list[Iteration]()
    for number in range(ITERATIONS_MAX):
        posterior, kin, likelihood = _expect(model, pairs)
        fitted = _maximise(profile, prior, pairs, (posterior, kin), searched)
        change = _change(profile, model, fitted)
        model = fitted
        iterations.append(Iteration(likelihood, change, model.thresholds.twice_on_rolls))
        on_iteration(number + 1)
        if change < CONVERGED:
            break
    return model, iterations


def _expect(model: Model, pairs: _Pairs) -> tuple[Array, Array, float]:
    """Return each pair's probabilities of being one person and of being kin, and the log likelihood."""
    same = _sum_of(_logs(model.weights), pairs.levels, 0)
    of_same, of_kin, whole = _posterior(model, same, pairs.household, pairs.stranger)
    return of_same, of_kin, float(whole.sum())


def _posterior(model: Model, same: Array, household: Array, stranger: Array) -> tuple[Array, Array, Array]:
    """Return the probabilities of being one person and of being kin that log chances make, and their sum."""
    t, n = model.thresholds, model.roll_size
    same = same - stranger + np.log2(t.twice_on_rolls / n)
    kin = household - stranger + np.log2(t.kin_on_rolls / n)
    whole = np.logaddexp2(np.logaddexp2(same, kin), 0.0)
    return np.exp2(same - whole), np.exp2(kin - whole), whole


def _maximise(
    profile: Profile, prior: Model, pairs: _Pairs, posterior: tuple[Array, Array], searched: int
) -> Model:
    """Return the model that pairs, each with its probability of being one person and of being kin, ask for."""
    same, kin = posterior
    weights = dict(prior.weights)
    for condition, learned in profile.learned.items():
        rows = prior.weights[condition]
        column = pairs.levels[condition]
        known = column != MISSING
        counts = np.bincount(column[known], weights=same[known], minlength=len(rows))
        weights[condition] = _replaced(rows, 0, _shared_out(rows, learned, counts))
    t = prior.thresholds
    doubles = float((same * pairs.searched).sum())
    twice = (doubles + _PRIOR_RECORDS * t.twice_on_rolls) / (searched + _PRIOR_RECORDS)
    met = _KIN_UNMET * float((kin * pairs.searched).sum())
    relatives = (met + _PRIOR_KIN_RECORDS * t.kin_on_rolls) / (searched + _PRIOR_KIN_RECORDS)
    thresholds = replace(
        t,
        twice_on_rolls=_rounded(min(max(twice, _TWICE_MIN), _TWICE_MAX)),
        kin_on_rolls=_rounded(min(max(relatives, t.kin_on_rolls / _MOVED_MAX), t.kin_on_rolls)),
    )
    return replace(prior, weights=weights, thresholds=thresholds)


def _shared_out(rows: Mapping[str, Triple], learned: tuple[str, ...], counts: Array) -> Array:
    """Share the shipped probability of some levels out among them as counted, within bounds."""
    shipped = np.array([row[0] for row in rows.values()])
    among = np.isin(list(rows), learned)
    whole = shipped[among].sum()
    prior = _PRIOR_PAIRS * shipped[among] / whole
    shares = (counts[among] + prior) / (counts[among].sum() + _PRIOR_PAIRS)
    bounded = np.clip(shares * whole, shipped[among] / _MOVED_MAX, shipped[among] * _MOVED_MAX)
    trained = shipped.copy()
    trained[among] = bounded * whole / bounded.sum()
    return trained


def _shrunk(rows: Mapping[str, Triple], counts: Array) -> Array:
    """Return shares of strangers, each drawn towards the shipped one as far as a few agreements weigh."""
    shipped = np.array([row[2] for row in rows.values()])
    shares = (counts + _PRIOR_STRANGERS) / (counts.sum() + _PRIOR_STRANGERS / shipped)
    return np.asarray(shares * shipped.sum() / shares.sum())


def _replaced(rows: Mapping[str, Triple], place: int, values: Array) -> dict[str, Triple]:
    replaced = {}
    for (level, triple), value in zip(rows.items(), values.tolist(), strict=True):
        new = [*triple]
        new[place] = min(max(_rounded(value), _P_MIN), 1.0)
        replaced[level] = (new[0], new[1], new[2])
    return replaced


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _change(profile: Profile, before: Model, after: Model) -> float:
    return max(
        abs(before.weights[c][level[0]][0] - after.weights[c][level[0]][0])
        for c, rows in profile.levels.items()
        for level in rows
    )


def _parameters(shipped: Weights, fitted: Model, pairs: _Pairs) -> tuple[Parameter, ...]:
    posterior, _, _ = _expect(fitted, pairs)
    found = []
    for condition, rows in fitted.weights.items():
        column = pairs.levels[condition]
        known = column != MISSING
        counts = np.bincount(column[known], weights=posterior[known], minlength=len(rows))
        for (level, triple), expected in zip(rows.items(), counts.tolist(), strict=True):
            before = shipped[condition][level]
            found.append(Parameter(condition, level, before, triple, round(expected, 1)))
    return tuple(found)

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
from matchers.estimation import (
    CONVERGED,
    Iteration,
    Pairs,
    expect,
    iterate,
    logs_of,
    posterior_of,
    replaced,
    shrunk,
    sum_of,
)
from matchers.hashing import hash_texts, mix
from matchers.model import Model, Triple, Weights
from matchers.profile import MISSING, Chances, Levels, Profile, Rows

SEARCHED_MAX: Final = 120_000
"""Records whose pairs are weighed; more would cost time and change little."""
RANDOM_PAIRS: Final = 200_000
_HOPELESS: Final = -12.0
"""Pairs with lower log odds before training (1 in 4,000) are strangers to it."""
_CHUNK: Final = 1 << 17


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
    fitted, iterations = iterate(engine.profile, model, pairs, len(searched), on_iteration)
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
    """Return a hash of each record's content, whatever the order of arrival has numbered its texts."""
    hashes = np.zeros(len(slots), dtype=np.uint64)
    for name, (_, width) in engine.profile.columns.items():
        values = engine.rows[name][slots]
        if name in engine.profile.text_columns:
            distinct, inverse = np.unique(values, return_inverse=True)
            values = hash_texts([engine.rows.text(number) for number in distinct.tolist()])[inverse]
        for column in values.T if width else (values,):
            hashes = mix(hashes, column.astype(np.uint64))
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
    weights, logs = model.weights, logs_of(model.weights)
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
        same, kin, _ = posterior_of(model, *(sum_of(logs, levels, place) for place in range(3)))
        for condition, column in levels.items():
            if condition in counts:
                at = np.flatnonzero(column != MISSING)
                strange = (1.0 - same - kin)[at]
                counts[condition] += np.bincount(column[at], strange, len(counts[condition]))
    sampled = {
        condition: replaced(weights[condition], 2, shrunk(weights[condition], count))
        for condition, count in counts.items()
    }
    return {**weights, **sampled}


def levels_of(profile: Profile, rows: Rows, one: Array, other: Array) -> Levels:
    """Compare pairs in every field, hopeless or not."""
    levels: Levels = {}
    for step in profile.comparisons:
        levels |= step.compare(rows, one, other, levels)
    return levels


def _pairs(engine: Engine, model: Model, chances: Chances, searched: Array) -> Pairs:
    """Collect the candidate pairs of the records searched that the model as it stands gives any hope."""
    profile, rows = engine.profile, engine.rows
    logs = logs_of(model.weights)
    least = np.log2(model.thresholds.twice_on_rolls / model.roll_size)
    is_searched = np.zeros(rows.size, dtype=bool)
    is_searched[searched] = True
    found: list[tuple[Levels, Array, Array, Array]] = []
    weighed = 0
    for start in range(0, len(searched), _CHUNK):
        one, other = engine.candidates_of(np.sort(searched[start : start + _CHUNK]))
        new = is_searched[one].astype(np.int64) + is_searched[other]
        weighed += len(one)
        levels = levels_of(profile, rows, one, other)
        stranger = _strangers(engine, chances, logs, levels, one, other)
        same = sum_of(logs, levels, 0)
        at = np.flatnonzero(same - stranger + least > _HOPELESS)
        identity = np.minimum(one[at], other[at]) * rows.size + np.maximum(one[at], other[at])
        found.append(({c: v[at] for c, v in levels.items()}, stranger[at], new[at], identity))
    return _in_order(profile, found, weighed)


def _in_order(profile: Profile, found: list[tuple[Levels, Array, Array, Array]], weighed: int) -> Pairs:
    """Join parts, each pair once, sorted by content: sums of floats then come out the same in any order."""
    conditions = list(profile.levels)
    levels = {c: np.concatenate([part[0][c] for part in found]) for c in conditions}
    stranger, searched, identity = (np.concatenate([part[place] for part in found]) for place in (1, 2, 3))
    _, once = np.unique(identity, return_index=True)
    order = once[np.lexsort((stranger[once], *(levels[c][once] for c in conditions)))]
    return Pairs(
        {c: levels[c][order] for c in conditions},
        stranger[order],
        searched[order],
        weighed,
    )


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


def _parameters(shipped: Weights, fitted: Model, pairs: Pairs) -> tuple[Parameter, ...]:
    posterior, _, _ = expect(fitted, pairs)
    found = []
    for condition, rows in fitted.weights.items():
        column = pairs.levels[condition]
        known = column != MISSING
        counts = np.bincount(column[known], weights=posterior[known], minlength=len(rows))
        for (level, triple), expected in zip(rows.items(), counts.tolist(), strict=True):
            before = shipped[condition][level]
            found.append(Parameter(condition, level, before, triple, round(expected, 1)))
    return tuple(found)

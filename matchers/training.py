"""Training without labels: what the rolls themselves say of names, errors and doubles.

Expectation maximisation over the full pair space (Dempster, Laird, Rubin 1977, for the Fellegi-Sunter model
after Winkler 1988): pairs that meet in no block are strangers, pairs that meet are weighed by the model as it
stands, and what the probable doubles among them look like becomes the model's next belief. Shipped beliefs
count as so many pairs seen, so that a small or odd roll moves them little. Strangers' chances come from
frequency tables and from pairs drawn at random. The result does not depend on the order of the records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.contents import contents_of
from matchers.crew import Alone, Crew
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
from matchers.model import Model, Triple, Weights
from matchers.profile import MISSING, Chances, Levels, Profile, Rows
from matchers.profiles import profile_of

SEARCHED_MAX: Final = 120_000
"""Records whose pairs are weighed; more would cost time and change little."""
RANDOM_PAIRS: Final = 200_000
_HOPELESS: Final = -12.0
"""Pairs with lower log odds before training (1 in 4,000) are strangers to it."""
_CHUNK: Final = 1 << 17
_PART: Final = 1 << 15
"""Candidate pairs weighed at once."""
_STRETCH: Final = 1 << 15
"""Records searched for candidates at once."""


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


@dataclass(frozen=True)
class _Belief:
    """A model as it stands in training, and what is made of it once for all pairs."""

    model: Model

    @cached_property
    def chances(self) -> Chances:
        """Return strangers' chances by value."""
        return profile_of(self.model.profile).chances(self.model.frequencies)

    @cached_property
    def logs(self) -> dict[str, Array]:
        """Return the log chances of levels."""
        return logs_of(self.model.weights)


def count(engine: Engine, model: Model) -> Model:
    """Return a model with its frequency tables counted on the records now in an engine."""
    slots = engine.slots()
    tables = engine.profile.count(engine.rows, slots)
    return replace(model, frequencies=tables, roll_size=max(len(slots), 1))


def train(
    engine: Engine,
    shipped: Model,
    on_iteration: Callable[[int], None] = lambda _number: None,
    crew: Crew | None = None,
) -> Training:
    """Fit a model to the records now in an engine of its profile; the engine is left as it is."""
    slots, crew = engine.slots(), crew or Alone(engine)
    if len(slots) < 2:  # noqa: PLR2004 - no pairs
        return Training(count(engine, shipped), len(slots), len(slots), 0, (), converged=True, parameters=())
    contents = contents_of(engine, slots)
    strangers = _draw_strangers(engine, shipped, slots, contents, crew)
    counted = count(engine, shipped)
    searched = _searched(slots, contents)
    candidates = _candidates(engine, searched)
    model = replace(counted, weights={**counted.weights, **_sampled(engine.profile, counted, strangers)})
    pairs = _pairs(engine, model, searched, candidates, crew)
    fitted, iterations = iterate(engine.profile, model, pairs, len(searched), on_iteration)
    return Training(
        model=fitted,
        records=len(slots),
        searched=len(searched),
        pairs=pairs.weighed,
        iterations=tuple(iterations),
        converged=bool(iterations) and iterations[-1].change < CONVERGED,
        parameters=_parameters(counted.weights, fitted, pairs),
    )


def _searched(slots: Array, contents: Array) -> Array:
    """Choose the records whose pairs are weighed: all, or one in so many by content."""
    one_in = -(-len(slots) // SEARCHED_MAX)
    return np.asarray(slots[contents % np.uint64(one_in) == 0]) if one_in > 1 else slots


def _draw_strangers(
    engine: Engine, shipped: Model, slots: Array, contents: Array, crew: Crew
) -> Iterator[dict[str, Array]]:
    """Have pairs drawn at random compared, where the profile asks for it; yield what parts of them come to.

    Records in the order of their hashes are as good as shuffled; each is paired with later ones. Equal
    records, which lie together, are no random pair.
    """
    if not engine.profile.sampled:
        return iter(())
    order = np.argsort(contents, kind="stable")
    steps = max(1, min(RANDOM_PAIRS // len(order), len(order) - 1))
    one = np.concatenate([order] * steps)
    other = np.concatenate([np.roll(order, -step) for step in range(1, steps + 1)])
    differ = np.flatnonzero(contents[one] != contents[other])
    belief = _Belief(replace(shipped, frequencies={}, roll_size=max(len(slots), 1)))
    return crew.each(_count_strangers, belief, _in_parts(slots[one[differ]], slots[other[differ]]))


def _count_strangers(engine: Engine, belief: _Belief, pairs: tuple[Array, Array]) -> dict[str, Array]:
    """Count levels among pairs; each counts as far as the model takes it for strangers.

    On a small roll, doubles and kin are drawn too.
    """
    model, logs = belief.model, belief.logs
    levels = levels_of(engine.profile, engine.rows, *pairs)
    same, kin, _ = posterior_of(model, *(sum_of(logs, levels, place) for place in range(3)))
    counts = {}
    for condition in engine.profile.sampled:
        column = levels[condition]
        at = np.flatnonzero(column != MISSING)
        strange = (1.0 - same - kin)[at]
        counts[condition] = np.bincount(column[at], strange, len(model.weights[condition]))
    return counts


def _sampled(profile: Profile, model: Model, parts: Iterable[dict[str, Array]]) -> Weights:
    """Return weights with the strangers' column as pairs drawn at random have it."""
    counts = {c: np.zeros(len(model.weights[c])) for c in profile.sampled}
    for part in parts:
        for condition, count in part.items():
            counts[condition] += count
    return {c: replaced(model.weights[c], 2, shrunk(model.weights[c], n)) for c, n in counts.items()}


def _in_parts(one: Array, other: Array, size: int = _CHUNK) -> Iterator[tuple[Array, Array]]:
    for start in range(0, max(len(one), 1), size):
        part = slice(start, start + size)
        yield one[part].astype(np.int32), other[part].astype(np.int32)


def levels_of(profile: Profile, rows: Rows, one: Array, other: Array) -> Levels:
    """Compare pairs in every field, hopeless or not."""
    levels: Levels = {}
    for step in profile.comparisons:
        levels |= step.compare(rows, one, other, levels)
    return levels


def _candidates(engine: Engine, searched: Array) -> list[tuple[Array, Array]]:
    """Return the candidate pairs of the records searched, each once, in parts."""
    found = list[tuple[Array, Array]]()
    before = np.zeros(engine.rows.size, dtype=bool)
    for start in range(0, len(searched), _STRETCH):
        some = np.sort(searched[start : start + _STRETCH])
        one, other = engine.candidates_of(some)
        new = np.flatnonzero(~(before[one] | before[other]))
        found += _in_parts(one[new], other[new], _PART)
        before[some] = True
    return found


def _pairs(
    engine: Engine, model: Model, searched: Array, candidates: list[tuple[Array, Array]], crew: Crew
) -> Pairs:
    """Collect the candidate pairs that the model as it stands gives any hope."""
    size = engine.rows.size
    is_searched = np.zeros(size, dtype=bool)
    is_searched[searched] = True
    found: list[tuple[Levels, Array, Array, Array]] = []
    weighed = crew.each(_weigh, _Belief(model), candidates)
    for pair, (levels, stranger, at) in zip(candidates, weighed, strict=True):
        one, other = (side[at].astype(np.int64) for side in pair)
        new = is_searched[one].astype(np.int64) + is_searched[other]
        identity = np.minimum(one, other) * size + np.maximum(one, other)
        found.append((levels, stranger, new, identity))
    return _in_order(engine.profile, found, sum(len(one) for one, _ in candidates))


def _weigh(engine: Engine, belief: _Belief, pairs: tuple[Array, Array]) -> tuple[Levels, Array, Array]:
    """Return levels, log chances among strangers, and places of the pairs that have any hope."""
    model, logs = belief.model, belief.logs
    least = np.log2(model.thresholds.twice_on_rolls / model.roll_size)
    levels = levels_of(engine.profile, engine.rows, *pairs)
    stranger = _strangers(engine, belief.chances, logs, levels, *pairs)
    same = sum_of(logs, levels, 0)
    at = np.flatnonzero(same - stranger + least > _HOPELESS)
    return {c: v[at] for c, v in levels.items()}, stranger[at], at


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

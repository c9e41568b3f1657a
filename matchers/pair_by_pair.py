"""Weighing pairs one by one, by a profile's functions for single pairs: for few, much quicker than arrays.

The same steps, sums and bounds as in `matchers.scoring`, bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchers.columns import Array
from matchers.profile import MISSING, Chances, LevelsOfOne, Profile, Row, Single
from matchers.rows import RecordRows


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a pair's levels weigh; see `scoring.Scores`."""

    levels: LevelsOfOne
    parts: dict[str, int]
    kin_parts: dict[str, int]
    strangers: int
    same: int
    household: int
    cap: int


class PairByPair:
    """Compares and weighs pairs under one model."""

    def __init__(
        self,
        profile: Profile,
        single: Single,
        tables: Mapping[str, tuple[Array, Array, Array]],
        chances: Chances,
        rests: Sequence[int],
    ) -> None:
        triples = {
            c: list(zip(*(column.tolist() for column in table), strict=True)) for c, table in tables.items()
        }
        self._steps = [
            (compare, [(c, triples[c], c in profile.by_value) for c in step.conditions], rest)
            for compare, step, rest in zip(single.compare, profile.comparisons, rests, strict=True)
        ]
        """How each step compares; of each condition, the weights by level and whether values have chances."""
        self._cap_of = single.cap_of
        self._chances = single.chances(chances)

    def weigh(
        self, rows: RecordRows, pairs: Sequence[tuple[int, int]], floor: int
    ) -> list[tuple[int, Weighed]]:
        """Weigh pairs of slots; return place and weight of those whose sum may reach a floor."""
        row_of: dict[int, Row] = {}
        found = []
        for place, slots in enumerate(pairs):
            one, other = (row_of.get(s) or row_of.setdefault(s, rows.row(s)) for s in slots)
            weighed = self._weigh(rows, slots, (one, other), floor)
            if weighed is not None:
                found.append((place, weighed))
        return found

    def _weigh(
        self, rows: RecordRows, slots: tuple[int, int], pair: tuple[Row, Row], floor: int
    ) -> Weighed | None:
        one, other = pair
        levels: LevelsOfOne = {}
        parts: dict[str, int] = {}
        kin_parts: dict[str, int] = {}
        strangers = same = household = 0
        for compare, conditions, rest in self._steps:
            levels |= compare(rows, slots, one, other, levels)
            for condition, weights, by_value in conditions:
                level = levels[condition]
                if level == MISSING:
                    parts[condition] = kin_parts[condition] = 0
                    continue
                s, h, u = weights[level]
                if by_value:
                    u = self._chances.of(condition, level, one, other) or u
                parts[condition], kin_parts[condition] = s - u, h - u
                strangers += u
                same += s - u
                household += h - u
            if same + rest < floor:
                return None
        cap = self._cap_of(levels)
        return Weighed(levels, parts, kin_parts, strangers, same, household, cap)

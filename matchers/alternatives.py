"""What would change the verdict: one field otherwise than it is, everything else equal.

A reviewer asks this before picking up the telephone: which single fact, if it turned out otherwise, would
make one person of this pair, or two?
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matchers.explanation import ScoredPair, probability_of
from matchers.profile import MISSING, Profile
from matchers.scoring import Scorer, Scores

REVIEWED: Final = 0.5
"""The probability from which pairs are put before reviewers."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A field at another level, and the probability that the pair would then have."""

    field: str
    level: str
    probability: float


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything that can be said of one pair."""

    pair: ScoredPair
    alternatives: tuple[Alternative, ...]
    """Single fields that would turn the verdict if they were otherwise, the strongest first."""
    keys: tuple[str, ...]
    """Open blocking keys that the two share; none: the search does not bring them together."""


def alternatives_of(profile: Profile, scorer: Scorer, scores: Scores, place: int) -> tuple[Alternative, ...]:
    """Return for each field the level that would turn the verdict furthest, if one would turn it.

    A field's dependence on another (an identity number's on the birth date) is left as it is, and a value's
    own frequency is not known: the chances are the pool's.
    """
    same, household = int(scores.same[place]), int(scores.household[place])
    cap = int(scores.cap[place])
    flagged = probability_of(scorer.total(same, household, cap).final) >= REVIEWED
    furthest: dict[str, Alternative] = {}
    for condition, level in _conditions(profile, scores, place):
        field = condition.split("|")[0]
        for number, (name, *_) in enumerate(profile.levels[condition]):
            if number == level:
                continue
            s, h = scorer.pooled_weights(condition, number)
            new_same = same - int(scores.parts[condition][place]) + s
            new_household = household - int(scores.kin_parts[condition][place]) + h
            p = probability_of(scorer.total(new_same, new_household, cap).final)
            before = furthest.get(field)
            further = before is None or (p < before.probability if flagged else p > before.probability)
            if (p >= REVIEWED) != flagged and further:
                furthest[field] = Alternative(field, name, p)
    return tuple(
        sorted(furthest.values(), key=lambda a: (a.probability if flagged else -a.probability, a.field))
    )


def _conditions(profile: Profile, scores: Scores, place: int) -> Iterator[tuple[str, int]]:
    """Yield for each field the condition that holds and its level; of a missing field its plain condition."""
    held = {
        condition.split("|")[0]: (condition, int(column[place]))
        for condition, column in scores.levels.items()
        if int(column[place]) != MISSING
    }
    for condition in profile.levels:
        field = condition.split("|")[0]
        if field not in held:
            held[field] = (condition, MISSING)
    yield from held.values()

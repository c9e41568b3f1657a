"""Explanation: the evidence of one pair, field by field, its parts adding up to the log odds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from matchers.chinese.levels import CONDITIONS, CORRECTIONS
from matchers.scoring import UNIT, Scorer

PROBABILITY_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """How one field's two values agree, and how many bits that speaks for (+) or against (-) one person."""

    field: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two registrations by ref, left < right, with the probability that they are one person."""

    left: int
    right: int
    probability: float
    verdict: str
    """The most probable class: same_person, same_household or stranger."""
    evidence: tuple[Evidence, ...]
    """Bits add up to log2(p / (1 - p)) of the probability before it was rounded to six digits."""
    search_incomplete: bool
    """A block of one of the two is full and undivided: further pairs with it may have been missed."""


LEVEL_NAMES: Final = {condition: tuple(level for level, *_ in rows) for condition, rows in CONDITIONS.items()}


def probability_of(microbits: int) -> float:
    """Return the probability, rounded to six digits, that log odds in millionths of a bit stand for."""
    return round(1.0 / (1.0 + math.exp2(-microbits / UNIT)), PROBABILITY_DIGITS)


def verdict_of(scorer: Scorer, same: int, household: int) -> str:
    """Return the most probable of the three classes."""
    odds = {
        "same_person": same + scorer.prior,
        "same_household": household + scorer.kin_prior,
        "stranger": 0,
    }
    return max(odds, key=lambda verdict: odds[verdict])


@dataclass(frozen=True, slots=True)
class Weights:
    """One pair's weights in millionths of a bit: by condition against a rival class, and what frames them."""

    parts: dict[str, int]
    prior: int
    others: int
    """What the third class takes away."""
    against_kin: bool
    """Whether the rival is one household; else it is strangers."""
    capped: int


def weights_against_rival(
    scorer: Scorer, same: dict[str, int], kin: dict[str, int], taken: int, capped: int
) -> Weights:
    """Weigh one person against the likelier of the two other classes.

    Two people at one door share a phone and a surname: against strangers that says much, against kin next to
    nothing, and kin are what a reviewer must tell apart from one person. The sum is the same either way.
    """
    odds_of_kin = scorer.kin_prior + sum(kin.values())
    if odds_of_kin <= 0:
        return Weights(same, scorer.prior, taken, against_kin=False, capped=capped)
    parts = {condition: weight - kin[condition] for condition, weight in same.items()}
    prior = scorer.prior - scorer.kin_prior
    return Weights(parts, prior, taken + odds_of_kin, against_kin=True, capped=capped)


def evidence_of(levels: dict[str, int], weights: Weights, cap: int) -> tuple[Evidence, ...]:
    """Return the evidence in the order of the fields, then prior and corrections."""
    found = [
        Evidence(condition.split("|")[0], LEVEL_NAMES[condition][level], weights.parts[condition] / UNIT)
        for condition, level in levels.items()
        if level >= 0
    ]
    found.append(Evidence("prior", "kin" if weights.against_kin else "", weights.prior / UNIT))
    if weights.others:
        other = "strangers" if weights.against_kin else "explains"
        found.append(Evidence("household", other, weights.others / UNIT))
    if weights.capped:
        found.append(Evidence("cap", CORRECTIONS["cap"][cap], weights.capped / UNIT))
    return tuple(found)

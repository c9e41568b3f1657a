"""Explanation: the evidence of one pair, field by field, its parts adding up to the log odds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from matchers.levels import CONDITIONS, CORRECTIONS
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


def evidence_of(
    levels: dict[str, int], parts: dict[str, int], corrections: tuple[int, int, int], cap: int
) -> tuple[Evidence, ...]:
    """Return the evidence in the order of the fields, then prior and corrections."""
    prior, kin, capped = corrections
    found = [
        Evidence(condition.split("|")[0], LEVEL_NAMES[condition][level], parts[condition] / UNIT)
        for condition, level in levels.items()
        if level >= 0
    ]
    found.append(Evidence("prior", "", prior / UNIT))
    if kin:
        found.append(Evidence("household", "explains", kin / UNIT))
    if capped:
        found.append(Evidence("cap", CORRECTIONS["cap"][cap], capped / UNIT))
    return tuple(found)

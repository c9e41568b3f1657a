"""Explanation: the evidence of one pair, field by field, its parts adding up to the log odds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from matchers.profile import Profile
from matchers.scoring import UNIT, Scorer, Scores, Total

PROBABILITY_DIGITS: Final = 6
_COINCIDENCES_DIGITS: Final = 3
FRAME_LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "prior": ("", "kin"),
    "household": ("explains", "strangers"),
    "calibration": ("",),
}
"""Evidence that is about no field, beside the caps that a profile names: what frames the evidence."""


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
    coincidences: float
    """How many strangers to the person, among the registrations searched, are expected to agree as well as
    this by chance."""
    search_incomplete: bool
    """A block of one of the two is full and undivided: further pairs with it may have been missed."""
    log_odds: int
    """Of the probability, in millionths of a bit."""


def probability_of(microbits: int) -> float:
    """Return the probability, rounded to six digits, that log odds in millionths of a bit stand for."""
    return round(1.0 / (1.0 + math.exp2(-microbits / UNIT)), PROBABILITY_DIGITS)


def significant(number: float) -> float:
    """Return a number to three significant digits: no more is known, and equal values print alike."""
    return float(f"{number:.{_COINCIDENCES_DIGITS}g}")


def explain(
    profile: Profile, scorer: Scorer, scores: Scores, place: int, pair: tuple[int, int], *, partial: bool
) -> ScoredPair:
    """Return the pair at a place of the scores with its evidence; `partial`: the search was incomplete."""
    same, household, cap = int(scores.same[place]), int(scores.household[place]), int(scores.cap[place])
    total = scorer.total(same, household, cap)
    chance = int(scores.strangers[place]) / UNIT
    return ScoredPair(
        *pair,
        probability_of(total.final),
        _verdict(scorer, same, household),
        _evidence(profile, scorer, scores, place, total),
        significant(scorer.roll_size * math.exp2(chance)),
        partial,
        total.final,
    )


def _verdict(scorer: Scorer, same: int, household: int) -> str:
    odds = {
        "same_person": same + scorer.prior,
        "same_household": household + scorer.kin_prior,
        "stranger": 0,
    }
    return max(odds, key=lambda verdict: odds[verdict])


def _evidence(
    profile: Profile, scorer: Scorer, scores: Scores, place: int, total: Total
) -> tuple[Evidence, ...]:
    """Weigh one person against the likelier of the two other classes, field by field.

    Two people at one door share a phone and a surname: against strangers that says much, against kin next to
    nothing, and kin are what a reviewer must tell apart from one person. The sum is the same either way.
    """
    odds_of_kin = scorer.kin_prior + int(scores.household[place])
    against_kin = odds_of_kin > 0
    found = []
    for condition, column in scores.levels.items():
        level = int(column[place])
        if level < 0:
            continue
        weight = int(scores.parts[condition][place])
        if against_kin:
            weight -= int(scores.kin_parts[condition][place])
        name = profile.levels[condition][level][0]
        found.append(Evidence(condition.split("|")[0], name, weight / UNIT))
    prior = scorer.prior - scorer.kin_prior if against_kin else scorer.prior
    others = total.kin + odds_of_kin if against_kin else total.kin
    found.append(Evidence("prior", "kin" if against_kin else "", prior / UNIT))
    if others:
        found.append(Evidence("household", "strangers" if against_kin else "explains", others / UNIT))
    if total.calibration:
        found.append(Evidence("calibration", "", total.calibration / UNIT))
    if total.capped:
        cap = profile.caps[int(scores.cap[place])].name
        found.append(Evidence("cap", cap, total.capped / UNIT))
    return tuple(found)

"""The evidence of an assessment as a waterfall: each piece starts where the one before it ended. Pure.

Bits are powers of two of the odds, so that they add up; the last row is their sum, and the probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dedup.catalogue import Language
from dedup.reasons import FRAME, phrase
from events.cases import Assessment, Evidence

WIDTH: Final = 100.0
"""Units across which the bars are drawn."""
_SEEN_MIN: Final = 1e-6
"""Bits below which there is nothing to draw."""


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of evidence, and where its bar lies."""

    words: str
    bits: float
    total: float
    """Bits of this one and all before it."""
    start: float
    width: float
    is_frame: bool

    @property
    def counts_against(self) -> bool:
        """Tell whether the piece makes one person less likely."""
        return self.bits < 0


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All steps, where zero lies, and where the sum ends."""

    steps: tuple[Step, ...]
    zero: float
    end: float
    total: float
    probability: float


def waterfall(assessment: Assessment, language: Language) -> Waterfall:
    """Return the evidence as it is told: the prior, then the heaviest fields, then what limits the sum."""
    ordered = sorted(assessment.evidence, key=lambda e: (_place(e), -abs(e.bits), e.field))
    totals = [0.0]
    for evidence in ordered:
        totals.append(totals[-1] + evidence.bits)
    low, high = min(totals), max(totals)
    scale = WIDTH / (high - low) if high - low > _SEEN_MIN else 1.0
    steps = tuple(
        Step(
            phrase(language, evidence),
            evidence.bits,
            after,
            (min(before, after) - low) * scale,
            max(abs(evidence.bits) * scale, 0.6),
            evidence.field in FRAME,
        )
        for evidence, before, after in zip(ordered, totals[:-1], totals[1:], strict=True)
    )
    return Waterfall(steps, -low * scale, (totals[-1] - low) * scale, totals[-1], assessment.probability)


def _place(evidence: Evidence) -> int:
    """Put the prior first and what limits the sum last, for that is the order in which they act."""
    return {"prior": 0, "household": 2, "calibration": 3, "cap": 4}.get(evidence.field, 1)

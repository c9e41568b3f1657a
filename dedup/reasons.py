"""Reasons in words: a case's evidence as short phrases, the strongest first, with bits for and against."""

from __future__ import annotations

from typing import Final

from dedup.catalogue import Language, say
from events.cases import (
    Assessment,
    Evidence,
)

FRAME: Final = frozenset({"prior", "household", "calibration", "cap"})
"""Rows that are about no field: the prior, the other explanations of the likeness, what decided cases
taught, and the cap."""


_COINCIDENCES_SHOWN: Final = 0.005
_WHOLE: Final = 10


def phrase(language: Language, evidence: Evidence) -> str:
    """Return one piece of evidence in words."""
    return level_phrase(language, evidence.field, evidence.level)


def level_phrase(language: Language, field: str, level: str) -> str:
    """Return in words how a field's two values agree."""
    return say(language, f"reason-{field}-{level}" if level else f"reason-{field}")


def coincidence_phrase(language: Language, assessment: Assessment, searched: int) -> str:
    """Return in words how many strangers would agree as well by chance among the registrations searched."""
    expected = assessment.coincidences
    if expected is None:
        return ""
    message = "reason-coincidences" if expected >= _COINCIDENCES_SHOWN else "reason-coincidences-none"
    shown = f"{expected:,.2f}" if expected < _WHOLE else f"{expected:,.0f}"
    return say(language, message, expected=shown, searched=f"{searched:,}")


def weighed_phrase(language: Language, evidence: Evidence) -> str:
    """Return one piece of evidence in words, with its bits."""
    return say(language, "reason-weighed", phrase=phrase(language, evidence), bits=f"{evidence.bits:+.1f}")


def sorted_evidence(assessment: Assessment) -> list[Evidence]:
    """Return the evidence of fields, the heaviest first, for and against mixed; then what frames it."""
    return sorted(assessment.evidence, key=lambda e: (e.field in FRAME, -abs(e.bits), e.field))


def brief_reasons(language: Language, assessment: Assessment) -> str:
    """Return the evidence of fields alone, for lists."""
    fields = [e for e in sorted_evidence(assessment) if e.field not in FRAME]
    return say(language, "reason-separator").join(weighed_phrase(language, e) for e in fields)


def reasons(language: Language, assessment: Assessment) -> str:
    """Return all the evidence on one line."""
    phrases = [weighed_phrase(language, e) for e in sorted_evidence(assessment)]
    if assessment.search_incomplete:
        phrases.append(say(language, "reason-search_incomplete"))
    return say(language, "reason-separator").join(phrases)

"""Reasons in words: a case's evidence as short phrases, the strongest first, with bits for and against."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Protocol

from dedup.catalogue import Language, say
from events.cases import Assessment

FRAME: Final = frozenset({"prior", "household", "calibration", "cap"})
"""Rows that are about no field: the prior, the other explanations of the likeness, what decided cases
taught, and the cap."""


_COINCIDENCES_SHOWN: Final = 0.005
_WHOLE: Final = 10


class Weighed(Protocol):
    """One piece of evidence: a field, how its two values agree, and bits for or against."""

    @property
    def field(self) -> str:
        """The field's name."""

    @property
    def level(self) -> str:
        """How its two values agree."""

    @property
    def bits(self) -> float:
        """For (+) or against (-)."""


class Assessed(Protocol):
    """What a model says of a pair, as an event holds it or as a list reads it."""

    @property
    def probability(self) -> float:
        """That both are one person."""

    @property
    def verdict(self) -> str:
        """The most probable class."""

    @property
    def evidence(self) -> Sequence[Weighed]:
        """All the evidence."""

    @property
    def model(self) -> str:
        """Fingerprint of the model that said so."""

    @property
    def search_incomplete(self) -> bool:
        """Whether more pairs may exist than were looked at."""


def phrase(language: Language, evidence: Weighed) -> str:
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


def weighed_phrase(language: Language, evidence: Weighed) -> str:
    """Return one piece of evidence in words, with its bits."""
    return _weighed(language, evidence.field, evidence.level, f"{evidence.bits:+.1f}")


@lru_cache(maxsize=16_384)
def _weighed(language: Language, field: str, level: str, bits: str) -> str:
    """Say it once: the pairs of a large register have a few thousand such phrases between them."""
    return say(language, "reason-weighed", phrase=level_phrase(language, field, level), bits=bits)


def sorted_evidence(assessment: Assessed) -> list[Weighed]:
    """Return the evidence of fields, the heaviest first, for and against mixed; then what frames it."""
    return sorted(assessment.evidence, key=lambda e: (e.field in FRAME, -abs(e.bits), e.field))


def brief_reasons(language: Language, assessment: Assessed) -> str:
    """Return the evidence of fields alone, for lists."""
    fields = [e for e in sorted_evidence(assessment) if e.field not in FRAME]
    return say(language, "reason-separator").join(weighed_phrase(language, e) for e in fields)


def reasons(language: Language, assessment: Assessed) -> str:
    """Return all the evidence on one line."""
    phrases = [weighed_phrase(language, e) for e in sorted_evidence(assessment)]
    if assessment.search_incomplete:
        phrases.append(say(language, "reason-search_incomplete"))
    return say(language, "reason-separator").join(phrases)

"""Reasons in words: a case's evidence as short phrases, the strongest first, with bits for and against."""

from __future__ import annotations

from dedup.catalogue import Language, say
from events.cases import Assessment, Evidence


def phrase(language: Language, evidence: Evidence) -> str:
    """Return one piece of evidence in words."""
    level = f"-{evidence.level}" if evidence.level else ""
    return say(language, f"reason-{evidence.field}{level}")


def weighed_phrase(language: Language, evidence: Evidence) -> str:
    """Return one piece of evidence in words, with its bits."""
    return say(language, "reason-weighed", phrase=phrase(language, evidence), bits=f"{evidence.bits:+.1f}")


def sorted_evidence(assessment: Assessment) -> list[Evidence]:
    """Return the evidence, the heaviest first, evidence against standing among that for."""
    return sorted(assessment.evidence, key=lambda e: (-abs(e.bits), e.field))


def reasons(language: Language, assessment: Assessment) -> str:
    """Return all the evidence on one line."""
    phrases = [weighed_phrase(language, e) for e in sorted_evidence(assessment)]
    if assessment.search_incomplete:
        phrases.append(say(language, "reason-search_incomplete"))
    return say(language, "reason-separator").join(phrases)

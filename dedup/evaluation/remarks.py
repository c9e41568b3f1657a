"""Remarks: what a reader must know about what was measured, as codes that the catalogue puts into words."""

from __future__ import annotations

from dataclasses import dataclass, field

from dedup.catalogue import Language, say


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know: `evaluation-remark-<code>` says it."""

    code: str
    facts: dict[str, str | int] = field(default_factory=dict)

    def words(self, language: Language) -> str:
        """Say it."""
        return say(language, f"evaluation-remark-{self.code}", **self.facts)

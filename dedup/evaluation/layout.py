"""What a told report is made of: sections of paragraphs, tables and figures, in one language already.

The text on a terminal and the page in a browser show the same document, so that they cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "unsure", "bad", "none"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first `texts` columns are words, the others figures."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1
    notes: tuple[str, ...] = ()
    tones: tuple[Tone, ...] = ()
    """One a row, for the row's last cell; none for all when empty."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot, by the name of what draws it, with its caption."""

    name: str
    caption: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report."""

    key: str
    title: str
    lead: str = ""
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[str, ...] = ()
    """Shown as a list."""


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report, told."""

    title: str
    made: str
    verdict: tuple[str, ...]
    tone: Tone
    sections: tuple[Section, ...]

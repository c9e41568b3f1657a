"""A letter as the typesetter receives it: texts in their places, nothing left to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dedup.catalogue import Language


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text; `closing` stays with the signature."""

    text: str
    kind: Literal["paragraph", "heading", "closing"] = "paragraph"


@dataclass(frozen=True, slots=True)
class FactTable:
    """A small table within the text; the first row and the first column are headings."""

    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """What one side's roll says of a case; without values, `absent` is said in their place."""

    side: str
    values: tuple[str, ...]
    absent: str = ""


@dataclass(frozen=True, slots=True)
class AnnexCase:
    """A case of the list: both rolls, and what is asked or answered."""

    number: str
    reference: str
    rows: tuple[AnnexRow, AnnexRow]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """The list of a letter's cases, on pages of its own."""

    label: str
    title: str
    note: str
    columns: tuple[str, ...]
    cases: tuple[AnnexCase, ...]


@dataclass(frozen=True, slots=True)
class Stub:
    """The half of a certificate that its issuer keeps 存根."""

    title: str
    lines: tuple[str, ...]
    blanks: tuple[str, ...]
    """Labels of the places to sign."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole letter in one language."""

    language: Language
    title: str
    subtitle: str
    head: str
    number: str
    salutation: str
    body: tuple[Paragraph | FactTable, ...]
    attachment: str
    signature: str
    dated: str
    seal: str
    contact: str
    annex: Annex | None = None
    stub: Stub | None = None

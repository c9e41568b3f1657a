"""The fields of two registrations side by side: marked characters, a verdict, and what it weighs. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from dedup.catalogue import Language, has_message, say
from dedup.masking import mask
from dedup.reasons import phrase
from dedup.rolls import Standing
from dedup.web.characters import Kind
from dedup.web.differences import Piece, compare, compare_in_place, joined, masked, rewritten
from dedup.web.identity import Check, CheckState, compare_numbers
from dedup.web.marks import Run, kinds_in, runs, visible
from events.cases import Assessment, Evidence, Side
from matchers.chinese.dates import read_birth_date

VOTER_COLUMNS: Final = (
    "name", "former_name", "sex", "ethnicity", "birth_date", "id_number",
    "household_address", "residence_address", "phone", "employer",
)  # fmt: skip
ENTRY_COLUMNS: Final = ("basis", "registered_on", "constituency", "certificate_no")
"""What a roll says of the registration itself; the two rolls are expected to differ in it."""
_COMPARED_ENTRIES: Final = tuple(column for column in ENTRY_COLUMNS if column != "certificate_no")
"""A certificate is told beside, with what became of it."""
_ALWAYS: Final = frozenset({"name", "sex", "birth_date", "id_number", "household_address"})
_EVIDENCE_OF: Final = {"household_address": "address"}
_IN_WORDS: Final = frozenset({"basis"})
_SYMBOLS: Final = {"same": "＝", "near": "≈", "differs": "≠", "missing": "∅", "none": ""}

_NAMES: Final = frozenset({"name", "former_name"})
_FORMS: Final = frozenset({Kind.WIDTH, Kind.CASE, Kind.MARK, Kind.WRITING})
"""Differences that are none of the value."""
_ALIKE: Final = 0.5
"""Share of a value that must be the same for the rest to be marked character by character."""

Verdict = Literal["same", "near", "differs", "missing", "none"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One side's value: its parts, each with the runs of characters that it is made of."""

    parts: tuple[tuple[Run, ...], ...]
    check: str = ""
    """What the check digit of an identity number says, in words."""
    check_symbol: str = ""

    @property
    def is_given(self) -> bool:
        """Tell whether there is anything to show."""
        return any(run.text for part in self.parts for run in part)


@dataclass(frozen=True, slots=True)
class Field:
    """One row: both sides' values, how they agree, and what that weighs."""

    column: str
    label: str
    left: Cell
    right: Cell
    verdict: Verdict
    symbol: str
    words: str
    bits: float | None
    part_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """All rows, and the kinds of differences in them."""

    fields: tuple[Field, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A side as its viewer sees it: the registration, if it stands and may be seen, and whether masked."""

    standing: Standing | None
    masked: bool = True


def compare_sides(left: Shown, right: Shown, assessment: Assessment, language: Language) -> Compared:
    """Return the rows of two registrations."""
    evidence = {e.field: e for e in assessment.evidence}
    rows: list[Field] = []
    kinds: list[Sequence[Piece]] = []
    for column in (*VOTER_COLUMNS, *_COMPARED_ENTRIES):
        values = _value(left, column), _value(right, column)
        if not any(values) and column not in _ALWAYS:
            continue
        hidden = left.masked, right.masked
        field, pieces = _field(column, values, hidden, evidence, language)
        rows.append(field)
        kinds += pieces
    return Compared(tuple(rows), kinds_in(*kinds))


def _value(side: Shown, column: str) -> str:
    if side.standing is None:
        return ""
    held = side.standing.entry if column in ENTRY_COLUMNS else side.standing.voter
    return str(getattr(held, column))


def _field(
    column: str,
    values: tuple[str, str],
    hidden: tuple[bool, bool],
    evidence: Mapping[str, Evidence],
    language: Language,
) -> tuple[Field, list[Sequence[Piece]]]:
    if column in ENTRY_COLUMNS:
        return _plain_field(column, values, language), []
    if column == "id_number":
        parts, labels, checks = _number_parts(values, language)
    else:
        parts, labels, checks = [_pieces(column, values)], (), (("", ""), ("", ""))
    parts = _masked_parts(column, parts, hidden)
    sides: tuple[Side, Side] = ("left", "right")
    cells = [
        Cell(tuple(runs(pieces, side, language) for pieces in parts), *check)
        for side, check in zip(sides, checks, strict=True)
    ]
    found = evidence.get(_EVIDENCE_OF.get(column, column))
    verdict = _verdict(values, parts, found)
    words = phrase(language, found) if found else say(language, f"verdict-chip-{verdict}-words")
    label = say(language, f"column-{column}")
    bits = found.bits if found else None
    return Field(column, label, cells[0], cells[1], verdict, _SYMBOLS[verdict], words, bits, labels), list(
        parts
    )


def _pieces(column: str, values: tuple[str, str]) -> tuple[Piece, ...]:
    """Return two values as pieces; what has too little in common is not marked by character."""
    left, right = values
    if not (left and right):
        return tuple(piece for piece in (Piece(left, ""), Piece("", right)) if piece.left or piece.right)
    if column in _NAMES:
        return compare(left, right, is_name=True)
    if column == "birth_date" and _is_one_day(left, right):
        return rewritten(compare(left, right))
    in_place = column == "phone" and len(left) == len(right) and (left + right).isdecimal()
    pieces = joined(compare_in_place(left, right)) if in_place else compare(left, right)
    same = sum(len(piece.left) for piece in pieces if not piece.kinds or piece.kind in _FORMS)
    return (
        pieces if same >= _ALIKE * max(len(left), len(right)) else (Piece(left, right, (Kind.SUBSTITUTED,)),)
    )


def _is_one_day(left: str, right: str) -> bool:
    read = read_birth_date(left)
    return bool(read.year) and read == read_birth_date(right)


def _plain_field(column: str, values: tuple[str, str], language: Language) -> Field:
    def cell(value: str) -> Cell:
        known = f"{column}-{value}"
        words = say(language, known) if column in _IN_WORDS and has_message(language, known) else value
        return Cell(((Run(visible(words)),),))

    label = say(language, f"column-{column}")
    return Field(column, label, cell(values[0]), cell(values[1]), "none", "", "", None)


def _verdict(values: tuple[str, str], parts: Sequence[Sequence[Piece]], found: Evidence | None) -> Verdict:
    if not all(values):
        return "missing"
    if all(not piece.kinds or piece.kind in _FORMS for pieces in parts for piece in pieces):
        return "same"
    if found is not None:
        return "near" if found.bits > 0 else "differs"
    return "differs"


def _number_parts(
    values: tuple[str, str], language: Language
) -> tuple[list[tuple[Piece, ...]], tuple[str, ...], tuple[tuple[str, str], tuple[str, str]]]:
    found = compare_numbers(*values)
    labels = tuple(say(language, f"id-part-{part.name}") for part in found.parts)
    checks = _check_words(found.left, language), _check_words(found.right, language)
    if all(values):
        return [part.pieces for part in found.parts], labels, checks
    return [tuple(replace(p, kinds=()) for p in part.pieces) for part in found.parts], labels, checks


def _check_words(check: Check, language: Language) -> tuple[str, str]:
    if check.state is CheckState.NO_NUMBER:
        return "", ""
    symbol = {CheckState.HOLDS: "✓", CheckState.FAILS: "✗"}.get(check.state, "?")
    return say(language, f"id-check-{check.state}", expected=check.expected), symbol


def _masked_parts(
    column: str, parts: Sequence[tuple[Piece, ...]], hidden: tuple[bool, bool]
) -> list[tuple[Piece, ...]]:
    """Return the pieces with the middle of numbers hidden on the sides that are masked, parts kept."""
    whole = [piece for pieces in parts for piece in pieces]
    left, right = "".join(p.left for p in whole), "".join(p.right for p in whole)
    shown = masked(
        whole, mask(column, left) if hidden[0] else left, mask(column, right) if hidden[1] else right
    )
    out, at = [], 0
    for pieces in parts:
        out.append(shown[at : at + len(pieces)])
        at += len(pieces)
    return out

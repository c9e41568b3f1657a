"""The border for blocks: what `parse_submission` makes of rows one by one, for rows that need no care.

A block whose rows differ in more than their values, or of which one might be rejected, has no submissions
here; it is read row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeVar

from dedup.columns import NAME_PARTS
from dedup.intake.block_damage import Columns, damage_of_rows
from dedup.intake.rows import Block
from dedup.intake.submission import CHARS_MAX, is_unprintable
from dedup.intake.vocabulary import Level, read_basis, read_division, read_level

_Known = TypeVar("_Known")
_NEEDED: Final = ("registration_id", "name")
_WRAPPINGS: Final = ("'", "=")
"""Signs without which no text is wrapped in what a spreadsheet adds to keep it a text."""


@dataclass(frozen=True, slots=True)
class Submissions:
    """What `Submission` holds, of many rows, each to register a voter; a column has a text for each row."""

    committees: list[str]
    registration_ids: Sequence[str]
    levels: Sequence[Level]
    values: Columns
    """Canonical columns that have any text, without spaces around it; the basis in its one form."""
    extra: list[dict[str, str]]
    """Of each row the committee's own columns by their headers."""
    damage: dict[int, tuple[str, ...]]
    """Codes of damage by place among the rows; a sound row has none."""

    def __len__(self) -> int:
        return len(self.committees)

    def columns(self, names: Iterable[str]) -> list[Sequence[str]]:
        """Return some canonical columns, of empty texts where no row has any."""
        nothing = ("",) * len(self)
        return [self.values.get(name, nothing) for name in names]


def parse_block(
    block: Block, *, committee: str | None = None, level: str | None = None
) -> Submissions | None:
    """Read a block. `committee` and `level` hold for rows that do not name theirs.

    Returns None when a row needs care.
    """
    values = _stripped(block.values)
    if not _is_plain(values):
        return None
    committees = _read(values.get("committee"), committee or "", read_division, block.size)
    levels: list[Level] | None = _read(values.get("level"), level or "county", read_level, block.size)
    bases = _read(values.pop("basis", None), "", read_basis, block.size)
    if committees is None or levels is None or bases is None:
        return None
    values["basis"] = bases
    return Submissions(
        committees,
        values["registration_id"],
        levels,
        values,
        _given(_without_blanks(block.extra), block.extra, block.size),
        damage_of_rows(values, block.size),
    )


def _stripped(columns: Columns) -> dict[str, Sequence[str]]:
    """Return columns without spaces around their texts, those that have no text at all left out."""
    stripped: dict[str, Sequence[str]] = {}
    for name, column in columns.items():
        plain = tuple(map(str.strip, column)) if _has_spaces(column) else column
        if any(plain):
            stripped[name] = plain
    return stripped


def _without_blanks(columns: Columns) -> Columns:
    """Return columns with nothing for texts that are only spaces."""
    return {
        name: tuple("" if text.isspace() else text for text in column) if _has_spaces(column) else column
        for name, column in columns.items()
    }


def _has_spaces(column: Sequence[str]) -> bool:
    return "".join(("x", *column, "x")).split(maxsplit=1)[1:] != []


def _is_plain(values: Columns) -> bool:
    """Tell whether no row can be rejected for its texts, asks for a withdrawal, or has wrapped texts."""
    if "action" in values or not NAME_PARTS.keys().isdisjoint(values):
        return False
    if not all(name in values and all(values[name]) for name in _NEEDED):
        return False
    if is_unprintable("".join(values["registration_id"])):
        return False
    if any(max(map(len, values[name])) > most for name, most in CHARS_MAX.items() if name in values):
        return False
    together = "".join(chain.from_iterable(values.values()))
    return not any(sign in together for sign in _WRAPPINGS)


def _read(
    given: Sequence[str] | None, otherwise: str, read: Callable[[str], _Known | None], size: int
) -> list[_Known] | None:
    """Return what a column's words name, `otherwise` where there is none; None when one names nothing."""
    words = [word or otherwise for word in given] if given else [otherwise] * size
    meanings = {word: read(word) for word in set(words)}
    known = {word: meaning for word, meaning in meanings.items() if meaning is not None}
    return [known[word] for word in words] if len(known) == len(meanings) else None


def _given(columns: Columns, names: Iterable[str], size: int) -> list[dict[str, str]]:
    """Return what each row has of some columns, in the order of the names, without empty texts."""
    there = [name for name in names if name in columns]
    if not there:
        return [{} for _ in range(size)]
    rows = zip(*(columns[name] for name in there), strict=True)
    if all(map(all, (columns[name] for name in there))):
        return [dict(zip(there, texts, strict=True)) for texts in rows]
    return [{name: text for name, text in zip(there, texts, strict=True) if text} for texts in rows]

"""Files of pairs: truth.csv, traps.csv and flags.csv as rows that are known to be whole.

A pair is two registrations, each named by committee and number, unordered. What is wrong with a file is an
error that names file and row; what is merely odd is a remark in the report.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dedup.errors import BadInput
from dedup.evaluation.remarks import Remark
from dedup.spreadsheet import plain

Ref = tuple[str, str]
"""Committee and number of a registration."""
Pair = tuple[Ref, Ref]
"""The lesser first."""

_SIDES: Final = (
    ("left_committee", "left_registration_id"),
    ("right_committee", "right_registration_id"),
)
PAIR_COLUMNS: Final = tuple(column for side in _SIDES for column in side)
ROWS_MAX: Final = 20_000_000
"""More pairs than a billion registrations are thought to hold; beyond it a file is taken for a mistake."""
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class PairRow:
    """One row: its number in the file, its pair, and all its cells by column."""

    number: int
    pair: Pair
    cells: dict[str, str]

    @property
    def is_self_pair(self) -> bool:
        """Tell whether both sides are one registration."""
        return self.pair[0] == self.pair[1]


def pair_of(one: Ref, other: Ref) -> Pair:
    """Return two registrations as a pair."""
    return (one, other) if one <= other else (other, one)


def read_pairs(path: Path, *more_columns: str) -> Iterator[PairRow]:
    """Yield a file's pairs. Raises BadInput when it is no such file, or where a row names no pair."""
    encoding = _encoding_of(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            rows = csv.DictReader(file)
            _require_columns(path, rows.fieldnames, (*PAIR_COLUMNS, *more_columns))
            for number, cells in enumerate(rows, 2):
                if number > ROWS_MAX:
                    raise BadInput("pairs-too-many", path=str(path), most=f"{ROWS_MAX:,}")
                yield _row(path, number, cells)
    except (OSError, UnicodeError, csv.Error) as error:
        raise BadInput("pairs-unreadable", path=str(path), detail=str(error)) from None


def _encoding_of(path: Path) -> str:
    """Return the first encoding that the whole file can be read in."""
    try:
        for encoding in _ENCODINGS[:-1]:
            try:
                with path.open(encoding=encoding) as file:
                    while file.read(1 << 20):
                        pass
            except UnicodeError:
                continue
            return encoding
    except OSError as error:
        raise BadInput("pairs-unreadable", path=str(path), detail=error.strerror or str(error)) from None
    return _ENCODINGS[-1]


def _require_columns(path: Path, given: object, wanted: tuple[str, ...]) -> None:
    columns = list(given) if isinstance(given, list | tuple) else []
    missing = [column for column in wanted if column not in columns]
    if missing:
        raise BadInput("pairs-columns-missing", path=str(path), columns=", ".join(missing))


def _row(path: Path, number: int, cells: dict[str | None, str | list[str] | None]) -> PairRow:
    texts = {
        column: plain(cell.strip())
        for column, cell in cells.items()
        if column is not None and isinstance(cell, str)
    }
    one, other = ((texts.get(committee, ""), texts.get(key, "")) for committee, key in _SIDES)
    if not all((*one, *other)):
        raise BadInput("pairs-row-incomplete", path=str(path), row=str(number))
    return PairRow(number, pair_of(one, other), texts)


@dataclass(frozen=True, slots=True)
class TruePair:
    """What is known of a pair that is one person."""

    errors: tuple[str, ...] = ()
    """What was done to its rows."""
    marks: tuple[str, ...] = ()
    """Groups that whoever wrote the truth puts it in."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Which pairs are one person, and which only look it."""

    pairs: dict[Pair, TruePair]
    traps: dict[Pair, tuple[str, ...]]
    names: tuple[str, ...]
    """The files' names."""
    remarks: tuple[Remark, ...]

    @property
    def knows_errors(self) -> bool:
        """Tell whether the truth says what was done to rows."""
        return any(known.errors for known in self.pairs.values())


def read_truth(truth: Path, traps: Path | None = None) -> Truth:
    """Read the truth and, where there are any, the traps. Raises BadInput."""
    pairs: dict[Pair, TruePair] = {}
    own, twice = 0, 0
    for row in read_pairs(truth):
        own += row.is_self_pair
        twice += row.pair in pairs
        if not row.is_self_pair:
            pairs[row.pair] = TruePair(_listed(row, "errors"), _listed(row, "slices"))
    remarks = [
        *_counted("truth-self-pairs", own, truth),
        *_counted("truth-twice", twice, truth),
        *([] if pairs else [Remark("truth-empty", {"path": truth.name})]),
    ]
    known, more = _read_traps(traps, pairs) if traps else ({}, [])
    names = tuple(path.name for path in (truth, traps) if path)
    return Truth(pairs, known, names, (*remarks, *more))


def _read_traps(path: Path, true: dict[Pair, TruePair]) -> tuple[dict[Pair, tuple[str, ...]], list[Remark]]:
    traps: dict[Pair, tuple[str, ...]] = {}
    own = both = 0
    for row in read_pairs(path, "trap"):
        own += row.is_self_pair
        both += row.pair in true
        if not row.is_self_pair and row.pair not in true:
            traps[row.pair] = tuple(dict.fromkeys((*traps.get(row.pair, ()), row.cells.get("trap", ""))))
    return traps, [*_counted("traps-self-pairs", own, path), *_counted("traps-true", both, path)]


def _listed(row: PairRow, column: str) -> tuple[str, ...]:
    return tuple(filter(None, row.cells.get(column, "").split(";")))


def _counted(code: str, count: int, path: Path) -> list[Remark]:
    return [Remark(code, {"count": count, "path": path.name})] if count else []

"""Looking at a file before it is read as a register: its first rows, and which of them is the header.

What `tables.py` refuses for want of columns can still be looked at here, so that somebody who knows the file
can say what its columns are. Nothing here is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from dedup.errors import BadInput
from dedup.intake.delimited import first_records
from dedup.intake.encoding import find_encoding
from dedup.intake.heading import AS_WRITTEN, Columns, Heading, find_heading, heading_of
from dedup.intake.jsonlines import JsonLinesTable
from dedup.intake.limits import Limits
from dedup.intake.rows import SourceRow
from dedup.intake.sniffing import is_json, sniff
from dedup.intake.workbook import first_rows, format_of

_LIMITS: Final = Limits()

Row = tuple[int, Sequence[str]]
"""A row's number in the file, and its cells."""


@dataclass(frozen=True, slots=True)
class Look:
    """The beginning of a file."""

    format: str
    encoding: str
    """Empty for a workbook."""
    sheet: str
    sheets: tuple[str, ...]
    rows: tuple[Row, ...]

    def heading(self, columns: Columns = AS_WRITTEN, row: int = 0) -> Heading:
        """Return the header: the row named, else the one that names columns, else the first of the widest."""
        named = next((cells for number, cells in self.rows if number == row), None)
        if named is not None:
            return heading_of(row, named, _LIMITS, columns)
        found = find_heading(self.rows, _LIMITS, columns)
        if found is not None:
            return found
        number, cells = max(self.rows, key=lambda r: sum(bool(cell.strip()) for cell in r[1]))
        return heading_of(number, cells, _LIMITS, columns)

    @property
    def headings(self) -> list[list[str]]:
        """Return the headers that each of the rows would be, were it the header.

        For who asks whether such headers were met before: which row it is may only be known by that.
        """
        read = (heading_of(number, cells, _LIMITS) for number, cells in self.rows)
        return [[match.header for match in heading.columns] for heading in read]


def look_at(path: Path, *, encoding: str | None = None, sheet: str | None = None) -> Look:
    """Return the beginning of a file. Raises BadInput for one that is no table of texts."""
    if sniff(path, _LIMITS) in {"zip", "ole"}:
        return _workbook(path, sheet)
    codec = find_encoding(path, encoding)
    if is_json(path, codec):
        return _json_lines(path, codec)
    return _delimited(path, codec)


def _workbook(path: Path, sheet: str | None) -> Look:
    kind, sheets = format_of(path, _LIMITS), first_rows(path, _LIMITS)
    if not sheets:
        raise BadInput("file-empty", path=str(path))
    if sheet is not None and sheet not in sheets:
        raise BadInput("workbook-sheet-missing", path=str(path), sheet=sheet, sheets="、".join(sheets))
    numbered = {name: tuple(enumerate(rows, start=1)) for name, rows in sheets.items()}
    named = [name for name, rows in numbered.items() if find_heading(rows, _LIMITS)]
    chosen = sheet or next(iter([*named, *numbered]))
    return Look(kind, "", chosen, tuple(sheets), numbered[chosen])


def _json_lines(path: Path, codec: str) -> Look:
    table = JsonLinesTable(path, codec, _LIMITS)
    headers = [match.header for match in table.columns]
    kept = islice((row for row in table.rows() if not row.problem), _LIMITS.header_rows_max)
    rows = tuple((row.number, _cells(row, table)) for row in kept)
    return Look(table.format, codec, "", (), ((0, headers), *rows))


def _cells(row: SourceRow, table: JsonLinesTable) -> list[str]:
    return [
        row.values.get(match.column or "", "") or row.extra.get(match.header, "") for match in table.columns
    ]


def _delimited(path: Path, codec: str) -> Look:
    best: tuple[tuple[int, int], str, tuple[Row, ...]] | None = None
    for delimiter, head in first_records(path, codec, _LIMITS):
        rows: tuple[Row, ...] = tuple((r.number, r.cells) for r in head if not r.problem and any(r.cells))
        found = find_heading(rows, _LIMITS)
        rank = found.recognised if found else 0, max((len(cells) for _, cells in rows), default=0)
        if rows and (best is None or rank > best[0]):
            best = rank, delimiter, rows
    if best is None:
        raise BadInput("header-missing", path=str(path), rows=_LIMITS.header_rows_max)
    return Look("tsv" if best[1] == "\t" else "csv", codec, "", (), best[2])

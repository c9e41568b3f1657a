"""CSV and its kin: cells parted by a comma, tab, semicolon or their full-width twins, quoted as Excel does.

Where a hundred lines are a hundred rows, they are read in one go. Elsewhere rows are read one by one, and one
bad row costs one row: a quote that is never closed, or closed in a later row, is found by the bounds on a row
and by the number of its cells; its first line is rejected and reading goes on at the next.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Final, NamedTuple

from dedup.errors import BadInput
from dedup.intake.blocks import BlockReader
from dedup.intake.heading import AS_WRITTEN, Columns, Heading, RowReader, find_heading
from dedup.intake.limits import Limits
from dedup.intake.lines import Line, Lines
from dedup.intake.rows import (
    STRETCH_ROWS,
    SURPLUS,
    Block,
    ColumnMatch,
    RowProblem,
    SourceRow,
    by_halves,
    clipped,
)

_SAMPLE_ROWS: Final = 100
"""Rows by whose size the number of rows is judged."""
_BLOCK_LINES: Final = STRETCH_ROWS
"""Lines read in one go; at their longest they take some 13 MB."""
DELIMITERS: Final = (",", "\t", ";", "；", "，", "|")


class _Overrun(Exception):
    """A row is longer than allowed."""


class Record(NamedTuple):
    """One row as it stands in the file: its cells, or why it has none."""

    number: int
    cells: list[str]
    chars: int
    problem: str = ""


class Grid(NamedTuple):
    """Some lines that are one row each."""

    first: int
    """Number of the first."""
    rows: list[list[str]]
    chars: list[int]
    """Length of each line."""

    def records(self) -> list[Record]:
        """Return the rows one by one."""
        numbers = range(self.first, self.first + len(self.rows))
        return list(map(Record, numbers, self.rows, self.chars))

    def halves(self) -> tuple[Grid, Grid]:
        """Return the first half, and the second."""
        at = len(self.rows) // 2
        first, second = slice(at), slice(at, None)
        return (
            Grid(self.first, self.rows[first], self.chars[first]),
            Grid(self.first + at, self.rows[second], self.chars[second]),
        )


class Records:
    """Reads a file's records; iterates until the end."""

    def __init__(self, lines: Lines, delimiter: str, width: int | None, limits: Limits) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._width = width
        self._limits = limits
        self._taken: list[Line] = []
        self._chars = 0
        self._reader = self._new_reader()

    def _new_reader(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=self._delimiter, strict=True)

    def _feed(self) -> Iterator[str]:
        next_line, limits = self._lines.next_line, self._limits
        while (line := next_line()) is not None:
            self._taken.append(line)
            self._chars += len(line.text)
            if (
                not line.whole
                or self._chars > limits.record_chars_max
                or len(self._taken) > limits.record_lines_max
            ):
                raise _Overrun
            yield line.text

    def __iter__(self) -> Iterator[Record]:
        for stretch in self.stretches():
            yield from stretch.records() if isinstance(stretch, Grid) else stretch

    def stretches(self) -> Iterator[Grid | Iterator[Record]]:
        """Yield the records by the hundred, as a grid where their lines are one row each."""
        while True:
            first, texts = self._lines.next_lines(_BLOCK_LINES)
            rows = self._rows_of(texts)
            if rows:
                yield Grid(first, rows, list(map(len, texts)))
                continue
            self._lines.hand_back([Line(number, text) for number, text in enumerate(texts, first)])
            some = islice(self._one_by_one(), max(len(texts), _BLOCK_LINES))
            head = next(some, None)
            if head is None:
                return
            yield chain((head,), some)

    def _rows_of(self, texts: list[str]) -> list[list[str]]:
        """Return the rows of some lines; none when they are not one row each."""
        try:
            rows = list(csv.reader(texts, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return []
        return rows if len(rows) == len(texts) else []

    def _one_by_one(self) -> Iterator[Record]:
        while True:
            self._taken.clear()
            self._chars = 0
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except (csv.Error, _Overrun):
                yield self._recovered()
                continue
            number = self._taken[0].number
            if len(self._taken) > 1 and self._width is not None and len(cells) != self._width:
                yield self._recovered()
            else:
                yield Record(number, cells, self._chars)

    def _recovered(self) -> Record:
        """Give up the first line of what was taken, or read it leniently, and go on at the second."""
        first, *rest = self._taken
        self._lines.hand_back(rest)
        self._reader = self._new_reader()
        if not first.whole:
            return Record(first.number, [first.text], len(first.text), "line_too_long")
        try:
            cells = next(csv.reader([first.text], delimiter=self._delimiter), [])
        except csv.Error:
            cells = []
        if not rest and len(cells) == (self._width or len(cells)):
            return Record(first.number, cells, len(first.text))
        return Record(first.number, [first.text], len(first.text), "unclosed_quote")


def first_records(path: Path, encoding: str, limits: Limits) -> Iterator[tuple[str, list[Record]]]:
    """Yield the rows among which the header must stand, as each delimiter parts them."""
    for delimiter in DELIMITERS:
        with closing(Lines(path, encoding, limits.record_chars_max)) as lines:
            yield delimiter, list(islice(Records(lines, delimiter, None, limits), limits.header_rows_max))


class DelimitedTable:
    """A CSV file, open for reading."""

    def __init__(self, path: Path, encoding: str, limits: Limits, columns: Columns = AS_WRITTEN) -> None:
        self._path = path
        self._limits = limits
        self.encoding: str = encoding
        self.bytes_total = path.stat().st_size
        self._delimiter, self._heading = self._find_heading(columns)
        self._lines: Lines | None = None
        self._reader: RowReader | None = None
        self._bytes_per_row = self._measure()

    @property
    def format(self) -> str:
        """Return csv, or tsv where tabs part the cells."""
        return "tsv" if self._delimiter == "\t" else "csv"

    @property
    def columns(self) -> tuple[ColumnMatch, ...]:
        """Return the headers in the file's order."""
        return self._heading.columns

    @property
    def rows_hint(self) -> int | None:
        """Return about how many rows there are, judged by the first hundred."""
        return round(self.bytes_total / self._bytes_per_row)

    @property
    def bytes_read(self) -> int:
        """Return how much of the file the current reading has passed."""
        return self._lines.bytes_read if self._lines else 0

    @property
    def skipped_rows(self) -> int:
        """Return how many blank rows, footers and repeated headers were passed over."""
        return self._reader.skipped_rows if self._reader else 0

    def rows(self, after: int = 0) -> Iterator[SourceRow]:
        """Read the rows whose number is greater than `after`, from the file's beginning each time."""
        for stretch in self.stretches(after):
            yield from stretch.rows() if isinstance(stretch, Block) else stretch

    def stretches(self, after: int = 0) -> Iterator[Block | list[SourceRow]]:
        """Do the same by the hundred."""
        first = max(after, self._heading.number) + 1
        reader = self._reader = RowReader(self._heading, self._limits)
        blocks = BlockReader(self._heading, self._limits)
        lines = self._lines = self._open()
        with closing(lines):
            for stretch in self._records(lines, len(self._heading.columns)).stretches():
                if isinstance(stretch, Grid) and stretch.first >= first:
                    yield from self._parts(stretch, blocks, reader)
                else:
                    records = stretch.records() if isinstance(stretch, Grid) else stretch
                    yield self._read((record for record in records if record.number >= first), reader)

    def _parts(self, grid: Grid, blocks: BlockReader, reader: RowReader) -> Iterator[Block | list[SourceRow]]:
        """Yield a grid in blocks, and in single rows where one needs care."""
        return by_halves(
            grid,
            lambda part: blocks.read(part.first, part.rows, max(part.chars)),
            lambda part: self._read(part.records(), reader),
        )

    def _read(self, records: Iterable[Record], reader: RowReader) -> list[SourceRow]:
        return [row for record in records if (row := self._row(record, reader)) is not None]

    def _row(self, record: Record, reader: RowReader) -> SourceRow | None:
        if record.problem:
            return self._unreadable(record)
        row = reader.read(record.number, record.cells)
        return row if row is None or record.chars <= self._limits.cell_chars_max else reader.checked(row)

    def _unreadable(self, record: Record) -> SourceRow:
        facts: dict[str, str | int] = {"limit": self._limits.record_chars_max}
        kept = clipped(record.cells[0].rstrip("\r\n"), self._limits.cell_chars_max)
        return SourceRow(record.number, {}, {SURPLUS: kept}, RowProblem("", record.problem, facts))

    def _open(self) -> Lines:
        return Lines(self._path, self.encoding, self._limits.record_chars_max)

    def _records(self, lines: Lines, width: int | None = None) -> Records:
        return Records(lines, self._delimiter, width, self._limits)

    def _find_heading(self, columns: Columns) -> tuple[str, Heading]:
        best: tuple[str, Heading] | None = None
        too_long = 0
        for delimiter, head in first_records(self._path, self.encoding, self._limits):
            too_long = next((r.number for r in head if r.problem == "line_too_long"), too_long)
            found = find_heading(((r.number, r.cells) for r in head if not r.problem), self._limits, columns)
            if found and (best is None or found.recognised > best[1].recognised):
                best = delimiter, found
        if best:
            return best
        if too_long:
            limit = self._limits.record_chars_max
            raise BadInput("line-too-long", path=str(self._path), line=too_long, limit=limit)
        raise BadInput("header-missing", path=str(self._path), rows=self._limits.header_rows_max)

    def _measure(self) -> float:
        """Return the bytes of a row. Raises BadInput when there is none under the header."""
        sizes: list[int] = []
        with closing(self._open()) as lines:
            for record in self._records(lines, len(self._heading.columns)):
                text = "".join(record.cells)
                if record.number > self._heading.number and not (text.isspace() or not text):
                    sizes.append(len(text.encode(self.encoding)) + len(record.cells))
                if len(sizes) == _SAMPLE_ROWS:
                    break
        if not sizes:
            raise BadInput("file-header-only", path=str(self._path))
        return sum(sizes) / len(sizes)

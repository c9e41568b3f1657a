"""JSON Lines: one object a line, its members named as the columns are; numbers are kept as written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from dedup.errors import BadInput
from dedup.intake.heading import AS_WRITTEN, Columns, check_columns
from dedup.intake.limits import Limits
from dedup.intake.lines import Line, Lines
from dedup.intake.members import MemberReader, is_text, unreadable
from dedup.intake.rows import ColumnMatch, SourceRow, in_stretches

_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)


class JsonLinesTable:
    """A JSON Lines file, open for reading."""

    format = "jsonl"

    def __init__(self, path: Path, encoding: str, limits: Limits, columns: Columns = AS_WRITTEN) -> None:
        self._path = path
        self._limits = limits
        self._members = MemberReader(limits, columns)
        self.encoding: str = encoding
        self.bytes_total = path.stat().st_size
        self.skipped_rows = 0
        self._lines: Lines | None = None
        self.columns, self.rows_hint = self._look()

    @property
    def bytes_read(self) -> int:
        """Return how much of the file the current reading has passed."""
        return self._lines.bytes_read if self._lines else 0

    def rows(self, after: int = 0) -> Iterator[SourceRow]:
        """Read the rows whose number is greater than `after`, from the file's beginning each time."""
        lines = self._lines = Lines(self._path, self.encoding, self._limits.record_chars_max)
        self.skipped_rows = 0
        with closing(lines):
            while (line := lines.next_line()) is not None:
                if line.number <= after:
                    continue
                if line.text.isspace():
                    self.skipped_rows += 1
                    continue
                yield self._read(line)

    def stretches(self, after: int = 0) -> Iterator[list[SourceRow]]:
        """Do the same, some rows at once."""
        return in_stretches(self.rows(after))

    def _look(self) -> tuple[tuple[ColumnMatch, ...], int]:
        """Return the members of the first rows, in order of appearance, and about how many rows there are."""
        head = list(islice(self.rows(), self._limits.header_rows_max))
        if not head:
            raise BadInput("file-empty", path=str(self._path))
        if all(row.problem for row in head):
            problem = head[0].problem
            code = "line-too-long" if problem and problem.reason == "line_too_long" else "json-unreadable"
            limit = self._limits.record_chars_max
            raise BadInput(code, path=str(self._path), line=head[0].number, limit=limit)
        with closing(Lines(self._path, self.encoding, self._limits.record_chars_max)) as lines:
            sizes = [len(line.text.encode()) for line in islice(iter(lines.next_line, None), len(head))]
        columns = tuple(ColumnMatch(key, name) for key, name in self._members.names.items())
        return columns, round(self.bytes_total * len(sizes) / max(sum(sizes), 1))

    def _read(self, line: Line) -> SourceRow:
        if not line.whole:
            return self._unreadable(line, "line_too_long", limit=self._limits.record_chars_max)
        text = line.text.strip()
        if text.count("{") + text.count("[") > self._limits.json_depth_max and self._is_deep(text):
            return self._unreadable(line, "nested_too_deep", limit=self._limits.json_depth_max)
        try:
            members = _DECODER.decode(text)
        except ValueError:
            return self._unreadable(line, "not_json")
        if not isinstance(members, dict):
            return self._unreadable(line, "not_an_object")
        row = self._members.row(line.number, members)
        if "\\u" in line.text and not is_text(row):
            return self._unreadable(line, "not_text")
        return row

    def _unreadable(self, line: Line, reason: str, **facts: str | int) -> SourceRow:
        return unreadable(line.number, line.text, reason, self._limits, **facts)

    def _is_deep(self, text: str) -> bool:
        depth, quoted, escaped = 0, False, False
        for character in text:
            if quoted:
                quoted = escaped or character != '"'
                escaped = character == "\\" and not escaped
            elif character in "{[":
                depth += 1
                if depth > self._limits.json_depth_max:
                    return True
            elif character in "}]":
                depth -= 1
            else:
                quoted = character == '"'
        return False


def check_members(table: JsonLinesTable, limits: Limits, *, path: str, committee_given: bool) -> None:
    """Raise BadInput when no row of the first ones has a required member. Spellings may differ by row."""
    first = {match.column: match for match in table.columns if match.column}
    own = tuple(match for match in table.columns if match.column is None)
    check_columns((*first.values(), *own), limits, path=path, committee_given=committee_given)

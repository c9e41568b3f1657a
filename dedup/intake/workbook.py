"""XLSX, XLS, XLSB and ODS workbooks, read by a child process under limits of memory and processor time.

This side owns the child and judges what it says; it never parses the workbook itself.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from dedup.errors import BadInput
from dedup.intake.archive import check_archive
from dedup.intake.heading import AS_WRITTEN, Columns, Heading, RowReader, find_heading
from dedup.intake.limits import Limits
from dedup.intake.rows import ColumnMatch, SourceRow, in_stretches

_FRAME_BYTES_MAX: Final = 64 * 1024 * 1024
_DAMAGED: Final = ("number_damaged",)
_ERRORS: Final = {"password": "workbook-password", "unreadable": "workbook-unreadable"}


class WorkbookTable:
    """One sheet of a workbook, open for reading."""

    encoding = None

    def __init__(
        self, path: Path, limits: Limits, sheet: str | None = None, columns: Columns = AS_WRITTEN
    ) -> None:
        self._path = path
        self._limits = limits
        self._said = columns
        self.format = format_of(path, limits)
        self.bytes_total = path.stat().st_size
        self._reader: RowReader | None = None
        self._passed = 0
        self._child: _Child | None = _Child(path, limits)
        try:
            self._sheet, self._heading, self._height = self._choose(self._child.first_frame(), sheet)
        except BaseException:
            self.close()
            raise

    @property
    def columns(self) -> tuple[ColumnMatch, ...]:
        """Return the headers in the sheet's order."""
        return self._heading.columns

    @property
    def rows_hint(self) -> int | None:
        """Return how many rows stand under the header."""
        return self._height - self._heading.number

    @property
    def bytes_read(self) -> int:
        """Return the share of the file that corresponds to the share of rows read."""
        return self.bytes_total * self._passed // max(self._height, 1)

    @property
    def skipped_rows(self) -> int:
        """Return how many blank rows, footers and repeated headers were passed over."""
        return self._reader.skipped_rows if self._reader else 0

    def close(self) -> None:
        """End the child."""
        if self._child:
            self._child.end()
            self._child = None

    def rows(self, after: int = 0) -> Iterator[SourceRow]:
        """Read the rows whose number is greater than `after`, from the sheet's beginning each time."""
        child = self._child or _Child(self._path, self._limits)
        self._child = None
        reader = self._reader = RowReader(self._heading, self._limits)
        first = max(after, self._heading.number) + 1
        try:
            for number, cells in enumerate(child.rows(self._sheet), start=1):
                self._passed = number
                if number >= first and (row := self._row(reader, number, cells)) is not None:
                    yield row
        finally:
            child.end()

    def stretches(self, after: int = 0) -> Iterator[list[SourceRow]]:
        """Do the same, some rows at once."""
        return in_stretches(self.rows(after))

    def _row(self, reader: RowReader, number: int, cells: list[Any]) -> SourceRow | None:
        damaged = any(isinstance(cell, list) for cell in cells)
        row = reader.read(number, _texts(cells) if damaged else cells, _DAMAGED if damaged else ())
        return None if row is None else reader.checked(row)

    def _choose(self, frame: dict[str, Any], wanted: str | None) -> tuple[str, Heading, int]:
        path = str(self._path)
        sheets = frame["sheets"]
        if wanted is not None:
            sheets = [sheet for sheet in sheets if sheet["name"] == wanted]
            if not sheets:
                raise BadInput(
                    "workbook-sheet-missing", path=path, sheet=wanted, sheets="、".join(frame["all"])
                )
        found = [(sheet, heading) for sheet in sheets if (heading := self._heading_of(sheet["head"]))]
        if not found:
            empty = all(sheet["rows"] == 0 for sheet in sheets)
            raise BadInput(
                "file-empty" if empty else "header-missing", path=path, rows=self._limits.header_rows_max
            )
        filled = [(sheet, heading) for sheet, heading in found if sheet["rows"] > heading.number]
        if not filled:
            raise BadInput("file-header-only", path=path)
        if len(filled) > 1:
            names = "、".join(sheet["name"] for sheet, _ in filled)
            raise BadInput("workbook-several-sheets", path=path, sheets=names)
        sheet, heading = filled[0]
        return sheet["name"], heading, sheet["rows"]

    def _heading_of(self, head: list[list[Any]]) -> Heading | None:
        rows = ((i, _texts(cells)) for i, cells in enumerate(head, start=1))
        return find_heading(rows, self._limits, self._said)


def format_of(path: Path, limits: Limits) -> str:
    """Return which kind of workbook it is. Raises BadInput for one that is more than it says."""
    with path.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    return check_archive(path, limits) if is_zip else "xls"


def first_rows(path: Path, limits: Limits) -> dict[str, list[list[str]]]:
    """Return the first rows of each sheet that has any. Raises BadInput when the workbook cannot be read."""
    child = _Child(path, limits)
    try:
        sheets = child.first_frame()["sheets"]
    finally:
        child.end()
    return {sheet["name"]: [_texts(cells) for cells in sheet["head"]] for sheet in sheets if sheet["rows"]}


def _texts(cells: list[Any]) -> list[str]:
    return [cell if isinstance(cell, str) else cell[0] for cell in cells]


class _Child:
    """The reading process and its two pipes."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        settings = {
            "memory_bytes": limits.child_memory_bytes,
            "cpu_s": limits.child_cpu_s,
            "sheets_max": limits.sheets_max,
            "header_rows": limits.header_rows_max,
            "columns_max": limits.columns_max,
            "cell_chars_max": limits.cell_chars_max,
        }
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, a module of ours
            [
                *(sys.executable, "-P", "-m", "dedup.intake.workbook_child"),
                *(str(path.resolve()), json.dumps(settings)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def first_frame(self) -> dict[str, Any]:
        """Return the heads of the sheets. Raises BadInput when the workbook cannot be read."""
        return self._frame()

    def rows(self, sheet: str) -> Iterator[list[Any]]:
        """Yield a sheet's rows from its first on. Raises BadInput when the child dies on the way."""
        self._ask(sheet)
        while True:
            frame = self._frame()
            if "end" in frame:
                return
            yield from frame.get("rows", ())

    def _ask(self, sheet: str) -> None:
        stdin = self._process.stdin
        if stdin is None:
            raise AssertionError("the child was started with pipes")
        try:
            stdin.write(json.dumps(sheet).encode() + b"\n")
            stdin.flush()
        except BrokenPipeError:
            raise self._died() from None

    def _frame(self) -> dict[str, Any]:
        stdout = self._process.stdout
        if stdout is None:
            raise AssertionError("the child was started with pipes")
        line = stdout.readline(_FRAME_BYTES_MAX)
        if not line.endswith(b"\n"):
            raise self._died()
        frame: dict[str, Any] = json.loads(line)
        if "error" in frame:
            raise BadInput(_ERRORS.get(frame["error"], "workbook-too-heavy"), path=str(self._path))
        return frame

    def _died(self) -> BadInput:
        self._process.kill()
        status = self._process.wait()
        heavy = status in {-signal.SIGABRT, -signal.SIGXCPU, -signal.SIGKILL, -signal.SIGSEGV}
        return BadInput("workbook-too-heavy" if heavy else "workbook-unreadable", path=str(self._path))

    def end(self) -> None:
        """End the process and close its pipes, whatever state it is in."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()

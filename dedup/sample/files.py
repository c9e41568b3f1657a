"""Files on disk: registers as CSV, XLSX or JSON Lines, byte for byte the same on every machine."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

import xlsxwriter

from dedup.sample.ledger import Entry
from dedup.sample.templates import Template

_EPOCH: Final = (2026, 1, 1, 0, 0, 0)


class RollFile(Protocol):
    """A register being written."""

    path: Path

    def write(self, entries: Iterable[Entry]) -> None:
        """Append rows."""

    def close(self) -> None:
        """Finish the file."""


class DelimitedRoll:
    """A register as CSV."""

    def __init__(self, path: Path, template: Template, committee: str) -> None:
        self.path = path
        self._template = template
        self._committee = committee
        self._choose = template.choose()
        self._file = path.open("w", encoding=template.encoding, newline="")
        self._rows = csv.writer(self._file, lineterminator=template.line_end)
        self._rows.writerow(template.headers.values())

    def write(self, entries: Iterable[Entry]) -> None:
        """Append rows."""
        choose, values, committee = self._choose, self._template.values, self._committee
        self._rows.writerows([choose(values(entry, committee)) for entry in entries])

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class JsonLinesRoll:
    """A register as JSON Lines; empty values are left out."""

    def __init__(self, path: Path, template: Template, committee: str) -> None:
        self.path = path
        self._template = template
        self._committee = committee
        self._choose = template.choose()
        self._headers = tuple(template.headers.values())
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def write(self, entries: Iterable[Entry]) -> None:
        """Append rows."""
        choose, values, committee = self._choose, self._template.values, self._committee
        for entry in entries:
            pairs = zip(self._headers, choose(values(entry, committee)), strict=True)
            row = {header: value for header, value in pairs if value}
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class WorkbookRoll:
    """A register as XLSX, rows going to disk as they come."""

    def __init__(self, path: Path, template: Template, committee: str) -> None:
        self.path = path
        self._template = template
        self._committee = committee
        self._choose = template.choose()
        self._book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False})
        self._book.set_properties(
            {"created": datetime(*_EPOCH, tzinfo=UTC), "author": "", "comments": "invented sample"}
        )
        self._sheet = self._book.add_worksheet("选民登记表")
        self._next = 1
        for column, header in enumerate(template.headers.values()):
            self._sheet.write_string(0, column, header)

    def write(self, entries: Iterable[Entry]) -> None:
        """Append rows."""
        choose, values, committee = self._choose, self._template.values, self._committee
        for entry in entries:
            for column, value in enumerate(choose(values(entry, committee))):
                if value:
                    self._sheet.write_string(self._next, column, value)
            self._next += 1

    def close(self) -> None:
        """Finish the file, without compression: compressors differ between machines."""
        self._book.close()
        _store_plainly(self.path)


def _store_plainly(path: Path) -> None:
    plain = path.with_suffix(".plain")
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as stored:
        for name in packed.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            with packed.open(name) as source, stored.open(member, "w", force_zip64=False) as target:
                shutil.copyfileobj(source, target)
    plain.replace(path)


def open_roll(path: Path, template: Template, committee: str) -> RollFile:
    """Start a register in its template's format."""
    if template.format == "csv":
        return DelimitedRoll(path, template, committee)
    if template.format == "jsonl":
        return JsonLinesRoll(path, template, committee)
    return WorkbookRoll(path, template, committee)


class PairFile:
    """A CSV of pairs: `truth.csv` or `traps.csv`."""

    def __init__(self, path: Path, *more_columns: str) -> None:
        self.path = path
        self.pairs = 0
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file, lineterminator="\n")
        sides = (
            f"{side}_{column}" for side in ("left", "right") for column in ("committee", "registration_id")
        )
        self._rows.writerow((*sides, *more_columns))

    def write(self, rows: list[tuple[str, ...]]) -> None:
        """Append pairs."""
        self._rows.writerows(rows)
        self.pairs += len(rows)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

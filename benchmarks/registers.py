"""Registers on disk: the files of a folder, their rows, samples of them, and the same without hosts' numbers.

Readers here are what an analyst would write in an afternoon; the product reads the same files by itself.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from python_calamine import CalamineWorkbook

from dedup.columns import canonical_name

NOT_REGISTERS: Final = frozenset({"truth", "traps"})
FORMATS: Final = frozenset({".csv", ".xlsx", ".jsonl"})
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_HEADER_ROWS_MAX: Final = 20
"""Title rows that may stand above a header."""

Row = dict[str, str]


def register_files(folder: Path) -> list[Path]:
    """Return the registers of a folder, sorted. Exits when there is none, or no truth about them."""
    files = [p for p in sorted(folder.iterdir()) if p.suffix in FORMATS and p.stem not in NOT_REGISTERS]
    if not files:
        raise SystemExit(f"{folder}: no register (.csv, .xlsx, .jsonl) stands there")
    if not (folder / "truth.csv").is_file():
        raise SystemExit(f"{folder}: there is no truth.csv; write one with the columns of `dedup sample`")
    return files


def read_register(path: Path) -> Iterator[Row]:
    """Read a register's rows, canonical column → text as given, empty cells left out."""
    if path.suffix == ".jsonl":
        yield from _json_rows(path)
        return
    rows = _sheet_rows(path) if path.suffix == ".xlsx" else _delimited_rows(path)
    columns: list[str | None] = []
    for at, cells in enumerate(rows):
        if not columns:
            named = [canonical_name(cell) for cell in cells]
            if {"registration_id", "name"} <= set(named):
                columns = named
            elif at > _HEADER_ROWS_MAX:
                raise SystemExit(f"{path}: no header names a registration_id and a name")
            continue
        yield {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}


def _json_rows(path: Path) -> Iterator[Row]:
    names: dict[str, str | None] = {}
    with path.open(encoding="utf-8-sig") as lines:
        for line in lines:
            given = json.loads(line)
            names.update({key: canonical_name(key) for key in given if key not in names})
            yield {name: str(value) for key, value in given.items() if (name := names[key]) and value}


def _sheet_rows(path: Path) -> Iterator[list[str]]:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        yield from ([_text(cell) for cell in row] for row in book.get_sheet_by_name(name).iter_rows())


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _delimited_rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding=_encoding(path), newline="") as file:
        yield from csv.reader(file)


def _encoding(path: Path) -> str:
    """Return the first encoding that the whole file can be read in."""
    for encoding in _ENCODINGS:
        try:
            with path.open(encoding=encoding) as file:
                while file.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise SystemExit(f"{path}: is neither UTF-8 nor GB18030")


def write_sample(folder: Path, rows: int, seed: int) -> None:
    """Write sample registers with the product's own command."""
    command = [sys.executable, "-m", "dedup", "sample", "--out", str(folder)]
    options = ["--rows", str(rows), "--seed", str(seed), "--lang", "en"]
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def home_committee(folder: Path) -> str:
    """Return the committee that has the most rows: the county that the others' voters come from."""
    rows = Counter(row.get("committee", "") for path in register_files(folder) for row in read_register(path))
    return rows.most_common(1)[0][0]


def without_host_ids(folder: Path, out: Path, home: str) -> None:
    """Write the same registers as CSV, rows of all committees but the home one without identity numbers."""
    out.mkdir(parents=True)
    for path in register_files(folder):
        columns = list(dict.fromkeys(name for row in read_register(path) for name in row))
        with (out / f"{path.stem}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            for row in read_register(path):
                if row.get("committee", "") != home:
                    row["id_number"] = ""
                writer.writerow(row)
    for name in ("truth.csv", "traps.csv"):
        if (folder / name).exists():
            (out / name).write_bytes((folder / name).read_bytes())

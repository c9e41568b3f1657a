"""The process that reads a workbook: a hostile file can end it, and nothing else.

Started by `workbook.py` as `python -m dedup.intake.workbook_child PATH SETTINGS`. It limits itself, then
writes one JSON value a line: first the head of every sheet that is to be looked at, then, for the sheet named
on its standard input, batches of rows. A cell is a text; a list of one text is a number that has lost digits.
It imports nothing of the product.
"""

from __future__ import annotations

import json
import math
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

_BATCH_ROWS: Final = 500
_BATCH_CHARS: Final = 1_000_000
_EXACT_BELOW: Final = 10**15
"""Spreadsheets keep 15 significant digits of a number."""
_PLAIN_BELOW: Final = 10**21

Cell = str | list[str]


def main() -> None:
    """Read the workbook named on the command line."""
    path, settings = sys.argv[1], json.loads(sys.argv[2])
    _limit(settings["memory_bytes"], settings["cpu_s"])
    try:
        _serve(path, settings)
    except PasswordError:
        _send({"error": "password"})
    except (CalamineError, ValueError, OSError):
        _send({"error": "unreadable"})
    except MemoryError:
        _send({"error": "heavy"})


def _limit(memory_bytes: int, cpu_s: int) -> None:
    for limit, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        bounded = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (bounded, bounded))


def _serve(path: str, settings: dict[str, int]) -> None:
    with CalamineWorkbook.from_path(path) as workbook:
        names = _sheets(workbook)[: settings["sheets_max"]]
        heads, loaded = [], None
        for name in names:
            loaded = workbook.get_sheet_by_name(name)
            head = list(islice(_rows(loaded, settings), settings["header_rows"]))
            heads.append({"name": name, "rows": loaded.end[0] + 1 if loaded.end else 0, "head": head})
        _send({"sheets": heads, "all": workbook.sheet_names})
        wanted = json.loads(sys.stdin.readline() or "null")
        if wanted is None:
            return
        if loaded is None or loaded.name != wanted:
            loaded = workbook.get_sheet_by_name(wanted)
        for batch in _batches(_rows(loaded, settings)):
            _send({"rows": batch})
        _send({"end": True})


def _sheets(workbook: CalamineWorkbook) -> list[str]:
    visible = [m.name for m in workbook.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
    return visible or workbook.sheet_names


def _rows(sheet: CalamineSheet, settings: dict[str, int]) -> Iterator[list[Cell]]:
    """Yield the sheet's rows from its first on, bounded in width and length of cells."""
    columns_max, chars_max = settings["columns_max"] + 1, settings["cell_chars_max"] + 1
    for row in sheet.iter_rows():
        cells: list[Cell] = [cell if isinstance(cell, str) else _text_of(cell) for cell in row[:columns_max]]
        if cells and max(map(len, cells)) > chars_max:
            cells = [cell[:chars_max] for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _batches(rows: Iterator[list[Cell]]) -> Iterator[list[list[Cell]]]:
    batch: list[list[Cell]] = []
    chars = 0
    for cells in rows:
        batch.append(cells)
        chars += sum(map(len, cells))
        if len(batch) == _BATCH_ROWS or chars > _BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _text_of(cell: float | bool | date | time | timedelta) -> Cell:
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return _number(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _number(number: float) -> Cell:
    """Return a number as a spreadsheet shows it in a wide cell."""
    if not math.isfinite(number):
        return ""
    if abs(number) < _EXACT_BELOW:
        return str(int(number)) if number == int(number) else f"{number:.15g}"
    shown = f"{number:.15g}"
    if abs(number) < _PLAIN_BELOW:
        digits, _, power = f"{number:.14e}".partition("e")
        whole, _, fraction = digits.partition(".")
        shown = whole + fraction + "0" * (int(power) - len(fraction))
    return [shown]


def _send(frame: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(frame, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

"""The rejects file: each row that could not be taken, why, what to do, and the row, as CSV for Excel."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import xlsxwriter

from dedup.catalogue import Language, say
from dedup.columns import CANONICAL, TITLES
from dedup.spreadsheet import inert
from events.files import RejectedRow

_REASON_WIDTH: Final = 32
_CELL_WIDTH: Final = 20
_OWN: Final = ("row", "field", "reason", "text", "remedy")


def write_rejects(
    path: Path, rejects: Sequence[RejectedRow], language: Language, order: Sequence[str] = ()
) -> None:
    """Write the rejected rows as UTF-8 CSV with a byte-order mark, formulas made inert.

    Columns: the row's number in the file, column, reason code, reason and remedy in words, then the file's
    own columns under the names that an import knows, so that corrected rows can be imported from here. They
    stand in `order`, as the file has them, where that is known.
    """
    names = _names(rejects, order)
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(inert, _header(names, language)))
        for reject in rejects:
            cells = [reject.personal.get(name, "") for name in names]
            writer.writerow([reject.row, *map(inert, [*_verdict(reject, language), *cells])])
    partial.replace(path)


def write_rejects_book(
    path: Path, rejects: Sequence[RejectedRow], language: Language, order: Sequence[str] = ()
) -> None:
    """Write the same as a workbook, the cell at fault coloured. Every cell is a text, none a formula."""
    names = _names(rejects, order)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
        fault = book.add_format({"num_format": "@", "bg_color": "#FBE3DF", "border": 1})
        sheet = book.add_worksheet(say(language, "rejects-sheet"))
        sheet.freeze_panes(1, len(_OWN))
        sheet.set_column(3, 4, _REASON_WIDTH)
        sheet.set_column(len(_OWN), len(_OWN) + len(names), _CELL_WIDTH)
        for place, title in enumerate(_header(names, language)):
            sheet.write_string(0, place, title, bold)
        for line, reject in enumerate(rejects, start=1):
            cells = [reject.personal.get(name, "") for name in names]
            for place, cell in enumerate([str(reject.row), *_verdict(reject, language), *cells]):
                at_fault = place >= len(_OWN) and names[place - len(_OWN)] == reject.field
                sheet.write_string(line, place, cell, fault if at_fault else text)


def _names(rejects: Sequence[RejectedRow], order: Sequence[str]) -> list[str]:
    """Return the columns that the rows have or lack, in the order given, then in the product's."""
    present = {name for reject in rejects for name in (*reject.personal, reject.field) if name}
    known = [*order, *CANONICAL, *sorted(present)]
    return [name for name in dict.fromkeys(known) if name in present]


def _header(names: Sequence[str], language: Language) -> list[str]:
    return [say(language, f"rejects-{name}") for name in _OWN] + [_title(name, language) for name in names]


def _verdict(reject: RejectedRow, language: Language) -> list[str]:
    return [
        _title(reject.field, language),
        reject.reason,
        say(language, f"reject-{reject.reason}"),
        say(language, f"remedy-reject-{reject.reason}"),
    ]


def _title(column: str, language: Language) -> str:
    return TITLES.get(column, column) if language == "zh" else column

"""The rejects file: each row that could not be taken, why, what to do, and the row, as CSV for Excel."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dedup.catalogue import Language, say
from dedup.columns import CANONICAL, TITLES
from dedup.spreadsheet import inert
from events.files import RejectedRow

_OWN: Final = ("row", "field", "reason", "text", "remedy")


def write_rejects(path: Path, rejects: Sequence[RejectedRow], language: Language) -> None:
    """Write the rejected rows as UTF-8 CSV with a byte-order mark, formulas made inert.

    Columns: the row's number in the file, column, reason code, reason and remedy in words, then the file's
    own columns under the names that an import knows, so that corrected rows can be imported from here.
    """
    present = {name for reject in rejects for name in reject.personal}
    known = [name for name in CANONICAL if name in present]
    own = sorted(present.difference(known))
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        titles = [say(language, f"rejects-{name}") for name in _OWN]
        writer.writerow(map(inert, [*titles, *(_title(name, language) for name in known), *own]))
        for reject in rejects:
            cells = [reject.personal.get(name, "") for name in (*known, *own)]
            writer.writerow([reject.row, *map(inert, [*_verdict(reject, language), *cells])])
    partial.replace(path)


def _verdict(reject: RejectedRow, language: Language) -> list[str]:
    return [
        _title(reject.field, language),
        reject.reason,
        say(language, f"reject-{reject.reason}"),
        say(language, f"remedy-reject-{reject.reason}"),
    ]


def _title(column: str, language: Language) -> str:
    return TITLES.get(column, column) if language == "zh" else column

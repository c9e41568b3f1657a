"""Flags as a CSV file: one row a pair, each pair once, the most probable first.

The file is written beside its place and moved there when it is whole, so that nobody ever reads half of it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from dedup.cases.case import Case
from dedup.catalogue import Language
from dedup.errors import Unavailable
from dedup.reasons import reasons
from dedup.spreadsheet import inert

COLUMNS: Final = (
    "left_committee",
    "left_registration_id",
    "right_committee",
    "right_registration_id",
    "probability",
    "class",
    "reasons",
    "kind",
    "home",
    "case_id",
    "state",
    "cycle",
    "level",
    "model",
    "search_incomplete",
)


def write_flags(path: Path, cases: Iterable[Case], language: Language) -> int:
    """Write flagged cases to a file in UTF-8 with a byte order mark; return how many.

    Raises Unavailable when the file cannot be written.
    """
    partial = path.with_name(f".{path.name}.partial")
    count = 0
    try:
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for case in cases:
                writer.writerow([inert(cell) for cell in _row(case, language)])
                count += 1
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise Unavailable("output-unwritable", path=str(path), detail=str(error)) from None
    return count


def _row(case: Case, language: Language) -> tuple[str, ...]:
    return (
        case.left.committee,
        case.left.registration_id,
        case.right.committee,
        case.right.registration_id,
        f"{case.assessment.probability:.6f}",
        case.assessment.verdict,
        reasons(language, case.assessment),
        case.kind,
        case.home,
        case.case_id,
        case.state.value,
        case.left.cycle,
        case.left.level,
        case.assessment.model,
        "yes" if case.assessment.search_incomplete else "no",
    )

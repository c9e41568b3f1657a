"""Flags as a CSV file: one row a pair, each pair once, the most probable first.

The file is written beside its place and moved there when it is whole, so that nobody ever reads half of it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

from dedup.catalogue import Language
from dedup.errors import Unavailable
from dedup.reasons import Assessed, reasons
from dedup.spreadsheet import inert
from events.registrations import RegistrationKey

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


class Flagged(Protocol):
    """What a row shows of a flagged pair; a whole case has it, and so has what is read for this file."""

    @property
    def left(self) -> RegistrationKey:
        """The registration whose stream id sorts first."""

    @property
    def right(self) -> RegistrationKey:
        """The other one."""

    @property
    def kind(self) -> str:
        """Within one committee or across two."""

    @property
    def home(self) -> str:
        """The side of the home roll, where it is known."""

    @property
    def state(self) -> str:
        """Where the case stands."""

    @property
    def assessment(self) -> Assessed:
        """What the model says."""

    @property
    def case_id(self) -> str:
        """The case's id."""


def write_flags(path: Path, flags: Iterable[Flagged], language: Language) -> int:
    """Write flagged cases to a file in UTF-8 with a byte order mark; return how many.

    Raises Unavailable when the file cannot be written.
    """
    partial = path.with_name(f".{path.name}.partial")
    count = 0
    try:
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for flag in flags:
                writer.writerow([inert(cell) for cell in _row(flag, language)])
                count += 1
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise Unavailable("output-unwritable", path=str(path), detail=str(error)) from None
    return count


def _row(flag: Flagged, language: Language) -> tuple[str, ...]:
    return (
        flag.left.committee,
        flag.left.registration_id,
        flag.right.committee,
        flag.right.registration_id,
        f"{flag.assessment.probability:.6f}",
        flag.assessment.verdict,
        reasons(language, flag.assessment),
        flag.kind,
        flag.home,
        flag.case_id,
        str(flag.state),
        flag.left.cycle,
        flag.left.level,
        flag.assessment.model,
        "yes" if flag.assessment.search_incomplete else "no",
    )

"""The mistakes one by one: pairs missed and pairs flagged wrongly, for somebody to read."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dedup.catalogue import Language
from dedup.errors import Unavailable
from dedup.evaluation.flagged import Flag, Flagged
from dedup.evaluation.pair_files import PAIR_COLUMNS, Truth
from dedup.evaluation.slices import REVIEW
from dedup.reasons import reasons
from dedup.spreadsheet import inert

COLUMNS: Final = ("mistake", *PAIR_COLUMNS, "probability", "known", "reasons")


def write_wrong_pairs(path: Path, truth: Truth, flagged: Flagged, language: Language) -> int:
    """Write the mistakes at 0.5 as CSV, the grossest first; return how many. Raises Unavailable."""
    partial = path.with_name(f".{path.name}.partial")
    rows = [*_false(truth, flagged, language), *_missed(truth, flagged, language)]
    try:
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows([inert(cell) for cell in row] for row in rows)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise Unavailable("output-unwritable", path=str(path), detail=str(error)) from None
    return len(rows)


def _false(truth: Truth, flagged: Flagged, language: Language) -> Iterator[tuple[str, ...]]:
    wrong = {p: f for p, f in flagged.pairs.items() if f.probability >= REVIEW and p not in truth.pairs}
    for pair, flag in sorted(wrong.items(), key=lambda item: (-item[1].probability, item[0])):
        known = ";".join(truth.traps.get(pair, ()))
        yield ("false", *pair[0], *pair[1], f"{flag.probability:.6f}", known, _told(flag, language))


def _missed(truth: Truth, flagged: Flagged, language: Language) -> Iterator[tuple[str, ...]]:
    lost = [(p, flagged.pairs.get(p)) for p in sorted(truth.pairs)]
    for pair, flag in sorted(lost, key=lambda item: item[1].probability if item[1] else 0.0):
        if flag is None or flag.probability < REVIEW:
            stated = f"{flag.probability:.6f}" if flag else "0"
            known = ";".join(truth.pairs[pair].errors)
            yield ("missed", *pair[0], *pair[1], stated, known, _told(flag, language))


def _told(flag: Flag | None, language: Language) -> str:
    if flag is None:
        return ""
    return flag.told if isinstance(flag.told, str) else reasons(language, flag.told)

"""A file read on trial: how its columns are read, and what its rows would do, with nothing done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from dedup.intake.deciding import decide_filings
from dedup.intake.heading import Heading
from dedup.intake.importing import ImportRequest
from dedup.intake.looking import Look, look_at
from dedup.intake.mappings import Mappings, corrections
from dedup.intake.preparing import Batch, Job, prepare
from dedup.intake.worker import Worker
from dedup.masking import mask
from dedup.web.uploads import Seen, Upload
from events.files import RowCounts
from events.log import EventLog

SAMPLE_ROWS: Final = 3
_CELL_CHARS_MAX: Final = 60
_BATCH_ROWS: Final = 2_000
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When the rows of a trial are recorded: they are not."""
_LONG_NUMBER: Final = re.compile(r"[0-9０-９]{7,}[0-9Xx]?")

OnBatch = Callable[[Batch, RowCounts], None]
"""Told what a batch holds, and what all rows up to its end would do."""


def see(path: Path, upload: Upload, mappings: Mappings) -> tuple[Seen, bool]:
    """Return how a file is read, and whether by what its committee said before.

    Raises BadInput when it is no table at all.
    """
    look = look_at(path, encoding=upload.encoding or None, sheet=upload.sheet or None)
    said, remembered = upload.columns, False
    if said is None:
        said = mappings.find(upload.level, upload.committee, look.headings)
        remembered = said is not None
    return _seen(look, look.heading(said or {}, upload.header_row)), remembered


def _seen(look: Look, heading: Heading) -> Seen:
    columns = {match.header: match.column or "" for match in heading.columns}
    under = islice(((n, cells) for n, cells in look.rows if n > heading.number and any(cells)), SAMPLE_ROWS)
    names = list(columns.values())
    sample = tuple(
        (number, tuple(shown(names[i], cells[i]) if i < len(cells) else "" for i in range(len(names))))
        for number, cells in under
    )
    numbers = tuple(number for number, _ in look.rows)
    return Seen(
        format=look.format,
        encoding=look.encoding,
        sheet=look.sheet,
        sheets=look.sheets,
        header_row=heading.number,
        first_rows=numbers,
        columns=columns,
        sample=sample,
    )


def shown(column: str, value: str) -> str:
    """Return a cell as a sample shows it: numbers without their middle, known or not."""
    text = mask(column, value[:_CELL_CHARS_MAX])
    return text if column else _LONG_NUMBER.sub(lambda number: mask("phone", number[0]), text)


def request_of(upload: Upload, path: Path, cycle: str) -> ImportRequest:
    """Return the import that an upload as it is seen stands for."""
    columns = None if upload.seen is None else dict(upload.seen.columns)
    return ImportRequest(
        path,
        cycle,
        upload.account,
        upload.committee,
        upload.level,
        encoding=upload.encoding or None,
        sheet=upload.sheet or None,
        columns=columns,
    )


def try_import(log: EventLog, wanted: ImportRequest, on_batch: OnBatch, worker: Worker) -> None:
    """Tell what importing a file would do. Raises BadInput when it cannot be read, or lacks a column.

    Rows are held against the rolls as they stand and against others of their batch; a voter who comes twice,
    far apart, is counted as new twice.
    """
    wanted = replace(wanted, columns=corrections(wanted.columns or {}))
    counts = RowCounts()
    job = Job(wanted, "file/trial", after=0, batch_rows=_BATCH_ROWS)
    with worker.prepare(job) if worker.pays_for(wanted.path) else prepare(job) as prepared:
        while (batch := prepared.next_batch(_NEVER)) is not None:
            streams = list({stream for stream, _, _ in batch.filings})
            decided = decide_filings(batch.filings, log.read_latest(streams), log.codec)
            counts += RowCounts(**decided.effects, rejected=len(batch.rejects))
            on_batch(batch, counts)

"""Preparing a file: from its rows to the events that they state, encoded, batch by batch.

Everything that a row costs and that needs no log happens here, in the importer's own process or in another
one (`worker.py`). What the events do to the registrations that stand is the importer's to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from dedup.intake.heading import AS_WRITTEN, Columns
from dedup.intake.limits import MIB
from dedup.intake.registrar import Context, statement_of, stream_of
from dedup.intake.rows import SourceRow, Table
from dedup.intake.submission import Rejection, Submission, parse_submission
from dedup.intake.tables import open_table
from events.codec import Codec
from events.files import RejectedRow

_STEP_ROWS: Final = 100
"""Rows that go through a step together. Few, so that they stay in the processor's cache from step to step;
many, so that the step's code does. One by one costs a third more [measured]."""
_BATCH_BYTES_MAX: Final = 16 * MIB
"""A batch that has grown to this ends early: rows may be a thousand times as long as they usually are."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """One file to import, and what holds for rows that do not say it themselves."""

    path: Path
    cycle: str
    actor: str
    committee: str = ""
    level: str = ""
    encoding: str | None = None
    sheet: str | None = None
    columns: Columns | None = None
    """What somebody said of its headers; None for what was said of such headers before."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to prepare."""

    request: ImportRequest
    source: str
    """Stream id of the file's account, which events name as where they come from."""
    after: int
    """The row after which to begin."""
    batch_rows: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a file once it is open."""

    format: str
    encoding: str
    columns: dict[str, str]
    """Header as given → canonical column, empty for the committee's own."""


Filing = tuple[str, str, bytes]
"""What a row states: the stream that it is about, and the event's stored name and state."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows that follow one another, in their order."""

    now: datetime
    """When the batch was asked for: the time that its events say they were recorded."""
    filings: list[Filing]
    rejects: tuple[RejectedRow, ...]
    warnings: dict[str, int]
    """How often each kind of damage was met."""
    last_row: int
    share: float
    """How much of the file has been read, 0 to 1."""


class Prepared(Protocol):
    """A file being prepared, here or elsewhere."""

    @property
    def opening(self) -> Opening:
        """Return what is known of the file."""

    def next_batch(self, now: datetime) -> Batch | None:
        """Return the next batch; None when the file is at its end."""


class Preparation:
    """A file being prepared here."""

    def __init__(self, job: Job, table: Table) -> None:
        self._job = job
        self._table = table
        self._rows = table.rows(after=job.after)
        self._codec = Codec()
        self.opening = Opening(
            format=table.format,
            encoding=table.encoding or "",
            columns={match.header: match.column or "" for match in table.columns},
        )

    def next_batch(self, now: datetime) -> Batch | None:
        """Return the next batch; None when the file is at its end."""
        context = Context(self._job.request.actor, now, self._job.source)
        filings: list[Filing] = []
        rejects: list[RejectedRow] = []
        warnings: Counter[str] = Counter()
        last_row, size_bytes = 0, 0
        for rows in self._steps():
            parsed = self._parsed(rows)
            filed = self._filed(parsed, context)
            rejected = [_rejected(row, item) for row, item in parsed if isinstance(item, Rejection)]
            for _, item in parsed:
                if isinstance(item, Submission) and item.warnings:
                    warnings.update(item.warnings)
            filings += filed
            rejects += rejected
            last_row = rows[-1].number
            size_bytes += sum(len(state) for _, _, state in filed) + sum(map(_size, rejected))
            if size_bytes >= _BATCH_BYTES_MAX:
                break
        if not last_row:
            return None
        share = self._table.bytes_read / max(self._table.bytes_total, 1)
        return Batch(now, filings, tuple(rejects), dict(warnings), last_row, share)

    def _steps(self) -> Iterator[list[SourceRow]]:
        left = self._job.batch_rows
        while left > 0 and (rows := list(islice(self._rows, min(left, _STEP_ROWS)))):
            left -= len(rows)
            yield rows

    def _parsed(self, rows: list[SourceRow]) -> list[tuple[SourceRow, Submission | Rejection]]:
        committee, level = self._job.request.committee or None, self._job.request.level or None
        return [(row, parse_submission(row, committee=committee, level=level)) for row in rows]

    def _filed(
        self, parsed: list[tuple[SourceRow, Submission | Rejection]], context: Context
    ) -> list[Filing]:
        cycle, encode = self._job.request.cycle, self._codec.encode_fields
        taken = [(row.number, item) for row, item in parsed if isinstance(item, Submission)]
        streams = [stream_of(submission, cycle) for _, submission in taken]
        statements = [statement_of(submission, number, context) for number, submission in taken]
        encoded = [encode(*statement) for statement in statements]
        return [(stream, topic, state) for stream, (topic, state) in zip(streams, encoded, strict=True)]


@contextmanager
def prepare(job: Job) -> Iterator[Preparation]:
    """Open a file to prepare it. Raises BadInput when it cannot be read, then or on the way."""
    request = job.request
    with open_table(
        request.path,
        encoding=request.encoding,
        sheet=request.sheet,
        columns=request.columns or AS_WRITTEN,
        committee_given=bool(request.committee),
    ) as table:
        yield Preparation(job, table)


def _rejected(row: SourceRow, rejection: Rejection) -> RejectedRow:
    return RejectedRow(
        row=row.number,
        field=rejection.field,
        reason=rejection.reason,
        personal={**row.values, **row.extra},
    )


def _size(rejected: RejectedRow) -> int:
    return sum(map(len, rejected.personal.values()))

"""Preparing a file: from its rows to the events that they state, encoded, batch by batch.

Everything that a row costs and that needs no log happens here, in the importer's own process or in another
one (`worker.py`). What the events do to the registrations that stand is the importer's to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from dedup.intake.block_filing import file_block
from dedup.intake.block_submission import parse_block
from dedup.intake.heading import AS_WRITTEN, Columns
from dedup.intake.limits import MIB
from dedup.intake.registrar import Context, statement_of, stream_of
from dedup.intake.rows import Block, SourceRow, Table, by_halves
from dedup.intake.submission import Rejection, Submission, parse_submission
from dedup.intake.tables import open_table
from events.codec import Codec
from events.files import RejectedRow

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


class _Step(NamedTuple):
    """What some rows that follow one another say."""

    last_row: int
    filings: list[Filing]
    warnings: Iterable[str]
    rejects: list[RejectedRow]


class Preparation:
    """A file being prepared here."""

    def __init__(self, job: Job, table: Table) -> None:
        self._job = job
        self._table = table
        self._stretches = table.stretches(after=job.after)
        self._left: Block | list[SourceRow] = []
        """What the last batch had no room for."""
        self._otherwise = {"committee": job.request.committee or None, "level": job.request.level or None}
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
        for step in self._steps(context):
            filings += step.filings
            rejects += step.rejects
            warnings.update(step.warnings)
            last_row = step.last_row
            size_bytes += sum(len(state) for _, _, state in step.filings) + sum(map(_size, step.rejects))
            if size_bytes >= _BATCH_BYTES_MAX:
                break
        if not last_row:
            return None
        share = self._table.bytes_read / max(self._table.bytes_total, 1)
        return Batch(now, filings, tuple(rejects), dict(warnings), last_row, share)

    def _steps(self, context: Context) -> Iterator[_Step]:
        room = self._job.batch_rows
        while room > 0 and (stretch := self._left or next(self._stretches, None)) is not None:
            taken, self._left = _parted(stretch, room)
            if taken:
                room -= len(taken)
                yield from self._filed(taken, context)

    def _filed(self, stretch: Block | list[SourceRow], context: Context) -> Iterator[_Step]:
        """Yield what a stretch says: of a block at once, or of its halves where a row needs care."""
        if isinstance(stretch, list):
            return iter([self._filed_singly(stretch, context)])
        return by_halves(
            stretch,
            lambda block: self._filed_together(block, context),
            lambda block: self._filed_singly(block.rows(), context),
        )

    def _filed_together(self, block: Block, context: Context) -> _Step | None:
        submissions = parse_block(block, **self._otherwise)
        if submissions is None:
            return None
        filings = file_block(submissions, block.first, self._job.request.cycle, context, self._codec)
        warnings = chain.from_iterable(submissions.damage.values())
        return _Step(block.first + len(block) - 1, filings, warnings, [])

    def _filed_singly(self, rows: list[SourceRow], context: Context) -> _Step:
        parsed = [(row, parse_submission(row, **self._otherwise)) for row in rows]
        taken = [(row.number, item) for row, item in parsed if isinstance(item, Submission)]
        return _Step(
            rows[-1].number,
            [self._filing(submission, row, context) for row, submission in taken],
            chain.from_iterable(submission.warnings for _, submission in taken),
            [_rejected(row, item) for row, item in parsed if isinstance(item, Rejection)],
        )

    def _filing(self, submission: Submission, row: int, context: Context) -> Filing:
        encoded = self._codec.encode_fields(*statement_of(submission, row, context))
        return stream_of(submission, self._job.request.cycle), *encoded


def _parted(
    stretch: Block | list[SourceRow], size: int
) -> tuple[Block | list[SourceRow], Block | list[SourceRow]]:
    """Return the first rows of a stretch, at most so many, and the rest."""
    if len(stretch) <= size:
        return stretch, []
    return stretch.parted(size) if isinstance(stretch, Block) else (stretch[:size], stretch[size:])


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

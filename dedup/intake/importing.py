"""Importing a file: read its rows, decide each, append them batch by batch together with the file's account.

The file's own stream says how far the import has come. A batch's registrations and the account's event for
it are one append, so a process killed at any moment leaves a whole number of batches, and the next run
continues after the last. The same file handed in again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, cast

from dedup.clock import Clock
from dedup.errors import BadInput, BadRequest, Conflict
from dedup.intake.account import Account
from dedup.intake.registrar import Context, decide, key_of
from dedup.intake.sniffing import sniff
from dedup.intake.submission import Rejection, Submission, parse_submission
from dedup.intake.tables import Limits, SourceRow, Table, open_table
from dedup.intake.vocabulary import read_division, read_level
from events.cycles import CycleOpened, cycle_stream_id
from events.files import (
    FileEvent,
    FileImported,
    FileReceived,
    RejectedRow,
    RowCounts,
    RowsImported,
    file_stream_id,
)
from events.log import EventLog, VersionConflict, Write
from events.registrations import RegistrationEvent

BATCH_ROWS: Final = 2_000
"""Rows in one append: large enough to spread the disk sync thin, small enough to lose little when killed."""
_ATTEMPTS_MAX: Final = 5
"""Times a batch is decided anew when other writers keep changing the same registrations."""


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


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file."""

    path: Path
    sha256: str
    stream_id: str
    counts: RowCounts
    warnings: dict[str, int]
    repeated: bool
    """Whether the whole file had been imported before."""
    resumed_after_row: int
    """The row that an earlier, interrupted import had come to; 0 when there was none."""


Progress = Callable[[Table, RowCounts], None]


class Importer:
    """Imports files into the log."""

    def __init__(self, log: EventLog, clock: Clock, batch_rows: int = BATCH_ROWS) -> None:
        self._log = log
        self._clock = clock
        self._batch_rows = batch_rows

    def run(self, request: ImportRequest, on_batch: Progress = lambda _table, _counts: None) -> ImportReport:
        """Import a file, or what an interrupted import left of it, and report on the whole of it.

        Raises BadRequest when the committee or level given for the file is none, BadInput when the file
        cannot be read; what was taken before that stays taken. Raises Conflict when another process imports
        the same file at the same time.
        """
        request = _checked(request)
        sniff(request.path, Limits())
        sha256 = sha256_of(request.path)
        stream_id = file_stream_id(
            sha256,
            request.cycle,
            request.level,
            request.committee,
            sheet=request.sheet or "",
            encoding=request.encoding or "",
        )
        account = self._account(stream_id)
        resumed_after_row = account.last_row
        repeated = account.finished
        if not repeated:
            with open_table(
                request.path,
                encoding=request.encoding,
                sheet=request.sheet,
                committee_given=bool(request.committee),
            ) as table:
                if account.version == 0:
                    self._receive(request, table, sha256, stream_id)
                    account = self._account(stream_id)
                self._import_rows(request, table, stream_id, account, on_batch)
            account = self._account(stream_id)
        return ImportReport(
            path=request.path,
            sha256=sha256,
            stream_id=stream_id,
            counts=_as_repeat(account.counts) if repeated else account.counts,
            warnings=dict(sorted(account.warnings.items())),
            repeated=repeated,
            resumed_after_row=0 if repeated else resumed_after_row,
        )

    def _account(self, stream_id: str) -> Account:
        return Account.fold(cast("FileEvent", r.event) for r in self._log.read_stream(stream_id))

    def _receive(self, request: ImportRequest, table: Table, sha256: str, stream_id: str) -> None:
        now = self._clock()
        received = FileReceived(
            actor=request.actor,
            happened_at=now,
            recorded_at=now,
            file_name=request.path.name,
            sha256=sha256,
            size_bytes=request.path.stat().st_size,
            format=table.format,
            encoding=table.encoding or "",
            columns={match.header: match.column or "" for match in table.columns},
        )
        opened = CycleOpened(actor=request.actor, happened_at=now, recorded_at=now, cycle=request.cycle)
        self._open(Write(stream_id, 0, (received,)), Write(cycle_stream_id(request.cycle), 0, (opened,)))

    def _open(self, account: Write, cycle: Write) -> None:
        """Open the account, and the cycle with it when this is the cycle's first file."""
        for _ in range(_ATTEMPTS_MAX):
            cycle_is_open = bool(self._log.read_latest([cycle.stream_id]))
            try:
                self._log.append([account] if cycle_is_open else [account, cycle])
            except VersionConflict:
                if self._log.read_latest([account.stream_id]):
                    break
            else:
                return
        raise Conflict("file-imported-elsewhere")

    def _append_account(self, stream_id: str, version: int, event: FileEvent) -> None:
        try:
            self._log.append([Write(stream_id, version, (event,))])
        except VersionConflict:
            raise Conflict("file-imported-elsewhere") from None

    def _import_rows(
        self, request: ImportRequest, table: Table, stream_id: str, account: Account, on_batch: Progress
    ) -> None:
        version, counts = account.version, account.counts
        for rows in _batches(table.rows(after=account.last_row), self._batch_rows):
            batch = _Batch(request, stream_id, rows)
            imported = self._take(batch, stream_id, version)
            version += 1
            counts += imported.counts
            on_batch(table, counts)
        now = self._clock()
        done = FileImported(actor=request.actor, happened_at=now, recorded_at=now, counts=counts)
        self._append_account(stream_id, version, done)

    def _take(self, batch: _Batch, stream_id: str, version: int) -> RowsImported:
        for _ in range(_ATTEMPTS_MAX):
            latest = self._log.read_latest(batch.stream_ids)
            heads = {s: (r.version, cast("RegistrationEvent", r.event)) for s, r in latest.items()}
            writes, imported = batch.decide(heads, self._clock())
            try:
                self._log.append([*writes, Write(stream_id, version, (imported,))])
            except VersionConflict:
                if self._account(stream_id).version != version:
                    raise Conflict("file-imported-elsewhere") from None
            else:
                return imported
        raise Conflict("registrations-keep-changing")


class _Batch:
    """Some rows of a file, parsed once, decided as often as the log demands."""

    def __init__(self, request: ImportRequest, source: str, rows: Sequence[SourceRow]) -> None:
        self._request = request
        self._source = source
        self._rows = rows
        parsed = [
            (row, parse_submission(row, committee=request.committee or None, level=request.level or None))
            for row in rows
        ]
        self._submissions = [
            (row.number, key_of(item, request.cycle).stream_id, item)
            for row, item in parsed
            if isinstance(item, Submission)
        ]
        self._rejects = tuple(_rejected(row, item) for row, item in parsed if isinstance(item, Rejection))
        self.stream_ids = sorted({stream_id for _, stream_id, _ in self._submissions})

    def decide(
        self, heads: dict[str, tuple[int, RegistrationEvent]], now: datetime
    ) -> tuple[list[Write], RowsImported]:
        """Return the batch's writes, in row order, and the account's event for it."""
        context = Context(self._request.actor, now, self._source)
        effects: Counter[str] = Counter()
        warnings: Counter[str] = Counter()
        writes: list[Write] = []
        for row, stream_id, submission in self._submissions:
            version, latest = heads.get(stream_id, (0, None))
            effect, event = decide(latest, submission, row, context)
            effects[effect] += 1
            warnings.update(submission.warnings)
            if event is not None:
                writes.append(Write(stream_id, version, (event,)))
                heads[stream_id] = (version + 1, event)
        imported = RowsImported(
            actor=self._request.actor,
            happened_at=now,
            recorded_at=now,
            last_row=self._rows[-1].number,
            counts=RowCounts(**effects, rejected=len(self._rejects)),
            warnings=dict(sorted(warnings.items())),
            rejects=self._rejects,
        )
        return writes, imported


def _checked(request: ImportRequest) -> ImportRequest:
    """Return the request with what it says for the whole file read as a row's value would be."""
    committee, level = read_division(request.committee), read_level(request.level)
    if request.committee and committee is None:
        raise BadRequest("committee-not-a-code", given=request.committee)
    if request.level and level is None:
        raise BadRequest("level-unknown", given=request.level)
    return replace(request, committee=committee or "", level=level or "")


def _rejected(row: SourceRow, rejection: Rejection) -> RejectedRow:
    return RejectedRow(
        row=row.number,
        field=rejection.field,
        reason=rejection.reason,
        personal={**row.values, **row.extra},
    )


def _as_repeat(counts: RowCounts) -> RowCounts:
    """Count a repeated file's rows: what was taken then is unchanged now, what was rejected still is."""
    return RowCounts(unchanged=counts.rows - counts.rejected, rejected=counts.rejected)


def _batches(rows: Iterable[SourceRow], size: int) -> Iterator[list[SourceRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content. Raises BadInput when it cannot be read."""
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise BadInput("file-unreadable", path=str(path), detail=error.strerror or str(error)) from None

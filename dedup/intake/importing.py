"""Importing a file: its prepared rows are decided and appended, batch by batch, with the file's account.

The file's own stream says how far the import has come. A batch's registrations and the account's event for
it are one append, so a process killed at any moment leaves a whole number of batches, and the next run
continues after the last. The same file handed in again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self, cast

from dedup.clock import Clock
from dedup.errors import BadInput, BadRequest, Conflict
from dedup.intake.account import Account
from dedup.intake.deciding import decide_filings
from dedup.intake.limits import Limits
from dedup.intake.looking import look_at
from dedup.intake.mappings import Mappings, checked_mapping, corrections, digest_of
from dedup.intake.preparing import Batch, ImportRequest, Job, Opening, Prepared, prepare
from dedup.intake.sniffing import sniff
from dedup.intake.vocabulary import read_division, read_level
from dedup.intake.worker import Worker
from events.cycles import CycleOpened, cycle_stream_id
from events.files import (
    FileEvent,
    FileImported,
    FileReceived,
    RowCounts,
    RowsImported,
    file_stream_id,
)
from events.log import EventLog, VersionConflict, Write

__all__ = ["ImportReport", "ImportRequest", "Importer"]

BATCH_ROWS: Final = 5_000
"""Rows in one append: large enough to spread the disk sync thin, small enough to lose little when killed."""
_LEVEL: Final = "county"
"""The level of rows that do not say theirs."""
_ATTEMPTS_MAX: Final = 5
"""Times a batch is decided anew when other writers keep changing the same registrations."""


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


Progress = Callable[[float, RowCounts], None]
"""Told after each batch how much of the file has been read, 0 to 1, and what became of its rows so far."""


class Importer:
    """Imports files into the log. Used in a `with` statement when it may start a process of its own."""

    def __init__(
        self,
        log: EventLog,
        clock: Clock,
        batch_rows: int = BATCH_ROWS,
        worker: Worker | None = None,
        on_append: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_append` is called whenever rows have come into the log."""
        self._log = log
        self._clock = clock
        self._batch_rows = batch_rows
        self._worker = worker
        self._on_append = on_append
        self._mappings = Mappings(log, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._worker:
            self._worker.close()

    def run(self, request: ImportRequest, on_batch: Progress = lambda _share, _counts: None) -> ImportReport:
        """Import a file, or what an interrupted import left of it, and report on the whole of it.

        Raises BadRequest when the committee or level given for the file is none, BadInput when the file
        cannot be read; what was taken before that stays taken. Raises Conflict when another process imports
        the same file at the same time.
        """
        said = request.columns is not None
        request = _checked(request)
        sniff(request.path, Limits())
        request = self._with_columns(request)
        sha256 = sha256_of(request.path)
        stream_id = stream_of(request, sha256)
        account = self._account(stream_id)
        resumed_after_row = account.last_row
        repeated = account.finished
        if not repeated:
            with self._prepare(request, stream_id, account.last_row) as prepared:
                if account.version == 0:
                    self._receive(request, prepared.opening, sha256, stream_id)
                    account = self._account(stream_id)
                self._import_rows(request, prepared, stream_id, account, on_batch)
            account = self._account(stream_id)
        if said:
            self._remember(request, stream_id)
        return ImportReport(
            path=request.path,
            sha256=sha256,
            stream_id=stream_id,
            counts=_as_repeat(account.counts) if repeated else account.counts,
            warnings=dict(sorted(account.warnings.items())),
            repeated=repeated,
            resumed_after_row=0 if repeated else resumed_after_row,
        )

    def _with_columns(self, request: ImportRequest) -> ImportRequest:
        """Return the request with what differs from what the headers say, said now or once before."""
        level, committee = request.level or _LEVEL, request.committee
        said = request.columns
        if said is None and committee and self._mappings.any_of(level, committee):
            look = look_at(request.path, encoding=request.encoding, sheet=request.sheet)
            said = self._mappings.find(level, committee, look.headings)
        return replace(request, columns=corrections(said or {}))

    def _remember(self, request: ImportRequest, stream_id: str) -> None:
        received = self._log.read_stream(stream_id)[0].event
        if request.committee and isinstance(received, FileReceived):
            level, columns = request.level or _LEVEL, received.columns
            self._mappings.remember(level, request.committee, columns, request.actor)

    def _prepare(self, request: ImportRequest, source: str, after: int) -> AbstractContextManager[Prepared]:
        job = Job(request, source, after, self._batch_rows)
        if self._worker and self._worker.pays_for(request.path):
            return self._worker.prepare(job)
        return prepare(job)

    def _account(self, stream_id: str) -> Account:
        return Account.fold(cast("FileEvent", r.event) for r in self._log.read_stream(stream_id))

    def _receive(self, request: ImportRequest, opening: Opening, sha256: str, stream_id: str) -> None:
        now = self._clock()
        received = FileReceived(
            actor=request.actor,
            happened_at=now,
            recorded_at=now,
            file_name=request.path.name,
            sha256=sha256,
            size_bytes=request.path.stat().st_size,
            format=opening.format,
            encoding=opening.encoding,
            columns=opening.columns,
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
        self, request: ImportRequest, prepared: Prepared, stream_id: str, account: Account, on_batch: Progress
    ) -> None:
        version, counts = account.version, account.counts
        while batch := prepared.next_batch(self._clock()):
            imported = self._take(request, batch, stream_id, version)
            version += 1
            counts += imported.counts
            self._on_append()
            on_batch(batch.share, counts)
        now = self._clock()
        done = FileImported(actor=request.actor, happened_at=now, recorded_at=now, counts=counts)
        self._append_account(stream_id, version, done)

    def _take(self, request: ImportRequest, batch: Batch, stream_id: str, version: int) -> RowsImported:
        streams = list({stream for stream, _, _ in batch.filings})
        for _ in range(_ATTEMPTS_MAX):
            decided = decide_filings(batch.filings, self._log.read_latest(streams), self._log.codec)
            imported = RowsImported(
                actor=request.actor,
                happened_at=batch.now,
                recorded_at=batch.now,
                last_row=batch.last_row,
                counts=RowCounts(**decided.effects, rejected=len(batch.rejects)),
                warnings=dict(sorted(batch.warnings.items())),
                rejects=batch.rejects,
            )
            try:
                self._log.append([Write(stream_id, version, (imported,))], rows=decided.rows)
            except VersionConflict:
                if self._account(stream_id).version != version:
                    raise Conflict("file-imported-elsewhere") from None
            else:
                return imported
        raise Conflict("registrations-keep-changing")


def stream_of(request: ImportRequest, sha256: str) -> str:
    """Return the id of the account of a file that is read as a request says."""
    return file_stream_id(
        sha256,
        request.cycle,
        request.level,
        request.committee,
        sheet=request.sheet or "",
        encoding=request.encoding or "",
        columns=digest_of(corrections(request.columns or {})),
    )


def _checked(request: ImportRequest) -> ImportRequest:
    """Return the request with what it says for the whole file read as a row's value would be."""
    committee, level = read_division(request.committee), read_level(request.level)
    if request.committee and committee is None:
        raise BadRequest("committee-not-a-code", given=request.committee)
    if request.level and level is None:
        raise BadRequest("level-unknown", given=request.level)
    columns = None if request.columns is None else checked_mapping(request.columns)
    return replace(request, committee=committee or "", level=level or "", columns=columns)


def _as_repeat(counts: RowCounts) -> RowCounts:
    """Count a repeated file's rows: what was taken then is unchanged now, what was rejected still is."""
    return RowCounts(unchanged=counts.rows - counts.rejected, rejected=counts.rejected)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content. Raises BadInput when it cannot be read."""
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise BadInput("file-unreadable", path=str(path), detail=error.strerror or str(error)) from None

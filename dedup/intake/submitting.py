"""Submissions without a file: one registration, or a batch of lines, answered line by line.

All of a batch is one append: either every line that could be taken was, or none was and the caller hands the
same batch in again, which changes nothing twice.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from dedup.clock import Clock
from dedup.errors import BadInput, Conflict
from dedup.intake.jsonlines import JsonLinesTable
from dedup.intake.limits import Limits
from dedup.intake.registrar import Context, Stated, decide, statement_of, stream_of
from dedup.intake.submission import Rejection, Submission, parse_submission
from events.codec import Codec
from events.cycles import CycleOpened, cycle_stream_id
from events.log import EventLog, VersionConflict, Write
from events.registrations import RegistrationEvent

LINES_MAX: Final = 5_000
"""Lines in one batch, which is one append."""
_ATTEMPTS_MAX: Final = 5

MayFile = Callable[[str, str], bool]
"""Whether whoever hands in may do so for a committee: level and code."""


@dataclass(frozen=True, slots=True)
class LineResult:
    """What became of a line: `effect` is accepted, unchanged, amended, withdrawn or rejected."""

    line: int
    effect: str
    committee: str = ""
    registration_id: str = ""
    field: str = ""
    reason: str = ""
    warnings: tuple[str, ...] = ()


class Submissions:
    """Takes submissions into the log."""

    def __init__(self, log: EventLog, clock: Clock, cycle: str) -> None:
        self._log = log
        self._clock = clock
        self._cycle = cycle
        self._codec = Codec()

    def submit(self, body: bytes, actor: str, source: str, may_file: MayFile) -> list[LineResult]:
        """Take the lines of a body, JSON objects one a line; return what became of each.

        Raises BadInput when the body holds no such line or too many, Conflict when other writers keep
        changing the same registrations.
        """
        parsed = self._parsed(body, may_file)
        for _ in range(_ATTEMPTS_MAX):
            results, writes = self._decided(parsed, actor, source)
            try:
                self._log.append(writes)
            except VersionConflict:
                continue
            return results
        raise Conflict("registrations-keep-changing")

    def _parsed(self, body: bytes, may_file: MayFile) -> list[tuple[int, Submission | Rejection]]:
        parsed: list[tuple[int, Submission | Rejection]] = []
        with tempfile.TemporaryDirectory(prefix="dedup-submission-") as folder:
            path = Path(folder) / "body.jsonl"
            path.write_bytes(body)
            for row in JsonLinesTable(path, "utf-8", Limits()).rows():
                if len(parsed) == LINES_MAX:
                    raise BadInput("too-many-lines", limit=LINES_MAX)
                read = parse_submission(row)
                if isinstance(read, Submission) and not may_file(read.level, read.committee):
                    read = Rejection(row.number, "committee", "committee_not_yours")
                parsed.append((row.number, read))
        return parsed

    def _decided(
        self, parsed: Sequence[tuple[int, Submission | Rejection]], actor: str, source: str
    ) -> tuple[list[LineResult], list[Write]]:
        now = self._clock()
        context = Context(actor, now, source)
        streams = {stream_of(s, self._cycle) for _, s in parsed if isinstance(s, Submission)}
        latest = self._log.read_latest([*streams, cycle_stream_id(self._cycle)])
        heads = {name: (r.version, cast("RegistrationEvent", r.event)) for name, r in latest.items()}
        results: list[LineResult] = []
        writes: list[Write] = []
        for line, read in parsed:
            if isinstance(read, Rejection):
                results.append(LineResult(line, "rejected", field=read.field, reason=read.reason))
                continue
            stream = stream_of(read, self._cycle)
            stated = self._stated(read, line, context)
            version, head = heads.get(stream, (0, None))
            effect, follows = decide(head, stated)
            if follows is not None:
                heads[stream] = (version + 1, follows)
                writes.append(Write(stream, version, (follows,)))
            results.append(
                LineResult(line, effect, read.committee, read.registration_id, warnings=read.warnings)
            )
        if writes and cycle_stream_id(self._cycle) not in latest:
            opened = CycleOpened(actor=actor, happened_at=now, recorded_at=now, cycle=self._cycle)
            writes.insert(0, Write(cycle_stream_id(self._cycle), 0, (opened,)))
        return results, writes

    def _stated(self, submission: Submission, line: int, context: Context) -> Stated:
        encoded = self._codec.encode_fields(*statement_of(submission, line, context))
        return cast("Stated", self._codec.decode(*encoded))

"""Digests: one line that says whether two stores hold the same, in whatever steps they were made.

A digest covers what is true, not when it was recorded: registrations that stand with their values, flags
that stand with their assessments, what people decided, and the account of each file. Positions, times
and how the work was cut into batches stay out, so that a run that was killed and run again comes to the
same digest as one that was not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from dedup.cases.case import Case
from dedup.rolls import standing_registrations
from events.cases import case_id_of
from events.files import STREAM_PREFIX, FileImported, RowsImported
from events.log import EventLog


@dataclass(frozen=True, slots=True)
class Digest:
    """SHA-256 of each part, and of the parts together."""

    registrations: str
    flags: str
    decisions: str
    files: str

    @property
    def whole(self) -> str:
        """Return the digest of the digests."""
        return _digest([self.registrations, self.flags, self.decisions, self.files])


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A flag as the digest sees it."""

    left: str
    right: str
    probability: float
    verdict: str
    evidence: tuple[tuple[str, str, float], ...]


def digest_of(log: EventLog, cases: Iterable[Case], until: int | None = None) -> Digest:
    """Return the digest of a log and of the read model derived from it, as of a position."""
    registrations, files = digest_of_registrations(log, until), digest_of_files(log, until)
    return with_cases(Digest(registrations, flags="", decisions="", files=files), cases)


def with_cases(digest: Digest, cases: Iterable[Case]) -> Digest:
    """Return the digest of the same log with another read model's cases."""
    every = list(cases)
    flags = digest_of_flags(flag_line(case) for case in every if case.is_flagged)
    return replace(digest, flags=flags, decisions=digest_of_decisions(every))


def digest_of_registrations(log: EventLog, until: int | None = None) -> str:
    """Return the digest of the registrations that stand, with their values."""
    return _digest(
        [r.key.stream_id, r.voter.model_dump(), r.entry.model_dump()]
        for r in standing_registrations(log, until=until)
    )


def flag_line(case: Case) -> FlagLine:
    """Return what the digest sees of a case that is flagged."""
    assessment = case.assessment
    return FlagLine(
        case.left.stream_id,
        case.right.stream_id,
        assessment.probability,
        assessment.verdict,
        tuple((e.field, e.level, e.bits) for e in assessment.evidence),
    )


def digest_of_flags(flags: Iterable[FlagLine]) -> str:
    """Return the digest of flags, whatever order they come in."""
    return _digest(sorted(list(asdict(flag).values()) for flag in flags))


def digest_of_decisions(cases: Iterable[Case]) -> str:
    """Return the digest of where people left the cases; untouched ones do not count."""
    touched = (case for case in cases if case.claims or case.positions or case.agreement)
    return _digest(sorted(_decision_line(case) for case in touched))


def _decision_line(case: Case) -> list[Any]:
    agreed = case.agreement
    return [
        case_id_of(case.left, case.right),
        case.state.value,
        sorted((side, claim.actor) for side, claim in case.claims.items()),
        sorted((side, p.settlement.model_dump_json(), p.actor) for side, p in case.positions.items()),
        [agreed.settlement.model_dump_json(), agreed.kept, agreed.released, agreed.corrected]
        if agreed
        else [],
    ]


def digest_of_files(log: EventLog, until: int | None = None) -> str:
    """Return the digest of the files' accounts: counts and rejected rows."""
    lines: dict[str, dict[str, Any]] = {}
    for recorded in log.read_prefix(STREAM_PREFIX, until=until):
        line = lines.setdefault(recorded.stream_id, {"rejects": [], "counts": None})
        if isinstance(recorded.event, RowsImported):
            line["rejects"].extend(reject.model_dump() for reject in recorded.event.rejects)
        elif isinstance(recorded.event, FileImported):
            line["counts"] = recorded.event.counts.model_dump()
    return _digest([stream_id, line] for stream_id, line in sorted(lines.items()))


def _digest(lines: Iterable[object]) -> str:
    sha = hashlib.sha256()
    for line in lines:
        text = json.dumps(line, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        sha.update(text.encode() + b"\n")
    return sha.hexdigest()

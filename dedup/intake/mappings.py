"""How the columns of a committee's files are read where their headers do not say it: said once, remembered.

A mapping belongs to a committee and to a set of headers, in whatever order they stand. It is an event of the
log, because it decides what the roll says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dedup.clock import Clock
from dedup.columns import TITLES
from dedup.errors import BadRequest, Conflict
from dedup.intake.heading import Columns, column_of
from dedup.intake.limits import Limits
from events.log import EventLog, VersionConflict, Write
from events.mappings import ColumnsMapped, mapping_prefix, mapping_stream_id

_LIMITS: Final = Limits()
_SIGNATURE_CHARS: Final = 32


class Mappings:
    """Remembers mappings, committee by committee."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def any_of(self, level: str, committee: str) -> bool:
        """Tell whether a committee ever said anything of its headers."""
        events = self._log.read_prefix(mapping_prefix(level, committee), page_size=1)
        return next(events, None) is not None

    def find(self, level: str, committee: str, headings: Iterable[Sequence[str]]) -> dict[str, str] | None:
        """Return what a committee said of the first of some sets of headers; None when it said nothing."""
        ids = [mapping_stream_id(level, committee, signature_of(headers)) for headers in headings if headers]
        latest = self._log.read_latest(list(dict.fromkeys(ids)))
        for stream_id in ids:
            said = latest[stream_id].event if stream_id in latest else None
            if isinstance(said, ColumnsMapped) and said.columns:
                return dict(said.columns)
        return None

    def remember(self, level: str, committee: str, columns: Columns, actor: str) -> bool:
        """Keep how every header of a file is read; tell whether that is news.

        What the headers say themselves is not kept, and makes something else that was said forgotten.
        """
        stream_id = mapping_stream_id(level, committee, signature_of([*columns]))
        latest = self._log.read_latest([stream_id]).get(stream_id)
        before = latest.event.columns if latest and isinstance(latest.event, ColumnsMapped) else {}
        said = dict(columns) if corrections(columns) else {}
        if said == before:
            return False
        now = self._clock()
        event = ColumnsMapped(
            actor=actor, happened_at=now, recorded_at=now, level=level, committee=committee, columns=said
        )
        try:
            self._log.append([Write(stream_id, latest.version if latest else 0, (event,))])
        except VersionConflict:
            raise Conflict("mapping-changed") from None
        return True


def signature_of(headers: Sequence[str]) -> str:
    """Return what tells one set of headers from another, whatever their order."""
    return hashlib.sha256("\n".join(sorted(headers)).encode()).hexdigest()[:_SIGNATURE_CHARS]


def checked_mapping(columns: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping that somebody gave. Raises BadRequest for too large a one, or no column of ours."""
    if len(columns) > _LIMITS.columns_max or any(len(h) > _LIMITS.header_chars_max for h in columns):
        raise BadRequest("mapping-too-large", limit=_LIMITS.columns_max, chars_max=_LIMITS.header_chars_max)
    for header, column in columns.items():
        if column and column not in TITLES:
            raise BadRequest("mapping-column-unknown", header=header, column=column[:100])
    return dict(columns)


def corrections(columns: Columns) -> dict[str, str]:
    """Return the part of a mapping that differs from what the headers say themselves."""
    return {header: column for header, column in columns.items() if column != (column_of(header) or "")}


def digest_of(columns: Columns) -> str:
    """Return what tells a file read by a mapping from the same file read by another; empty for none."""
    if not columns:
        return ""
    told = "\n".join(f"{header}\t{column}" for header, column in sorted(columns.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:_SIGNATURE_CHARS]

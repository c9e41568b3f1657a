"""Putting disclosures on record: once for each account, case and version of the case."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.cases.case import Case
from dedup.clock import Clock
from events.cases import Side
from events.disclosures import Disclosed, disclosure_stream_id
from events.log import EventLog, VersionConflict, Write
from events.registrations import RegistrationKey


class Disclosures:
    """Appends what was disclosed to the log."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def of_case(self, account: str, case: Case, sides: Sequence[Side], columns: Sequence[str]) -> None:
        """Record that an account saw masked values of some sides of a case.

        Raises LogUnavailable: what cannot be recorded must not be shown.
        """
        stream = disclosure_stream_id(case.case_id, account)
        latest = self._log.read_latest([stream]).get(stream)
        if latest and isinstance(latest.event, Disclosed) and latest.event.case_version == case.version:
            return
        now = self._clock()
        seen = Disclosed(
            actor=account,
            happened_at=now,
            recorded_at=now,
            registrations=tuple(case.key_of(side).stream_id for side in sides),
            columns=tuple(columns),
            masked=True,
            case=case.case_id,
            case_version=case.version,
        )
        self._append(stream, latest.version if latest else 0, seen)

    def of_registration(self, account: str, key: RegistrationKey, columns: Sequence[str]) -> None:
        """Record that an account saw the whole values of a registration of its own roll."""
        stream = disclosure_stream_id(key.stream_id, account)
        latest = self._log.read_latest([stream]).get(stream)
        now = self._clock()
        seen = Disclosed(
            actor=account,
            happened_at=now,
            recorded_at=now,
            registrations=(key.stream_id,),
            columns=tuple(columns),
            masked=False,
        )
        self._append(stream, latest.version if latest else 0, seen)

    def _append(self, stream: str, version: int, event: Disclosed) -> None:
        try:
            self._log.append([Write(stream, version, (event,))])
        except VersionConflict:
            """The same account looked in two windows at once: it is on record."""

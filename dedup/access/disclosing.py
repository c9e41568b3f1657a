"""Putting disclosures on record: who saw which values, of which version of a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from dedup.cases.case import Case
from dedup.clock import Clock
from dedup.errors import Conflict
from events.cases import Side
from events.disclosures import Disclosed, disclosure_prefix, disclosure_stream_id
from events.log import EventLog, VersionConflict, Write
from events.registrations import RegistrationKey

_ATTEMPTS_MAX: Final = 5


class Disclosures:
    """Appends what was disclosed to the log."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def of_case(
        self, account: str, case: Case, sides: Sequence[Side], columns: Sequence[str], *, masked: bool = True
    ) -> None:
        """Record that an account saw values of some sides of a case; the same ones masked, once a version.

        Raises LogUnavailable: what cannot be recorded must not be shown.
        """
        seen = self._seen(account, case, sides, columns, masked=masked)
        self._append(disclosure_stream_id(case.case_id, account), seen)

    def knows(self, account: str, case: Case, sides: Sequence[Side], columns: Sequence[str]) -> bool:
        """Tell whether it is on record already that an account saw these values, masked, of this version."""
        stream = disclosure_stream_id(case.case_id, account)
        latest = self._log.read_latest([stream]).get(stream)
        seen = self._seen(account, case, sides, columns, masked=True)
        return latest is not None and _told(latest.event) == _told(seen)

    def _seen(
        self, account: str, case: Case, sides: Sequence[Side], columns: Sequence[str], *, masked: bool
    ) -> Disclosed:
        now = self._clock()
        return Disclosed(
            actor=account,
            happened_at=now,
            recorded_at=now,
            registrations=tuple(case.key_of(side).stream_id for side in sides),
            columns=tuple(columns),
            masked=masked,
            case=case.case_id,
            case_version=case.version,
        )

    def of_registration(
        self, account: str, key: RegistrationKey, columns: Sequence[str], *, masked: bool = False
    ) -> None:
        """Record that an account saw values of a registration: whole, or masked ones of another's roll."""
        now = self._clock()
        seen = Disclosed(
            actor=account,
            happened_at=now,
            recorded_at=now,
            registrations=(key.stream_id,),
            columns=tuple(columns),
            masked=masked,
        )
        self._append(disclosure_stream_id(key.stream_id, account), seen)

    def streams_of(self, subjects: Iterable[str]) -> list[str]:
        """Return the streams of what anybody saw of some subjects, by case id or registration stream."""
        prefixes = map(disclosure_prefix, subjects)
        recorded = (one for prefix in prefixes for one in self._log.read_prefix(prefix))
        return list(dict.fromkeys(one.stream_id for one in recorded))

    def _append(self, stream: str, event: Disclosed) -> None:
        for _ in range(_ATTEMPTS_MAX):
            latest = self._log.read_latest([stream]).get(stream)
            if latest is not None and event.masked and _told(latest.event) == _told(event):
                return
            try:
                self._log.append([Write(stream, latest.version if latest else 0, (event,))])
            except VersionConflict:
                continue
            return
        raise Conflict("log-conflict")


def _told(event: object) -> object:
    """Return what a disclosure says besides the time: looking again at the same is no news."""
    return event.model_dump(exclude={"happened_at", "recorded_at"}) if isinstance(event, Disclosed) else None

"""Where calendars are kept in the log: a committee sets its own, and anybody asks for some as they stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from dedup.calendars.calendar import Calendar, calendar_from
from dedup.calendars.lawful import require_lawful
from dedup.clock import Clock
from dedup.committees import Committee
from dedup.errors import Conflict
from events.calendars import CalendarSet, calendar_prefix, calendar_stream_id
from events.log import EventLog, Recorded, VersionConflict, Write


class CalendarDesk:
    """Sets calendars and finds them."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def set(self, calendar: Calendar, actor: str, expected_version: int | None = None) -> bool:
        """Put a calendar in force and tell whether anything changed; an identical one changes nothing.

        Raises BadRequest for a calendar that breaks the law, and Conflict when somebody else has just set it,
        or when it no longer is at the version that the caller has seen.
        """
        require_lawful(calendar)
        latest = self._log.read_latest([calendar.stream_id]).get(calendar.stream_id)
        version = latest.version if latest else 0
        if expected_version is not None and expected_version != version:
            raise Conflict("calendar-changed", committee=calendar.committee)
        if latest and _calendar(latest) == calendar:
            return False
        try:
            self._log.append([Write(calendar.stream_id, version, (calendar.as_event(actor, self._clock()),))])
        except VersionConflict:
            raise Conflict("calendar-changed", committee=calendar.committee) from None
        return True

    def find(self, cycle: str, party: Committee, until: int | None = None) -> Calendar | None:
        """Return one committee's calendar as it stood at a position; None when it had set none."""
        return calendar_of(self._log, cycle, party, until)

    def find_all(self, cycle: str, parties: Iterable[Committee]) -> Mapping[Committee, Calendar]:
        """Return the calendars of some committees, of those that have set one."""
        return calendars_of(self._log, cycle, parties)

    def every(self, cycle: str, until: int | None = None) -> Iterator[Calendar]:
        """Yield all calendars of a cycle, by level and committee, as they stood at a position."""
        events = self._log.read_prefix(calendar_prefix(cycle), until=until)
        for _, stream in groupby(events, key=attrgetter("stream_id")):
            *_, latest = stream
            yield _calendar(latest)


def calendar_of(log: EventLog, cycle: str, party: Committee, until: int | None = None) -> Calendar | None:
    """Return one committee's calendar as it stood at a position; None when it had set none."""
    recorded = log.read_stream(calendar_stream_id(cycle, *party), until)
    return _calendar(recorded[-1]) if recorded else None


def calendars_of(log: EventLog, cycle: str, parties: Iterable[Committee]) -> Mapping[Committee, Calendar]:
    """Return the calendars of some committees, of those that have set one."""
    ids = {calendar_stream_id(cycle, *party): party for party in parties}
    return {ids[stream]: _calendar(latest) for stream, latest in log.read_latest([*ids]).items()}


def _calendar(latest: Recorded) -> Calendar:
    if not isinstance(latest.event, CalendarSet):
        raise TypeError(f"{type(latest.event).__name__} is no event of a calendar")
    return calendar_from(latest.stream_id, latest.event)

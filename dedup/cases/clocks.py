"""The committees' clocks as the log has them: each calendar is read once in the life of this object."""

from __future__ import annotations

from dedup.calendars.calendar import Calendar
from dedup.calendars.desk import calendar_of
from dedup.cases.situation import SideClock
from dedup.committees import Committee
from events.log import EventLog
from events.registrations import RegistrationKey


class Clocks:
    """Finds the clock of a registration's committee. Made anew for each piece of work: calendars change."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._known: dict[tuple[str, Committee], Calendar | None] = {}

    def __call__(self, key: RegistrationKey) -> SideClock:
        """Return the clock of a registration's committee."""
        return SideClock.of(self.calendar(key.cycle, Committee(key.level, key.committee)))

    def calendar(self, cycle: str, party: Committee) -> Calendar | None:
        """Return a committee's calendar; None when it has set none."""
        place = (cycle, party)
        if place not in self._known:
            self._known[place] = calendar_of(self._log, cycle, party)
        return self._known[place]

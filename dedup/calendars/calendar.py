"""A committee's calendar as it stands: its dates, and the rules by which it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from events.calendars import CalendarSet, Rules, calendar_stream_id, committee_from_stream


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one committee holds its election, and by which rules it counts days."""

    cycle: str
    level: str
    committee: str
    election_day: date
    rules: Rules
    publication_day: date | None = None
    registration_closes: date | None = None
    preset: str = ""
    holidays: tuple[date, ...] = ()
    working_weekends: tuple[date, ...] = ()

    @property
    def stream_id(self) -> str:
        """Return the id of the stream that holds this committee's calendar."""
        return calendar_stream_id(self.cycle, self.level, self.committee)

    @property
    def latest_publication(self) -> date:
        """Return the last lawful day to publish the roll, which is when most committees do."""
        return self.days_before(self.rules.roll_days_before)

    @property
    def publication(self) -> date:
        """Return the day of publication: the one settled, or else the last lawful one."""
        return self.publication_day or self.latest_publication

    @property
    def closing(self) -> date:
        """Return the last day of registration: the one settled, or else the day of publication."""
        return self.registration_closes or self.publication

    def days_before(self, days: int) -> date:
        """Return the day that lies so many days before election day."""
        return self.election_day - timedelta(days=days)

    def as_event(self, actor: str, now: datetime) -> CalendarSet:
        """Return the event that sets this calendar."""
        return CalendarSet(
            actor=actor,
            happened_at=now,
            recorded_at=now,
            election_day=self.election_day,
            publication_day=self.publication_day,
            registration_closes=self.registration_closes,
            rules=self.rules,
            preset=self.preset,
            holidays=self.holidays,
            working_weekends=self.working_weekends,
        )


def calendar_from(stream_id: str, event: CalendarSet) -> Calendar:
    """Return the calendar that an event set."""
    cycle, level, committee = committee_from_stream(stream_id)
    return Calendar(
        cycle=cycle,
        level=level,
        committee=committee,
        election_day=event.election_day,
        rules=event.rules,
        publication_day=event.publication_day,
        registration_closes=event.registration_closes,
        preset=event.preset,
        holidays=event.holidays,
        working_weekends=event.working_weekends,
    )

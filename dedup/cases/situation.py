"""What a decision on a case depends on besides the case: the time, both rolls, both committees' clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum

from dedup.calendars.calendar import Calendar
from dedup.calendars.days import day_in_china
from dedup.calendars.gates import REPLY_DAYS_DEFAULT, last_removal, reply_by
from events.cases import (
    CaseEvent,
    Side,
)
from events.registrations import Entry, RegistrationEvent, Voter


class Presence(Enum):
    """Whether a registration stands on its roll."""

    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"
    """Withdrawn by the hand-over of this very case."""
    HANDED_OVER = "handed_over"
    """Withdrawn by the hand-over of another case, whose keeper keeps the voter instead."""
    UNKNOWN = "unknown"
    """There never was such a registration."""


@dataclass(frozen=True, slots=True)
class SideClock:
    """What the calendar of one side's committee says about a case."""

    election_day: date | None = None
    frozen_from: date | None = None
    """The first day on which nothing may be taken off this roll any more."""
    reply_days: int = REPLY_DAYS_DEFAULT
    """Days after which silence is overdue, where no calendar says it."""
    calendar: Calendar | None = None

    @classmethod
    def of(cls, calendar: Calendar | None) -> SideClock:
        """Return the clock of a committee's calendar; of one that has set none, no clock."""
        if calendar is None:
            return cls()
        frozen_from = last_removal(calendar) + timedelta(days=1)
        return cls(calendar.election_day, frozen_from, calendar.rules.reply_days, calendar)

    def reply_by(self, asked_on: date) -> date:
        """Return the last day on which a committee that was asked on a day may be silent."""
        if self.calendar is None:
            return asked_on + timedelta(days=self.reply_days)
        return reply_by(asked_on, self.calendar)

    def is_frozen(self, day: date) -> bool:
        """Tell whether nothing may be taken off this roll on a day."""
        return self.frozen_from is not None and day >= self.frozen_from

    def has_come(self, day: date) -> bool:
        """Tell whether the election day is a day or lies before it."""
        return self.election_day is not None and day >= self.election_day

    def has_polled(self, day: date) -> bool:
        """Tell whether the election day lies before a day."""
        return self.election_day is not None and day > self.election_day


@dataclass(frozen=True, slots=True)
class Situation:
    """The world at the moment of a decision."""

    now: datetime
    presence: Mapping[Side, Presence] = field(default_factory=dict)
    third: Presence = Presence.UNKNOWN
    """Whether the registration elsewhere that a settlement names stands."""
    values: Mapping[Side, tuple[Entry, Voter]] = field(default_factory=dict)
    """The latest values of each registration, also of one that was withdrawn."""
    clocks: Mapping[Side, SideClock] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """Return the day in China."""
        return day_in_china(self.now)

    def stands(self, side: Side) -> bool:
        """Tell whether the registration on a side stands."""
        return self.presence.get(side) is Presence.STANDS

    def clock_of(self, side: Side) -> SideClock:
        """Return a side's clock."""
        return self.clocks.get(side, SideClock())


@dataclass(frozen=True, slots=True)
class Effects:
    """What a decision leads to: the case's events, and what a committee's own roll says with them."""

    events: tuple[CaseEvent, ...] = ()
    roll: tuple[tuple[Side, RegistrationEvent], ...] = ()
    """What the committee that gives the command changes on its own roll, in the same append."""
    depends_on: tuple[str, ...] = ()
    """Streams of registrations that must not have moved since the situation was read."""


def days_after(moment: datetime, days: int) -> date:
    """Return the day in China a number of days after a moment's."""
    return day_in_china(moment) + timedelta(days=days)

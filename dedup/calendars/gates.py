"""The gates of one committee's calendar: the last day on which each thing can still be done.

A gate closes at the end of its day in China. Days are counted from the Election Law 选举法 (2020 text: art.
28 publication, 29 appeals and suits, 32 candidates) and the Civil Procedure Law 民事诉讼法 art. 189 (the
judgment). Periods counted back from election day never move, because to move them later would break the
law; those counted onward (an appeal, its decision, a reply) may roll over days off, but not past the last
day on which a suit can be filed, or the voter would be left without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from dedup.calendars.calendar import Calendar
from dedup.calendars.days import end_of_day, working_day_from

APPEAL_DAYS: Final = 5
"""Art. 29: who disagrees with the roll says so within five days of its publication."""
DECISION_DAYS: Final = 3
"""Art. 29: the committee decides within three days."""
PRELIMINARY_DAYS_BEFORE: Final = 15
"""Art. 32: preliminary candidates are published 15 days before election day."""
FORMAL_DAYS_BEFORE: Final = 7
"""Art. 32: formal candidates are published seven days before election day."""
SUIT_DAYS_BEFORE: Final = 5
"""Art. 29: who disagrees with the decision sues five days before election day at the latest."""
JUDGMENT_DAYS_BEFORE: Final = 1
"""Art. 29, Civil Procedure Law art. 189: the court judges before election day."""
REPLY_DAYS_DEFAULT: Final = 5
"""How long a committee may be silent whose calendar is not known yet. Our choice: no law says it."""


class GateName(StrEnum):
    """What a gate closes, in the order of the law: gates of one day stand in this order."""

    REGISTRATION_CLOSES = "registration_closes"
    PUBLICATION = "publication"
    APPEAL_FILED = "appeal_filed"
    APPEAL_DECIDED = "appeal_decided"
    PRELIMINARY_CANDIDATES = "preliminary_candidates"
    LATE_ADDITION = "late_addition"
    FORMAL_CANDIDATES = "formal_candidates"
    SUIT_FILED = "suit_filed"
    SUIT_JUDGED = "suit_judged"
    LAST_REMOVAL = "last_removal"
    """The day before the freeze: the last on which anybody is removed."""
    CORRECTION_CUTOFF = "correction_cutoff"
    ELECTION_DAY = "election_day"


_RANK: Final = {name: rank for rank, name in enumerate(GateName)}


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that can be done up to the end of a day."""

    day: date
    name: GateName

    @property
    def closes_at(self) -> datetime:
        """Return the instant at which it closes."""
        return end_of_day(self.day)

    @property
    def order(self) -> tuple[date, int]:
        """Return what gates are sorted by: the day, then the order of the law."""
        return self.day, _RANK[self.name]


def gates(calendar: Calendar) -> tuple[Gate, ...]:
    """Return the gates in the order in which they close."""
    suit = calendar.days_before(SUIT_DAYS_BEFORE)
    filed = min(_onward(calendar, calendar.publication, APPEAL_DAYS), suit)
    rules = calendar.rules
    days = {
        GateName.REGISTRATION_CLOSES: calendar.closing,
        GateName.PUBLICATION: calendar.publication,
        GateName.APPEAL_FILED: filed,
        GateName.APPEAL_DECIDED: min(appeal_decided_by(filed, calendar), suit),
        GateName.PRELIMINARY_CANDIDATES: calendar.days_before(PRELIMINARY_DAYS_BEFORE),
        GateName.FORMAL_CANDIDATES: calendar.days_before(FORMAL_DAYS_BEFORE),
        GateName.SUIT_FILED: suit,
        GateName.SUIT_JUDGED: calendar.days_before(JUDGMENT_DAYS_BEFORE),
        GateName.LAST_REMOVAL: last_removal(calendar),
        GateName.CORRECTION_CUTOFF: calendar.days_before(rules.correction_cutoff_days),
        GateName.ELECTION_DAY: calendar.election_day,
    }
    if rules.late_add_cutoff_days is not None:
        days[GateName.LATE_ADDITION] = calendar.days_before(rules.late_add_cutoff_days)
    return tuple(sorted((Gate(day, name) for name, day in days.items()), key=lambda gate: gate.order))


def next_gate(calendar: Calendar, today: date) -> Gate | None:
    """Return the next gate that is still open; None when the election is over. On its own day it is open."""
    return next((gate for gate in gates(calendar) if gate.day >= today), None)


def appeal_decided_by(filed_on: date, calendar: Calendar) -> date:
    """Return the last day on which the committee decides an appeal that was filed on a day.

    Days off do not move it past the last day for a suit, and nothing moves it to election day.
    """
    decided = _onward(calendar, filed_on, DECISION_DAYS)
    return max(filed_on, min(decided, calendar.days_before(JUDGMENT_DAYS_BEFORE)))


def last_removal(calendar: Calendar) -> date:
    """Return the last day before the freeze."""
    return calendar.days_before(calendar.rules.freeze_days + 1)


def is_frozen(calendar: Calendar, today: date) -> bool:
    """Tell whether nobody may be removed: from the freeze on, to the end of election day."""
    return last_removal(calendar) < today <= calendar.election_day


def has_polled(calendar: Calendar, today: date) -> bool:
    """Tell whether the election is over: its day has ended."""
    return today > calendar.election_day


def reply_by(asked_on: date, asked: Calendar | None, asker: Calendar | None = None) -> date:
    """Return the last day on which a committee that was asked on a day may be silent.

    Never past the last day on which either side could still act on the answer; where that day is past
    already, an answer is due at once. Without the calendar of who was asked our own period holds.
    """
    if asked is None:
        due = asked_on + timedelta(days=REPLY_DAYS_DEFAULT)
    else:
        due = _rolled(asked, asked_on + timedelta(days=asked.rules.reply_days))
    ahead = [last_removal(c) for c in (asked, asker) if c is not None and not has_polled(c, asked_on)]
    return max(asked_on, min([due, *ahead]))


def _onward(calendar: Calendar, begins: date, days: int) -> date:
    """Return the last day of an appeal period that begins on a day, rolled over where that leaves a suit."""
    counted = days - 1 if calendar.rules.appeal_day_zero_counts else days
    last = begins + timedelta(days=counted)
    return max(last, min(_rolled(calendar, last), calendar.days_before(SUIT_DAYS_BEFORE)))


def _rolled(calendar: Calendar, day: date) -> date:
    if calendar.rules.rollover == "none":
        return day
    return working_day_from(day, calendar.holidays, calendar.working_weekends)

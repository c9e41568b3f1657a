"""What no calendar may say: each fault names the field, and the error's remedy says what would be lawful."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from dedup.calendars.calendar import Calendar
from dedup.calendars.days import is_working_day
from dedup.calendars.gates import APPEAL_DAYS, DECISION_DAYS
from dedup.errors import BadRequest

PUBLISHED_EARLY_DAYS_MAX: Final = 180
"""A roll published half a year before election day is a slip of the pen."""
DAYS_OFF_MAX: Final = 400
"""Days off that one calendar may name: more than a year of them."""
LEVELS: Final = ("county", "township")

_COMMITTEE: Final = re.compile(r"\d{6,12}", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)

_BOUNDS: Final = {
    "roll_days_before": (20, 60),
    "min_residence_months": (0, 60),
    "late_add_cutoff_days": (1, 60),
    "correction_cutoff_days": (1, 20),
    "freeze_days": (0, 60),
    "reply_days": (1, 30),
}
"""Least and most of each figure. Fewer than 20 days before election day break art. 28 of the Election Law."""


def require_lawful(calendar: Calendar) -> None:
    """Raise the first fault of a calendar."""
    for fault in faults(calendar):
        raise fault


def faults(calendar: Calendar) -> Iterator[BadRequest]:
    """Yield everything that is wrong with a calendar."""
    yield from _faults_of_names(calendar)
    yield from _faults_of_figures(calendar)
    yield from _faults_of_dates(calendar)
    yield from _faults_of_days_off(calendar)


def _faults_of_names(calendar: Calendar) -> Iterator[BadRequest]:
    if not _COMMITTEE.fullmatch(calendar.committee):
        yield BadRequest("calendar-committee", field="committee", value=calendar.committee[:50])
    if calendar.level not in LEVELS:
        yield BadRequest("calendar-level", field="level", value=calendar.level[:50])
    within = calendar.rules.certificate.waived_within
    if within and not (within.isdecimal() and calendar.committee.startswith(within)):
        yield BadRequest("calendar-waived-within", field="waived_within", value=within[:50])


def _faults_of_figures(calendar: Calendar) -> Iterator[BadRequest]:
    rules = calendar.rules
    for field, (least, most) in _BOUNDS.items():
        value = getattr(rules, field)
        if value is not None and not least <= value <= most:
            yield BadRequest("calendar-figure", field=field, value=str(value), least=least, most=most)
    if rules.freeze_days < rules.correction_cutoff_days - 1:
        yield BadRequest("calendar-freeze-late", field="freeze_days", least=rules.correction_cutoff_days - 1)
    late = rules.late_add_cutoff_days
    if late is not None and not rules.correction_cutoff_days <= late <= rules.roll_days_before:
        yield BadRequest(
            "calendar-late-addition",
            field="late_add_cutoff_days",
            least=rules.correction_cutoff_days,
            most=rules.roll_days_before,
        )


def _faults_of_dates(calendar: Calendar) -> Iterator[BadRequest]:
    elected, published = calendar.election_day, calendar.publication
    if _YEAR.fullmatch(calendar.cycle) and not -1 <= elected.year - int(calendar.cycle) <= 2:  # noqa: PLR2004
        yield BadRequest(
            "calendar-outside-cycle", field="election_day", day=str(elected), cycle=calendar.cycle
        )
    if published > calendar.latest_publication:
        yield BadRequest(
            "calendar-publication-late",
            field="publication_day",
            day=str(published),
            latest=str(calendar.latest_publication),
            days=calendar.rules.roll_days_before,
        )
    earliest = calendar.days_before(PUBLISHED_EARLY_DAYS_MAX)
    for field, day in (("publication_day", published), ("registration_closes", calendar.closing)):
        if day < earliest:
            yield BadRequest("calendar-too-early", field=field, day=str(day), earliest=str(earliest))
    if calendar.closing > published:
        yield BadRequest(
            "calendar-closes-late",
            field="registration_closes",
            day=str(calendar.closing),
            latest=str(published),
        )


def _faults_of_days_off(calendar: Calendar) -> Iterator[BadRequest]:
    holidays, worked = calendar.holidays, calendar.working_weekends
    for field, days in (("holidays", holidays), ("working_weekends", worked)):
        if len(days) > DAYS_OFF_MAX:
            yield BadRequest("calendar-days-off", field=field, count=len(days), most=DAYS_OFF_MAX)
    for day in worked:
        if day in holidays or is_working_day(day, (), ()):
            yield BadRequest("calendar-working-weekend", field="working_weekends", day=str(day))
    if calendar.rules.rollover == "none":
        return
    last = calendar.publication + timedelta(days=APPEAL_DAYS + DECISION_DAYS)
    for year in sorted({calendar.publication.year, last.year}):
        if not any(day.year == year for day in holidays):
            yield BadRequest("calendar-holidays-missing", field="holidays", year=str(year))

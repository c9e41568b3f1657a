"""Days as the law counts them: they begin and end in China, and some of them are days off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Final

from dedup.clock import CHINA_TIME

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)


def day_in_china(moment: datetime) -> date:
    """Return the day that it is in China at a moment, wherever the machine stands."""
    return moment.astimezone(CHINA_TIME).date()


def end_of_day(day: date) -> datetime:
    """Return the instant at which a day is over in China: what comes before it is still in time."""
    return datetime.combine(day + _ONE_DAY, time(), CHINA_TIME)


def is_working_day(day: date, holidays: Collection[date], working_weekends: Collection[date]) -> bool:
    """Tell whether a day is worked."""
    if day in holidays:
        return False
    return day.weekday() < _SATURDAY or day in working_weekends


def working_day_from(day: date, holidays: Collection[date], working_weekends: Collection[date]) -> date:
    """Return the day itself, or the next one that is worked (Civil Code 民法典 art. 203)."""
    while not is_working_day(day, holidays, working_weekends):
        day += _ONE_DAY
    return day

"""Moments: a position in the log, or a time, as a person names it with `--as-of`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from dedup.clock import CHINA_TIME
from dedup.errors import BadRequest
from events.log import EventLog


def position_at(log: EventLog, moment: str) -> int:
    """Return the position that a moment names: a number, or an ISO 8601 date or time.

    A date means the end of that day in China, a time without an offset is China time. The position of a
    time is the last one recorded at or before it. Raises BadRequest for anything else.
    """
    text = moment.strip()
    if text.isdecimal():
        return min(int(text), log.head())
    return _last_position_at(log, _time_of(text))


def _time_of(text: str) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        return datetime.combine(day, time.max, CHINA_TIME).astimezone(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest("moment-unreadable", moment=text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA_TIME)


def _last_position_at(log: EventLog, moment: datetime) -> int:
    """Search by halves: writers stamp events as they append, so times rise with positions."""
    low, high = 0, log.head()
    while low < high:
        middle = (low + high + 1) // 2
        (recorded,) = log.read_after(middle - 1, limit=1)
        if recorded.event.recorded_at <= moment:
            low = middle
        else:
            high = middle - 1
    return low

"""Time: stored in UTC, shown and read in China Standard Time, always handed in as an argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

Clock = Callable[[], datetime]

CHINA_TIME: Final = timezone(timedelta(hours=8), "CST")
"""China has one time zone and no summer time."""


def system_clock() -> datetime:
    """Return the machine's time in UTC."""
    return datetime.now(UTC)


def in_china(moment: datetime) -> str:
    """Show a time as people in China write it, to the second."""
    return moment.astimezone(CHINA_TIME).strftime("%Y-%m-%d %H:%M:%S")

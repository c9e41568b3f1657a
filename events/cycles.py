"""Vocabulary of a cycle 换届 and of the committees' calendars within it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final
from urllib.parse import quote

from events.event import Event

STREAM_PREFIX: Final = "cycle/"


def cycle_stream_id(cycle: str) -> str:
    """Return the id of the cycle's stream."""
    return f"{STREAM_PREFIX}{quote(cycle, safe='')}"


class CycleEvent(Event):
    """Any event of a cycle's stream."""


class CycleOpened(CycleEvent):
    """The first registration of a national re-election round arrived."""

    stored_name: ClassVar[str] = "CycleOpened"
    cycle: str


class CalendarSet(CycleEvent):
    """A committee set or changed its dates; the latest of a committee holds.

    Election Law 选举法 art. 28: the roll is published at least 20 days before election day.
    """

    stored_name: ClassVar[str] = "CalendarSet"
    level: str
    committee: str
    election_day: date
    publication_day: date | None = None

"""Vocabulary of a cycle 换届: one national re-election round."""

from __future__ import annotations

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

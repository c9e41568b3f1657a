"""Vocabulary of mappings: how a committee said that the columns of its files are to be read.

In the log, because it decides what a roll says of a voter: who said it, when, and of which headers is told
like everything else that made the roll. A header is a title of a form and names nobody.
"""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import quote

from events.event import Event

STREAM_PREFIX: Final = "mapping/"


class ColumnsMapped(Event):
    """A committee said what the columns of files with certain headers are."""

    stored_name: ClassVar[str] = "ColumnsMapped"
    level: str
    committee: str
    columns: dict[str, str] = {}
    """Every header of such a file with its canonical column, empty for one of the committee's own; nothing
    at all where the headers are to be read as they are written again."""


def mapping_prefix(level: str, committee: str) -> str:
    """Return how the ids of a committee's mappings begin."""
    return f"{STREAM_PREFIX}{quote(level, safe='')}/{quote(committee, safe='')}/"


def mapping_stream_id(level: str, committee: str, signature: str) -> str:
    """Return the id of the stream of one set of headers."""
    return f"{mapping_prefix(level, committee)}{signature}"

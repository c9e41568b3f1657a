"""The two ports. An implementation passes `tests/events/streams/contract.py` or it is not one.

A position belongs to one source: a topic's partition, a file. It says where to go on reading; it is not
the message's identity, which is `message_id` and survives being sent twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message: what it says, and an id that is the same however often it is sent."""

    message_id: str
    body: Mapping[str, object]
    """JSON values only."""


@dataclass(frozen=True, slots=True)
class Received:
    """A message at its place in a source."""

    position: int
    """Rising from 1, gaps allowed."""
    message: Message


class Source(Protocol):
    """Messages in an order that never changes."""

    def read(self, after: int, limit: int) -> Sequence[Received]:
        """Return at most `limit` messages after a position; none when there is none yet."""

    def close(self) -> None:
        """Release what the source holds."""


class Sink(Protocol):
    """A place that messages are sent to."""

    def write(self, messages: Sequence[Message]) -> None:
        """Send messages; on return they are durable. Raises OSError when they may not be."""

    def close(self) -> None:
        """Release what the sink holds."""

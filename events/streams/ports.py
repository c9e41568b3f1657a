"""The ports. An implementation passes `tests/events/streams/contract.py` or it is not one.

A position belongs to one source: a topic's partition, a file. It says where to go on reading; it is not
the message's identity, which is sender and id together and survives being sent twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

DEFAULT_SENDER: Final = "dedup"
DEFAULT_KIND: Final = "message"

PositionOf = Callable[[str], int]
"""How far a consumer of a name has come: `EventLog.position_of`."""


class StreamUnavailable(OSError):
    """A stream cannot be reached or will not take a message just now."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: what it says, and an id that is the same however often its sender sends it."""

    message_id: str
    body: Mapping[str, object]
    """JSON values only."""
    sender: str = DEFAULT_SENDER
    """Who sends it. An id is unique to its sender."""
    kind: str = DEFAULT_KIND
    """What sort of message it is, with a version."""
    sent_at: datetime | None = None
    """When the sender says that it was true; None when it does not say."""
    key: str = ""
    """Messages of one key keep their order. Holds no personal value."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What carriers and readers may see without opening the body, by lower-case ASCII names."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands where a message should: somebody must be told, and reading goes on."""

    reason: str
    """Machine-readable."""
    content: bytes
    """As it was received."""
    field: str = ""
    """The part that is at fault, where one is."""
    sender: str = ""
    """As far as it could be read; so is the id."""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A message at its place in a source."""

    position: int
    """Rising from 1, gaps allowed."""
    message: Message | Unreadable


@dataclass(frozen=True, slots=True)
class Portion:
    """Some messages of one source, in its order."""

    source: str
    """The source's name: a consumer's name in the log, under which its position is kept."""
    received: Sequence[Received]


class Source(Protocol):
    """Messages in an order that never changes."""

    def read(self, after: int, limit: int) -> Sequence[Received]:
        """Return at most `limit` messages after a position; none when there is none yet."""

    def close(self) -> None:
        """Release what the source holds."""


class Feed(Protocol):
    """Several sources read together, each on from where its reader has committed.

    Which sources they are may change between two polls: members of a group share a topic's partitions.
    """

    lost: int
    """Messages that were gone before they could be read."""

    def poll(self, limit: int, timeout_s: float) -> Sequence[Portion]:
        """Return at most `limit` messages, waiting for the first. What the last poll gave is dealt with.

        Raises StreamUnavailable.
        """

    def rewind(self, source: str) -> None:
        """Give a source's messages again from its committed position: they were not dealt with."""

    def lag(self) -> Mapping[str, int]:
        """Return how many positions each source's reader is behind its end. Raises StreamUnavailable."""

    def close(self) -> None:
        """Leave the sources to others."""


class Sink(Protocol):
    """A place that messages are sent to."""

    def write(self, messages: Sequence[Message]) -> None:
        """Send messages; on return they are durable. Raises OSError when they may not be."""

    def close(self) -> None:
        """Release what the sink holds."""

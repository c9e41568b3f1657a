"""Where messages come from and where they go: ports of few methods, and their implementations.

Delivery is at least once at every port. Effects are exactly once because a reader commits the position it
has come to together with what it made of the messages, and because every message has an id of its own.
"""

from events.streams.ports import (
    Feed,
    Message,
    Portion,
    PositionOf,
    Received,
    Sink,
    Source,
    StreamUnavailable,
    Unreadable,
)

__all__ = [
    "Feed",
    "Message",
    "Portion",
    "PositionOf",
    "Received",
    "Sink",
    "Source",
    "StreamUnavailable",
    "Unreadable",
]

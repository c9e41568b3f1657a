"""Where messages come from and where they go: two ports of two methods, and their implementations.

Delivery is at least once at every port. Effects are exactly once because a reader commits the position it
has come to together with what it made of the messages, and because every message has an id of its own.
"""

from events.streams.ports import Message, Sink, Source

__all__ = ["Message", "Sink", "Source"]

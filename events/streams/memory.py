"""A stream in memory: source and sink in one, the twin of the durable ones."""

from __future__ import annotations

from collections.abc import Sequence

from events.streams.ports import Message, Received


class MemoryStream:
    """What is written can be read, from the beginning, as often as one likes."""

    def __init__(self, messages: Sequence[Message] = ()) -> None:
        self._messages = list(messages)

    def read(self, after: int, limit: int) -> Sequence[Received]:
        """Return at most `limit` messages after a position."""
        some = self._messages[after : after + limit]
        return [Received(position, message) for position, message in enumerate(some, after + 1)]

    @property
    def messages(self) -> Sequence[Message]:
        """Return everything that was written."""
        return tuple(self._messages)

    def write(self, messages: Sequence[Message]) -> None:
        """Keep the messages."""
        self._messages.extend(messages)

    def close(self) -> None:
        """Release nothing."""

"""What the log needs of whatever keeps it: the library's process recorder, and reads of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from eventsourcing.persistence import Tracking


class Stored(NamedTuple):
    """An event at its place in the log, in its stored form."""

    position: int
    stream_id: str
    version: int
    topic: str
    state: bytes


Row = tuple[str, int, str, bytes]
"""What is inserted: stream id, version, topic and state."""

Place = tuple[str, int]
"""A stream's id and the version it must stand at."""


class LogRecorder(Protocol):
    """What the log needs of a recorder: the library's process recorder and reads of its own."""

    def insert(
        self, rows: Sequence[Row], tracking: Tracking | None, unmoved: Sequence[Place] = ()
    ) -> Sequence[int]:
        """Insert events, and how far a consumer has come, in one transaction; return the new positions.

        Raises IntegrityError, and inserts nothing, when a stream of `unmoved` is not at its version.
        """

    def select_after(
        self, position: int, limit: int, stop: int | None, topics: Sequence[str]
    ) -> Sequence[Stored]:
        """Select events after a position, in the total order; of all topics when none is named."""

    def max_notification_id(self) -> int | None:
        """Return the last position, or None."""

    def max_tracking_id(self, application_name: str) -> int | None:
        """Return how far a consumer has come, or None."""

    def select_trackings(self) -> dict[str, int]:
        """Return how far every consumer has come."""

    def count_topics(self, topics: Sequence[str]) -> int:
        """Count events of some topics."""

    def select_first(self, prefix: str) -> int | None:
        """Return the first position in streams whose ids begin with a prefix, or None."""

    def select_stream(self, stream_id: str, stop: int | None) -> Sequence[Stored]:
        """Select one stream, oldest first, up to a position."""

    def select_latest(self, stream_ids: Sequence[str]) -> Sequence[Stored]:
        """Select the latest event of each of the streams that exist."""

    def select_prefix(
        self, prefix: str, after: tuple[str, int], limit: int, stop: int | None
    ) -> Sequence[Stored]:
        """Select events of the streams whose ids begin with a prefix, by (stream id, version)."""

    def close(self) -> None:
        """Release what the recorder holds."""

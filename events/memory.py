"""The log in memory: the twin of the durable ones, for tests and for what is thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking
from eventsourcing.popo import POPOProcessRecorder

from events.codec import Codec
from events.log import EventLog
from events.recorder import Place, Row, Stored


class MemoryRecorder(POPOProcessRecorder):
    """The library's plain-object recorder, with the reads by stream that a log also needs."""

    def _at(self, index: int) -> Stored:
        stored = self._stored_events[index]
        return Stored(
            index + 1, str(stored.originator_id), stored.originator_version, stored.topic, stored.state
        )

    def select_after(
        self, position: int, limit: int, stop: int | None, topics: Sequence[str]
    ) -> Sequence[Stored]:
        """Select events after a position, in the total order; of all topics when none is named."""
        with self._database_lock:
            end = len(self._stored_events) if stop is None else min(stop, len(self._stored_events))
            wanted = (i for i in range(position, end) if not topics or self._stored_events[i].topic in topics)
            return [self._at(index) for index in islice(wanted, limit)]

    def insert(
        self, rows: Sequence[Row], tracking: Tracking | None, unmoved: Sequence[Place] = ()
    ) -> Sequence[int]:
        """Insert events, and how far a consumer has come, if the streams of `unmoved` have not moved."""
        with self._database_lock:
            for stream_id, version in unmoved:
                if max(self._stored_events_index.get(stream_id, {}), default=0) != version:
                    raise IntegrityError(f"{stream_id} is not at version {version}")
            return self.insert_events([StoredEvent(*row) for row in rows], tracking=tracking) or ()

    def select_trackings(self) -> dict[str, int]:
        """Return how far every consumer has come."""
        with self._database_lock:
            return {name: position for name, position in self._max_tracking_ids.items() if position}

    def count_topics(self, topics: Sequence[str]) -> int:
        """Count events of some topics."""
        with self._database_lock:
            return sum(stored.topic in topics for stored in self._stored_events)

    def select_stream(self, stream_id: str, stop: int | None) -> Sequence[Stored]:
        """Select one stream, oldest first, up to a position."""
        with self._database_lock:
            versions = self._stored_events_index.get(stream_id, {})
            found = [self._at(index) for _, index in sorted(versions.items())]
        return [s for s in found if stop is None or s.position <= stop]

    def select_latest(self, stream_ids: Sequence[str]) -> Sequence[Stored]:
        """Select the latest event of each of the streams that exist."""
        with self._database_lock:
            indexed = (self._stored_events_index.get(stream_id) for stream_id in stream_ids)
            return [self._at(versions[max(versions)]) for versions in indexed if versions]

    def select_prefix(
        self, prefix: str, after: tuple[str, int], limit: int, stop: int | None
    ) -> Sequence[Stored]:
        """Select events of the streams whose ids begin with a prefix, by (stream id, version)."""
        with self._database_lock:
            places = sorted(
                (stream_id, version, index)
                for stream_id, versions in self._stored_events_index.items()
                if stream_id.startswith(prefix)
                for version, index in versions.items()
                if (stream_id, version) > after and (stop is None or index < stop)
            )
            return [self._at(index) for _, _, index in places[:limit]]

    def select_first(self, prefix: str) -> int | None:
        """Return the first position in streams whose ids begin with a prefix, or None."""
        with self._database_lock:
            found = (
                min(versions.values()) + 1
                for stream_id, versions in self._stored_events_index.items()
                if stream_id.startswith(prefix)
            )
            return min(found, default=None)

    def close(self) -> None:
        """Release nothing: memory goes with the object."""


def open_memory_log(codec: Codec | None = None) -> EventLog:
    """Open an empty log that lives as long as the process."""
    return EventLog(MemoryRecorder(), codec)

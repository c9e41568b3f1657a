"""The log in memory: the twin of the durable ones, for tests and for what is thrown away."""

from __future__ import annotations

from collections.abc import Sequence

from eventsourcing.persistence import Notification
from eventsourcing.popo import POPOProcessRecorder

from events.codec import Codec
from events.log import EventLog


class MemoryRecorder(POPOProcessRecorder):
    """The library's plain-object recorder, with the reads by stream that a log also needs."""

    def _notification(self, index: int) -> Notification:
        stored = self._stored_events[index]
        return Notification(
            id=index + 1,
            originator_id=stored.originator_id,
            originator_version=stored.originator_version,
            topic=stored.topic,
            state=stored.state,
        )

    def count_topics(self, topics: Sequence[str]) -> int:
        """Count events of some topics."""
        with self._database_lock:
            return sum(stored.topic in topics for stored in self._stored_events)

    def select_stream(self, stream_id: str, stop: int | None) -> Sequence[Notification]:
        """Select one stream, oldest first, up to a position."""
        with self._database_lock:
            versions = self._stored_events_index.get(stream_id, {})
            found = [self._notification(index) for _, index in sorted(versions.items())]
        return [n for n in found if stop is None or n.id <= stop]

    def select_latest(self, stream_ids: Sequence[str]) -> Sequence[Notification]:
        """Select the latest event of each of the streams that exist."""
        with self._database_lock:
            indexed = (self._stored_events_index.get(stream_id) for stream_id in stream_ids)
            return [self._notification(versions[max(versions)]) for versions in indexed if versions]

    def select_prefix(
        self, prefix: str, after: tuple[str, int], limit: int, stop: int | None
    ) -> Sequence[Notification]:
        """Select events of the streams whose ids begin with a prefix, by (stream id, version)."""
        with self._database_lock:
            places = sorted(
                (stream_id, version, index)
                for stream_id, versions in self._stored_events_index.items()
                if stream_id.startswith(prefix)
                for version, index in versions.items()
                if (stream_id, version) > after and (stop is None or index < stop)
            )
            return [self._notification(index) for _, _, index in places[:limit]]

    def close(self) -> None:
        """Release nothing: memory goes with the object."""


def open_memory_log(codec: Codec | None = None) -> EventLog:
    """Open an empty log that lives as long as the process."""
    return EventLog(MemoryRecorder(), codec)

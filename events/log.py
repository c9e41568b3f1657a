"""The event log: one total order of everything that happened, the only road between the stages.

Built on the recorders of the `eventsourcing` library, which also commit a consumer's position and its new
events in one transaction. The log knows streams, versions and positions; it does not know what events mean.

>>> from datetime import UTC, datetime
>>> from events.cases import CaseClaimed
>>> from events.memory import open_memory_log
>>> log = open_memory_log()
>>> now = datetime(2026, 9, 1, tzinfo=UTC)
>>> log.append([Write("case/A", 0, (CaseClaimed(actor="li", happened_at=now, recorded_at=now),))])
[1]
>>> [recorded.event.actor for recorded in log.read_after(0, limit=10)]
['li']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from eventsourcing.persistence import (
    IntegrityError,
    Notification,
    OperationalError,
    PersistenceError,
    StoredEvent,
    Tracking,
)

from events.codec import Codec
from events.event import Event


class LogError(Exception):
    """Anything that goes wrong at the log."""


class VersionConflict(LogError):
    """Somebody else appended first: read again and decide again."""


class LogUnavailable(LogError):
    """The store is locked, full, read-only or gone."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event at its place in the log."""

    position: int
    """Place in the total order, from 1."""
    stream_id: str
    version: int
    """Place in its stream, from 1."""
    event: Event


@dataclass(frozen=True, slots=True)
class Write:
    """New events for one stream, given that it stands at `expected_version` (0: it does not exist)."""

    stream_id: str
    expected_version: int
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Consumed:
    """How far a consumer has come: it has dealt with everything up to `position`."""

    consumer: str
    position: int


class LogRecorder(Protocol):
    """What the log needs of a recorder: the library's process recorder and four reads beside it."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: object) -> Sequence[int] | None:
        """Insert events, and a `tracking`, in one transaction."""

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Select events in the total order."""

    def max_notification_id(self) -> int | None:
        """Return the last position, or None."""

    def max_tracking_id(self, application_name: str) -> int | None:
        """Return how far a consumer has come, or None."""

    def count_topics(self, topics: Sequence[str]) -> int:
        """Count events of some topics."""

    def select_stream(self, stream_id: str, stop: int | None) -> Sequence[Notification]:
        """Select one stream, oldest first, up to a position."""

    def select_latest(self, stream_ids: Sequence[str]) -> Sequence[Notification]:
        """Select the latest event of each of the streams that exist."""

    def select_prefix(
        self, prefix: str, after: tuple[str, int], limit: int, stop: int | None
    ) -> Sequence[Notification]:
        """Select events of the streams whose ids begin with a prefix, by (stream id, version)."""

    def close(self) -> None:
        """Release what the recorder holds."""


class EventLog:
    """Append events, read streams, read everything after a position, remember consumers' positions."""

    def __init__(self, recorder: LogRecorder, codec: Codec | None = None) -> None:
        self._recorder = recorder
        self._codec = codec or Codec()

    def append(self, writes: Iterable[Write], consumed: Consumed | None = None) -> list[int]:
        """Append all the writes, and the consumer's position, or nothing; return the new positions.

        Raises VersionConflict when a stream is not at its expected version or the consumer has been
        past the position already, LogUnavailable when the store cannot be written.
        """
        stored = [
            StoredEvent(write.stream_id, version, *self._codec.encode(event))
            for write in writes
            for version, event in enumerate(write.events, write.expected_version + 1)
        ]
        tracking = Tracking(consumed.consumer, consumed.position) if consumed else None
        try:
            return list(self._recorder.insert_events(stored, tracking=tracking) or ())
        except IntegrityError as error:
            raise VersionConflict(str(error)) from error
        except OperationalError as error:
            raise LogUnavailable(str(error)) from error
        except PersistenceError as error:
            raise LogError(str(error)) from error

    def read_stream(self, stream_id: str, until: int | None = None) -> list[Recorded]:
        """Return a stream's events, oldest first, as they stood at position `until`."""
        return self._recorded(self._recorder.select_stream(stream_id, until))

    def read_latest(self, stream_ids: Sequence[str]) -> dict[str, Recorded]:
        """Return the latest event of each stream that exists."""
        return {r.stream_id: r for r in self._recorded(self._recorder.select_latest(stream_ids))}

    def read_after(
        self,
        position: int,
        *,
        limit: int,
        until: int | None = None,
        of: Sequence[type[Event]] = (),
    ) -> list[Recorded]:
        """Return at most `limit` events after a position, in the total order, of the given classes only."""
        topics = self._codec.topics_of(*of) if of else ()
        return self._recorded(
            self._recorder.select_notifications(position, limit, until, topics, inclusive_of_start=False)
        )

    def read_all(
        self,
        *,
        after: int = 0,
        until: int | None = None,
        of: Sequence[type[Event]] = (),
        page_size: int = 2_000,
    ) -> Iterator[Recorded]:
        """Yield every event after a position, page by page."""
        while page := self.read_after(after, limit=page_size, until=until, of=of):
            yield from page
            after = page[-1].position

    def read_prefix(
        self, prefix: str, *, until: int | None = None, page_size: int = 2_000
    ) -> Iterator[Recorded]:
        """Yield the events of all streams whose ids begin with a prefix, stream by stream."""
        place = (prefix, 0)
        while page := self._recorder.select_prefix(prefix, place, page_size, until):
            yield from self._recorded(page)
            place = (str(page[-1].originator_id), page[-1].originator_version)

    def count(self, of: Sequence[type[Event]]) -> int:
        """Return how many events of the given classes the log holds, without reading them."""
        return self._recorder.count_topics(self._codec.topics_of(*of))

    def head(self) -> int:
        """Return the last position; 0 when the log is empty."""
        return self._recorder.max_notification_id() or 0

    def position_of(self, consumer: str) -> int:
        """Return how far a consumer has come; 0 when it has not begun."""
        return self._recorder.max_tracking_id(consumer) or 0

    def close(self) -> None:
        """Release the store."""
        self._recorder.close()

    def _recorded(self, notifications: Sequence[Notification]) -> list[Recorded]:
        decode = self._codec.decode
        return [
            Recorded(n.id, str(n.originator_id), n.originator_version, decode(n.topic, n.state))
            for n in notifications
        ]

"""The event log: one total order of everything that happened, the only road between the stages.

Built on the recorders of the `eventsourcing` library, which also commit a consumer's position and its new
events in one transaction. The log knows streams, versions and positions; it does not know what events mean.
What is made or read by the million goes through in its stored form: encoded by another process, or decoded
by the reader only as far as it needs.

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

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    PersistenceError,
    Tracking,
)

from events.codec import Codec, Encoded
from events.event import Event
from events.recorder import LogRecorder, Place, Row
from events.recorder import Stored as Stored  # noqa: PLC0414 - found here by who reads the log


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


class Write(NamedTuple):
    """New events for one stream, given that it stands at `expected_version` (0: it does not exist).

    An event that a codec has encoded already is appended as it is. A write without events appends nothing and
    demands that the stream still stands there: the other writes depend on what was read from it.
    """

    stream_id: str
    expected_version: int
    events: Sequence[Event | Encoded]


@dataclass(frozen=True, slots=True)
class Consumed:
    """How far a consumer has come: it has dealt with everything up to `position`."""

    consumer: str
    position: int


class EventLog:
    """Append events, read streams, read everything after a position, remember consumers' positions."""

    def __init__(
        self,
        recorder: LogRecorder,
        codec: Codec | None = None,
        reopen: Callable[[], EventLog] | None = None,
    ) -> None:
        """`reopen`, which can be pickled, opens the same log in another process; None where none can."""
        self._recorder = recorder
        self.codec = codec or Codec()
        self.reopen = None if codec else reopen

    def append(
        self,
        writes: Iterable[Write],
        consumed: Consumed | None = None,
        rows: Sequence[Row] = (),
    ) -> list[int]:
        """Append all the writes, and the consumer's position, or nothing; return the new positions.

        `rows` are events that a codec has encoded already, with the versions that they are to have in their
        streams, none of which may be passed over. They come before the writes: of what is filed by the
        thousand, a `Write` each would cost as much as inserting it.

        Raises VersionConflict when a stream is not at its expected version or the consumer has been
        past the position already, LogUnavailable when the store cannot be written, ValueError for an
        encoded event that this log could not read again.
        """
        writes = list(writes)
        unmoved = [(write.stream_id, write.expected_version) for write in writes if not write.events]
        for topic in {topic for _, _, topic, _ in rows}:
            self._require_known(topic)
        written = [
            (stream_id, version, *self._encoded(event))
            for stream_id, expected_version, events in writes
            for version, event in enumerate(events, expected_version + 1)
        ]
        return self._insert([*rows, *written], consumed, unmoved)

    def _insert(self, rows: Sequence[Row], consumed: Consumed | None, unmoved: Sequence[Place]) -> list[int]:
        tracking = Tracking(consumed.consumer, consumed.position) if consumed else None
        try:
            return list(self._recorder.insert(rows, tracking, unmoved))
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
        return self._recorded(self.read_encoded_after(position, limit=limit, until=until, of=of))

    def read_encoded_after(
        self,
        position: int,
        *,
        limit: int,
        until: int | None = None,
        of: Sequence[type[Event]] = (),
    ) -> Sequence[Stored]:
        """Return what `read_after` does without decoding it: ten times as fast.

        The reader asks the codec which class a topic stands for, and leaves to `decode` the topics that stand
        for none: events of older versions.
        """
        topics = self.codec.topics_of(*of) if of else ()
        return self._recorder.select_after(position, limit, until, topics)

    def decode(self, stored: Stored) -> Recorded:
        """Return an event that was read in its stored form. Raises UnreadableEvent as the codec does."""
        return Recorded(*stored[:3], self.codec.decode(stored.topic, stored.state))

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
            place = (page[-1].stream_id, page[-1].version)

    def count(self, of: Sequence[type[Event]]) -> int:
        """Return how many events of the given classes the log holds, without reading them."""
        return self._recorder.count_topics(self.codec.topics_of(*of))

    def first(self, prefix: str) -> int | None:
        """Return the first position in the streams whose ids begin with a prefix; None when there are none.

        Who reads only those streams from the start need not walk past the millions of events before.
        """
        return self._recorder.select_first(prefix)

    def head(self) -> int:
        """Return the last position; 0 when the log is empty."""
        return self._recorder.max_notification_id() or 0

    def position_of(self, consumer: str) -> int:
        """Return how far a consumer has come; 0 when it has not begun."""
        return self._recorder.max_tracking_id(consumer) or 0

    def consumers(self) -> dict[str, int]:
        """Return how far every consumer has come."""
        return self._recorder.select_trackings()

    def append_stored(self, some: Sequence[Stored], consumed: Consumed | None = None) -> list[int]:
        """Append events of another log as they were stored there, old ones too; return their positions.

        Raises what `append` raises.
        """
        return self._insert([row[1:] for row in some], consumed, ())

    def close(self) -> None:
        """Release the store."""
        self._recorder.close()

    def _encoded(self, event: Event | Encoded) -> Encoded:
        if not isinstance(event, Encoded):
            return self.codec.encode(event)
        self._require_known(event.topic)
        return event

    def _require_known(self, topic: str) -> None:
        if self.codec.class_of(topic) is None:
            raise ValueError(f"{topic} is not a stored name that this log writes")

    def _recorded(self, some: Sequence[Stored]) -> list[Recorded]:
        decode = self.codec.decode
        return [
            Recorded(position, stream_id, version, decode(topic, state))
            for position, stream_id, version, topic, state in some
        ]

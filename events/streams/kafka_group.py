"""Members of a consumer group, whatever they read.

A member goes on reading where its reader has committed, never where Kafka remembers; Kafka is told all the
same, so that its own tools can show the lag.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, Generic, TypeVar

from kafka import ConsumerRebalanceListener, KafkaConsumer
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata, TopicPartition

from events.streams.brokers import BrokerConnection
from events.streams.kafka_client import CLOSE_S, REQUEST_MS, reaching, topic_name
from events.streams.ports import PositionOf

_SESSION_MS: Final = 6_000
"""After this silence the broker gives a killed member's partitions to the others."""

Given = TypeVar("Given")
"""What a member gives its reader for the records of one partition."""


class GroupMember(ABC, Generic[Given]):
    """A member of a consumer group: reads the partitions that it is given, from where its reader says.

    A partition that is given stays paused until `poll` has placed it, in the reader's own thread.
    """

    _first = 1
    """From which position on what is gone before it was read is missed: who begins takes what there is."""
    _silence_ms = 300_000
    """How long a reader may be busy before its partitions go to others."""

    def __init__(
        self,
        connection: BrokerConnection,
        topic: str,
        group: str,
        position_of: PositionOf,
        place_of: PositionOf | None = None,
    ) -> None:
        """Take where a partition is read on, and, where that is another, how far its reader has come."""
        self._connection, self._topic, self._group = connection, topic, group
        self._position_of = position_of
        self._place_of = place_of or position_of
        self._consumer: Any = None
        self._name = ""
        self._unplaced: set[TopicPartition] = set()
        self._lock = threading.Lock()
        self._dealt_with: dict[TopicPartition, OffsetAndMetadata] = {}
        self.lost = 0
        """Messages that the topic's retention deleted before they were read."""

    @abstractmethod
    def _portion(self, source: str, records: Sequence[Any]) -> Given:
        """Return what the reader gets for records of a partition."""

    def poll(self, limit: int, timeout_s: float) -> Sequence[Given]:
        """Return at most `limit` messages; the last poll's are dealt with. Raises StreamUnavailable."""
        try:
            with reaching(self._topic):
                consumer = self._consumer or self._join()
                self._tell_kafka()
                self._place()
                polled = consumer.poll(timeout_ms=int(timeout_s * 1000), max_records=limit)
                self._place()
        except BaseException:
            self._leave()  # What the client has given out and we have not must come again.
            raise
        for place, records in polled.items():
            self._dealt_with[place] = OffsetAndMetadata(records[-1].offset + 1)
        return [
            self._portion(f"{self._name}/{place.partition}", records) for place, records in polled.items()
        ]

    def rewind(self, source: str) -> None:
        """Give a partition's messages again; look first whether its topic is still the same."""
        place = TopicPartition(self._topic, int(source.rpartition("/")[2]))
        self._dealt_with.pop(place, None)
        self._name = ""
        if self._consumer is not None and place in self._consumer.assignment():
            self._hold([place])

    def lag(self) -> Mapping[str, int]:
        """Return how far the readers of the topic's partitions, ours and others', are behind their ends."""
        with reaching(self._topic):
            consumer = self._consumer or self._join()
            places = [
                TopicPartition(self._topic, n) for n in consumer.partitions_for_topic(self._topic) or ()
            ]
            starts, ends = consumer.beginning_offsets(places), consumer.end_offsets(places)
            names = {place: f"{self._name}/{place.partition}" for place in sorted(places)}
            return {
                name: max(0, ends[place] - max(starts[place], self._position_of(name)))
                for place, name in names.items()
            }

    def held(self) -> frozenset[int]:
        """Return the numbers of the partitions that are ours just now."""
        assigned = self._consumer.assignment() if self._consumer is not None else ()
        return frozenset(place.partition for place in assigned)

    def close(self) -> None:
        """Leave the group, so that others take over at once."""
        if self._consumer is not None:
            with suppress(KafkaError):
                self._consumer.commit(self._dealt_with, timeout_ms=CLOSE_S * 1000)
        self._leave()

    def _join(self) -> Any:  # noqa: ANN401 # the library has no types
        self._name = topic_name(self._connection, self._topic)
        self._consumer = KafkaConsumer(
            **self._connection.consumer_options(REQUEST_MS),
            group_id=self._group,
            enable_auto_commit=False,
            session_timeout_ms=_SESSION_MS,
            heartbeat_interval_ms=_SESSION_MS // 4,
            max_poll_interval_ms=self._silence_ms,
        )
        self._consumer.subscribe([self._topic], listener=_Assignments(self))
        return self._consumer

    def _leave(self) -> None:
        consumer, self._consumer = self._consumer, None
        self._dealt_with.clear()
        with self._lock:
            self._unplaced.clear()
        if consumer is not None:
            with suppress(KafkaError):
                consumer.close(timeout_ms=CLOSE_S * 1000)

    def _hold(self, places: Iterable[TopicPartition]) -> None:
        self._consumer.pause(*places)
        with self._lock:
            self._unplaced.update(places)

    def _place(self) -> None:
        """Let the partitions that are new to us begin where the reader has come to."""
        with self._lock:
            unplaced = sorted(self._unplaced & self._consumer.assignment())
            self._unplaced.clear()
        if not unplaced:
            return
        self._name = self._name or topic_name(self._connection, self._topic)
        for place, beginning in self._consumer.beginning_offsets(unplaced).items():
            position = self._place_of(f"{self._name}/{place.partition}")
            if self._first <= position < beginning:
                self.lost += beginning - position
            with suppress(ValueError):  # It was taken from us meanwhile.
                self._consumer.seek(place, max(position, beginning))
                self._consumer.resume(place)

    def _tell_kafka(self) -> None:
        """Commit what is dealt with, for Kafka's own tools; nobody waits for it or depends on it."""
        if self._dealt_with:
            self._consumer.commit_async(dict(self._dealt_with))
            self._dealt_with.clear()


class _Assignments(ConsumerRebalanceListener):  # type: ignore[misc] # the library has no types
    """Holds back the partitions that the group gives us. Runs in the client's own thread."""

    def __init__(self, feed: GroupMember[Any]) -> None:
        self._feed = feed

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._feed._hold(list(assigned))  # noqa: SLF001

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Do nothing: between two polls nothing is in flight, and a late append is refused by the log."""

"""Kafka behind the ports; the only file that names it.

A source's name holds the cluster's and the topic's ids: a topic that is made anew counts from 0 again.
Positions are offsets + 1. A member of a group goes on reading where its reader has committed, never where
Kafka remembers; Kafka is told all the same, so that its own tools can show the lag.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

from kafka import ConsumerRebalanceListener, KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError
from kafka.structs import OffsetAndMetadata, TopicPartition

from events.streams.brokers import BrokerConnection, LastWarning, TopicPlan
from events.streams.cloudevents import Mode, from_wire, to_wire
from events.streams.ports import Message, Portion, PositionOf, Received, StreamUnavailable

IN_FLIGHT_MAX: Final = 1_000
"""Messages sent and not yet confirmed: the client itself has no bound."""

_REQUEST_MS: Final = 10_000
_DELIVERY_MS: Final = 20_000
_SESSION_MS: Final = 6_000
"""After this silence the broker gives a killed member's partitions to the others."""
_CLOSE_S: Final = 5
_LAST_WARNING: Final = LastWarning("kafka.net", r"connection.* failed: (?!.*(?i:disconnected|timed? ?out))")


def create_topics(connection: BrokerConnection, plans: Iterable[TopicPlan]) -> list[str]:
    """Make the topics that do not exist yet; return their names. Raises StreamUnavailable."""
    made = []
    with _reaching("the cluster"), _administration(connection) as admin:
        for plan in plans:
            with suppress(TopicAlreadyExistsError):
                options = dict(plan.options)
                admin.create_topics([NewTopic(plan.name, plan.partitions, plan.replication, None, options)])
                made.append(plan.name)
        admin.wait_for_topics([plan.name for plan in plans])
    return made


def topic_name(connection: BrokerConnection, topic: str) -> str:
    """Return a topic's name with the ids of its cluster and its own. Raises StreamUnavailable."""
    with _reaching(topic), _administration(connection) as admin:
        cluster = admin.describe_cluster()["cluster_id"]
        (told,) = admin.describe_topics([topic])
    if told["error_code"]:
        raise StreamUnavailable(f"topic {topic} does not exist on the cluster {cluster}")
    return f"kafka/{cluster}/{topic}/{told['topic_id']}"


class KafkaSink:
    """Sends messages to a topic; `write` returns when all of them are confirmed by all replicas in sync."""

    def __init__(self, connection: BrokerConnection, topic: str, mode: Mode = "binary") -> None:
        self._connection, self._topic, self._mode = connection, topic, mode
        self._producer: Any = None

    def write(self, messages: Sequence[Message]) -> None:
        """Send messages, a bounded number at a time. Raises StreamUnavailable when some may be lost."""
        for start in range(0, len(messages), IN_FLIGHT_MAX):
            try:
                with _reaching(self._topic):
                    self._send(messages[start : start + IN_FLIGHT_MAX])
            except StreamUnavailable:
                self._discard()
                raise

    def close(self) -> None:
        """Close the producer."""
        self._discard()

    def _send(self, messages: Sequence[Message]) -> None:
        if self._producer is None:
            self._producer = KafkaProducer(
                **self._connection.options(_REQUEST_MS),
                acks="all",
                linger_ms=2,
                batch_size=256 * 1024,
                max_request_size=2 * 1024 * 1024,
                max_block_ms=_REQUEST_MS // 2,
                delivery_timeout_ms=_DELIVERY_MS,
                allow_auto_create_topics=False,
            )
        wired = [(message.key.encode() or None, *to_wire(message, self._mode)) for message in messages]
        sent, failures = [], list[KafkaError]()
        for key, headers, value in wired:
            try:
                sent.append(self._producer.send(self._topic, value, key=key, headers=headers))
            except KafkaError as error:
                failures.append(error)
                break
        for future in sent:  # All of them: a producer with pending messages cannot be closed.
            try:
                future.get(timeout=(_DELIVERY_MS + _REQUEST_MS) / 1000)
            except KafkaError as error:
                failures.append(error)
        if failures:
            raise failures[0]

    def _discard(self) -> None:
        """Drop the producer: after an error that it cannot get over, only a new one can go on."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(KafkaError):
                producer.close(timeout=_CLOSE_S)


class KafkaSource:
    """One partition of a topic, read from any position, without a group."""

    def __init__(self, connection: BrokerConnection, topic: str, partition: int = 0) -> None:
        self._place = TopicPartition(topic, partition)
        with _reaching(topic):
            self._consumer = KafkaConsumer(**connection.consumer_options(_REQUEST_MS), group_id=None)
            self._consumer.assign([self._place])
        self._next = -1

    def read(self, after: int, limit: int) -> Sequence[Received]:
        """Return at most `limit` messages after a position. Raises StreamUnavailable."""
        place, received = self._place, list[Received]()
        with _reaching(place.topic):
            end = self._consumer.end_offsets([place])[place]
            start = max(after, self._consumer.beginning_offsets([place])[place])
            if start >= end:
                return []
            if start != self._next:
                self._consumer.seek(place, start)
            while len(received) < limit and self._consumer.position(place) < end:
                left = limit - len(received)
                polled = self._consumer.poll(timeout_ms=_REQUEST_MS, max_records=left)
                if not polled:
                    raise StreamUnavailable(f"{place.topic}: the broker does not answer")
                received += map(_received, polled.get(place, ()))
            self._next = self._consumer.position(place)
        return received

    def close(self) -> None:
        """Close the consumer."""
        with suppress(KafkaError):
            self._consumer.close(timeout_ms=_CLOSE_S * 1000)


class KafkaFeed:
    """A member of a consumer group: reads the partitions that it is given, from where its reader says.

    A partition that is given stays paused until `poll` has placed it, in the reader's own thread.
    """

    def __init__(self, connection: BrokerConnection, topic: str, group: str, position_of: PositionOf) -> None:
        self._connection, self._topic, self._group = connection, topic, group
        self._position_of = position_of
        self._consumer: Any = None
        self._name = ""
        self._unplaced: set[TopicPartition] = set()
        self._lock = threading.Lock()
        self._dealt_with: dict[TopicPartition, OffsetAndMetadata] = {}
        self.lost = 0
        """Messages that the topic's retention deleted before they were read."""

    def poll(self, limit: int, timeout_s: float) -> Sequence[Portion]:
        """Return at most `limit` messages; the last poll's are dealt with. Raises StreamUnavailable."""
        try:
            with _reaching(self._topic):
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
            Portion(f"{self._name}/{place.partition}", [_received(record) for record in records])
            for place, records in polled.items()
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
        with _reaching(self._topic):
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

    def close(self) -> None:
        """Leave the group, so that others take over at once."""
        if self._consumer is not None:
            with suppress(KafkaError):
                self._consumer.commit(self._dealt_with, timeout_ms=_CLOSE_S * 1000)
        self._leave()

    def _join(self) -> Any:  # noqa: ANN401 # the library has no types
        self._name = topic_name(self._connection, self._topic)
        self._consumer = KafkaConsumer(
            **self._connection.consumer_options(_REQUEST_MS),
            group_id=self._group,
            enable_auto_commit=False,
            session_timeout_ms=_SESSION_MS,
            heartbeat_interval_ms=_SESSION_MS // 4,
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
                consumer.close(timeout_ms=_CLOSE_S * 1000)

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
            position = self._position_of(f"{self._name}/{place.partition}")
            if 0 < position < beginning:
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

    def __init__(self, feed: KafkaFeed) -> None:
        self._feed = feed

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._feed._hold(list(assigned))  # noqa: SLF001

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Do nothing: between two polls nothing is in flight, and a late append is refused by the log."""


def _received(record: Any) -> Received:  # noqa: ANN401
    return Received(record.offset + 1, from_wire(record.headers, record.value, record.key))


@contextmanager
def _administration(connection: BrokerConnection) -> Iterator[Any]:
    admin = KafkaAdminClient(**connection.options(_REQUEST_MS))
    try:
        yield admin
    finally:
        admin.close()


@contextmanager
def _reaching(what: str) -> Iterator[None]:
    """Say the library's errors as the ports do."""
    try:
        yield
    except KafkaError as error:
        raise StreamUnavailable(f"{what}: {error}{_LAST_WARNING.take()}") from error

"""Kafka behind the ports of messages. It is named in the files `kafka*.py` beside this one only.

A source's name holds the cluster's and the topic's ids: a topic that is made anew counts from 0 again.
Positions are offsets + 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from kafka import KafkaConsumer
from kafka.admin import NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError
from kafka.structs import TopicPartition

from events.streams.brokers import BrokerConnection, TopicPlan
from events.streams.cloudevents import Mode, from_wire, to_wire
from events.streams.kafka_client import (
    CLOSE_S,
    IN_FLIGHT_MAX,
    REQUEST_MS,
    Posting,
    Sender,
    administration,
    reaching,
    topic_name,
)
from events.streams.kafka_group import GroupMember
from events.streams.ports import Message, Portion, Received, StreamUnavailable

__all__ = ["KafkaFeed", "KafkaSink", "KafkaSource", "create_topics", "topic_name"]


def create_topics(connection: BrokerConnection, plans: Iterable[TopicPlan]) -> list[str]:
    """Make the topics that do not exist yet; return their names. Raises StreamUnavailable."""
    made = []
    with reaching("the cluster"), administration(connection) as admin:
        for plan in plans:
            with suppress(TopicAlreadyExistsError):
                options = dict(plan.options)
                admin.create_topics([NewTopic(plan.name, plan.partitions, plan.replication, None, options)])
                made.append(plan.name)
        admin.wait_for_topics([plan.name for plan in plans])
    return made


class KafkaSink:
    """Sends messages to a topic; `write` returns when all of them are confirmed by all replicas in sync."""

    def __init__(self, connection: BrokerConnection, topic: str, mode: Mode = "binary") -> None:
        self._sender, self._mode = Sender(connection, topic), mode

    def write(self, messages: Sequence[Message]) -> None:
        """Send messages, a bounded number at a time. Raises StreamUnavailable when some may be lost."""
        for start in range(0, len(messages), IN_FLIGHT_MAX):
            self._sender.send([self._posting(message) for message in messages[start : start + IN_FLIGHT_MAX]])

    def close(self) -> None:
        """Close the producer."""
        self._sender.close()

    def _posting(self, message: Message) -> Posting:
        headers, value = to_wire(message, self._mode)
        return Posting(value, message.key.encode() or None, headers)


class KafkaSource:
    """One partition of a topic, read from any position, without a group."""

    def __init__(self, connection: BrokerConnection, topic: str, partition: int = 0) -> None:
        self._place = TopicPartition(topic, partition)
        with reaching(topic):
            self._consumer = KafkaConsumer(**connection.consumer_options(REQUEST_MS), group_id=None)
            self._consumer.assign([self._place])
        self._next = -1

    def read(self, after: int, limit: int) -> Sequence[Received]:
        """Return at most `limit` messages after a position. Raises StreamUnavailable."""
        place, received = self._place, list[Received]()
        with reaching(place.topic):
            end = self._consumer.end_offsets([place])[place]
            start = max(after, self._consumer.beginning_offsets([place])[place])
            if start >= end:
                return []
            if start != self._next:
                self._consumer.seek(place, start)
            while len(received) < limit and self._consumer.position(place) < end:
                left = limit - len(received)
                polled = self._consumer.poll(timeout_ms=REQUEST_MS, max_records=left)
                if not polled:
                    raise StreamUnavailable(f"{place.topic}: the broker does not answer")
                received += map(_received, polled.get(place, ()))
            self._next = self._consumer.position(place)
        return received

    def close(self) -> None:
        """Close the consumer."""
        with suppress(KafkaError):
            self._consumer.close(timeout_ms=CLOSE_S * 1000)


class KafkaFeed(GroupMember[Portion]):
    """A member of a group that reads messages."""

    def _portion(self, source: str, records: Sequence[Any]) -> Portion:
        return Portion(source, [_received(record) for record in records])


def _received(record: Any) -> Received:  # noqa: ANN401
    return Received(record.offset + 1, from_wire(record.headers, record.value, record.key))

"""Frames over Kafka: what our own workers tell one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events.streams.brokers import BrokerConnection
from events.streams.frames import FRAME_BYTES_MAX, Frame, FramePortion, Placed
from events.streams.kafka_client import Posting, Sender, topic_name
from events.streams.kafka_group import GroupMember


class KafkaFrameSink:
    """Sends frames to the partitions that they name; `write` returns when all of them are confirmed."""

    def __init__(self, connection: BrokerConnection, topic: str) -> None:
        self._connection, self._topic = connection, topic
        self._sender = Sender(connection, topic)

    def name(self) -> str:
        """Return the topic's name with its ids. Raises StreamUnavailable."""
        return topic_name(self._connection, self._topic)

    def partitions(self) -> int:
        """Return how many partitions the topic has. Raises StreamUnavailable."""
        return self._sender.partitions()

    def write(self, frames: Sequence[Placed]) -> None:
        """Send frames. Raises StreamUnavailable when some may be lost, ValueError for one too large."""
        for frame in frames:
            if len(frame.content) > FRAME_BYTES_MAX:
                raise ValueError(f"a frame has {len(frame.content)} bytes, more than {FRAME_BYTES_MAX}")
        self._sender.send([Posting(content, partition=partition) for partition, content in frames])

    def close(self) -> None:
        """Close the producer."""
        self._sender.close()


class KafkaFrameFeed(GroupMember[FramePortion]):
    """A member of a group that reads frames, from the first one on: none may be missing."""

    _first = 0
    _silence_ms = 3_600_000

    def _portion(self, source: str, records: Sequence[Any]) -> FramePortion:
        return FramePortion(source, [Frame(record.offset + 1, record.value or b"") for record in records])

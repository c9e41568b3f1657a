"""Frames do the same in memory and over Kafka."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Protocol

import pytest

from events.streams import PositionOf
from events.streams.brokers import BrokerConnection, TopicPlan
from events.streams.frames import (
    FRAME_BYTES_MAX,
    FrameFeed,
    FrameSink,
    MemoryFrameFeed,
    MemoryFrames,
    Placed,
    partition_of,
)
from events.streams.kafka import create_topics
from events.streams.kafka_frames import KafkaFrameFeed, KafkaFrameSink

PATIENCE_S = 30
PARTITIONS = 3


class Topic(Protocol):
    def sink(self) -> FrameSink: ...
    def feed(self, place_of: PositionOf, position_of: PositionOf) -> FrameFeed: ...


class InMemory:
    def __init__(self, _bootstrap: Callable[[], str]) -> None:
        self._frames = MemoryFrames("memory/frames", PARTITIONS)

    def sink(self) -> FrameSink:
        return self._frames

    def feed(self, place_of: PositionOf, position_of: PositionOf) -> FrameFeed:
        return MemoryFrameFeed(self._frames, place_of, position_of, range(PARTITIONS))


class OverKafka:
    def __init__(self, bootstrap: Callable[[], str]) -> None:
        self._connection, self._topic = BrokerConnection(bootstrap()), f"f-{uuid.uuid4().hex[:8]}"
        create_topics(self._connection, [TopicPlan(self._topic, PARTITIONS, replication=1)])

    def sink(self) -> FrameSink:
        return KafkaFrameSink(self._connection, self._topic)

    def feed(self, place_of: PositionOf, position_of: PositionOf) -> FrameFeed:
        return KafkaFrameFeed(self._connection, self._topic, f"g-{self._topic}", position_of, place_of)


@pytest.fixture(params=[InMemory, OverKafka])
def topic(request: pytest.FixtureRequest) -> Topic:
    opened: Topic = request.param(lambda: request.getfixturevalue("bootstrap"))
    return opened


def frames(*numbers: int) -> list[Placed]:
    return [Placed(number % PARTITIONS, f"f{number}".encode()) for number in numbers]


class Reader:
    """Reads until it has as many frames as it wants, and knows where it has come to."""

    def __init__(self, topic: Topic) -> None:
        self.places: dict[str, int] = {}
        self.read: list[bytes] = []
        self.feed = topic.feed(lambda source: self.places.get(source, 0), lambda s: self.places.get(s, 0))

    def until(self, wanted: int) -> Sequence[bytes]:
        deadline = time.monotonic() + PATIENCE_S
        while len(self.read) < wanted and time.monotonic() < deadline:
            for portion in self.feed.poll(2, 0.2):
                assert portion.partition == partition_of(portion.source)
                for position, content in portion.frames:
                    assert position > self.places.get(portion.source, 0)
                    self.places[portion.source] = position
                    self.read.append(content)
        return self.read


@pytest.fixture
def reader(topic: Topic) -> Iterator[Reader]:
    opened = Reader(topic)
    yield opened
    opened.feed.close()


def test_frames_are_read_from_the_partitions_that_they_were_sent_to(topic: Topic, reader: Reader) -> None:
    with closing(topic.sink()) as sink:
        assert sink.partitions() == PARTITIONS
        sink.write(frames(*range(10)))
    assert sorted(reader.until(10)) == sorted(f"f{number}".encode() for number in range(10))
    assert reader.feed.held() == {0, 1, 2}
    assert set(reader.feed.lag().values()) == {0}
    assert reader.feed.lost == 0
    for source in reader.places:
        assert source.startswith(topic.sink().name())


def test_what_was_not_dealt_with_comes_again(topic: Topic, reader: Reader) -> None:
    with closing(topic.sink()) as sink:
        sink.write(frames(0, 3, 6))
        reader.until(3)
        (source,) = reader.places
        reader.places[source] = 1
        reader.feed.rewind(source)
        assert reader.until(5) == [b"f0", b"f3", b"f6", b"f3", b"f6"]


def test_a_reader_begins_where_it_says(topic: Topic, reader: Reader) -> None:
    with closing(topic.sink()) as sink:
        sink.write(frames(0, 3, 6))
        reader.places = {f"{sink.name()}/0": 2}
        assert reader.until(1) == [b"f6"]


def test_a_frame_too_large_for_a_broker_is_refused(bootstrap: str) -> None:
    with closing(OverKafka(lambda: bootstrap).sink()) as sink:
        sink.write([Placed(0, b"x" * FRAME_BYTES_MAX)])
        with pytest.raises(ValueError, match="more than"):
            sink.write([Placed(0, b"x" * (FRAME_BYTES_MAX + 1))])

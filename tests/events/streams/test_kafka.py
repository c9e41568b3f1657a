from __future__ import annotations

import ast
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Protocol, TypeVar

import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka.structs import TopicPartition

from events.log import Consumed
from events.memory import open_memory_log
from events.streams import Message, StreamUnavailable, Unreadable
from events.streams.brokers import BrokerConnection, TopicPlan
from events.streams.cloudevents import Mode
from events.streams.kafka import KafkaFeed, KafkaSink, KafkaSource, create_topics, topic_name
from events.streams.ports import PositionOf
from tests.broker.broker import Broker
from tests.events.streams.contract import Channel, StreamContract, messages
from tests.events.streams.feed_contract import FeedContract, Reader, numbered, reader

ROOT = Path(__file__).parents[3]


class Closable(Protocol):
    def close(self) -> None: ...


Opened = TypeVar("Opened", bound=Closable)


class TopicChannel:
    """A topic of its own."""

    def __init__(self, bootstrap: str, mode: Mode = "binary", partitions: int = 1) -> None:
        self.connection = BrokerConnection(bootstrap)
        self.topic = f"t-{uuid.uuid4().hex[:8]}"
        self._mode: Mode = mode
        self._opened: list[Closable] = []
        create_topics(self.connection, [TopicPlan(self.topic, partitions, replication=1)])

    def sink(self) -> KafkaSink:
        return self._keep(KafkaSink(self.connection, self.topic, self._mode))

    def source(self) -> KafkaSource:
        return self._keep(KafkaSource(self.connection, self.topic))

    def feed(self, position_of: PositionOf) -> KafkaFeed:
        return KafkaFeed(self.connection, self.topic, f"g-{self.topic}", position_of)

    def name(self) -> str:
        return topic_name(self.connection, self.topic)

    def put(self, *values: bytes, partition: int = 0) -> None:
        """Send what is no message of ours."""
        producer = KafkaProducer(bootstrap_servers=self.connection.bootstrap_servers)
        for value in values:
            producer.send(self.topic, value, partition=partition).get(timeout=20)
        producer.close()

    def close(self) -> None:
        for opened in self._opened:
            opened.close()

    def _keep(self, opened: Opened) -> Opened:
        self._opened.append(opened)
        return opened


MakeTopic = Callable[..., TopicChannel]


@pytest.fixture
def topic(bootstrap: str) -> Iterator[MakeTopic]:
    """Make topics; whatever is opened of them is closed."""
    with ExitStack() as stack:
        yield lambda **how: stack.enter_context(closing(TopicChannel(bootstrap, **how)))


@pytest.fixture
def admin(bootstrap: str) -> Iterator[KafkaAdminClient]:
    with closing(KafkaAdminClient(bootstrap_servers=bootstrap)) as opened:
        yield opened


class TestKafkaStream(StreamContract):
    @pytest.fixture(params=["binary", "structured"])
    def channel(self, topic: MakeTopic, request: pytest.FixtureRequest) -> Callable[[], Channel]:
        return lambda: topic(mode=request.param)


class TestKafkaFeed(FeedContract):
    @pytest.fixture
    def inlet(self, topic: MakeTopic) -> TopicChannel:
        return topic(partitions=3)


def test_kafka_is_named_in_its_own_files_only() -> None:
    named = []
    for path in (p for folder in ("dedup", "events", "matchers") for p in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            if any(module.split(".")[0] == "kafka" for module in modules):
                named.append(str(path.relative_to(ROOT)))
    assert {Path(path).parent for path in named} == {Path("events/streams")}
    assert all(Path(path).name.startswith("kafka") for path in named)


def test_what_is_no_message_is_handed_over_and_reading_goes_on(topic: MakeTopic) -> None:
    channel = topic()
    channel.put(b"\xff\xfe", b"{}", b"[1]")
    sink = channel.sink()
    sink.write(messages(1))
    *bad, good = channel.source().read(0, 9)
    reasons = [r.message.reason for r in bad if isinstance(r.message, Unreadable)]
    assert reasons == ["content_not_json", "not_a_cloudevent", "not_a_cloudevent"]
    assert good.message == messages(1)[0]
    sink.close()


def until(condition: Callable[[], bool], readers: Sequence[Reader], patience_s: float = 40) -> None:
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline
        for one in readers:
            one.take(one.feed.poll(100, 0.1))


def given(one: Reader) -> int:
    assert isinstance(one.feed, KafkaFeed)
    return len(one.feed._consumer.assignment()) if one.feed._consumer else 0


def test_members_share_the_partitions_and_take_over_from_one_that_leaves(topic: MakeTopic) -> None:
    channel, log = topic(partitions=4), open_memory_log()
    sink = channel.sink()
    with reader(channel, log) as one:
        with reader(channel, log) as other:
            until(lambda: (given(one), given(other)) == (2, 2), [one, other])
            sink.write(numbered(40, keys=40))
            until(lambda: len(one.taken) + len(other.taken) >= 40, [one, other])
            assert one.taken
            assert other.taken
        sink.write(numbered(40, start=40))
        until(lambda: len(one.taken) + len(other.taken) >= 80, [one])
    assert sorted(one.taken + other.taken) == sorted(m.message_id for m in numbered(80))
    sink.close()


def test_kafkas_own_tools_see_what_is_dealt_with(topic: MakeTopic, admin: KafkaAdminClient) -> None:
    channel = topic()
    sink = channel.sink()
    sink.write(numbered(5))
    with reader(channel) as one:
        one.read(5)
    told = admin.list_group_offsets([f"g-{channel.topic}"])
    assert "offset=5" in str(told)
    sink.close()


def test_where_kafka_says_that_a_group_has_come_to_does_not_matter(topic: MakeTopic) -> None:
    channel = topic()
    sink = channel.sink()
    sink.write(numbered(5))
    with reader(channel) as one:
        one.read(5)
    with reader(channel) as another_log:
        another_log.read(5)
        assert len(another_log.taken) == 5
    sink.close()


def test_a_topic_that_is_made_anew_is_read_from_its_beginning(
    topic: MakeTopic, admin: KafkaAdminClient
) -> None:
    channel, log = topic(), open_memory_log()
    sink = channel.sink()
    sink.write(numbered(5))
    with reader(channel, log) as one:
        one.read(5)
    before = channel.name()
    admin.delete_topics([channel.topic])
    until(lambda: channel.topic not in admin.list_topics(), [])
    create_topics(channel.connection, [TopicPlan(channel.topic, 1, 1)])
    assert channel.name() != before
    sink.close()
    sink = channel.sink()
    sink.write(numbered(2, start=5))
    with reader(channel, log) as other:
        other.read(2)
        assert other.taken == ["m5", "m6"]
    sink.close()


def test_messages_that_were_deleted_before_they_were_read_are_counted(
    topic: MakeTopic, admin: KafkaAdminClient
) -> None:
    channel, log = topic(), open_memory_log()
    sink = channel.sink()
    sink.write(numbered(6))
    log.append((), Consumed(f"{channel.name()}/0", 2))
    admin.delete_records({TopicPartition(channel.topic, 0): 5})
    with reader(channel, log) as one:
        one.read(1)
        assert (one.taken, one.feed.lost) == (["m5"], 3)
    sink.close()


def test_a_sink_without_its_topic_says_so(bootstrap: str) -> None:
    sink = KafkaSink(BrokerConnection(bootstrap), "never-made")
    with pytest.raises(StreamUnavailable, match="never-made"):
        sink.write(messages(1))
    sink.close()


def test_a_feed_without_its_topic_says_so(bootstrap: str) -> None:
    feed = KafkaFeed(BrokerConnection(bootstrap), "never-made", "g", lambda _: 0)
    with pytest.raises(StreamUnavailable, match="never-made does not exist"):
        feed.poll(1, 0.1)
    feed.close()


def test_topics_that_are_there_are_left_alone(topic: MakeTopic) -> None:
    channel = topic()
    assert create_topics(channel.connection, [TopicPlan(channel.topic, 9, 1)]) == []


def test_a_message_that_is_too_large_is_not_sent(topic: MakeTopic) -> None:
    channel = topic()
    sink = channel.sink()
    with pytest.raises(ValueError, match="more than"):
        sink.write([Message("m1", {"text": "x" * 2_000_000})])
    sink.close()


def test_sink_and_feed_go_on_by_themselves_when_the_broker_was_killed(own_broker: Broker) -> None:
    channel, log = TopicChannel(own_broker.bootstrap), open_memory_log()
    sink = channel.sink()
    sink.write(numbered(5))
    with reader(channel, log) as one:
        one.read(5)
        own_broker.kill()
        restart = threading.Timer(1.0, own_broker.start)
        restart.start()
        deadline = time.monotonic() + 60
        while True:
            try:
                sink.write(numbered(5, start=5))
                break
            except StreamUnavailable:
                assert time.monotonic() < deadline
        restart.join()
        back = time.monotonic()
        while len(set(one.taken)) < 10:
            assert time.monotonic() - back < 30
            try:
                one.take(one.feed.poll(100, 0.2))
            except StreamUnavailable:
                time.sleep(0.2)
        assert sorted(set(one.taken)) == sorted(m.message_id for m in numbered(10))
    sink.close()

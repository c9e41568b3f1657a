from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from events.streams.cloudevents import Mode
from events.streams.kafka import (
    KafkaConnection,
    KafkaSink,
    KafkaSource,
    TopicPlan,
    create_topics,
)
from tests.events.streams.contract import Channel, StreamContract


class TopicChannel:
    def __init__(self, bootstrap: str, mode: Mode) -> None:
        self._connection = KafkaConnection(bootstrap)
        self._topic = f"t-{uuid.uuid4().hex[:8]}"
        self._mode: Mode = mode
        create_topics(self._connection, [TopicPlan(self._topic, partitions=1, replication=1)])

    def sink(self) -> KafkaSink:
        return KafkaSink(self._connection, self._topic, self._mode)

    def source(self) -> KafkaSource:
        return KafkaSource(self._connection, self._topic)


class TestKafkaStream(StreamContract):
    @pytest.fixture(params=["binary", "structured"])
    def channel(self, bootstrap: str, request: pytest.FixtureRequest) -> Callable[[], Channel]:
        return lambda: TopicChannel(bootstrap, request.param)

"""What every client of Kafka here shares: patience, names, errors said as the ports say them, sending."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final, NamedTuple

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import KafkaError

from events.streams.brokers import BrokerConnection, LastWarning
from events.streams.ports import StreamUnavailable

REQUEST_MS: Final = 10_000
DELIVERY_MS: Final = 20_000
CLOSE_S: Final = 5
IN_FLIGHT_MAX: Final = 1_000
"""Messages sent and not yet confirmed: the client itself has no bound."""
_LAST_WARNING: Final = LastWarning("kafka.net", r"connection.* failed: (?!.*(?i:disconnected|timed? ?out))")


def topic_name(connection: BrokerConnection, topic: str) -> str:
    """Return a topic's name with the ids of its cluster and its own. Raises StreamUnavailable."""
    with reaching(topic), administration(connection) as admin:
        cluster = admin.describe_cluster()["cluster_id"]
        (told,) = admin.describe_topics([topic])
    if told["error_code"]:
        raise StreamUnavailable(f"topic {topic} does not exist on the cluster {cluster}")
    return f"kafka/{cluster}/{topic}/{told['topic_id']}"


class Posting(NamedTuple):
    """A message as it goes over the wire."""

    value: bytes
    key: bytes | None = None
    headers: Sequence[tuple[str, bytes]] = ()
    partition: int | None = None
    """None: the one that the key's hash says."""


class Sender:
    """Sends to a topic; what it has sent is confirmed by all replicas in sync."""

    def __init__(self, connection: BrokerConnection, topic: str) -> None:
        self._connection, self._topic = connection, topic
        self._producer: Any = None

    def send(self, postings: Sequence[Posting]) -> None:
        """Send messages, a bounded number at a time. Raises StreamUnavailable when some may be lost."""
        for start in range(0, len(postings), IN_FLIGHT_MAX):
            try:
                with reaching(self._topic):
                    self._send(postings[start : start + IN_FLIGHT_MAX])
            except StreamUnavailable:
                self.close()
                raise

    def partitions(self) -> int:
        """Return how many partitions the topic has. Raises StreamUnavailable."""
        with reaching(self._topic):
            return len(self._open().partitions_for(self._topic) or ())

    def close(self) -> None:
        """Drop the producer: after an error that it cannot get over, only a new one can go on."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(KafkaError):
                producer.close(timeout=CLOSE_S)

    def _open(self) -> Any:  # noqa: ANN401 # the library has no types
        if self._producer is None:
            self._producer = KafkaProducer(
                **self._connection.options(REQUEST_MS),
                acks="all",
                linger_ms=2,
                batch_size=256 * 1024,
                max_request_size=2 * 1024 * 1024,
                max_block_ms=REQUEST_MS // 2,
                delivery_timeout_ms=DELIVERY_MS,
                allow_auto_create_topics=False,
            )
        return self._producer

    def _send(self, postings: Sequence[Posting]) -> None:
        producer = self._open()
        sent, failures = [], list[KafkaError]()
        for value, key, headers, partition in postings:
            try:
                sent.append(producer.send(self._topic, value, key, list(headers), partition))
            except KafkaError as error:
                failures.append(error)
                break
        deadline = time.monotonic() + (DELIVERY_MS + REQUEST_MS) / 1000
        for future in sent:  # All of them: a producer with pending messages cannot be closed.
            try:
                future.get(timeout=max(0.0, deadline - time.monotonic()))
            except KafkaError as error:
                failures.append(error)
        if failures:
            raise failures[0]


@contextmanager
def administration(connection: BrokerConnection) -> Iterator[Any]:
    """Give a client that asks and changes what the cluster holds."""
    admin = KafkaAdminClient(**connection.options(REQUEST_MS))
    try:
        yield admin
    finally:
        admin.close()


@contextmanager
def reaching(what: str) -> Iterator[None]:
    """Say the library's errors as the ports do."""
    try:
        yield
    except KafkaError as error:
        raise StreamUnavailable(f"{what}: {error}{_LAST_WARNING.take()}") from error

"""Streams as the settings name them: which topics there are, and the ports to them. The root for workers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dedup.database import secret_in
from dedup.errors import BadRequest
from dedup.settings import Settings
from events.streams import Feed, Sink
from events.streams.brokers import BrokerConnection, TopicPlan
from events.streams.frames import FrameFeed, FrameSink
from events.streams.kafka import KafkaFeed, KafkaSink, create_topics, topic_name
from events.streams.kafka_frames import KafkaFrameFeed, KafkaFrameSink
from events.streams.ports import PositionOf

REGISTRATIONS: Final = "registrations.v1"
REJECTED: Final = "registrations.rejected.v1"
CASES: Final = "cases.v1"
OUTCOMES: Final = "outcomes.v1"

MATCHING_KEYS: Final = "matching.keys.v1"
MATCHING_PAIRS: Final = "matching.pairs.v1"
MATCHERS: Final = "dedup-matcher"
CASE_WORKERS: Final = "dedup-cases"
"""Groups that share the partitions of keys, and those of pairs."""

SHARES: Final = 4
"""Into how many shares matching is divided unless it is said: the most matchers that have work."""
_FOR_EVER: Final = "-1"
_DAY_MS: Final = 24 * 60 * 60 * 1000
TOPICS: Final[Mapping[str, int]] = MappingProxyType(
    {REGISTRATIONS: 30, REJECTED: 90, CASES: 90, OUTCOMES: 365}
)
"""Every topic that others write or read, with the days for which Kafka keeps its messages."""
MATCHING: Final = (MATCHING_KEYS, MATCHING_PAIRS)
"""Topics of our own workers alone. What they hold is the workers' state: it is kept for ever."""


class Streams:
    """The streams of one installation."""

    def __init__(self, settings: Settings) -> None:
        """Read the settings. Raises BadRequest when they name no cluster."""
        if not settings.kafka_bootstrap_servers:
            raise BadRequest("kafka-not-set")
        self._settings = settings
        self._connection = connection_of(settings, settings.kafka_bootstrap_servers)

    def topic(self, name: str) -> str:
        """Return what a topic of ours is called on the cluster."""
        return f"{self._settings.kafka_topic_prefix}{name}"

    def registrations(self, position_of: PositionOf) -> Feed:
        """Return the feed of registrations, a member of the group."""
        settings = self._settings
        return KafkaFeed(self._connection, self.topic(REGISTRATIONS), settings.kafka_group_id, position_of)

    def frames(self, name: str, group: str, place_of: PositionOf, position_of: PositionOf) -> FrameFeed:
        """Return a member of a group of our own workers."""
        group = f"{self._settings.kafka_topic_prefix}{group}"
        return KafkaFrameFeed(self._connection, self.topic(name), group, position_of, place_of)

    def frame_sink(self, name: str) -> FrameSink:
        """Return the sink of a topic of our own workers."""
        return KafkaFrameSink(self._connection, self.topic(name))

    def sink(self, name: str) -> Sink:
        """Return the sink of a topic of ours."""
        return KafkaSink(self._connection, self.topic(name))

    def identity(self, name: str) -> str:
        """Return a topic's name with its ids, so that a new one is served anew. Raises StreamUnavailable."""
        return topic_name(self._connection, self.topic(name))

    def create(self, partitions: int, replication: int, shares: int = SHARES) -> list[str]:
        """Make the topics that do not exist yet; return their names. Raises StreamUnavailable.

        `shares` is how many partitions those of matching have.
        """
        plans = [
            TopicPlan(self.topic(name), partitions, replication, {"retention.ms": str(days * _DAY_MS)})
            for name, days in TOPICS.items()
        ]
        kept = {"retention.ms": _FOR_EVER, "retention.bytes": _FOR_EVER}
        plans += [TopicPlan(self.topic(name), shares, replication, kept) for name in MATCHING]
        return create_topics(self._connection, plans)


def connection_of(settings: Settings, bootstrap_servers: str) -> BrokerConnection:
    """Return how the settings say that the cluster is reached. Raises BadRequest for an unreadable secret."""
    sasl = settings.kafka_security_protocol.startswith("SASL")
    return BrokerConnection(
        bootstrap_servers=bootstrap_servers,
        security_protocol=settings.kafka_security_protocol,
        sasl_mechanism=settings.kafka_sasl_mechanism if sasl else None,
        sasl_username=settings.kafka_sasl_username,
        sasl_password=_password(settings),
        ca_file=_text(settings.kafka_ca_file),
        certificate_file=_text(settings.kafka_certificate_file),
        key_file=_text(settings.kafka_key_file),
    )


def _password(settings: Settings) -> str | None:
    if settings.kafka_sasl_password is not None:
        return settings.kafka_sasl_password.get_secret_value()
    path = settings.kafka_sasl_password_file
    return None if path is None else secret_in(path)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)

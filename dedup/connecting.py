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
from events.streams.kafka import KafkaFeed, KafkaSink, create_topics, topic_name
from events.streams.ports import PositionOf

REGISTRATIONS: Final = "registrations.v1"
REJECTED: Final = "registrations.rejected.v1"
CASES: Final = "cases.v1"
OUTCOMES: Final = "outcomes.v1"

_DAY_MS: Final = 24 * 60 * 60 * 1000
TOPICS: Final[Mapping[str, int]] = MappingProxyType(
    {REGISTRATIONS: 30, REJECTED: 90, CASES: 90, OUTCOMES: 365}
)
"""Every topic of ours, with the days for which Kafka keeps its messages."""


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

    def sink(self, name: str) -> Sink:
        """Return the sink of a topic of ours."""
        return KafkaSink(self._connection, self.topic(name))

    def identity(self, name: str) -> str:
        """Return a topic's name with its ids, so that a new one is served anew. Raises StreamUnavailable."""
        return topic_name(self._connection, self.topic(name))

    def create(self, partitions: int, replication: int) -> list[str]:
        """Make the topics that do not exist yet; return their names. Raises StreamUnavailable."""
        return create_topics(
            self._connection,
            [
                TopicPlan(self.topic(name), partitions, replication, {"retention.ms": str(days * _DAY_MS)})
                for name, days in TOPICS.items()
            ],
        )


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

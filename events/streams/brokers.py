"""What is said about a cluster of brokers: how it is reached, and which topics are to be there."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

FETCH_BYTES_MAX: Final = 8 * 1024 * 1024
"""What a consumer holds that its reader has not asked for yet."""


@dataclass(frozen=True, slots=True)
class BrokerConnection:
    """How a cluster is reached."""

    bootstrap_servers: str
    """Host:port of the brokers to ask first, with commas between."""
    security_protocol: str = "PLAINTEXT"
    sasl_mechanism: str | None = None
    sasl_username: str | None = None
    sasl_password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    certificate_file: str | None = None
    key_file: str | None = None

    def options(self, request_ms: int) -> dict[str, Any]:
        """Return what every client of the library is told."""
        return {
            "bootstrap_servers": [server.strip() for server in self.bootstrap_servers.split(",")],
            "client_id": "dedup",
            "security_protocol": self.security_protocol,
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_plain_username": self.sasl_username,
            "sasl_plain_password": self.sasl_password,
            "ssl_cafile": self.ca_file,
            "ssl_certfile": self.certificate_file,
            "ssl_keyfile": self.key_file,
            "request_timeout_ms": request_ms,
            "bootstrap_timeout_ms": request_ms,
            "reconnect_backoff_max_ms": 2_000,
        }

    def consumer_options(self, request_ms: int) -> dict[str, Any]:
        """Return what every consumer is told."""
        return {
            **self.options(request_ms),
            "auto_offset_reset": "earliest",
            "isolation_level": "read_committed",
            "fetch_max_bytes": FETCH_BYTES_MAX,
            "allow_auto_create_topics": False,
        }


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """A topic to be made."""

    name: str
    partitions: int
    replication: int
    options: Mapping[str, str] = field(default_factory=dict)


class LastWarning(logging.Handler):
    """Keeps what a client library warned of last: it says why, and the error that follows only what."""

    def __init__(self, logger: str, telling: str) -> None:
        """Listen to a logger for warnings that match a pattern."""
        super().__init__(logging.WARNING)
        self._telling = re.compile(telling)
        self._words = ""
        logging.getLogger(logger).addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning, if it tells anything."""
        words = record.getMessage()
        if self._telling.search(words):
            self._words = words

    def take(self) -> str:
        """Return the last warning, once, in brackets; nothing when there was none."""
        words, self._words = self._words, ""
        return f" ({words})" if words else ""

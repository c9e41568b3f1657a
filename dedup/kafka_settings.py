"""Settings of the connection to Kafka, `DEDUP_KAFKA_*`. Secrets may be given as files, as containers do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

SecurityProtocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class KafkaSettings(BaseSettings):
    """How the cluster is reached, and what our topics and our group are called."""

    kafka_bootstrap_servers: str | None = None
    """Brokers to ask first, as host:port with commas between; none: no streams."""
    kafka_security_protocol: SecurityProtocol = "PLAINTEXT"
    kafka_sasl_mechanism: SaslMechanism = "SCRAM-SHA-512"
    """How the password is shown to be known, where the protocol has SASL in it."""
    kafka_sasl_username: str | None = None
    kafka_sasl_password: SecretStr | None = None
    kafka_sasl_password_file: Path | None = None
    """A file that holds the password, instead of the password."""
    kafka_ca_file: Path | None = None
    """Certificates that the brokers' are signed by, in PEM; none: the system's."""
    kafka_certificate_file: Path | None = None
    """Our own certificate, where brokers ask for one."""
    kafka_key_file: Path | None = None
    """The key of our own certificate."""
    kafka_topic_prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{0,100}$")] = ""
    """What stands before the names of all topics."""
    kafka_group_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,100}$")] = "dedup-intake"
    """The consumer group that shares the partitions of registrations."""

    @model_validator(mode="after")
    def _sasl_is_whole(self) -> Self:
        """Refuse half of a log-in before anything connects."""
        if self.kafka_sasl_password and self.kafka_sasl_password_file:
            raise ValueError("give DEDUP_KAFKA_SASL_PASSWORD or DEDUP_KAFKA_SASL_PASSWORD_FILE, not both")
        if self.kafka_security_protocol.startswith("SASL"):
            password = self.kafka_sasl_password or self.kafka_sasl_password_file
            if not self.kafka_sasl_username or not password:
                raise ValueError("SASL needs DEDUP_KAFKA_SASL_USERNAME and a password or a password file")
        return self

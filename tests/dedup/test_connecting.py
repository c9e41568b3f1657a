from __future__ import annotations

import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import ValidationError

from dedup.connecting import MATCHING, REGISTRATIONS, TOPICS, Streams, connection_of
from dedup.errors import BadRequest
from dedup.settings import Settings
from events.memory import open_memory_log
from events.streams import StreamUnavailable
from tests.broker.secure import PASSWORD, USER, SecureBroker
from tests.dedup.intake.submissions import submitted
from tests.events.streams.feed_contract import Reader


def settings(**given: object) -> Settings:
    return Settings.model_validate({"store": "store", **given})


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\n")
    return path


def sasl(secured: SecureBroker, **given: object) -> Settings:
    return settings(
        **{
            "kafka_bootstrap_servers": secured.bootstrap,
            "kafka_security_protocol": "SASL_SSL",
            "kafka_sasl_username": USER,
            "kafka_ca_file": secured.ca_file,
            **given,
        }
    )


def test_registrations_come_over_tls_with_a_password_from_a_file(
    secured: SecureBroker, password_file: Path
) -> None:
    streams = Streams(sasl(secured, kafka_sasl_password_file=password_file))
    assert len(streams.create(partitions=1, replication=1)) == len([*TOPICS, *MATCHING])
    with closing(streams.sink(REGISTRATIONS)) as sink:
        sink.write([submitted("m1")])
    log = open_memory_log()

    class Inlet:
        sink = staticmethod(lambda: streams.sink(REGISTRATIONS))
        feed = staticmethod(streams.registrations)

    reader = Reader(Inlet(), log)
    reader.read(1)
    assert reader.taken == ["m1"]
    reader.feed.close()


def test_a_wrong_password_is_refused_and_said(secured: SecureBroker) -> None:
    streams = Streams(sasl(secured, kafka_sasl_password=PASSWORD[1:]))
    with pytest.raises(StreamUnavailable, match="Authentication failed"):
        streams.create(partitions=1, replication=1)


def test_a_broker_that_shows_another_certificate_is_not_talked_to(
    secured: SecureBroker, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    make = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other")
    subprocess.run(
        ["openssl", *make, "-keyout", tmp_path / "key", "-out", other], check=True, capture_output=True
    )
    streams = Streams(sasl(secured, kafka_sasl_password=PASSWORD, kafka_ca_file=other))
    with pytest.raises(StreamUnavailable, match="certificate"):
        streams.create(partitions=1, replication=1)


@pytest.mark.parametrize(
    "given",
    [
        {"kafka_security_protocol": "SASL_SSL", "kafka_sasl_username": "u"},
        {"kafka_security_protocol": "SASL_PLAINTEXT", "kafka_sasl_password": "p"},
        {"kafka_sasl_password": "p", "kafka_sasl_password_file": "f"},
        {"kafka_topic_prefix": "no spaces"},
        {"kafka_security_protocol": "TLS"},
    ],
)
def test_half_a_log_in_is_refused_before_anything_connects(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        settings(**given)


def test_without_a_cluster_there_are_no_streams() -> None:
    with pytest.raises(BadRequest, match="DEDUP_KAFKA_BOOTSTRAP_SERVERS"):
        Streams(settings())


def test_a_password_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    given = settings(
        kafka_security_protocol="SASL_SSL",
        kafka_sasl_username="u",
        kafka_sasl_password_file=tmp_path / "missing",
    )
    with pytest.raises(BadRequest, match="missing"):
        connection_of(given, "b:1")


def test_no_password_is_shown_by_what_holds_it() -> None:
    given = settings(
        kafka_security_protocol="SASL_SSL", kafka_sasl_username="u", kafka_sasl_password=PASSWORD
    )
    assert PASSWORD not in repr(given)
    assert PASSWORD not in repr(connection_of(given, "b:1"))


def test_topics_carry_the_prefix() -> None:
    streams = Streams(settings(kafka_bootstrap_servers="b:1", kafka_topic_prefix="county."))
    assert streams.topic(REGISTRATIONS) == "county.registrations.v1"

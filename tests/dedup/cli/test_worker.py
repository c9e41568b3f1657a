from __future__ import annotations

import json
import random
import signal
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from kafka import KafkaConsumer
from kafka.structs import TopicPartition

from dedup.asyncapi import description, payload_schema
from dedup.audit.digest import digest_of_registrations
from dedup.database import LOG_FILE
from dedup.sample import SampleRequest, write_sample
from events.cases import CaseFlagged
from events.event import Event
from events.log import Write
from events.postgres import open_postgres_log
from events.postgres_connections import PostgresOptions
from events.registrations import RegistrationEvent
from events.sqlite import open_sqlite_log
from events.streams import Message, StreamUnavailable
from events.streams.brokers import BrokerConnection
from events.streams.cloudevents import Mode
from events.streams.kafka import KafkaSink, KafkaSource
from tests.broker.broker import Broker
from tests.dedup.intake.submissions import submitted
from tests.dedup.publish.test_publisher import agreed, position
from tests.dedup.working.traffic import disturbed, messages_of
from tests.dedup.working.workers import PATIENCE_S, command, environment, last_status, run, start
from tests.postgres import Server

ROWS = 5_000
PARTITIONS = 4
STRIKES = 12


@dataclass(frozen=True, slots=True)
class Registers:
    files: tuple[Path, ...]
    digest: str
    """Of the registrations after `dedup import`."""

    def messages(self) -> list[Message]:
        return messages_of(self.files)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    folder = tmp_path_factory.mktemp("registers")
    files = write_sample(SampleRequest(out=folder, rows=ROWS, seed=6, hosts=2, format="jsonl")).files
    run(environment(""), "import", *files, "--store", folder / "store")
    return Registers(files, digest(folder / "store"))


def digest(store: Path) -> str:
    with closing(open_sqlite_log(store / LOG_FILE)) as log:
        return digest_of_registrations(log)


def events_of(store: Path, of: type[Event]) -> int:
    with closing(open_sqlite_log(store / LOG_FILE)) as log:
        return log.count((of,))


class Topics:
    """The topics of one test on a broker."""

    def __init__(self, bootstrap: str) -> None:
        self.prefix = f"{uuid.uuid4().hex[:8]}."
        self.env = environment(bootstrap, self.prefix)
        self.bootstrap = bootstrap
        self._connection = BrokerConnection(bootstrap)
        run(self.env, "worker", "topics", "--partitions", str(PARTITIONS))

    def sink(self, name: str = "registrations.v1", mode: Mode = "binary") -> KafkaSink:
        return KafkaSink(self._connection, self.prefix + name, mode)

    def everything_in(self, name: str) -> list[Message]:
        found = []
        for partition in range(PARTITIONS):
            with closing(KafkaSource(self._connection, self.prefix + name, partition)) as source:
                for received in source.read(0, 100_000):
                    assert isinstance(received.message, Message)
                    found.append(received.message)
        return found


@pytest.fixture
def topics(bootstrap: str) -> Topics:
    return Topics(bootstrap)


def test_registrations_sent_twice_and_out_of_order_are_exactly_those_of_the_files(
    topics: Topics, registers: Registers, tmp_path: Path
) -> None:
    sent = disturbed(registers.messages(), seed=1)
    assert len(sent) > 1.03 * len(registers.messages())
    with closing(topics.sink()) as sink:
        sink.write(sent)
    told = last_status(
        run(topics.env, "worker", "intake", "--drain", "--json", "--store", tmp_path / "store")
    )
    assert told["messages"] == len(sent)
    assert told["repeated"] >= len(sent) - len(registers.messages()) - told.get("superseded", 0)
    assert sorted(told["lag"].values()) == [0] * PARTITIONS
    assert digest(tmp_path / "store") == registers.digest
    assert topics.everything_in("registrations.rejected.v1") == []


def test_another_run_takes_nothing_twice(topics: Topics, registers: Registers, tmp_path: Path) -> None:
    with closing(topics.sink()) as sink:
        sink.write(registers.messages()[:200])
    arguments = ("worker", "intake", "--drain", "--json", "--store", tmp_path / "store")
    first, second = last_status(run(topics.env, *arguments)), last_status(run(topics.env, *arguments))
    assert (first["messages"], second["messages"]) == (200, 0)


@pytest.fixture
def worker(topics: Topics, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    arguments = ("worker", "intake", "--json", "--every", "0.2", "--store", tmp_path / "store")
    process = start(topics.env, tmp_path / "worker.log", *arguments)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(what: str, path: Path, patience_s: float = PATIENCE_S) -> None:
    deadline = time.monotonic() + patience_s
    while not path.exists() or what not in path.read_text():
        assert time.monotonic() < deadline, path.read_text() if path.exists() else "nothing was said"
        time.sleep(0.02)


def test_a_poison_message_is_told_within_a_second_while_others_go_on(
    topics: Topics, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    with closing(topics.sink()) as sink:
        sink.write([submitted("first")])
        wait_for('"accepted": 1', tmp_path / "worker.log")
        rejected = KafkaSourceOfAll(topics)
        others = [submitted(f"m{n}", registration_id=f"B{n}") for n in range(500)]
        poison = submitted("poison", name=None)
        began = time.monotonic()
        sink.write([*others[:250], poison, *others[250:]])
        (told,) = rejected.wait()
        elapsed_s = time.monotonic() - began
        rejected.close()
    assert elapsed_s < 1.0
    assert told.marks == {"reason": "missing_name"}
    assert (told.body["message_id"], told.body["field"]) == ("poison", "name")
    wait_for('"accepted": 501', tmp_path / "worker.log")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE_S) == 0


class KafkaSourceOfAll:
    """All partitions of the rejections, ready to be read at once."""

    def __init__(self, topics: Topics) -> None:
        name = topics.prefix + "registrations.rejected.v1"
        self._sources = [KafkaSource(topics._connection, name, p) for p in range(PARTITIONS)]
        for source in self._sources:
            source.read(0, 1)

    def wait(self) -> list[Message]:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            found = [r.message for source in self._sources for r in source.read(0, 9)]
            if found:
                return [message for message in found if isinstance(message, Message)]
        raise AssertionError("nothing was rejected")

    def close(self) -> None:
        for source in self._sources:
            source.close()


def test_a_worker_told_to_stop_ends_in_order_and_frees_its_partitions_at_once(
    topics: Topics, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    with closing(topics.sink()) as sink:
        sink.write([submitted("m1")])
        wait_for('"accepted": 1', tmp_path / "worker.log")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_S) == 0
        sink.write([submitted("m2", phone="2")])
    began = time.monotonic()
    arguments = ("worker", "intake", "--drain", "--json", "--store", tmp_path / "store")
    assert last_status(run(topics.env, *arguments))["amended"] == 1
    assert time.monotonic() - began < 15


class Victim(NamedTuple):
    """A server that can be ended without warning and comes back."""

    kill: Callable[[], None]
    start: Callable[[], None]


class Chaos:
    """Two workers and the servers that they need, killed and brought back."""

    def __init__(self, env: dict[str, str], folder: Path, servers: Sequence[Victim]) -> None:
        self._servers = servers
        self._folder = folder
        self._env = {**env, "DEDUP_BATCH_ROWS": "100"}
        self._workers = [self._worker(), self._worker()]

    def strike(self, chance: random.Random) -> None:
        target = chance.randrange(len(self._workers) + len(self._servers))
        if target < len(self._workers):
            self._workers[target].kill()
            self._workers[target].wait()
            self._workers[target] = self._worker()
            return
        server = self._servers[target - len(self._workers)]
        server.kill()
        time.sleep(chance.uniform(0, 1))
        server.start()

    def end(self) -> None:
        for worker in self._workers:
            worker.kill()
            worker.wait()

    def _worker(self) -> subprocess.Popen[bytes]:
        log = self._folder / "workers.log"
        return start(self._env, log, "worker", "intake", "--json", "--store", self._folder / "store")


def send_all(sink: KafkaSink, messages: list[Message], per_second: int) -> None:
    """Send as a committee's system would: again and again until it is confirmed."""
    page = 100
    for first in range(0, len(messages), page):
        while True:
            try:
                sink.write(messages[first : first + page])
                break
            except StreamUnavailable:
                time.sleep(0.2)
        time.sleep(page / per_second)


def disturb(topics: Topics, sent: list[Message], chaos: Chaos) -> None:
    """Send messages while everything is killed in turn, and let a last worker take what is left."""
    chance = random.Random(6)
    with closing(topics.sink()) as sink:
        producer = threading.Thread(target=send_all, args=(sink, sent, 300), daemon=True)
        try:
            producer.start()
            for _ in range(STRIKES):
                time.sleep(chance.uniform(0.5, 3))
                chaos.strike(chance)
            producer.join(PATIENCE_S)
            assert not producer.is_alive()
        finally:
            chaos.end()


def test_killed_workers_and_a_killed_broker_lose_nothing_and_do_nothing_twice(
    own_broker: Broker, registers: Registers, tmp_path: Path
) -> None:
    topics = Topics(own_broker.bootstrap)
    sent = disturbed(registers.messages(), seed=2)
    broker = Victim(own_broker.kill, own_broker.start)
    disturb(topics, sent, Chaos(topics.env, tmp_path, [broker]))
    run(topics.env, "worker", "intake", "--drain", "--json", "--store", tmp_path / "store")
    assert digest(tmp_path / "store") == registers.digest
    assert events_of(tmp_path / "store", RegistrationEvent) < len(registers.messages()) + 200


def test_nor_do_a_killed_database_and_the_others_beside_it(
    own_broker: Broker, postgres_server: Server, registers: Registers, tmp_path: Path
) -> None:
    topics, url = Topics(own_broker.bootstrap), postgres_server.new_database()
    env = {**topics.env, "DEDUP_DATABASE_URL": url}
    sent = disturbed(registers.messages(), seed=3)
    broker = Victim(own_broker.kill, own_broker.start)
    database = Victim(postgres_server.stop, postgres_server.start)
    disturb(topics, sent, Chaos(env, tmp_path, [broker, database]))
    run(env, "worker", "intake", "--drain", "--json", "--store", tmp_path / "store")
    with closing(open_postgres_log(PostgresOptions(url, pool_size=1))) as log:
        assert digest_of_registrations(log) == registers.digest
        assert log.count((RegistrationEvent,)) < len(registers.messages()) + 200


def raw_messages(topics: Topics, name: str) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """Return headers and payloads of a topic, read without any code of ours."""
    found: list[tuple[dict[str, str], dict[str, Any]]] = []
    with closing(KafkaConsumer(bootstrap_servers=topics.bootstrap, auto_offset_reset="earliest")) as consumer:
        consumer.assign([TopicPartition(topics.prefix + name, number) for number in range(PARTITIONS)])
        ends = sum(consumer.end_offsets(consumer.assignment()).values())
        while len(found) < ends:
            for records in consumer.poll(timeout_ms=500).values():
                for record in records:
                    headers = {key: value.decode() for key, value in record.headers}
                    found.append((headers, json.loads(record.value)))
    return found


@pytest.mark.parametrize("mode", ["binary", "structured"])
def test_real_traffic_is_as_the_description_says(topics: Topics, tmp_path: Path, mode: Mode) -> None:
    store = tmp_path / "store"
    with closing(topics.sink(mode=mode)) as sink:
        sink.write([submitted("m1"), submitted("m2", committee="310115"), submitted("m3", name=None)])
    run(topics.env, "worker", "intake", "--drain", "--store", store)
    run(topics.env, "project", "--store", store)
    with closing(open_sqlite_log(store / LOG_FILE)) as log:
        (flag,) = log.read_after(0, limit=9, of=(CaseFlagged,))
        log.append([Write(flag.stream_id, 1, (position(), agreed()))])
    told = last_status(run(topics.env, "worker", "publish", "--drain", "--json", "--store", store))
    assert told["sent"] == {"cases.v1": 3, "outcomes.v1": 1}

    messages = description()["components"]["messages"]
    for name, message, count in (
        ("registrations.v1", "registrationSubmitted", 3),
        ("registrations.rejected.v1", "registrationRejected", 1),
        ("cases.v1", "caseEvent", 3),
        ("outcomes.v1", "outcomeEvent", 1),
    ):
        seen = raw_messages(topics, name)
        assert len(seen) == count
        for headers, payload in seen:
            if headers["content-type"].startswith("application/cloudevents"):
                assert (name, mode) == ("registrations.v1", "structured")
                jsonschema.validate(payload["data"], payload_schema(message))
            else:
                jsonschema.validate(headers, messages[message]["headers"])
                jsonschema.validate(payload, payload_schema(message))
            assert "王小明" not in str(headers)


def test_what_was_published_is_not_published_again(topics: Topics, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with closing(topics.sink()) as sink:
        sink.write([submitted("m1"), submitted("m2", committee="310115")])
    run(topics.env, "worker", "intake", "--drain", "--store", store)
    run(topics.env, "project", "--store", store)
    arguments = ("worker", "publish", "--drain", "--json", "--store", store)
    first, second = last_status(run(topics.env, *arguments)), last_status(run(topics.env, *arguments))
    assert first["sent"] == {"cases.v1": 1, "outcomes.v1": 0}
    assert second["sent"] == {"cases.v1": 0, "outcomes.v1": 0}


def test_a_worker_without_a_cluster_says_what_to_set(tmp_path: Path) -> None:
    env = {**environment("")}
    del env["DEDUP_KAFKA_BOOTSTRAP_SERVERS"]
    done = subprocess.run(
        command("worker", "intake", "--store", tmp_path / "store"),
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "DEDUP_KAFKA_BOOTSTRAP_SERVERS" in done.stderr


def test_a_worker_waits_for_a_broker_that_is_away_and_says_so(tmp_path: Path) -> None:
    worker = start(
        environment("127.0.0.1:1"),
        tmp_path / "worker.log",
        "worker",
        "intake",
        "--store",
        tmp_path / "store",
    )
    try:
        wait_for("Trying again in", tmp_path / "worker.log")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_S) == 0
    finally:
        worker.kill()
        worker.wait()

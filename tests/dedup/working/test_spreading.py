"""Matching spread over processes, a broker and a database says what `dedup project` says on SQLite."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from dedup.database import LOG_FILE
from dedup.projector.adoption import adopted_model
from dedup.sample import SampleRequest, write_sample
from events.log import EventLog
from events.sqlite import open_sqlite_log
from events.streams import Message, StreamUnavailable
from events.streams.kafka import KafkaSink
from matchers import Model
from tests.broker.broker import Broker
from tests.dedup.working.fleet import PATIENCE_S, Fleet, Truth, postgres_log, stated_anew, truth_of
from tests.dedup.working.traffic import disturbed, messages_of
from tests.dedup.working.workers import environment, run
from tests.postgres import Server

ROWS = 5_000
STRIKES = 22
BLOCK_CAP = 6
"""So few that many keys are full, and the search is incomplete for many registrations."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What one process on SQLite says of some registers."""

    messages: list[Message]
    model: Model
    truth: Truth
    store: Path


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Embedded:
    folder = tmp_path_factory.mktemp("embedded")
    files = write_sample(SampleRequest(out=folder, rows=ROWS, seed=7, hosts=2, format="jsonl")).files
    env = {**environment(""), "DEDUP_WORKERS": "0"}
    store = folder / "store"
    run(env, "import", *files, "--store", store)
    run(env, "train", "--adopt", "--store", store)
    with closing(open_sqlite_log(store / LOG_FILE)) as log:
        stated_anew(log, crowded(log))
    run(env, "project", "--store", store)
    with closing(open_sqlite_log(store / LOG_FILE)) as log:
        adopted = adopted_model(log)
        assert adopted is not None
        return Embedded(messages_of(files), adopted.model, truth_of(log), store)


def crowded(log: EventLog) -> Model:
    adopted = adopted_model(log)
    assert adopted is not None
    return replace(adopted.model, thresholds=replace(adopted.model.thresholds, block_cap=BLOCK_CAP))


@pytest.fixture(scope="module")
def taken_in(
    embedded: Embedded,
    postgres_server: Server,
    bootstrap: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """Return a database that holds the registrations as they came through Kafka."""
    url = postgres_server.new_database()
    fleet = Fleet(bootstrap, url, tmp_path_factory.mktemp("intake"))
    with closing(fleet.sink()) as sink:
        sink.write(disturbed(embedded.messages, seed=4))
    run(fleet.env, "worker", "intake", "--drain", "--store", fleet.folder / "store")
    return url


@pytest.fixture
def fleet(taken_in: str, postgres_server: Server, bootstrap: str, tmp_path: Path) -> Iterator[Fleet]:
    url = postgres_server.new_database()
    copied, template = (psycopg.conninfo.conninfo_to_dict(u)["dbname"] for u in (url, taken_in))
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {copied}".encode())
        connection.execute(f"CREATE DATABASE {copied} TEMPLATE {template}".encode())
    fleet = Fleet(bootstrap, url, tmp_path)
    yield fleet
    fleet.end()


@pytest.mark.parametrize("matchers", [1, 2, 4])
def test_so_many_matchers_raise_the_flags_of_one_process(
    matchers: int, embedded: Embedded, fleet: Fleet
) -> None:
    with postgres_log(fleet.url) as log:
        stated_anew(log, embedded.model)
        fleet.start(keys=1, matcher=matchers, cases=1 if matchers < 4 else 2)
        fleet.await_flags(log)
        assert truth_of(log) == replace(embedded.truth, digest=truth_of(log).digest)
        assert truth_of(log).digest.flags == embedded.truth.digest.flags
        assert truth_of(log).digest.registrations == embedded.truth.digest.registrations
    assert any(flag.search_incomplete for flag in embedded.truth.flags.values())


def send_all(sink: KafkaSink, messages: list[Message], per_second: int, done: threading.Event) -> None:
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
    done.set()


def strike(number: int, fleet: Fleet, broker: Broker, database: Server, chance: random.Random) -> None:
    """Kill one thing without warning, and bring it back."""
    match number % 7:
        case 3:
            broker.kill()
            time.sleep(chance.uniform(0, 1))
            broker.start()
        case 5:
            database.kill()
            time.sleep(chance.uniform(0, 1))
            database.start()
        case _:
            fleet.strike(chance.randrange(len(fleet.workers)))


def test_killed_workers_broker_and_database_change_no_flag(
    embedded: Embedded, own_broker: Broker, postgres_server: Server, tmp_path: Path
) -> None:
    url = postgres_server.new_database()
    fleet = Fleet(own_broker.bootstrap, url, tmp_path)
    run(fleet.env, "store", "migrate")
    chance = random.Random(8)
    sent = disturbed(embedded.messages, seed=5)
    with postgres_log(url) as log:
        stated_anew(log, embedded.model)
    try:
        fleet.start(intake=1, keys=1, matcher=2, cases=2)
        with closing(fleet.sink()) as sink:
            done = threading.Event()
            producer = threading.Thread(target=send_all, args=(sink, sent, 250, done), daemon=True)
            producer.start()
            for number in range(STRIKES):
                time.sleep(chance.uniform(0.2, 1.5))
                strike(number, fleet, own_broker, postgres_server, chance)
            producer.join(PATIENCE_S)
            assert done.is_set()
        run(fleet.env, "worker", "intake", "--drain", "--store", tmp_path / "store")
        with postgres_log(url) as log:
            fleet.await_flags(log)
            truth = truth_of(log)
    finally:
        fleet.end()
    assert truth.digest.registrations == embedded.truth.digest.registrations
    assert truth.flags == embedded.truth.flags
    assert truth.digest.flags == embedded.truth.digest.flags

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from events.log import Consumed, EventLog, LogUnavailable, VersionConflict, Write
from events.postgres import COPY_ROWS_MIN, migrate_postgres, open_postgres_log
from events.postgres_connections import PostgresOptions
from events.postgres_schema import STEPS
from events.sqlite import open_sqlite_log
from tests.events.log_contract import LogContract, claimed, released
from tests.postgres import Server

RECOVERY_S_MAX = 30.0


@pytest.fixture
def url(postgres_url: str) -> str:
    migrate_postgres(PostgresOptions(postgres_url, pool_size=1))
    return postgres_url


@pytest.fixture
def log(url: str) -> Iterator[EventLog]:
    opened = open_postgres_log(PostgresOptions(url, pool_size=1, pool_size_max=4))
    yield opened
    opened.close()


def writer(url: str, name: str, appends: int, events: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.events.postgres_writer", url, name, str(appends), str(events)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def confirmed_by(process: subprocess.Popen[str]) -> list[list[int]]:
    output, _ = process.communicate(timeout=60)
    return [[int(word) for word in line.split()] for line in output.splitlines() if line.strip()]


class TestPostgresLog(LogContract):
    pass


def test_an_append_large_enough_to_be_copied_stands_like_a_small_one(log: EventLog) -> None:
    many = [claimed(f"复核员{n}\t\\N\n") for n in range(COPY_ROWS_MIN * 2)]
    assert log.append([Write("case/A", 0, many)]) == list(range(1, len(many) + 1))
    with pytest.raises(VersionConflict):
        log.append([Write("case/B", 0, many), Write("case/A", 0, many)])
    assert log.append([Write("case/C", 0, (released(),))]) == [len(many) + 1]
    assert [r.event for r in log.read_stream("case/A")] == many


def test_every_read_gives_what_sqlite_gives(log: EventLog, tmp_path: Path) -> None:
    names = ["a/1", "a/10", "a/2", "a/A", "a/é", "a/李", "a/𬱖", "a0", "A/1", "a/ 1", "a/-1", "a/_"]
    with closing(open_sqlite_log(tmp_path / "log.sqlite")) as twin:
        logs = (log, twin)
        for each in logs:
            for name in names:
                each.append([Write(name, 0, (claimed(name), released(name)))], Consumed("c", each.head() + 1))
            each.append([Write(name, 2, [claimed()] * 7) for name in reversed(names)])
        reads = [
            (
                each._recorder.select_after(3, 40, 90, ()),
                each._recorder.select_after(0, 9, None, (log.codec.topic_of(type(released())),)),
                each._recorder.select_prefix("a/", ("a/", 0), 99, None),
                each._recorder.select_prefix("a/", ("a/10", 2), 5, 20),
                each._recorder.select_latest([*names, "a/1", "none"]),
                each._recorder.select_stream("a/李", 12),
                each._recorder.max_tracking_id("c"),
            )
            for each in logs
        ]
    assert reads[0] == reads[1]


def test_writers_of_several_processes_make_one_order_without_gaps(url: str, log: EventLog) -> None:
    processes = [
        writer(url, name, 30, events)
        for name, events in (("w1", 1), ("w2", 7), ("w3", COPY_ROWS_MIN), ("w1", 1))
    ]
    seen: list[int] = []
    while any(process.poll() is None for process in processes):
        seen += [s.position for s in log.read_encoded_after(seen[-1] if seen else 0, limit=10_000)]
    seen += [s.position for s in log.read_encoded_after(seen[-1] if seen else 0, limit=10_000)]
    given = sorted(p for process in processes for positions in confirmed_by(process) for p in positions)
    assert seen == list(range(1, log.head() + 1)) == given
    assert len(log.read_stream("w1/000000")) == 1


def test_of_many_writers_at_the_same_version_exactly_one_wins(url: str, log: EventLog) -> None:
    logs = [open_postgres_log(PostgresOptions(url, pool_size=1)) for _ in range(4)]

    def try_to_append(each: EventLog) -> bool:
        try:
            each.append([Write("case/A", 0, (claimed(),))])
        except VersionConflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(try_to_append, logs))
    for each in logs:
        each.close()
    assert won.count(True) == 1
    assert log.append([Write("case/B", 0, (claimed(),))]) == [2]


def test_a_writer_killed_in_mid_append_leaves_nothing_half_done(url: str, log: EventLog) -> None:
    for attempt in range(3):
        process = writer(url, f"w{attempt}", 10_000, 500)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.07 * attempt)
        process.kill()
        process.communicate()
        log.append([Write(f"after/{attempt}", 0, (claimed(),))])
    assert [s.position for s in log.read_encoded_after(0, limit=10**6)] == list(range(1, log.head() + 1))
    whole = {s.stream_id: s.version for s in log.read_encoded_after(0, limit=10**6)}
    assert {v for stream_id, v in whole.items() if stream_id.startswith("w")} == {500}


def test_a_writer_that_waits_too_long_for_another_is_told_that_the_store_is_unavailable(url: str) -> None:
    hurried = PostgresOptions(url, pool_size=1, lock_timeout_s=0.1)
    with closing(open_postgres_log(hurried)) as log, psycopg.connect(url) as holder:
        holder.execute("LOCK TABLE log_events IN EXCLUSIVE MODE")
        with pytest.raises(LogUnavailable, match="lock timeout"):
            log.append([Write("case/A", 0, (claimed(),))])
        assert log.read_after(0, limit=1) == []
        holder.rollback()
        assert log.append([Write("case/A", 0, (claimed(),))]) == [1]


def test_a_read_that_takes_too_long_is_ended(url: str) -> None:
    hurried = PostgresOptions(url, pool_size=1, statement_timeout_s=0.2)
    with closing(open_postgres_log(hurried)) as log, psycopg.connect(url) as holder:
        holder.execute("LOCK TABLE log_events IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(LogUnavailable, match="statement timeout"):
            log.head()


@pytest.mark.parametrize("how", [signal.SIGQUIT, signal.SIGINT])
def test_a_log_serves_again_by_itself_after_the_database_comes_back(
    postgres_server: Server, url: str, how: signal.Signals
) -> None:
    options = PostgresOptions(url, pool_size=1, connect_timeout_s=1)
    with closing(open_postgres_log(options)) as log:
        log.append([Write("case/A", 0, (claimed(),))])
        postgres_server.stop(how)
        try:
            for _ in range(3):
                with pytest.raises(LogUnavailable):
                    log.append([Write("case/A", 1, (released(),))])
                with pytest.raises(LogUnavailable):
                    log.read_after(0, limit=1)
        finally:
            postgres_server.start()
        back = time.monotonic()
        while True:
            try:
                assert log.append([Write("case/A", 1, (released(),))]) == [2]
                break
            except LogUnavailable:
                assert time.monotonic() < back + RECOVERY_S_MAX


def test_a_read_only_database_is_unavailable(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    with (
        closing(open_postgres_log(PostgresOptions(url, pool_size=1))) as log,
        pytest.raises(LogUnavailable, match="read-only"),
    ):
        log.append([Write("case/A", 0, (claimed(),))])


def test_commits_are_durable_whatever_the_database_was_set_to(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off".encode())
    open_postgres_log(PostgresOptions(url, pool_size=1)).close()


def test_a_server_that_does_not_answer_is_unavailable() -> None:
    nobody = PostgresOptions("host=/nonexistent dbname=x", pool_size=1, connect_timeout_s=1)
    with pytest.raises(LogUnavailable):
        open_postgres_log(nobody)


def test_an_empty_database_is_refused_until_it_is_migrated(postgres_url: str) -> None:
    options = PostgresOptions(postgres_url, pool_size=1)
    with pytest.raises(LogUnavailable, match="dedup store migrate"):
        open_postgres_log(options)
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(migrate_postgres, [options] * 3))
    assert sorted(done) == [(0, len(STEPS)), (len(STEPS), len(STEPS)), (len(STEPS), len(STEPS))]
    open_postgres_log(options).close()


def test_a_database_of_a_newer_program_is_refused(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO log_schema (step) VALUES (%s)", (len(STEPS) + 1,))
    options = PostgresOptions(url, pool_size=1)
    with pytest.raises(LogUnavailable, match="newer"):
        open_postgres_log(options)
    with pytest.raises(LogUnavailable, match="newer"):
        migrate_postgres(options)


def test_every_consumers_position_is_listed(log: EventLog) -> None:
    log.append((), Consumed("b", 2))
    log.append((), Consumed("a", 1))
    assert log.consumers() == {"a": 1, "b": 2}
    with pytest.raises(VersionConflict):
        log.append((), Consumed("b", 1))

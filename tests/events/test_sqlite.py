from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from events.cases import CaseReleased
from events.log import EventLog, LogUnavailable, VersionConflict, Write
from events.sqlite import SQLiteLogRecorder, durability_of, find_damage, open_sqlite_log
from tests.events.log_contract import LogContract, claimed, released


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    opened = open_sqlite_log(tmp_path / "log.sqlite")
    yield opened
    opened.close()


class TestSQLiteLog(LogContract):
    pass


def test_a_log_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with closing(open_sqlite_log(path)) as first:
        first.append([Write("case/A", 0, (claimed(),))])
    with closing(open_sqlite_log(path)) as second:
        assert second.head() == 1


def test_many_may_open_a_new_log_at_the_same_moment(tmp_path: Path) -> None:
    for attempt in range(10):
        path, together = tmp_path / f"log-{attempt}.sqlite", Barrier(8)

        def open_one(path: Path = path, together: Barrier = together) -> int:
            together.wait()
            with closing(open_sqlite_log(path)) as log:
                return log.head()

        with ThreadPoolExecutor(8) as pool:
            assert [opened.result() for opened in [pool.submit(open_one) for _ in range(8)]] == [0] * 8


def test_commits_are_on_the_disk_before_they_are_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    open_sqlite_log(path).close()
    assert durability_of(path) == ("wal", 2)


def test_positions_survive_a_vacuum(tmp_path: Path, log: EventLog) -> None:
    log.append([Write("case/B", 0, (claimed(),)), Write("case/A", 0, (claimed(), released()))])
    before = [(r.position, r.stream_id) for r in log.read_all()]
    with closing(sqlite3.connect(tmp_path / "log.sqlite")) as connection:
        connection.execute("VACUUM")
    assert [(r.position, r.stream_id) for r in log.read_all()] == before


def steps_of_reading_after(log: EventLog, position: int) -> int:
    """Return how many times ten instructions SQLite carries out to read what is after a position."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    recorder = log._recorder
    assert isinstance(recorder, SQLiteLogRecorder)
    with recorder.datastore.get_connection(commit=False) as connection:
        connection._sqlite_conn.set_progress_handler(count, 10)
    log.read_encoded_after(position, limit=5, of=(CaseReleased,))
    return steps


def test_reading_by_class_after_a_position_does_not_look_at_what_lies_before_it(log: EventLog) -> None:
    log.append([Write("case/A", 0, [claimed()] * 5_000 + [released()])])
    assert steps_of_reading_after(log, 0) > 1_000
    assert steps_of_reading_after(log, 4_990) < 20


def test_of_two_processes_that_write_the_same_version_exactly_one_wins(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    logs = [open_sqlite_log(path) for _ in range(4)]

    def try_to_append(log: EventLog) -> bool:
        try:
            log.append([Write("case/A", 0, (claimed(),))])
        except VersionConflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(try_to_append, logs))
    assert won.count(True) == 1
    assert logs[0].head() == 1
    for log in logs:
        log.close()


def test_a_file_that_is_no_database_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.write_bytes(b"this is not a database, it is a letter" * 100)
    with pytest.raises(LogUnavailable, match=r"log\.sqlite"):
        open_sqlite_log(path)


def test_damage_on_the_disk_is_found(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with closing(open_sqlite_log(path)) as log:
        log.append([Write(f"case/{n}", 0, (claimed(),)) for n in range(2_000)])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert find_damage(path) == ""
    content = bytearray(path.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    path.write_bytes(content)
    assert find_damage(path) != ""

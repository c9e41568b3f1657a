"""Writers take turns, the one who has waited longest first, and hold up nobody who reads."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from eventsourcing.persistence import ConnectionUnavailableError

from events.sqlite_pool import Turns, TurnTakingPool

LIBRARY_GIVES_UP_S = 5.0
"""What the library's own pool waits for a writer; a disk that is busy takes longer."""


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[TurnTakingPool]:
    opened = TurnTakingPool(str(tmp_path / "some.sqlite"))
    yield opened
    opened.close()


@contextmanager
def written(pool: TurnTakingPool) -> Iterator[None]:
    connection = pool.get_connection(is_writer=True)
    try:
        yield
    finally:
        pool.put_connection(connection)


def started(act: object) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)  # type: ignore[arg-type]
    thread.start()
    time.sleep(0.05)
    return thread


def test_readers_pass_a_writer_that_waits_for_its_turn(pool: TurnTakingPool) -> None:
    done: list[str] = []

    def write() -> None:
        with written(pool):
            done.append("written")

    with written(pool):
        waiting = started(write)
        began = time.monotonic()
        pool.put_connection(pool.get_connection(is_writer=False))
        assert time.monotonic() - began < 1
        assert done == []
    waiting.join(5)
    assert done == ["written"]


def test_a_writer_outwaits_a_commit_that_the_disk_holds_up(pool: TurnTakingPool) -> None:
    done: list[str] = []

    def write() -> None:
        with written(pool):
            done.append("written")

    with written(pool):
        waiting = started(write)
        time.sleep(LIBRARY_GIVES_UP_S + 0.3)
    waiting.join(5)
    assert done == ["written"]


def test_turns_go_to_whoever_has_waited_longest() -> None:
    turns, order = Turns(), []
    assert turns.take(0)

    def wait(number: int) -> None:
        assert turns.take(5)
        order.append(number)
        turns.give()

    waiting = [started(lambda number=number: wait(number)) for number in range(5)]
    turns.give()
    for thread in waiting:
        thread.join(5)
    assert order == [0, 1, 2, 3, 4]
    assert turns.take(0)


def test_who_gives_up_does_not_keep_the_turn_from_others() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0)


def test_a_turn_is_given_back_when_no_connection_can_be_had(pool: TurnTakingPool) -> None:
    with written(pool), pytest.raises(ConnectionUnavailableError):
        pool.get_connection(timeout=0.01, is_writer=True)
    with written(pool):
        pass

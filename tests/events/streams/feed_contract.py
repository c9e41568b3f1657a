"""What every feed must do, whatever its sources are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import pytest

from events.log import Consumed, EventLog
from events.memory import open_memory_log
from events.streams import Feed, Message, Portion, Sink
from events.streams.ports import PositionOf

PATIENCE_S = 30


class Inlet(Protocol):
    """Where messages are put in, and a feed of them is opened as often as a test likes."""

    def sink(self) -> Sink: ...
    def feed(self, position_of: PositionOf) -> Feed: ...


def numbered(count: int, start: int = 0, keys: int = 7) -> list[Message]:
    return [Message(f"m{n}", {"n": n}, key=f"k{n % keys}") for n in range(start, start + count)]


class Reader:
    """Reads a feed as a worker does: what is taken is committed to the log."""

    def __init__(self, inlet: Inlet, log: EventLog) -> None:
        self.log = log
        self.feed = inlet.feed(log.position_of)
        self.taken: list[str] = []

    def take(self, portions: Sequence[Portion]) -> None:
        for portion in portions:
            self.taken += [r.message.message_id for r in portion.received]
            self.log.append((), Consumed(portion.source, portion.received[-1].position))

    def read(self, wanted: int, limit: int = 100) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while len(self.taken) < wanted and time.monotonic() < deadline:
            portions = self.feed.poll(limit, 0.2)
            assert sum(len(portion.received) for portion in portions) <= limit
            self.take(portions)

    def first(self) -> Sequence[Portion]:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if portions := self.feed.poll(100, 0.2):
                return portions
        raise AssertionError("nothing came")


@contextmanager
def reader(inlet: Inlet, log: EventLog | None = None) -> Iterator[Reader]:
    opened = Reader(inlet, log or open_memory_log())
    try:
        yield opened
    finally:
        opened.feed.close()


class FeedContract:
    @pytest.fixture
    def inlet(self) -> Inlet:
        raise NotImplementedError

    def test_everything_is_read_once_in_bounded_portions(self, inlet: Inlet) -> None:
        sink = inlet.sink()
        sink.write(numbered(50))
        with reader(inlet) as one:
            one.read(50, limit=8)
            assert sorted(one.taken) == sorted(m.message_id for m in numbered(50))
            assert one.feed.lost == 0
        sink.close()

    def test_messages_of_one_key_keep_their_order(self, inlet: Inlet) -> None:
        sink = inlet.sink()
        sink.write(numbered(50))
        with reader(inlet) as one:
            one.read(50, limit=8)
            numbers = [int(name[1:]) for name in one.taken]
            for key in range(7):
                assert [n for n in numbers if n % 7 == key] == list(range(key, 50, 7))
        sink.close()

    def test_the_next_reader_goes_on_where_the_log_says(self, inlet: Inlet) -> None:
        sink, log = inlet.sink(), open_memory_log()
        sink.write(numbered(20))
        with reader(inlet, log) as one:
            one.read(20)
        sink.write(numbered(5, start=20))
        with reader(inlet, log) as other:
            other.read(5)
            assert sorted(other.taken) == ["m20", "m21", "m22", "m23", "m24"]
        sink.close()

    def test_what_was_not_committed_comes_again_after_a_rewind(self, inlet: Inlet) -> None:
        sink = inlet.sink()
        sink.write(numbered(3))
        with reader(inlet) as one:
            for portion in one.first():
                one.feed.rewind(portion.source)
            one.read(3)
            assert sorted(one.taken) == ["m0", "m1", "m2"]
        sink.close()

    def test_the_lag_is_what_is_left_to_read(self, inlet: Inlet) -> None:
        sink = inlet.sink()
        sink.write(numbered(10))
        with reader(inlet) as one:
            one.read(1, limit=4)
            assert sum(one.feed.lag().values()) == 10 - len(one.taken)
            one.read(10)
            assert sum(one.feed.lag().values()) == 0
            assert set(one.feed.lag()) >= {f"{s}" for s in one.feed.lag() if one.log.position_of(s)}
        sink.close()

    def test_a_poll_of_nothing_waits_no_longer_than_told(self, inlet: Inlet) -> None:
        with reader(inlet) as one:
            one.feed.poll(10, 0.1)
            began = time.monotonic()
            assert list(one.feed.poll(10, 0.3)) == []
            assert time.monotonic() - began < 5


FeedOpener = Callable[[PositionOf], Feed]

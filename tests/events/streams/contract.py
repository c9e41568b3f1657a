"""What every message stream must do, whatever carries it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from events.streams import Message, Received, Sink, Source


class Channel(Protocol):
    """A way to open both ends of one stream, as often as a test likes."""

    def sink(self) -> Sink: ...
    def source(self) -> Source: ...


def messages(count: int, start: int = 0) -> list[Message]:
    return [Message(f"m{n}", {"n": n, "name": "张伟\n二"}) for n in range(start, start + count)]


WHOLE = Message(
    "m1",
    {"n": 1, "deep": {"list": [1, 2.5, None, True, "二"]}},
    sender="//rolls.example/340123",
    kind="example.v1",
    sent_at=datetime(2026, 9, 1, 4, 0, 0, 123456, tzinfo=UTC),
    key="k1",
    marks={"reason": "because"},
)


def ids(received: Sequence[Received]) -> list[str]:
    return [r.message.message_id for r in received]


class StreamContract:
    def test_nothing_of_a_message_is_lost_on_the_way(self, channel: Callable[[], Channel]) -> None:
        stream = channel()
        sink = stream.sink()
        sink.write([WHOLE])
        assert [r.message for r in stream.source().read(0, 9)] == [WHOLE]
        sink.close()

    def test_what_is_written_is_read_in_the_same_order(self, channel: Callable[[], Channel]) -> None:
        stream = channel()
        sink = stream.sink()
        sink.write(messages(2))
        sink.write(messages(1, start=2))
        read = stream.source().read(after=0, limit=10)
        assert [r.message for r in read] == messages(3)
        positions = [r.position for r in read]
        assert positions == sorted(set(positions))
        assert positions[0] >= 1
        sink.close()

    def test_reading_goes_on_after_a_position(self, channel: Callable[[], Channel]) -> None:
        stream = channel()
        sink = stream.sink()
        sink.write(messages(5))
        source = stream.source()
        first = source.read(after=0, limit=2)
        rest = source.read(after=first[-1].position, limit=10)
        assert ids((*first, *rest)) == ["m0", "m1", "m2", "m3", "m4"]
        sink.close()

    def test_reading_again_gives_the_same_again(self, channel: Callable[[], Channel]) -> None:
        stream = channel()
        sink = stream.sink()
        sink.write(messages(3))
        assert stream.source().read(0, 3) == stream.source().read(0, 3)
        sink.close()

    def test_an_empty_stream_gives_nothing_and_does_not_block(self, channel: Callable[[], Channel]) -> None:
        source = channel().source()
        assert list(source.read(after=0, limit=10)) == []
        source.close()

    def test_what_is_written_later_is_found_by_a_reader_that_was_there(
        self, channel: Callable[[], Channel]
    ) -> None:
        stream = channel()
        sink, source = stream.sink(), stream.source()
        sink.write(messages(1))
        place = source.read(0, 10)[-1].position
        assert list(source.read(place, 10)) == []
        sink.write(messages(1, start=1))
        assert ids(source.read(place, 10)) == ["m1"]
        sink.close()

    def test_a_position_beyond_the_end_gives_nothing_and_spoils_nothing(
        self, channel: Callable[[], Channel]
    ) -> None:
        stream = channel()
        sink, source = stream.sink(), stream.source()
        sink.write(messages(2))
        assert list(source.read(after=9, limit=5)) == []
        sink.write(messages(1, start=2))
        assert ids(source.read(after=0, limit=9)) == ["m0", "m1", "m2"]
        assert ids(source.read(after=2, limit=9)) == ["m2"]
        sink.close()

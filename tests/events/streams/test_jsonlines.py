from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from events.streams import Unreadable
from events.streams.jsonlines import JsonLinesSink, JsonLinesSource
from tests.events.streams.contract import Channel, StreamContract, ids, messages


class FileChannel:
    def __init__(self, path: Path) -> None:
        self._path = path

    def sink(self) -> JsonLinesSink:
        return JsonLinesSink(self._path)

    def source(self) -> JsonLinesSource:
        return JsonLinesSource(self._path)


class TestJsonLinesStream(StreamContract):
    @pytest.fixture
    def channel(self, tmp_path: Path) -> Callable[[], Channel]:
        return lambda: FileChannel(tmp_path / "messages.jsonl")


def test_a_line_torn_by_a_dying_writer_is_neither_read_nor_kept(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    with closing(JsonLinesSink(path)) as sink:
        sink.write(messages(2))
    with path.open("ab") as file:
        file.write(b'{"id": "torn", "bo')
    assert ids(JsonLinesSource(path).read(0, 9)) == ["m0", "m1"]
    with closing(JsonLinesSink(path)) as sink:
        sink.write(messages(1, start=2))
    assert ids(JsonLinesSource(path).read(0, 9)) == ["m0", "m1", "m2"]


@pytest.mark.parametrize(
    "line",
    ["nonsense", "[]", '{"id": "m"}', '{"id": "m", "body": 1}', '{"id":"m","body":{},"sent_at":"noon"}'],
)
def test_a_whole_line_that_is_no_message_is_handed_over_as_such(tmp_path: Path, line: str) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(f'{{"id": "m0", "body": {{}}}}\n{line}\n{{"id": "m2", "body": {{}}}}\n')
    first, second, third = JsonLinesSource(path).read(0, 9)
    assert ids([first, third]) == ["m0", "m2"]
    assert second.message == Unreadable("not_a_message", f"{line}\n".encode())

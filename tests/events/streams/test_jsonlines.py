from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from events.streams.jsonlines import JsonLinesSink, JsonLinesSource
from tests.events.streams.contract import Channel, StreamContract, messages


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
    assert [r.message.message_id for r in JsonLinesSource(path).read(0, 9)] == ["m0", "m1"]
    with closing(JsonLinesSink(path)) as sink:
        sink.write(messages(1, start=2))
    assert [r.message.message_id for r in JsonLinesSource(path).read(0, 9)] == ["m0", "m1", "m2"]


def test_a_whole_line_that_is_no_message_is_named(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text('{"id": "m0", "body": {}}\nnonsense\n')
    with pytest.raises(ValueError, match="line 2"):
        JsonLinesSource(path).read(0, 9)

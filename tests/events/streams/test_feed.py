from __future__ import annotations

from pathlib import Path

import pytest

from events.streams.feed import SourcesFeed
from events.streams.jsonlines import JsonLinesSink, JsonLinesSource
from events.streams.memory import MemoryStream
from events.streams.ports import PositionOf
from tests.events.streams.feed_contract import FeedContract


class MemoryInlet:
    def __init__(self) -> None:
        self._stream = MemoryStream()

    def sink(self) -> MemoryStream:
        return self._stream

    def feed(self, position_of: PositionOf) -> SourcesFeed:
        return SourcesFeed({"memory": self._stream, "empty": MemoryStream()}, position_of)


class FileInlet:
    def __init__(self, path: Path) -> None:
        self._path = path

    def sink(self) -> JsonLinesSink:
        return JsonLinesSink(self._path)

    def feed(self, position_of: PositionOf) -> SourcesFeed:
        return SourcesFeed({"file": JsonLinesSource(self._path)}, position_of)


class TestMemoryFeed(FeedContract):
    @pytest.fixture
    def inlet(self) -> MemoryInlet:
        return MemoryInlet()


class TestFileFeed(FeedContract):
    @pytest.fixture
    def inlet(self, tmp_path: Path) -> FileInlet:
        return FileInlet(tmp_path / "messages.jsonl")

from __future__ import annotations

from collections.abc import Callable

import pytest

from events.streams.memory import MemoryStream
from tests.events.streams.contract import Channel, StreamContract


class MemoryChannel:
    def __init__(self) -> None:
        self._stream = MemoryStream()

    def sink(self) -> MemoryStream:
        return self._stream

    def source(self) -> MemoryStream:
        return self._stream


class TestMemoryStream(StreamContract):
    @pytest.fixture
    def channel(self) -> Callable[[], Channel]:
        return MemoryChannel

from __future__ import annotations

import pytest

from events.log import EventLog
from events.memory import open_memory_log
from tests.events.log_contract import LogContract


class TestMemoryLog(LogContract):
    @pytest.fixture
    def log(self) -> EventLog:
        return open_memory_log()

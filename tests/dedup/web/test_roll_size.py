"""A count of millions is renewed behind who asks for it."""

from __future__ import annotations

import threading
import time

import pytest

from dedup.rolls import count_standing
from dedup.web import roll_size
from dedup.web.roll_size import RollSize
from events.log import Write
from events.memory import open_memory_log
from tests.examples import key, registered


def test_who_asks_waits_for_the_first_count_only(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a count that is at once too old
    monkeypatch.setattr(roll_size, "COUNTED_EVERY_S", 0)
    log, may_go_on = open_memory_log(), threading.Event()
    log.append([Write(key("1").stream_id, 0, (registered(),))])
    size = RollSize(log)
    assert size() == 1
    # when another one takes long
    monkeypatch.setattr(roll_size, "count_standing", lambda some: may_go_on.wait(5) and count_standing(some))
    log.append([Write(key("2").stream_id, 0, (registered(),))])
    # then the old one is told meanwhile, and the new one once it is there
    assert [size(), size()] == [1, 1]
    may_go_on.set()
    until = time.monotonic() + 5
    while size() == 1 and time.monotonic() < until:
        time.sleep(0.01)
    assert size() == 2

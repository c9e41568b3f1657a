from __future__ import annotations

from collections.abc import Sequence

import pytest

from dedup.cases.commands import Claim, Comment, TakePosition
from dedup.cases.desk import Desk
from dedup.cases.outcomes import Said
from dedup.publish.publisher import publish_cases
from events.cases import (
    case_id_of,
    case_stream_id,
)
from events.log import EventLog, Write
from events.memory import open_memory_log
from events.streams import Message
from events.streams.memory import MemoryStream
from tests.examples import flagged, key, minutes_later, registered

CASE = case_id_of(key(), key("B0001", "310115"))


def log_with_a_case() -> EventLog:
    log = open_memory_log()
    log.append([Write(key().stream_id, 0, (registered(),))])
    log.append([Write(case_stream_id(CASE), 0, (flagged(),))])
    return log


def ids(stream: MemoryStream) -> list[str]:
    return [received.message.message_id for received in stream.read(0, 99)]


def test_each_event_of_a_case_is_sent_once_under_an_id_of_its_own() -> None:
    log, stream = log_with_a_case(), MemoryStream()
    assert publish_cases(log, stream, "county") == 1
    Desk(log, lambda: minutes_later(1)).carry_out(CASE, Claim("li", "left"))
    assert publish_cases(log, stream, "county") == 1
    assert publish_cases(log, stream, "county") == 0
    assert ids(stream) == [f"{CASE}/1", f"{CASE}/2"]


def test_sinks_of_different_names_each_get_everything() -> None:
    log, one, other = log_with_a_case(), MemoryStream(), MemoryStream()
    publish_cases(log, one, "county")
    publish_cases(log, other, "province")
    assert ids(one) == ids(other) == [f"{CASE}/1"]


class BrokenSink(MemoryStream):
    def write(self, messages: Sequence[Message]) -> None:
        super().write(messages)
        raise OSError("the disk went away before it confirmed")


def test_what_was_not_confirmed_is_sent_again_under_the_same_id() -> None:
    log, broken, stream = log_with_a_case(), BrokenSink(), MemoryStream()
    with pytest.raises(OSError, match="went away"):
        publish_cases(log, broken, "county")
    assert publish_cases(log, stream, "county") == 1
    assert ids(broken) == ids(stream)


def test_a_message_names_no_voter() -> None:
    log, stream = log_with_a_case(), MemoryStream()
    publish_cases(log, stream, "county")
    (received,) = stream.read(0, 9)
    assert received.message.body["type"] == "CaseFlagged"
    assert "王小明" not in str(received.message.body)


def test_neither_sealed_positions_nor_personal_words_leave_the_house() -> None:
    log, stream = log_with_a_case(), MemoryStream()
    desk = Desk(log, lambda: minutes_later(1))
    desk.carry_out(CASE, TakePosition("li", "left", Said("both_remove", ground="deceased"), "王小明已故"))
    desk.carry_out(CASE, Comment("li", "left", "电话 13800138000"))
    publish_cases(log, stream, "county")
    _, position, comment = [received.message.body for received in stream.read(0, 99)]
    assert (position["type"], position["side"]) == ("PositionTaken", "left")
    for word in ("deceased", "both_remove", "王小明", "13800138000"):
        assert word not in str(position) + str(comment)

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dedup.cases.commands import Claim, Comment, TakePosition
from dedup.cases.desk import Desk
from dedup.cases.outcomes import Said
from dedup.publish.publisher import behind, case_events, outcomes, publish_cases, publish_page
from events.cases import Remark, case_id_of, case_stream_id
from events.log import EventLog, Write
from events.memory import open_memory_log
from events.resolutions import OutcomeAgreed, PositionTaken, Settlement
from events.streams import Message
from events.streams.memory import MemoryStream
from tests.examples import NOON, flagged, key, minutes_later, registered

CASE = case_id_of(key(), key("B0001", "310115"))


def agreed() -> OutcomeAgreed:
    settlement = Settlement(outcome="host_keeps", keep=("right",), release=("left",))
    return OutcomeAgreed(
        actor="li", happened_at=NOON, recorded_at=NOON, by="positions", settlement=settlement
    )


def position() -> PositionTaken:
    return PositionTaken(
        actor="li",
        happened_at=NOON,
        recorded_at=NOON,
        side="left",
        settlement=Settlement(outcome="not_same", keep=("left", "right")),
        personal=Remark(text="王小明"),
    )


def log_with_a_case() -> EventLog:
    log = open_memory_log()
    log.append([Write(key().stream_id, 0, (registered(),))])
    log.append([Write(case_stream_id(CASE), 0, (flagged(),))])
    return log


def bodies(stream: MemoryStream) -> list[dict[str, Any]]:
    return [dict(message.body) for message in stream.messages]


def ids(stream: MemoryStream) -> list[str]:
    return [message.message_id for message in stream.messages]


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
    (body,) = bodies(stream)
    assert body["type"] == "CaseFlagged"
    assert "王小明" not in str(body)


def test_neither_sealed_positions_nor_personal_words_leave_the_house() -> None:
    log, stream = log_with_a_case(), MemoryStream()
    desk = Desk(log, lambda: minutes_later(1))
    desk.carry_out(CASE, TakePosition("li", "left", Said("both_remove", ground="deceased"), "王小明已故"))
    desk.carry_out(CASE, Comment("li", "left", "电话 13800138000"))
    assert publish_cases(log, stream, "county") == 2
    assert publish_cases(log, stream, "county") == 0
    _, position = bodies(stream)
    assert (position["type"], position["side"]) == ("PositionTaken", "left")
    for word in ("deceased", "both_remove", "王小明"):
        assert word not in str(position)


def test_an_outcome_names_both_registrations_so_that_no_other_message_is_needed() -> None:
    log, stream = log_with_a_case(), MemoryStream()
    log.append([Write(case_stream_id(CASE), 1, (agreed(),))])
    assert publish_page(log, stream, "outcomes", outcomes(log)) == 1
    (body,) = bodies(stream)
    assert (body["left"], body["right"]) == (flagged().left, flagged().right)
    assert body["settlement"]["outcome"] == "host_keeps"


def test_messages_of_one_case_keep_their_order_by_its_id() -> None:
    log, stream = log_with_a_case(), MemoryStream()
    publish_cases(log, stream, "county")
    assert [message.key for message in stream.messages] == [CASE]


def test_many_events_that_are_not_for_the_sink_are_passed_over_for_good() -> None:
    log, stream = log_with_a_case(), MemoryStream()
    publish_cases(log, stream, "county")
    log.append(Write(key(f"N{n}").stream_id, 0, (registered(),)) for n in range(5_000))
    assert behind(log, "county") == 5_000
    assert publish_page(log, stream, "county", case_events()) is None
    assert behind(log, "county") == 0

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.intake.messages import REASONS, REJECTED, Filed, MessageDesk, Refused
from events.codec import Codec
from events.registrations import VoterRegistered
from events.streams import Message, Received, Unreadable
from events.streams.cloudevents import MESSAGE_BYTES_MAX, to_wire
from tests.dedup.intake.submissions import SENDER, sent, submitted
from tests.examples import NOON, key

PLACE = "kafka/cluster/registrations.v1/topic/3"


def read(message: Message | Unreadable) -> Filed | Refused:
    return MessageDesk("2026", "intake").read(PLACE, Received(8, message), NOON)


def filed(message: Message) -> VoterRegistered:
    item = read(message)
    assert isinstance(item, Filed), item
    event = Codec().decode(item.topic, item.state)
    assert isinstance(event, VoterRegistered)
    return event


def refused(message: Message | Unreadable) -> Refused:
    item = read(message)
    assert isinstance(item, Refused), item
    return item


def crowded() -> Message:
    members: dict[str, Any] = {f"column{n}": "x" for n in range(300)}
    return submitted(**members)


def test_a_message_states_what_a_row_of_a_file_would_and_says_where_it_came_from() -> None:
    item = read(submitted("m7", minute=5, 姓名=None, 班组="三组"))
    assert isinstance(item, Filed)
    assert item.stream_id == key("A1").stream_id
    event = filed(submitted("m7", minute=5, 班组="三组"))
    assert (event.personal.name, event.personal.extra) == ("王小明", {"班组": "三组"})
    assert event.source is not None
    assert (event.source.name, event.source.position) == (PLACE, 8)
    assert (event.source.sender, event.source.message_id) == (SENDER, "m7")
    assert event.source.sent_at == sent(5)


def test_chinese_names_of_columns_and_numbers_are_read_as_in_files() -> None:
    event = filed(submitted(name=None, phone=None, 姓名="李雷", 联系电话=13900139000))
    assert (event.personal.name, event.personal.phone) == ("李雷", "13900139000")


def test_a_time_far_ahead_is_not_believed() -> None:
    item = read(submitted(minute=3 * 24 * 60))
    assert isinstance(item, Filed)
    assert item.sent_at is None


@pytest.mark.parametrize(
    ("message", "reason", "field"),
    [
        (submitted(name=None), "missing_name", "name"),
        (submitted(registration_id=""), "missing_registration_id", "registration_id"),
        (submitted(committee="安徽"), "committee_not_a_code", "committee"),
        (submitted(kind="dedup.something.v9"), "kind_unknown", "type"),
        (submitted(name="王\ud800"), "not_text", ""),
        (submitted(note="字" * 5_000), "cell_too_long", "note"),
        (submitted(姓名="另一个"), "column_twice", "name"),
        (submitted(own=[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]), "nested_too_deep", ""),
        (crowded(), "too_many_columns", ""),
        (Unreadable("content_not_json", b"{"), "content_not_json", ""),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason(
    message: Message | Unreadable, reason: str, field: str
) -> None:
    item = refused(message)
    assert (item.reason, item.field) == (reason, field)
    told = item.to_message(NOON)
    assert (told.kind, told.marks) == (REJECTED, {"reason": reason})


def test_a_refusal_is_told_under_one_id_wherever_the_message_turns_up_again() -> None:
    poison = submitted("m9", name=None)
    one = Refused(PLACE, Received(8, poison), "missing_name").to_message(NOON)
    other = Refused("elsewhere", Received(99, poison), "missing_name").to_message(NOON + timedelta(hours=1))
    assert one.message_id == other.message_id
    assert one.body["body"] == poison.body


def test_neither_key_nor_headers_of_a_refusal_hold_anything_of_the_message() -> None:
    told = refused(submitted("王小明", name=None, sender="王小明")).to_message(NOON)
    headers, _ = to_wire(told)
    assert "王小明" not in told.key
    assert all("王小明" not in value.decode() for _, value in headers)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
names = (
    st.sampled_from(["name", "姓名", "registration_id", "committee", "sex", "level", "action"]) | st.text()
)


@given(st.dictionaries(names, json_values, max_size=8))
def test_any_body_is_filed_or_refused_and_a_refusal_can_be_sent(body: dict[str, Any]) -> None:
    item = read(Message("m1", body, sender=SENDER, kind=submitted().kind))
    if isinstance(item, Refused):
        assert item.reason != REASONS[1]
        to_wire(item.to_message(NOON))


@given(st.binary(max_size=200))
def test_any_bytes_can_be_sent_back(content: bytes) -> None:
    to_wire(refused(Unreadable("content_not_json", content)).to_message(NOON))


def test_the_largest_message_that_is_received_can_be_sent_back() -> None:
    large = submitted(name=None, note="字" * (MESSAGE_BYTES_MAX // 3 - 500))
    _, value = to_wire(refused(large).to_message(NOON))
    assert len(value) < MESSAGE_BYTES_MAX
    to_wire(refused(Unreadable("content_not_json", b"\xff" * MESSAGE_BYTES_MAX)).to_message(NOON))

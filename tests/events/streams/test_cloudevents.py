from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.streams import Message, Unreadable
from events.streams.cloudevents import (
    MESSAGE_BYTES_MAX,
    REASONS,
    TEXT_CHARS_MAX,
    Mode,
    from_wire,
    to_wire,
)

ATTRIBUTES = {"specversion": "1.0", "id": "m1", "source": "//rolls.example", "type": "example.v1"}


def binary(body: bytes = b'{"n":1}', **more: str | None) -> Message | Unreadable:
    attributes = {name: text for name, text in (ATTRIBUTES | more).items() if text is not None}
    return from_wire([(f"ce_{name}", text.encode()) for name, text in attributes.items()], body)


def structured(
    content_type: str | None = "application/cloudevents+json", **more: object
) -> Message | Unreadable:
    whole = ATTRIBUTES | {"data": {"n": 1}} | more
    headers = [] if content_type is None else [("content-type", content_type.encode())]
    present = {name: value for name, value in whole.items() if value is not ...}
    return from_wire(headers, json.dumps(present).encode())


def reason(read: Message | Unreadable) -> tuple[str, str]:
    assert isinstance(read, Unreadable), read
    assert read.reason in REASONS
    return read.reason, read.field


@pytest.mark.parametrize("read", [binary(), structured(), structured(content_type=None)])
def test_both_modes_say_the_same(read: Message | Unreadable) -> None:
    assert read == Message("m1", {"n": 1}, sender="//rolls.example", kind="example.v1")


def test_structured_json_is_known_by_what_it_says_even_without_the_header() -> None:
    assert isinstance(from_wire([], json.dumps(ATTRIBUTES | {"data": {}}).encode()), Message)


def test_data_may_be_base64() -> None:
    read = structured(data=..., data_base64=base64.b64encode(b'{"n":2}').decode())
    assert isinstance(read, Message)
    assert read.body == {"n": 2}


def test_a_time_is_read_with_its_offset() -> None:
    read = binary(time="2026-09-01T12:00:00+08:00")
    assert isinstance(read, Message)
    assert read.sent_at == datetime(2026, 9, 1, 12, tzinfo=timezone(timedelta(hours=8)))


def test_what_a_sender_adds_is_kept_as_marks_within_bounds() -> None:
    read = binary(traceparent="00-abc", long="x" * 999, subject="s", dataschema="d")
    assert isinstance(read, Message)
    assert read.marks == {"traceparent": "00-abc"}


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        (from_wire([], None), ("message_empty", "")),
        (from_wire([], b""), ("message_empty", "")),
        (from_wire([], b"x" * (MESSAGE_BYTES_MAX + 1)), ("message_too_large", "")),
        (from_wire([], b"\xff"), ("content_not_json", "")),
        (from_wire([], b"[" * 100_000), ("content_not_json", "")),
        (from_wire([], b'{"n": NaN}'), ("content_not_json", "")),
        (from_wire([], b'{"n": 1}'), ("not_a_cloudevent", "")),
        (from_wire([], b'"text"'), ("not_a_cloudevent", "")),
        (binary(specversion="0.3"), ("specversion_unknown", "specversion")),
        (structured(specversion=1.0), ("specversion_unknown", "specversion")),
        (binary(id=None), ("attribute_missing", "id")),
        (binary(source=""), ("attribute_missing", "source")),
        (structured(type=...), ("attribute_missing", "type")),
        (binary(id="m\n1"), ("attribute_invalid", "id")),
        (binary(id="x" * (TEXT_CHARS_MAX + 1)), ("attribute_invalid", "id")),
        (structured(id=["m1"]), ("attribute_invalid", "id")),
        (structured(source="\ud800"), ("attribute_invalid", "source")),
        (binary(time="yesterday"), ("attribute_invalid", "time")),
        (binary(time="2026-09-01T12:00:00"), ("attribute_invalid", "time")),
        (structured(time=1_788_000_000), ("attribute_invalid", "time")),
        (structured(None, **{f"x{n}": "y" for n in range(30)}), ("attribute_invalid", "")),
        (binary(b"[1]"), ("data_not_an_object", "")),
        (binary(b"name=x"), ("content_not_json", "")),
        (structured(data=...), ("data_not_an_object", "")),
        (structured(data=..., data_base64="%"), ("content_not_json", "data_base64")),
        (structured(datacontenttype="text/xml"), ("content_mode_unknown", "datacontenttype")),
        (structured("application/cloudevents-batch+json"), ("content_mode_unknown", "content-type")),
        (structured("application/cloudevents+avro"), ("content_mode_unknown", "content-type")),
    ],
)
def test_what_is_no_message_says_why(read: Message | Unreadable, wanted: tuple[str, str]) -> None:
    assert reason(read) == wanted


def test_binary_mode_with_another_content_is_refused() -> None:
    headers = [(f"ce_{name}", text.encode()) for name, text in ATTRIBUTES.items()]
    assert reason(from_wire([*headers, ("content-type", b"text/csv")], b"a,b")) == (
        "content_mode_unknown",
        "content-type",
    )


def test_who_sent_what_cannot_be_used_is_told_as_far_as_it_can_be_read() -> None:
    read = binary(b"broken")
    assert isinstance(read, Unreadable)
    assert (read.sender, read.message_id, read.content) == ("//rolls.example", "m1", b"broken")


@pytest.mark.parametrize("mode", ["binary", "structured"])
def test_a_message_that_is_too_large_is_not_put_on_the_wire(mode: Mode) -> None:
    with pytest.raises(ValueError, match="more than"):
        to_wire(Message("m1", {"text": "x" * MESSAGE_BYTES_MAX}), mode)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
whole_messages = st.builds(
    Message,
    message_id=texts,
    body=st.dictionaries(texts, values, max_size=4),
    sender=texts,
    kind=texts,
    sent_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    key=st.text(st.characters(codec="utf-8"), max_size=20),
    marks=st.dictionaries(st.sampled_from(["reason", "traceparent"]), texts),
)


@given(whole_messages, st.sampled_from(["binary", "structured"]))
def test_any_message_survives_the_wire(message: Message, mode: Mode) -> None:
    headers, value = to_wire(message, mode)
    assert from_wire(headers, value, message.key.encode()) == message


header_names = st.sampled_from([*(f"ce_{name}" for name in ATTRIBUTES), "ce_time", "content-type", "x"])
contents = st.binary(max_size=40) | st.sampled_from(
    [b"1.0", b"application/json", b"application/cloudevents+json", b"{}", b"\xff"]
)


@given(
    st.lists(st.tuples(header_names, st.none() | contents), max_size=8),
    st.none() | contents,
    st.none() | contents,
)
def test_whatever_is_received_is_a_message_or_says_why_not(
    headers: list[tuple[str, bytes | None]], value: bytes | None, key: bytes | None
) -> None:
    read = from_wire(headers, value, key)
    assert isinstance(read, Message) or read.reason in REASONS


@given(st.dictionaries(st.sampled_from([*ATTRIBUTES, "time", "data", "data_base64"]), values))
def test_whatever_a_structured_event_holds_it_is_a_message_or_says_why_not(whole: dict[str, Any]) -> None:
    read = from_wire([], json.dumps({"specversion": "1.0"} | whole).encode())
    assert isinstance(read, Message) or read.reason in REASONS

"""CloudEvents 1.0 on the wire: a message to headers and bytes and back, in both content modes.

Binary mode puts the attributes into headers (`ce_id`, …) and the body into the value; structured mode puts
all of it into one JSON object. Nothing here knows which broker carries them. What is read comes from
outside: whatever it is, the answer is a message or the reason why it is none.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, Literal, NoReturn

from events.streams.ports import Message, Unreadable

Mode = Literal["binary", "structured"]
Headers = Iterable[tuple[str, bytes | None]]

MESSAGE_BYTES_MAX: Final = 1024 * 1024
"""The limit that brokers ship with. One registration is some 500 bytes."""
TEXT_CHARS_MAX: Final = 300
"""Of an id, a sender, a kind or a mark: addresses and UUIDs are far below."""
MARKS_MAX: Final = 20
KEY_CHARS_MAX: Final = 300

REASONS: Final = (
    "message_empty",
    "message_too_large",
    "not_a_cloudevent",
    "specversion_unknown",
    "content_mode_unknown",
    "content_not_json",
    "attribute_missing",
    "attribute_invalid",
    "data_not_an_object",
)
"""Every reason for which what was received is no message."""

_SPEC_VERSION: Final = "1.0"
_STRUCTURED_TYPE: Final = "application/cloudevents+json; charset=UTF-8"
_BODY_TYPE: Final = "application/json"
_PREFIX: Final = "ce_"
_REQUIRED: Final = ("id", "source", "type")
_KNOWN: Final = frozenset(
    {*_REQUIRED, "specversion", "time", "subject", "datacontenttype", "dataschema", "data", "data_base64"}
)


class _NotOne(Exception):
    """What was received is no message: the reason, and the attribute at fault."""


def to_wire(message: Message, mode: Mode = "binary") -> tuple[list[tuple[str, bytes]], bytes]:
    """Return a message's headers and value. Raises ValueError when it cannot be sent."""
    attributes = {
        "specversion": _SPEC_VERSION,
        "id": message.message_id,
        "source": message.sender,
        "type": message.kind,
        **message.marks,
    }
    if message.sent_at is not None:
        attributes["time"] = message.sent_at.isoformat()
    if mode == "structured":
        whole = {**attributes, "datacontenttype": _BODY_TYPE, "data": dict(message.body)}
        headers, value = [("content-type", _STRUCTURED_TYPE.encode())], _json(whole)
    else:
        headers = [(f"{_PREFIX}{name}", text.encode()) for name, text in attributes.items()]
        headers.append(("content-type", _BODY_TYPE.encode()))
        value = _json(dict(message.body))
    if len(value) > MESSAGE_BYTES_MAX:
        raise ValueError(
            f"message {message.message_id} has {len(value)} bytes, more than {MESSAGE_BYTES_MAX}"
        )
    return headers, value


def from_wire(headers: Headers, value: bytes | None, key: bytes | None = None) -> Message | Unreadable:
    """Return the message that was received, or why it is none."""
    content = value or b""
    texts = _texts(headers)
    attributes: Mapping[str, Any] = {}
    try:
        _check_size(content)
        attributes, body = _opened(texts, content)
        return _message(attributes, body, key)
    except _NotOne as error:
        reason, *field = error.args
        told = attributes or {name.removeprefix(_PREFIX): text for name, text in texts.items()}
        known = {name: _known(told.get(name)) for name in ("source", "id")}
        return Unreadable(reason, content, "".join(field), known["source"], known["id"])


def _check_size(content: bytes) -> None:
    if not content:
        raise _NotOne("message_empty")
    if len(content) > MESSAGE_BYTES_MAX:
        raise _NotOne("message_too_large")


def _opened(texts: Mapping[str, str], content: bytes) -> tuple[Mapping[str, Any], object]:
    """Return the attributes and the body, whichever mode they came in."""
    given = texts.get("content-type", "").partition(";")[0].strip().lower()
    if given.startswith("application/cloudevents") and given != "application/cloudevents+json":
        raise _NotOne("content_mode_unknown", "content-type")
    if f"{_PREFIX}specversion" in texts and not given.startswith("application/cloudevents"):
        if given and given != _BODY_TYPE:
            raise _NotOne("content_mode_unknown", "content-type")
        named = {n.removeprefix(_PREFIX): t for n, t in texts.items() if n.startswith(_PREFIX)}
        return named, content
    whole = _parsed(content)
    if not isinstance(whole, dict) or "specversion" not in whole:
        raise _NotOne("not_a_cloudevent")
    return whole, _data(whole)


def _data(whole: Mapping[str, Any]) -> object:
    if whole.get("datacontenttype", _BODY_TYPE) != _BODY_TYPE:
        raise _NotOne("content_mode_unknown", "datacontenttype")
    if "data_base64" not in whole:
        return whole.get("data")
    try:
        return base64.b64decode(whole["data_base64"], validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise _NotOne("content_not_json", "data_base64") from None


def _message(attributes: Mapping[str, Any], body: object, key: bytes | None) -> Message:
    if attributes["specversion"] != _SPEC_VERSION:
        raise _NotOne("specversion_unknown", "specversion")
    for name in _REQUIRED:
        if not attributes.get(name):
            raise _NotOne("attribute_missing", name)
        if not _known(attributes[name]):
            raise _NotOne("attribute_invalid", name)
    parsed = _parsed(body) if isinstance(body, bytes) else body
    if not isinstance(parsed, dict):
        raise _NotOne("data_not_an_object")
    return Message(
        message_id=attributes["id"],
        body=parsed,
        sender=attributes["source"],
        kind=attributes["type"],
        sent_at=_moment(attributes.get("time")),
        key=(key or b"").decode("utf-8", "replace")[:KEY_CHARS_MAX],
        marks=_marks(attributes),
    )


def _marks(attributes: Mapping[str, Any]) -> dict[str, str]:
    extra = {name: text for name, text in attributes.items() if name not in _KNOWN}
    if len(extra) > MARKS_MAX:
        raise _NotOne("attribute_invalid")
    return {name: text for name, text in extra.items() if _known(name) and _known(text)}


def _moment(given: object) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given if isinstance(given, str) else "")
        return moment.astimezone(UTC) if moment.tzinfo else _refuse_time()
    except (ValueError, OverflowError):
        _refuse_time()


def _refuse_time() -> NoReturn:
    raise _NotOne("attribute_invalid", "time")


def _known(given: object) -> str:
    """Return a text that is safe to repeat; an empty one for what is not."""
    safe = isinstance(given, str) and len(given) <= TEXT_CHARS_MAX and given.isprintable()
    return given if safe and isinstance(given, str) else ""


def _texts(headers: Headers) -> dict[str, str]:
    return {name: (value or b"").decode("utf-8", "replace") for name, value in headers}


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise _NotOne("content_not_json") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

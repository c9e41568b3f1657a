"""The streams described in AsyncAPI 3, out of the schemas that the messages are made by.

`docs/asyncapi.yaml` is this description; a test holds it, and real traffic, against what is here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from dedup.columns import CANONICAL, NAME_PARTS, TITLES
from dedup.connecting import CASES, OUTCOMES, REGISTRATIONS, REJECTED
from dedup.intake.messages import REASONS, SUBMITTED
from dedup.intake.messages import REJECTED as REJECTED_KIND
from dedup.intake.submission import CHARS_MAX
from dedup.intake.submission import REASONS as ROW_REASONS
from dedup.publish.publisher import CASE_KIND, KEPT_BACK, OUTCOME_KIND, OUTCOMES_OF, SEALED, is_public
from events.cases import CaseEvent, CaseFlagged
from events.codec import VOCABULARY
from events.event import Event
from events.resolutions import PositionTaken
from events.streams.cloudevents import MESSAGE_BYTES_MAX, TEXT_CHARS_MAX
from events.streams.cloudevents import REASONS as WIRE_REASONS

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": TEXT_CHARS_MAX}
_VALUE: Final = ("string", "number", "boolean", "null")


def description(prefix: str = "") -> Schema:
    """Return the description of the streams, for topics whose names begin with a prefix."""
    schemas: Schema = {}
    messages = {
        "registrationSubmitted": _message(
            SUBMITTED, "A committee hands in one registration.", _submitted(), "any"
        ),
        "registrationRejected": _message(
            REJECTED_KIND, "A message was not taken, and why.", _rejected(), "digest", _reason_header()
        ),
        "caseEvent": _message(
            CASE_KIND, "Something happened to a case.", _events(_case_events(), {}, schemas), "case"
        ),
        "outcomeEvent": _message(
            OUTCOME_KIND,
            "What becomes of two registrations.",
            _events(OUTCOMES_OF, _pair(), schemas),
            "case",
        ),
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "dedup",
            "version": "1",
            "description": (
                "Registrations in, cases and outcomes out. Every message is a CloudEvent 1.0. Delivery is at "
                "least once: source and id together say whether a message was seen before."
            ),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {
            name: _channel(f"{prefix}{topic}", message, text)
            for name, topic, message, text in (
                ("registrations", REGISTRATIONS, "registrationSubmitted", "Registrations of all committees."),
                ("rejections", REJECTED, "registrationRejected", "What could not be taken."),
                ("cases", CASES, "caseEvent", "The life of cases, in order within each case."),
                ("outcomes", OUTCOMES, "outcomeEvent", "What was settled and carried out."),
            )
        },
        "operations": {
            "takeRegistration": _operation("receive", "registrations"),
            "rejectRegistration": _operation("send", "rejections"),
            "publishCase": _operation("send", "cases"),
            "publishOutcome": _operation("send", "outcomes"),
        },
        "components": {"messages": messages, "schemas": _referred_to(schemas, messages)},
    }


def payload_schema(message: str) -> Schema:
    """Return a JSON Schema for the payload of a message of the description, complete in itself."""
    whole = description()
    payload = whole["components"]["messages"][message]["payload"]
    return {**payload, "components": {"schemas": whole["components"]["schemas"]}}


def _referred_to(schemas: Schema, messages: Schema) -> Schema:
    told = json.dumps([schemas, messages])
    return {name: part for name, part in sorted(schemas.items()) if f'/schemas/{name}"' in told}


def _channel(address: str, message: str, text: str) -> Schema:
    return {
        "address": address,
        "description": text,
        "messages": {message: {"$ref": f"#/components/messages/{message}"}},
    }


def _operation(action: str, channel: str) -> Schema:
    return {"action": action, "channel": {"$ref": f"#/channels/{channel}"}}


def _message(kind: str, summary: str, payload: Schema, key: str, headers: Schema | None = None) -> Schema:
    return {
        "name": kind,
        "summary": summary,
        "contentType": "application/json",
        "headers": _headers(kind, headers or {}),
        "payload": payload,
        "bindings": {"kafka": {"key": {"type": "string", "description": _KEYS[key]}}},
    }


_KEYS: Final = {
    "any": "The same for all messages of one registration, and without a personal value in it.",
    "digest": "A digest of the rejected message's source and id.",
    "case": "The case's id.",
}


def _headers(kind: str, more: Schema) -> Schema:
    """Return the schema of the headers in binary mode; in structured mode they stand in the value."""
    return {
        "type": "object",
        "required": ["ce_specversion", "ce_id", "ce_source", "ce_type", *more],
        "properties": {
            "ce_specversion": {"const": "1.0"},
            "ce_id": {**_TEXT, "description": "The same however often the message is sent."},
            "ce_source": {**_TEXT, "description": "Who sends it. An id is unique to its source."},
            "ce_type": {"const": kind},
            "ce_time": {"type": "string", "format": "date-time"},
            "content-type": {"const": "application/json"},
            **more,
        },
    }


def _reason_header() -> Schema:
    return {"ce_reason": {"enum": sorted({*WIRE_REASONS, *ROW_REASONS, *REASONS})}}


def _submitted() -> Schema:
    """Return the schema of a registration. What it allows may still be rejected, with a reason."""
    return {
        "type": "object",
        "description": (
            "The interchange columns by their names; the Chinese titles are accepted as well. "
            f"At most {MESSAGE_BYTES_MAX} bytes. Other members are kept with the registration."
        ),
        "properties": {column: _column(column) for column in (*CANONICAL, *NAME_PARTS)},
        "additionalProperties": True,
    }


def _column(column: str) -> Schema:
    limit = {"maxLength": CHARS_MAX[column]} if column in CHARS_MAX else {}
    return {"type": list(_VALUE), "description": TITLES[column], **limit}


def _rejected() -> Schema:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["reason", "field", "sender", "message_id", "source", "position"],
        "properties": {
            "reason": {"enum": sorted({*WIRE_REASONS, *ROW_REASONS, *REASONS})},
            "field": {**text, "description": "The column or attribute at fault; empty for the whole."},
            "sender": {**text, "description": "source of the rejected message, as far as it could be read."},
            "message_id": {**text, "description": "id of the rejected message, likewise."},
            "source": {**text, "description": "Where it stands: cluster, topic, topic's id, partition."},
            "position": {"type": "integer", "minimum": 1, "description": "Its offset + 1."},
            "kind": {**text, "description": "type of the rejected message."},
            "body": {"type": "object", "description": "Its data."},
            "content": {**text, "description": "Its value, where it is no message but text."},
            "content_base64": {**text, "contentEncoding": "base64"},
            "clipped": {"const": True, "description": "The message is longer than what is repeated here."},
        },
        "additionalProperties": False,
    }


def _case_events() -> list[type[Event]]:
    return [event for event in VOCABULARY if issubclass(event, CaseEvent) and is_public(event)]


def _pair() -> Schema:
    flagged = CaseFlagged.model_json_schema()["properties"]
    return {name: flagged[name] for name in ("left", "right", "home", "kind")}


def _events(events: Iterable[type[Event]], more: Mapping[str, Any], schemas: Schema) -> Schema:
    return {"oneOf": [_event(event, more, schemas) for event in events]}


def _event(event: type[Event], more: Mapping[str, Any], schemas: Schema) -> Schema:
    """Return an event's schema as it is published, and put what it refers to among the schemas."""
    schema = event.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    hidden = KEPT_BACK | SEALED if event is PositionTaken else KEPT_BACK
    own = {name: part for name, part in schema["properties"].items() if name not in hidden}
    named: Schema = {
        "case_id": {"type": "string"},
        "version": {"type": "integer", "minimum": 1, "description": "Place in the case, from 1."},
        "position": {"type": "integer", "minimum": 1, "description": "Place in the log."},
        "type": {"const": event.stored_name},
    }
    required = [name for name in schema.get("required", ()) if name not in hidden]
    return {
        **schema,
        "properties": {**named, **more, **own},
        "required": [*named, *more, *(name for name in required if name not in more)],
    }

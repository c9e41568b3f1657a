"""A message of a stream becomes what a row of a file becomes: a filing, or a refusal with its reason.

Pure: no log, no stream. Whatever the message is, one of the two comes out; a message never stops those
behind it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from dedup.intake.limits import Limits
from dedup.intake.members import MemberReader, is_text
from dedup.intake.registrar import Context, statement_of, stream_of
from dedup.intake.rows import RowProblem, SourceRow
from dedup.intake.submission import Rejection, parse_submission
from events.codec import Codec
from events.streams import Message, Received, Unreadable

SUBMITTED: Final = "dedup.registration.submitted.v1"
"""The kind of messages that hold a registration."""
REJECTED: Final = "dedup.registration.rejected.v1"
"""The kind of messages that say why one was not taken."""
REASONS: Final = ("kind_unknown", "not_processable")
"""Reasons beside those of `submission.REASONS` and of what reads the stream."""

_AHEAD_MAX: Final = timedelta(minutes=10)
"""Clocks differ. A time further ahead is not believed: it would make all later messages look old."""
_ORIGINAL_BYTES_MAX: Final = 256 * 1024
"""How much of a rejected message travels with its reason; the whole stands at its place in the source."""


class Identity(NamedTuple):
    """What a message is known by, wherever and however often it turns up."""

    sender: str
    message_id: str


class Filed(NamedTuple):
    """What a message states: the registration's stream, the event in its stored form, and the message."""

    stream_id: str
    topic: str
    state: bytes
    identity: Identity
    sent_at: datetime | None
    position: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that was not taken, and why."""

    source: str
    received: Received
    reason: str
    field: str = ""

    def to_message(self, now: datetime) -> Message:
        """Return what its sender is told. A repeat of the message is told the same under the same id."""
        message = self.received.message
        place = f"{self.source}#{self.received.position}"
        known = f"{message.sender}\n{message.message_id}" if message.message_id else place
        own_id = hashlib.sha256(known.encode()).hexdigest()[:32]
        return Message(
            message_id=own_id,
            kind=REJECTED,
            sent_at=now,
            key=own_id,
            marks={"reason": self.reason},
            body={
                "reason": self.reason,
                "field": self.field,
                "sender": message.sender,
                "message_id": message.message_id,
                "source": self.source,
                "position": self.received.position,
                **_original(message),
            },
        )


class MessageDesk:
    """Reads messages that are to be registrations of one cycle."""

    def __init__(self, cycle: str, actor: str, limits: Limits | None = None) -> None:
        self._cycle = cycle
        self._actor = actor
        self._limits = limits or Limits()
        self._members = MemberReader(self._limits)
        self._codec = Codec()

    def read(self, source: str, received: Received, now: datetime) -> Filed | Refused:
        """Return what a message states, or why it is refused."""
        message = received.message
        if isinstance(message, Unreadable):
            return Refused(source, received, message.reason, message.field)
        if message.kind != SUBMITTED:
            return Refused(source, received, "kind_unknown", "type")
        try:
            return self._read(source, received.position, message, now) or Refused(
                source, received, "not_text"
            )
        except _Rejected as rejected:
            return Refused(source, received, rejected.reason, rejected.field)
        except Exception:  # noqa: BLE001 # a message that finds our fault must not stop those behind it
            return Refused(source, received, "not_processable")

    def _read(self, source: str, position: int, message: Message, now: datetime) -> Filed | None:
        row = self._row(position, message.body)
        if not is_text(row):
            return None
        submission = parse_submission(row)
        if isinstance(submission, Rejection):
            raise _Rejected(submission.reason, submission.field)
        sent_at = message.sent_at
        if sent_at is not None and sent_at > now + _AHEAD_MAX:
            sent_at = None
        known: dict[str, object] = {"sender": message.sender, "message_id": message.message_id}
        if sent_at is not None:
            known["sent_at"] = sent_at
        context = Context(self._actor, now, source, known)
        topic, state = self._codec.encode_fields(*statement_of(submission, position, context))
        identity = Identity(message.sender, message.message_id)
        return Filed(stream_of(submission, self._cycle), topic, state, identity, sent_at, position)

    def _row(self, position: int, body: Mapping[str, Any]) -> SourceRow:
        depth_max = self._limits.json_depth_max
        if any(_is_deeper(member, depth_max - 1) for member in body.values()):
            return SourceRow(position, {}, {}, RowProblem("", "nested_too_deep"))
        return self._members.row(position, body)


class _Rejected(Exception):
    def __init__(self, reason: str, field: str) -> None:
        super().__init__(reason, field)
        self.reason = reason
        self.field = field


def _is_deeper(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels <= 0 or any(_is_deeper(member, levels - 1) for member in inner)


def _original(message: Message | Unreadable) -> dict[str, object]:
    """Return the message as it came, as far as it fits beside its reason."""
    if isinstance(message, Unreadable):
        return _clipped(message.content)
    try:
        whole = json.dumps(message.body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return {"kind": message.kind, **_clipped(json.dumps(message.body).encode())}
    except RecursionError:
        return {"kind": message.kind, "clipped": True}
    if len(whole) > _ORIGINAL_BYTES_MAX:
        return {"kind": message.kind, **_clipped(whole)}
    return {"kind": message.kind, "body": dict(message.body)}


def _clipped(content: bytes) -> dict[str, object]:
    kept = content[:_ORIGINAL_BYTES_MAX]
    clipped = {"clipped": True} if len(kept) < len(content) else {}
    try:
        return {"content": kept.decode(), **clipped}
    except UnicodeDecodeError:
        return {"content_base64": base64.b64encode(kept).decode(), **clipped}

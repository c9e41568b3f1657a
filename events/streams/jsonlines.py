"""A stream in a JSON Lines file: what a committee's own systems can follow without a broker.

A position is the number of the line. A writer that died within a line left a torn last line: a reader
does not see it, and the next writer cuts it off before it goes on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from events.streams.ports import DEFAULT_KIND, DEFAULT_SENDER, Message, Received, Unreadable


class JsonLinesSource:
    """Messages of a file, one a line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = (0, 0)
        """Line and byte that the last read came to: the next one usually goes on there."""

    def read(self, after: int, limit: int) -> Sequence[Received]:
        """Return at most `limit` messages after a line; a line that is none comes as `Unreadable`."""
        if not self._path.exists():
            return []
        line, byte = self._place if self._place[0] <= after else (0, 0)
        with self._path.open("rb") as file:
            file.seek(byte)
            whole = (content for content in file if content.endswith(b"\n"))
            skipped = [len(content) for content in islice(whole, after - line)]
            some = list(islice(whole, limit))
        self._place = (line + len(skipped) + len(some), byte + sum(skipped) + sum(map(len, some)))
        return [Received(number, _message(content)) for number, content in enumerate(some, after + 1)]

    def close(self) -> None:
        """Release nothing: the file is opened for each read."""


class JsonLinesSink:
    """Appends messages to a file, one a line, and syncs before it says so."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab+")
        self._cut_torn_line()

    def write(self, messages: Sequence[Message]) -> None:
        """Append the messages; they are on the disk on return."""
        lines = (
            json.dumps(_members(m), ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"
            for m in messages
        )
        self._file.write("".join(lines).encode())
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _cut_torn_line(self) -> None:
        end = self._file.seek(0, os.SEEK_END)
        while end > 0:
            self._file.seek(end - 1)
            if self._file.read(1) == b"\n":
                break
            end -= 1
        self._file.truncate(end)
        self._file.seek(0, os.SEEK_END)


def _members(message: Message) -> dict[str, object]:
    """Return what is written: the id and the body, and of the rest what is not as usual."""
    usual: dict[str, object] = {"sender": DEFAULT_SENDER, "kind": DEFAULT_KIND, "key": "", "marks": {}}
    members: dict[str, object] = {"id": message.message_id, "body": dict(message.body)}
    for name, value in usual.items():
        given = getattr(message, name)
        if given != value:
            members[name] = dict(given) if name == "marks" else given
    if message.sent_at is not None:
        members["sent_at"] = message.sent_at.isoformat()
    return members


def _message(line: bytes) -> Message | Unreadable:
    try:
        data: dict[str, Any] = json.loads(line)
        sent_at = data.get("sent_at")
        return Message(
            message_id=str(data["id"]),
            body=dict(data["body"]),
            sender=str(data.get("sender", DEFAULT_SENDER)),
            kind=str(data.get("kind", DEFAULT_KIND)),
            sent_at=None if sent_at is None else datetime.fromisoformat(sent_at),
            key=str(data.get("key", "")),
            marks={str(name): str(value) for name, value in dict(data.get("marks", {})).items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Unreadable("not_a_message", line)

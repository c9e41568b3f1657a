"""A stream in a JSON Lines file: what a committee's own systems can follow without a broker.

A position is the number of the line. A writer that died within a line left a torn last line: a reader
does not see it, and the next writer cuts it off before it goes on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from events.streams.ports import Message, Received


class JsonLinesSource:
    """Messages of a file, one a line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = (0, 0)
        """Line and byte that the last read came to: the next one usually goes on there."""

    def read(self, after: int, limit: int) -> Sequence[Received]:
        """Return at most `limit` messages after a line. Raises ValueError for a line that is no message."""
        if not self._path.exists():
            return []
        line, byte = self._place if self._place[0] <= after else (0, 0)
        with self._path.open("rb") as file:
            file.seek(byte)
            whole = (content for content in file if content.endswith(b"\n"))
            skipped = [len(content) for content in islice(whole, after - line)]
            some = list(islice(whole, limit))
        self._place = (line + len(skipped) + len(some), byte + sum(skipped) + sum(map(len, some)))
        return [
            Received(number, self._message(content, number)) for number, content in enumerate(some, after + 1)
        ]

    def close(self) -> None:
        """Release nothing: the file is opened for each read."""

    def _message(self, line: bytes, number: int) -> Message:
        try:
            data = json.loads(line)
            return Message(str(data["id"]), dict(data["body"]))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{self._path} line {number} is not a message: {error}") from error


class JsonLinesSink:
    """Appends messages to a file, one a line, and syncs before it says so."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab+")
        self._cut_torn_line()

    def write(self, messages: Sequence[Message]) -> None:
        """Append the messages; they are on the disk on return."""
        lines = (
            json.dumps({"id": m.message_id, "body": m.body}, ensure_ascii=False, sort_keys=True) + "\n"
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

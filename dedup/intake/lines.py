"""Lines of a text file, numbered, bounded in length, that can be handed back and read again.

Owns the stream; knows nothing of what the lines hold.
"""

from __future__ import annotations

from collections import deque
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from dedup.errors import BadInput

_BUFFER_BYTES: Final = 64 * 1024


class Line(NamedTuple):
    """One line with its line end. `whole` is False when it was too long and only its beginning is here."""

    number: int
    text: str
    whole: bool = True


class Lines:
    """Reads a file line by line; a line ends with LF, CR or CRLF."""

    def __init__(self, path: Path, encoding: str, chars_max: int) -> None:
        self._path = path
        self._raw: BinaryIO = path.open("rb", buffering=_BUFFER_BYTES)
        self._text = TextIOWrapper(self._raw, encoding=encoding, errors="strict", newline="")
        self._chars_max = chars_max
        self._again: deque[Line] = deque()
        self._number = 0
        self._bytes_read = 0

    def next_line(self) -> Line | None:
        """Return the next line, or None at the end. Raises BadInput when the file changed meanwhile."""
        if self._again:
            return self._again.popleft()
        try:
            text = self._text.readline(self._chars_max + 1)
            if not text:
                return None
            self._number += 1
            if len(text) <= self._chars_max or text[-1] in "\r\n":
                return Line(self._number, text)
            self._skip_rest()
        except UnicodeError:
            raise BadInput("file-changed", path=str(self._path)) from None
        return Line(self._number, text, whole=False)

    def _skip_rest(self) -> None:
        while (part := self._text.readline(self._chars_max)) and part[-1] not in "\r\n":
            pass

    def hand_back(self, lines: list[Line]) -> None:
        """Put lines back, to be returned again before any other."""
        self._again.extendleft(reversed(lines))

    @property
    def bytes_read(self) -> int:
        """Return how many bytes have been taken from the file."""
        if not self._raw.closed:
            self._bytes_read = self._raw.tell()
        return self._bytes_read

    def close(self) -> None:
        """Close the file; what was read of it stays known."""
        self._bytes_read = self.bytes_read
        self._text.close()

"""Lines of a text file, numbered, bounded in length, that can be handed back and read again.

Owns the stream; knows nothing of what the lines hold.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from io import TextIOWrapper
from itertools import islice
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
        self._pieces = iter(partial(self._text.readline, chars_max + 1), "")
        self._unused: deque[str] = deque()
        """Pieces that `next_lines` read and left to `next_line`."""
        self._again: deque[Line] = deque()
        self._number = 0
        self._bytes_read = 0

    def next_line(self) -> Line | None:
        """Return the next line, or None at the end. Raises BadInput when the file changed meanwhile."""
        if self._again:
            return self._again.popleft()
        text = self._piece()
        if not text:
            return None
        self._number += 1
        if self._is_whole(text):
            return Line(self._number, text)
        while (part := self._piece()) and not self._is_whole(part):
            pass
        return Line(self._number, text, whole=False)

    def next_lines(self, count: int) -> tuple[int, list[str]]:
        """Return the number of the next line, and at most `count` texts of whole lines from it on.

        None are returned when the next lines are not all new and whole: `next_line` knows about those.
        """
        if self._again or self._unused:
            return self._number + 1, []
        try:
            texts = list(islice(self._pieces, count))
        except UnicodeError:
            raise BadInput("file-changed", path=str(self._path)) from None
        if texts and max(map(len, texts)) > self._chars_max:
            self._unused.extend(texts)
            return self._number + 1, []
        self._number += len(texts)
        return self._number - len(texts) + 1, texts

    def _is_whole(self, text: str) -> bool:
        return len(text) <= self._chars_max or text[-1] in "\r\n"

    def _piece(self) -> str:
        """Return the next line, or as much of it as is allowed; empty at the end."""
        if self._unused:
            return self._unused.popleft()
        try:
            return next(self._pieces, "")
        except UnicodeError:
            raise BadInput("file-changed", path=str(self._path)) from None

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

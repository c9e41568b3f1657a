"""Vocabulary of a file's account: what was handed in, and what became of each of its rows.

The stream's id derives from the file's content and the defaults it was read with, so the same file handed
in twice is one stream, and an interrupted import continues where the stream ends.
"""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import quote

from events.event import Event, Frozen

STREAM_PREFIX: Final = "file/"


def file_stream_id(
    sha256: str,
    cycle: str,
    level: str,
    committee: str,
    *,
    sheet: str = "",
    encoding: str = "",
    columns: str = "",
) -> str:
    """Return the stream's id: the content, and how it was told to be read.

    Level and committee are the defaults given for the file, or empty; so are the sheet and encoding asked
    for, and the digest of what was said of its columns. Another sheet of the same workbook is another
    register; so is a file whose columns are read otherwise.
    """
    words = (sheet, encoding, columns) if columns else (sheet, encoding) if sheet or encoding else ()
    told = "".join(f"/{quote(word, safe='')}" for word in words)
    return f"{STREAM_PREFIX}{quote(cycle, safe='')}/{level}/{committee}/{sha256}{told}"


class RejectedRow(Frozen):
    """A row that could not be taken: where, why, and the whole of it as given."""

    row: int
    field: str
    reason: str
    """Machine-readable; the catalogue holds its text and remedy."""
    personal: dict[str, str] = {}
    """The row's cells by column, so that nothing of the file is lost."""


class RowCounts(Frozen):
    """What became of rows."""

    accepted: int = 0
    """New on the roll, restored ones included."""
    unchanged: int = 0
    amended: int = 0
    withdrawn: int = 0
    rejected: int = 0

    def __add__(self, other: RowCounts) -> RowCounts:
        return RowCounts(
            accepted=self.accepted + other.accepted,
            unchanged=self.unchanged + other.unchanged,
            amended=self.amended + other.amended,
            withdrawn=self.withdrawn + other.withdrawn,
            rejected=self.rejected + other.rejected,
        )

    @property
    def rows(self) -> int:
        """All rows together."""
        return self.accepted + self.unchanged + self.amended + self.withdrawn + self.rejected


class FileEvent(Event):
    """Any event of a file's stream."""


class FileReceived(FileEvent):
    """A file was handed in and could be read."""

    stored_name: ClassVar[str] = "FileReceived"
    file_name: str
    sha256: str
    size_bytes: int
    format: str
    encoding: str = ""
    columns: dict[str, str] = {}
    """Header as given → canonical column; the committee's own columns map to an empty string."""


class RowsImported(FileEvent):
    """A batch of rows was taken, in the same transaction as the registrations' own events."""

    stored_name: ClassVar[str] = "RowsImported"
    last_row: int
    """The last row that this batch covers; the import continues after it."""
    counts: RowCounts
    warnings: dict[str, int] = {}
    """How often each kind of damage was met."""
    rejects: tuple[RejectedRow, ...] = ()


class FileImported(FileEvent):
    """The whole file was taken."""

    stored_name: ClassVar[str] = "FileImported"
    counts: RowCounts

"""What every kind of file is read into: numbered rows of named texts, and what is wrong with a row.

This file knows neither formats nor the meaning of columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Final, Protocol

SURPLUS: Final = "…"
"""The name under which a damaged row's cells without a column are kept, cut to a bounded length."""

ROW_PROBLEMS: Final = (
    "too_many_columns",
    "cell_too_long",
    "line_too_long",
    "unclosed_quote",
    "not_json",
    "not_an_object",
    "nested_too_deep",
    "column_twice",
    "not_text",
)
"""Codes of what can make one row unreadable while the file around it is fine."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row could not be read. `field` is a canonical column, or empty for the row as a whole."""

    field: str
    reason: str
    facts: dict[str, str | int] = attribute(default_factory=dict)


@dataclass(slots=True)
class SourceRow:
    """One row of a file, as given. Made by the million, and freezing doubles the cost: nobody changes one."""

    number: int
    """As the user sees it in the file: the sheet's row, or the line of text where the row begins."""
    values: dict[str, str]
    """Canonical column → text as given, only where there is any."""
    extra: dict[str, str] = attribute(default_factory=dict)
    """The committee's own columns, by header."""
    problem: RowProblem | None = None
    warnings: tuple[str, ...] = ()
    """Codes of damage that only the file shows, such as a number cell that lost digits."""


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A header as given, and the canonical column that it names; None for one of the committee's own."""

    header: str
    column: str | None


class Table(Protocol):
    """An open file of rows."""

    @property
    def format(self) -> str:
        """Return csv, tsv, jsonl, xlsx, xls or ods."""
        ...

    @property
    def encoding(self) -> str | None:
        """Return the text encoding found or given; None for workbooks."""
        ...

    @property
    def columns(self) -> tuple[ColumnMatch, ...]:
        """Return the headers in the file's order."""
        ...

    @property
    def rows_hint(self) -> int | None:
        """Return about how many rows there are, for a progress bar."""
        ...

    @property
    def bytes_total(self) -> int:
        """Return the file's size."""
        ...

    @property
    def bytes_read(self) -> int:
        """Return how much of it the current reading has passed."""
        ...

    @property
    def skipped_rows(self) -> int:
        """Return how many blank rows, footers and repeated headers the current reading has passed over."""
        ...

    def rows(self, after: int = 0) -> Iterator[SourceRow]:
        """Read the rows whose number is greater than `after`, in the file's order."""
        ...


def clipped(text: str, chars_max: int) -> str:
    """Return a text cut to a bound, marked where it was cut."""
    return text if len(text) <= chars_max else f"{text[: chars_max - 1]}…"

"""What every kind of file is read into: numbered rows of named texts, and what is wrong with a row.

This file knows neither formats nor the meaning of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from itertools import islice
from typing import Final, Protocol, Self, TypeVar

SURPLUS: Final = "…"
"""The name under which a damaged row's cells without a column are kept, cut to a bounded length."""
STRETCH_ROWS: Final = 100
"""Rows that are taken through a step together. Few, so that they stay in the processor's cache from step to
step; many, so that the step's code does. One by one costs a third more [measured]."""
_PARTED_MIN: Final = 13
"""As many rows, one of which needs care, are taken in two halves; fewer one by one."""

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
class Block:
    """Rows that follow one another, each well-formed and a voter's, column by column.

    A column is as long as the block, with empty texts where a row has none.
    """

    first: int
    """Number of the first row."""
    size: int
    values: Mapping[str, Sequence[str]]
    """Canonical column → texts as given. Columns without any text may be left out, here and in `extra`."""
    extra: Mapping[str, Sequence[str]]
    """The committee's own columns, by header."""

    def __len__(self) -> int:
        return self.size

    def rows(self) -> list[SourceRow]:
        """Return the rows one by one."""
        return [
            SourceRow(self.first + i, _given(self.values, i), _given(self.extra, i)) for i in range(self.size)
        ]

    def parted(self, size: int) -> tuple[Block, Block]:
        """Return the first rows, and the rest."""
        return self._part(slice(size)), self._part(slice(size, self.size))

    def halves(self) -> tuple[Block, Block]:
        """Return the first half, and the second."""
        return self.parted(self.size // 2)

    def _part(self, part: slice) -> Block:
        start, stop, _ = part.indices(self.size)
        return Block(
            self.first + start,
            max(stop - start, 0),
            {name: column[part] for name, column in self.values.items()},
            {name: column[part] for name, column in self.extra.items()},
        )


def _given(columns: Mapping[str, Sequence[str]], place: int) -> dict[str, str]:
    texts = ((name, column[place]) for name, column in columns.items())
    return {name: text for name, text in texts if text and not text.isspace()}


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

    def stretches(self, after: int = 0) -> Iterator[Block | list[SourceRow]]:
        """Do the same by the hundred: rows that need no care as blocks, others one by one."""
        ...


class Divisible(Protocol):
    """Rows that can be taken in two halves."""

    def __len__(self) -> int:
        """Return how many they are."""
        ...

    def halves(self) -> tuple[Self, Self]:
        """Return the first half, and the second."""
        ...


_Rows = TypeVar("_Rows", bound=Divisible)
_Taken = TypeVar("_Taken")


def by_halves(
    rows: _Rows, together: Callable[[_Rows], _Taken | None], singly: Callable[[_Rows], _Taken]
) -> Iterator[_Taken]:
    """Take rows together, or their halves where `together` returns None because a row needs care."""
    taken = together(rows)
    if taken is not None:
        yield taken
    elif len(rows) < _PARTED_MIN:
        yield singly(rows)
    else:
        for half in rows.halves():
            yield from by_halves(half, together, singly)


def in_stretches(rows: Iterator[SourceRow]) -> Iterator[list[SourceRow]]:
    """Return rows in lists of `STRETCH_ROWS`."""
    while stretch := list(islice(rows, STRETCH_ROWS)):
        yield stretch


def clipped(text: str, chars_max: int) -> str:
    """Return a text cut to a bound, marked where it was cut."""
    return text if len(text) <= chars_max else f"{text[: chars_max - 1]}…"

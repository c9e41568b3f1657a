"""Reading rows of cells as a block: all at once where none of them needs care.

What `RowReader` judges row by row, a blank row, a footer, a cell too many, is judged here for all of them;
where one may be such a row, there is no block, and whoever asked reads the rows one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dedup.intake.heading import FOOTER_STARTS, Heading, is_footer_text
from dedup.intake.limits import Limits
from dedup.intake.rows import Block


class BlockReader:
    """Reads blocks under one heading."""

    def __init__(self, heading: Heading, limits: Limits) -> None:
        self._limits = limits
        self._width = len(heading.columns)
        self._known = [(i, m.column) for i, m in enumerate(heading.columns) if m.column]
        self._own = [(i, m.header) for i, m in enumerate(heading.columns) if not m.column]
        self._first_header = heading.columns[self._known[0][0]].header if self._known else ""

    def read(self, first: int, rows: Sequence[list[str]], chars_max: int) -> Block | None:
        """Return the rows as a block, the longest of them of so many characters; None if one needs care."""
        if chars_max > self._limits.cell_chars_max or not self._known or set(map(len, rows)) != {self._width}:
            return None
        columns = list(zip(*rows, strict=True))
        if not self._are_voters(columns[self._known[0][0]]):
            return None
        values = {name: columns[i] for i, name in self._known if any(columns[i])}
        extra = {header: columns[i] for i, header in self._own if any(columns[i])}
        if any(map(_may_be_footer, extra.values())):
            return None
        return Block(first, len(rows), values, extra)

    def _are_voters(self, texts: Sequence[str]) -> bool:
        """Tell by their first known column whether rows are all voters' rows."""
        if not all(texts) or any(map(str.isspace, texts)) or self._first_header in texts:
            return False
        return not _may_be_footer(texts)


def _may_be_footer(texts: Iterable[str]) -> bool:
    """Tell whether one of the texts would make its row a footer if it were its first."""
    starting = [text for text in texts if text[:1] in FOOTER_STARTS]
    return any(map(is_footer_text, starting))

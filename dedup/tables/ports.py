"""What whoever keeps something in tables may ask of an engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

Parameters = Sequence[object] | Mapping[str, object]
_NAME: Final = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)")


class Step(Protocol):
    """A transaction."""

    def do(self, statement: str, parameters: Parameters = ()) -> int:
        """Carry a statement out; return how many rows it changed."""

    def do_each(self, statement: str, rows: Iterable[Parameters]) -> None:
        """Carry a statement out for each of some rows."""

    def rows(self, statement: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a statement finds."""

    def has(self, table: str) -> bool:
        """Tell whether there is a table of this name."""


class Tables(Protocol):
    """Tables that belong together."""

    def reading(self) -> AbstractContextManager[Step]:
        """Give what only reads; two statements of it may see different moments."""

    def writing(self) -> AbstractContextManager[Step]:
        """Give a transaction that is committed in the end; nobody else writes these tables meanwhile."""

    def close(self) -> None:
        """Release what was opened for these tables alone."""


def make_missing(tables: Tables, statements: Sequence[str]) -> None:
    """Make tables unless all of them are there: to look needs fewer rights in a database than to make."""
    names = [found[1] for statement in statements if (found := _NAME.match(statement))]
    with tables.reading() as step:
        if all(step.has(name) for name in names):
            return
    with tables.writing() as step:
        for statement in statements:
            step.do(statement)

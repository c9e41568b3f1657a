"""A crew: who does the work on an engine's records, the process itself or others that hold the same records.

Work is a function of an engine and one part of what there is to do; results come in the order of the parts.
So they are the same whoever does the work, and however many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from matchers.engine import Engine

Context = TypeVar("Context")
Part = TypeVar("Part")
Result = TypeVar("Result")


class Crew(Protocol):
    """Does work on an engine's records, which may not change until all of it is done."""

    def each(
        self, work: Callable[[Engine, Context, Part], Result], context: Context, parts: Iterable[Part]
    ) -> Iterator[Result]:
        """Do some work for each part; begin at once where that costs the caller nothing.

        `context` is what all parts have in common.
        """


class Alone:
    """The process itself, a part whenever its result is asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def each(
        self, work: Callable[[Engine, Context, Part], Result], context: Context, parts: Iterable[Part]
    ) -> Iterator[Result]:
        """Do some work for each part."""
        return (work(self._engine, context, part) for part in parts)

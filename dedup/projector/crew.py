"""Workers: processes that hold a matcher's records beside it and do parts of its work.

The records are written to files once, which become the matcher's snapshot afterwards; workers map them, and
so does the matcher itself from then on: they are in memory once, however many processes there are.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Generic, NamedTuple, Self, TypeVar

from dedup.projector.matching import Matching, engine_state
from dedup.projector.processes import pool_of, release_memory
from dedup.projector.snapshot import Snapshots, read_arrays
from matchers import Engine, Model
from matchers.crew import Alone

WORTH_WORKERS: Final = 100_000
"""Registrations to be matched from which on it pays to write their records to files at once."""
_AHEAD: Final = 6
"""Parts that each worker may have in hand."""
_HELD_MAX: Final = 32
"""Parts given out or done whose results nobody has asked for yet: bounds memory."""
_Context = TypeVar("_Context")
_Part = TypeVar("_Part")
_Result = TypeVar("_Result")


class _Place(NamedTuple):
    """Where a worker finds the records."""

    folder: str
    names: tuple[str, ...]
    profile: str
    block_cap: int


class Workers:
    """A crew of processes. Used in a `with` statement, within which the matcher takes nothing in."""

    def __init__(self, matching: Matching, snapshots: Snapshots, count: int) -> None:
        """Start so many processes beside this one."""
        self._matching = matching
        self._count = count
        self._pool = pool_of(count, matching.engine.profile.name)
        for _ in range(count):
            self._pool.submit(_get_ready)
        matching.engine.state()  # puts the blocks together
        release_memory()
        self.draft = snapshots.draft(matching)
        self._feeder = ThreadPoolExecutor(1)
        """Gives out parts in their order, once the records are written."""
        release_memory()
        self._written = self._feeder.submit(self.draft.write)

    def __enter__(self) -> Self:
        self._matching.crew = self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._matching.crew = Alone(self._matching.engine)
        self._feeder.shutdown(cancel_futures=True)
        self._pool.shutdown(cancel_futures=True)

    def each(
        self, work: Callable[[Engine, _Context, _Part], _Result], context: _Context, parts: Iterable[_Part]
    ) -> Iterator[_Result]:
        """Do some work for each part, beginning as soon as the workers can have the records.

        Whoever asks for a result that is not there yet does another part meanwhile.
        """
        engine = self._matching.engine
        if not self.draft.is_of(self._matching):
            return Alone(engine).each(work, context, parts)
        pickled = pickle.dumps(context, pickle.HIGHEST_PROTOCOL)
        mark = blake2b(pickled).digest()

        def give(part: _Part) -> Future[Future[_Result]]:
            return self._feeder.submit(lambda: self._pool.submit(_do, self._place, work, mark, pickled, part))

        self._let_go()
        return _Queue(iter(parts), give, partial(work, engine, context), _AHEAD * self._count).results()

    @property
    def _place(self) -> _Place:
        profile = self._matching.engine.profile.name
        return _Place(str(self.draft.folder), self.draft.names, profile, self.draft.block_cap)

    def _let_go(self) -> None:
        """Hold records by their files, too, and of those nothing that was only needed up to now."""
        self._written.result()
        self._matching.engine.restore(engine_state(self.draft.read()))
        release_memory()


@contextmanager
def workers_for(matching: Matching, snapshots: Snapshots, count: int) -> Iterator[Workers | None]:
    """Give so many workers, or none when there is too little for them to do."""
    if count < 1 or len(matching.registry) < WORTH_WORKERS:
        yield None
        return
    with Workers(matching, snapshots, count) as workers:
        yield workers


class _Queue(Generic[_Part, _Result]):
    """Parts of some work in their order: some given out, some done here while those are waited for."""

    def __init__(
        self,
        parts: Iterator[_Part],
        give: Callable[[_Part], Future[Future[_Result]]],
        do: Callable[[_Part], _Result],
        ahead: int,
    ) -> None:
        self._parts = parts
        self._give = give
        self._do = do
        self._ahead = ahead
        self._entries = deque[Future[Future[_Result]]]()
        self._fill()

    def results(self) -> Iterator[_Result]:
        """Yield all results in the order of the parts."""
        while self._entries:
            if _is_done(self._entries[0]) or not self._do_one():
                yield self._entries.popleft().result().result()
            self._fill()

    def _fill(self) -> None:
        given = sum(not _is_done(entry) for entry in self._entries)
        self._entries.extend(map(self._give, islice(self._parts, max(self._ahead - given, 0))))

    def _do_one(self) -> bool:
        """Do the next part here, if there is one and not too much is done that nobody has asked for."""
        if len(self._entries) > _HELD_MAX:
            return False
        for part in self._parts:
            self._entries.append(_done(_done(self._do(part))))
            return True
        return False


def _is_done(entry: Future[Future[_Result]]) -> bool:
    return entry.done() and entry.result().done()


def _done(result: _Result) -> Future[_Result]:
    future = Future[_Result]()
    future.set_result(result)
    return future


class _Held(NamedTuple):
    """What a worker holds from one part to the next."""

    place: _Place
    engine: Engine
    mark: bytes
    context: Any


_held: _Held | None = None


def _get_ready() -> None:
    """Load this module in a worker; a pool starts its processes when it is first given something."""


def _do(
    place: _Place, work: Callable[[Engine, Any, Any], _Result], mark: bytes, pickled: bytes, part: object
) -> _Result:
    """Do one part of some work, in a worker."""
    global _held  # noqa: PLW0603 - a process has no other place that outlives a task
    if _held is None or _held.place != place:
        _held = _Held(place, _engine_at(place), b"", None)
    if _held.mark != mark:
        _held = _held._replace(mark=mark, context=pickle.loads(pickled))  # noqa: S301 - of our own process
    return work(_held.engine, _held.context, part)


def _engine_at(place: _Place) -> Engine:
    shipped = Model.default(place.profile)
    engine = Engine(replace(shipped, thresholds=replace(shipped.thresholds, block_cap=place.block_cap)))
    engine.restore(engine_state(read_arrays(Path(place.folder), place.names)))
    return engine

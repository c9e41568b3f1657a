"""Loading: the log's registrations into the matcher, in bounded pages, coded by workers when many wait.

However many workers there are, pages go into the matcher in the order of the log.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import cache, partial
from types import TracebackType
from typing import Final, Self

from dedup.projector.matching import Matching
from dedup.projector.pages import CodedPage, code_page
from dedup.projector.processes import pool_of
from events.log import EventLog, Stored
from events.registrations import RegistrationEvent

PAGE_SIZE: Final = 5_000
"""Registrations read and coded at once."""
WORTH_WORKERS: Final = 20_000
"""Events beyond which starting worker processes (about a second each) pays."""
_FEW: Final = 100
_WORTH_SKIPPING: Final = 200
"""Events of other kinds that are rather passed over for good than read past again and again."""
_PAGES_AHEAD: Final = 2
"""Pages that each worker may have in hand: bounds memory."""


def load(
    log: EventLog,
    matching: Matching,
    until: int,
    workers: int = 0,
    on_page: Callable[[int], None] = lambda _position: None,
) -> set[int]:
    """Take in what the log holds after what is loaded, up to a position.

    Returns the refs of earlier registrations whose candidates changed because a block filled up or fell back.
    `on_page` is told the position come to.
    """
    affected: set[int] = set()
    for page in _coded_pages(log, matching, until, workers):
        affected |= matching.load(page)
        on_page(page.position)
    matching.loaded = max(matching.loaded, until)
    return affected


def fill(
    log: EventLog,
    matching: Matching,
    until: int,
    workers: int = 0,
    on_page: Callable[[int], None] = lambda _position: None,
) -> None:
    """Do as `load` where nobody asks whose candidates changed, because nothing was matched with them yet."""
    for page in _coded_pages(log, matching, until, workers):
        matching.fill(page)
        on_page(page.position)
    matching.loaded = max(matching.loaded, until)


def load_arrived(log: EventLog, matching: Matching, workers: int = 0) -> set[int]:
    """Do as `load` up to the log's end; a few registrations, the usual arrivals, come in with one read."""
    page = log.read_encoded_after(matching.loaded, limit=_FEW, of=(RegistrationEvent,))
    if len(page) == _FEW or matching.flags_read - matching.loaded > _WORTH_SKIPPING:
        return load(log, matching, log.head(), workers)
    return matching.load(code_page(matching.engine.profile.name, page)) if page else set()


def _coded_pages(log: EventLog, matching: Matching, until: int, workers: int) -> Iterator[CodedPage]:
    profile = matching.engine.profile.name
    if workers > 1 and until - matching.loaded > WORTH_WORKERS:
        return _code_in_workers(log, profile, matching.loaded, until, workers)
    return map(partial(code_page, profile), _pages(log, matching.loaded, until))


def _pages(log: EventLog, after: int, until: int) -> Iterator[list[Stored]]:
    while after < until:
        page = log.read_encoded_after(after, limit=PAGE_SIZE, until=until, of=(RegistrationEvent,))
        if not page:
            return
        yield list(page)
        after = page[-1].position


def _code_in_workers(
    log: EventLog, profile: str, after: int, until: int, workers: int
) -> Iterator[CodedPage]:
    with Coders(log, profile, workers) as coders:
        waiting: deque[Future[CodedPage | None]] = deque()
        for begin in range(after, until, PAGE_SIZE):
            waiting.append(coders.code(begin, min(begin + PAGE_SIZE, until)))
            if len(waiting) > _PAGES_AHEAD * workers and (page := waiting.popleft().result()):
                yield page
        while waiting:
            if page := waiting.popleft().result():
                yield page


class Coders:
    """Processes that code pages of a log. Used in a `with` statement.

    They read the log themselves where it can be opened twice: handing pages over costs more than reading.
    """

    def __init__(self, log: EventLog, profile: str, workers: int) -> None:
        self._log = log
        self._profile = profile
        self._pool = pool_of(workers, profile, partial(_begin, log.reopen))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)

    def code(self, after: int, until: int) -> Future[CodedPage | None]:
        """Code what a span of the log lists; the result is None where that is nothing."""
        if self._log.reopen:
            return self._pool.submit(_code_span, self._profile, after, until)
        return self._pool.submit(_code_listed, self._profile, _span(self._log, after, until))


_reopen: Callable[[], EventLog] | None = None
"""In a worker: how it opens the log."""


@cache
def _own_log() -> EventLog:
    if _reopen is None:
        raise AssertionError("this process was not told of a log")
    return _reopen()


def _begin(reopen: Callable[[], EventLog] | None) -> None:
    """Begin to be a worker."""
    global _reopen  # noqa: PLW0603 - a process of a pool has no other place to keep anything
    _reopen = reopen


def _span(log: EventLog, after: int, until: int) -> list[Stored]:
    return list(log.read_encoded_after(after, limit=until - after, until=until, of=(RegistrationEvent,)))


def _code_span(profile: str, after: int, until: int) -> CodedPage | None:
    return _code_listed(profile, _span(_own_log(), after, until))


def _code_listed(profile: str, page: list[Stored]) -> CodedPage | None:
    return code_page(profile, page) if page else None

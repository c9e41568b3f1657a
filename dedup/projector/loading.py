"""Loading: the log's registrations into the matcher, in bounded pages, coded by workers when many wait.

However many workers there are, pages go into the matcher in the order of the log.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Final

from dedup.projector.matching import Matching
from dedup.projector.pages import CodedPage, code_page
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
    pages = _pages(log, matching.loaded, until)
    if workers > 1 and until - matching.loaded > WORTH_WORKERS:
        return _code_in_workers(profile, pages, workers)
    return map(partial(code_page, profile), pages)


def _pages(log: EventLog, after: int, until: int) -> Iterator[list[Stored]]:
    while after < until:
        page = log.read_encoded_after(after, limit=PAGE_SIZE, until=until, of=(RegistrationEvent,))
        if not page:
            return
        yield list(page)
        after = page[-1].position


def _code_in_workers(profile: str, pages: Iterator[list[Stored]], workers: int) -> Iterator[CodedPage]:
    with coding_pool(workers) as pool:
        waiting: deque[Future[CodedPage]] = deque()
        for page in pages:
            waiting.append(pool.submit(code_page, profile, page))
            if len(waiting) > _PAGES_AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def coding_pool(workers: int) -> ProcessPoolExecutor:
    """Return processes that code pages."""
    return ProcessPoolExecutor(workers, mp_context=get_context("forkserver"), initializer=end_with_parent)


def end_with_parent() -> None:
    """Make a worker process end as soon as the process that it works for does, even by `kill -9`."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()

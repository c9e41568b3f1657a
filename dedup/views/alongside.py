"""Keeping the read model up while flags are still being raised, in a process beside the one that raises them.

It does what the next reader would do, only sooner, and nobody depends on it: whoever reads takes in what it
has left, and everything if it could not be started or has died.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Final

from eventsourcing.persistence import PersistenceError

from dedup.database import open_log, open_tables
from dedup.errors import DedupError
from dedup.settings import Settings
from dedup.views.cases import open_case_view
from events.log import LogError

WORTH_A_PROCESS: Final = 100_000
"""Events; what is flagged among fewer is taken in before a process has started."""
_LOOK_S: Final = 0.5
"""Between looks: each writes a good part of the indexes anew, many small ones again and again."""
_COLLECT_AFTER: Final = 100_000
"""New objects before the collector looks: those of a page, which hold no cycles."""


@contextmanager
def kept_up(settings: Settings) -> Iterator[None]:
    """Have the read model follow the log for as long as the block lasts, and to the log's end then."""
    context = get_context("forkserver")
    theirs, ours = context.Pipe(duplex=False)
    process = context.Process(target=_follow, args=(settings, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield
    finally:
        ours.close()
        process.join()


def _follow(settings: Settings, ended: Connection) -> None:
    """Catch up until the pipe is closed, which it is as well when who holds its other end is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process ends it
    gc.set_threshold(_COLLECT_AFTER)
    with suppress(DedupError, LogError, PersistenceError):  # who reads next meets it too, and says so
        log = open_log(settings, create=False)
        view = open_case_view(open_tables(settings, log, "views"))
        over = False
        while not over:
            over = ended.poll(_LOOK_S)
            view.catch_up(log)
        view.close()
        log.close()

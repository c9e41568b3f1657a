"""Reading ahead: registrations are coded while an import is still appending others.

An import waits for the disk and for the process that prepares its rows; meanwhile another process codes what
is in the log already. Pages go into the matcher in the order of the log, as they do in `loading`.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future
from types import TracebackType
from typing import Final, Self

from dedup.projector.loading import PAGE_SIZE, WORTH_WORKERS, Coders
from dedup.projector.matching import Matching
from dedup.projector.pages import CodedPage
from dedup.projector.processes import prepare
from events.log import EventLog

_WORTH_PREPARING: Final = 2_000
"""Events after which many more are to be expected."""
_PAGES_AHEAD: Final = 2
"""Pages that each process may have in hand: bounds memory."""


class Ahead:
    """A matcher that follows the log while it grows. Used in a `with` statement, for it starts processes."""

    def __init__(self, log: EventLog, matching: Matching, workers: int) -> None:
        self._log = log
        self._matching = matching
        self._workers = workers
        self._read = matching.loaded
        self._coders: Coders | None = None
        self._waiting: deque[Future[CodedPage | None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def follow(self) -> None:
        """Take up what was appended, if it is much; to be called after each append."""
        head = self._log.head()
        if self._coders is None and head - self._read < WORTH_WORKERS:
            if head - self._read > _WORTH_PREPARING:
                prepare(self._matching.engine.profile.name)
            return
        while self._waiting and self._waiting[0].done():
            self._fill()
        self._submit(head - PAGE_SIZE)

    def take(self) -> Matching:
        """Return the matcher with all that was taken up; whoever takes it loads the rest."""
        if self._coders is not None:
            until = self._log.head()
            while self._submit(until) or self._waiting:
                if self._waiting:
                    self._fill()
        self._close()
        return self._matching

    def _submit(self, until: int) -> bool:
        """Give pages out that begin before a position; tell whether some were."""
        before = self._read
        if self._coders is None:
            self._coders = Coders(self._log, self._matching.engine.profile.name, self._workers)
        while self._read < until and len(self._waiting) < _PAGES_AHEAD * self._workers:
            self._waiting.append(self._coders.code(self._read, self._read + PAGE_SIZE))
            self._read += PAGE_SIZE
        return self._read > before

    def _fill(self) -> None:
        if page := self._waiting.popleft().result():
            self._matching.fill(page)

    def _close(self) -> None:
        if self._coders is not None:
            self._coders.close()
            self._coders = None
        self._waiting.clear()

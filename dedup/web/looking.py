"""Who has which card before their eyes: ten people who share a queue are not all given its first case.

Kept in memory and for minutes only; it decides nothing. Whoever wants a case for certain claims it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from typing import Final

from dedup.committees import Committee

LOOKS_S: Final = 120
"""Seconds after which a card is taken to be no longer before anybody's eyes."""


class Looking:
    """Remembers the last card of every account."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last: dict[str, tuple[str, frozenset[Committee], float]] = {}

    def note(self, account: str, case_id: str, committees: Collection[Committee]) -> None:
        """Remember that somebody of some committees looks at a case now."""
        with self._lock:
            self._last[account] = case_id, frozenset(committees), self._clock()

    def by_others(self, account: str, committees: Collection[Committee]) -> frozenset[str]:
        """Return the cases that colleagues look at: the other committee decides for itself."""
        with self._lock:
            since = self._clock() - LOOKS_S
            self._last = {name: seen for name, seen in self._last.items() if seen[2] > since}
            return frozenset(
                case_id
                for name, (case_id, theirs, _) in self._last.items()
                if name != account and not theirs.isdisjoint(committees)
            )

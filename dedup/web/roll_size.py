"""How many registrations stand, counted now and then: the count walks the whole log, and a page must not."""

from __future__ import annotations

import threading
import time
from typing import Final

from dedup.rolls import count_standing
from events.log import EventLog

COUNTED_EVERY_S: Final = 300
"""Seconds after which it is counted anew: it is told in words, beside millions."""


class RollSize:
    """A count that is some minutes old at most; who asks waits for the first one only."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._counted_at = float("-inf")
        self._size = 0
        self._counting = threading.Lock()

    def __call__(self) -> int:
        """Return how many registrations stand; an old count is renewed behind whoever asks."""
        if self._counted_at == float("-inf"):
            with self._counting:
                if self._counted_at == float("-inf"):
                    self._count()
        elif time.monotonic() - self._counted_at > COUNTED_EVERY_S and self._counting.acquire(blocking=False):
            threading.Thread(target=self._renew, name="roll-size", daemon=True).start()
        return self._size

    def _renew(self) -> None:
        try:
            self._count()
        finally:
            self._counting.release()

    def _count(self) -> None:
        self._size = count_standing(self._log)
        self._counted_at = time.monotonic()

"""How many registrations stand, counted now and then: the count walks the whole log, and a page must not."""

from __future__ import annotations

import threading
import time
from typing import Final

from dedup.rolls import count_standing
from events.log import EventLog

COUNTED_EVERY_S: Final = 300
"""Seconds for which a count holds: it is told in words, beside millions."""


class RollSize:
    """A count that is as old as five minutes at most."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._counted_at = float("-inf")
        self._size = 0
        self._counting = threading.Lock()

    def __call__(self) -> int:
        """Return how many registrations stand."""
        with self._counting:
            if time.monotonic() - self._counted_at > COUNTED_EVERY_S:
                self._size = count_standing(self._log)
                self._counted_at = time.monotonic()
            return self._size

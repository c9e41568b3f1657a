"""The loop that every worker runs: step after step, patient with what is out of reach, ended by a signal.

A fault outside the worker (broker, store, disk) is waited out with growing pauses: nothing is lost by it, and
the work goes on by itself within seconds of the fault's end. A fault inside the worker ends it.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Final, Protocol

from dedup.errors import Conflict, DedupError, Unavailable
from dedup.failures import as_user_error

POLL_S: Final = 0.5
"""How long a step waits for something to do."""
PAUSE_MIN_S: Final = 0.2
PAUSE_MAX_S: Final = 5.0
"""The pause after a fault doubles from the one to the other."""


class Work(Protocol):
    """What a worker does."""

    def step(self, timeout_s: float) -> int:
        """Do what there is to do, waiting for it; return how much was done."""

    def status(self) -> Mapping[str, object]:
        """Return figures for the operator. May raise as `step` does."""

    def is_done(self) -> bool:
        """Tell whether everything that there is has been done. May raise as `step` does."""

    def close(self) -> None:
        """Release what the work holds."""


class Stop:
    """Whether the worker was asked to stop."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def ask(self, *_: object) -> None:
        """Ask it."""
        self._event.set()

    @property
    def asked(self) -> bool:
        """Tell whether it was asked."""
        return self._event.is_set()

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than until it is asked."""
        self._event.wait(seconds)


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """Let SIGTERM and SIGINT end the loop after its current step."""
    stop = Stop()
    before: dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None] = {}
    for number in (signal.SIGTERM, signal.SIGINT):
        before[number] = signal.signal(number, stop.ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(slots=True)
class Reports:
    """Where a worker says how it fares."""

    status: Callable[[Mapping[str, object]], None]
    trouble: Callable[[DedupError, float], None]
    """Told of a fault and of the pause before the next attempt."""
    every_s: float = 10.0


def run(work: Work, stop: Stop, reports: Reports, *, drain: bool = False) -> None:
    """Work until asked to stop, or, when draining, until nothing is left."""
    pause_s, due = PAUSE_MIN_S, time.monotonic() + reports.every_s
    try:
        while not stop.asked:
            try:
                done = work.step(POLL_S)
                if drain and done == 0 and work.is_done():
                    break
                if time.monotonic() >= due:
                    reports.status(work.status())
                    due = time.monotonic() + reports.every_s
                pause_s = PAUSE_MIN_S
            except Exception as error:
                known = as_user_error(error)
                if not isinstance(known, Unavailable | Conflict):
                    raise
                reports.trouble(known, pause_s)
                stop.pause(pause_s)
                pause_s = min(2 * pause_s, PAUSE_MAX_S)
        _last_words(work, reports)
    finally:
        work.close()


def _last_words(work: Work, reports: Reports) -> None:
    try:
        reports.status(work.status())
    except Exception as error:
        if as_user_error(error) is None:
            raise

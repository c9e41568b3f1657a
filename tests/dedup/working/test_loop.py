from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from dedup.errors import Conflict, DedupError, Unavailable
from dedup.working.loop import Reports, Stop, run, stop_on_signals
from events.log import LogUnavailable
from events.streams import StreamUnavailable


@dataclass
class Script:
    """A work that does what it is told, step by step, and then nothing."""

    steps: list[Callable[[], int]]
    closed: bool = False
    status_error: Exception | None = None

    def step(self, timeout_s: float) -> int:
        if self.steps:
            return self.steps.pop(0)()
        time.sleep(min(timeout_s, 0.01))
        return 0

    def status(self) -> Mapping[str, object]:
        if self.status_error:
            raise self.status_error
        return {"left": len(self.steps)}

    def is_done(self) -> bool:
        return not self.steps

    def close(self) -> None:
        self.closed = True


@dataclass
class Told:
    status: list[Mapping[str, object]] = field(default_factory=list)
    trouble: list[tuple[DedupError, float]] = field(default_factory=list)

    def reports(self, every_s: float = 10) -> Reports:
        return Reports(self.status.append, lambda error, pause: self.trouble.append((error, pause)), every_s)


class Unhurried(Stop):
    """Counts pauses instead of waiting them out."""

    def pause(self, seconds: float) -> None:
        assert seconds > 0


def failing(error: Exception) -> Callable[[], int]:
    def step() -> int:
        raise error

    return step


def test_draining_ends_when_nothing_is_left_and_says_how_it_went() -> None:
    work, told = Script([lambda: 3, lambda: 0, lambda: 2]), Told()
    run(work, Stop(), told.reports(), drain=True)
    assert (work.closed, told.status) == (True, [{"left": 0}])


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (StreamUnavailable("gone"), Unavailable),
        (LogUnavailable("locked"), Unavailable),
        (OSError(28, "No space left on device"), Unavailable),
        (Conflict("registrations-keep-changing"), Conflict),
    ],
)
def test_faults_outside_are_waited_out(error: Exception, kind: type[DedupError]) -> None:
    work, told = Script([failing(error), lambda: 1]), Told()
    run(work, Unhurried(), told.reports(), drain=True)
    assert [type(fault) for fault, _ in told.trouble] == [kind]


def test_pauses_grow_and_begin_small_again_after_a_success() -> None:
    gone = failing(StreamUnavailable("gone"))
    work, told = Script([*([gone] * 8), lambda: 1, gone]), Told()
    run(work, Unhurried(), told.reports(), drain=True)
    pauses = [pause for _, pause in told.trouble]
    assert pauses[:3] == [0.2, 0.4, 0.8]
    assert pauses[7:] == [5.0, 0.2]


def test_a_fault_of_our_own_ends_the_worker_and_releases_what_it_holds() -> None:
    work = Script([failing(ZeroDivisionError())])
    with pytest.raises(ZeroDivisionError):
        run(work, Stop(), Told().reports())
    assert work.closed


def test_a_status_that_cannot_be_had_does_not_spoil_the_end() -> None:
    work = Script([], status_error=StreamUnavailable("gone"))
    run(work, Stop(), Told().reports(), drain=True)
    assert work.closed


def test_how_it_goes_is_said_every_so_often() -> None:
    work, told = Script([lambda: 1] * 5), Told()
    run(work, Stop(), told.reports(every_s=0), drain=True)
    assert len(told.status) > 5


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_loop_after_its_step(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    work = Script([lambda: 1])
    with stop_on_signals() as stop:
        threading.Timer(0.1, os.kill, (os.getpid(), number)).start()
        run(work, stop, Told().reports())
    assert work.closed
    assert signal.getsignal(number) == before


def test_a_pause_ends_when_the_worker_is_asked_to_stop() -> None:
    stop = Stop()
    threading.Timer(0.05, stop.ask).start()
    began = time.monotonic()
    stop.pause(30)
    assert time.monotonic() - began < 10

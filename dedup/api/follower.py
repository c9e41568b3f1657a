"""The thread that keeps the service up with its log: matches what arrived, lets rolls and clock act on cases.

One thread, one cycle after another, each a bounded micro-batch; a failure is kept to be told by readiness
and tried again, so that a disk that was full or a lock that was held needs no hands afterwards. Of several
servers over one log one leads: it matches and lets rolls and clock act; the others keep the read model up.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from dedup.bootstrap import Service
from dedup.clock import CHINA_TIME
from dedup.errors import Conflict, DedupError
from events.log import EventLog, LogError
from events.registrations import RegistrationEvent

if TYPE_CHECKING:
    from dedup.projector.asking import Answer
    from dedup.projector.projector import Projector
    from events.registrations import RegistrationKey

IDLE_S: Final = 0.2
"""Between two looks at the log: a person does not notice it."""
AFTER_FAILURE_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the follower has come."""

    position: int = 0
    """Everything in the log up to here has been dealt with."""
    at: datetime | None = None
    """When it last had nothing left to do."""
    failure: str = ""
    """The class of what last went wrong, empty when all is well."""
    leads: bool = False
    """Whether this server matches, of all that follow the log."""


class Follower:
    """Follows the log of a service in a thread of its own."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._matching = threading.Lock()
        self._projector: Projector | None = None
        self._swept_on: date | None = None
        self._lead = service.lead
        self._thread: threading.Thread | None = None
        self.progress = Progress()

    @property
    def is_following(self) -> bool:
        """Tell whether the thread runs, so that nobody else need catch the views up."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start following."""
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """Finish the micro-batch and stop."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_s)
            if not self._thread.is_alive():
                self._lead.leave()

    def wake(self) -> None:
        """Look at the log now rather than after the pause."""
        self._wake.set()

    def why(self, one: RegistrationKey, other: RegistrationKey) -> Answer:
        """Return why two registrations are flagged or not, from the matcher that is loaded already."""
        from dedup.projector.asking import ask

        with self._matching:
            projector = self._projector
            return ask(projector.matching, one, other) if projector else self._service.why(one, other)

    def step(self) -> None:
        """Deal with everything that the log holds now."""
        head, leads, last = self._service.log.head(), self._lead.take(), self.progress
        nothing_new = (head, leads, "") == (last.position, last.leads, last.failure)
        if nothing_new and self._swept_on == self._today():
            if self._projector is not None:
                self._projector.keep_old_position()
            return
        if leads:
            self._act()
        else:
            self._projector, self._swept_on = None, self._today()
        self._service.current_queues()
        self.progress = Progress(head, self._service.clock(), leads=leads)

    def _act(self) -> None:
        if self._service.settings.matching == "embedded":
            with self._matching:
                self._match()
        watcher = self._service.watcher
        watcher.follow()
        if not self.progress.leads or self._swept_on != self._today():
            watcher.sweep()
            self._swept_on = self._today()

    def _match(self) -> None:
        if self._projector is None:
            adopted = self._service.adopted()
            if adopted is None:
                if not _has_registrations(self._service.log):
                    return
                adopted = self._service.adopt_fitted()
            self._projector = self._service.projector(adopted)
        try:
            while self._projector.advance() is not None:
                self._service.current_cases()  # who decides meanwhile has a queue that is a batch old at most
                if self._stop.is_set():
                    return
        except BaseException:
            self._projector = None  # It may hold half a batch; any other fault leaves it as it was.
            raise

    def _run(self) -> None:
        try:
            self._follow()
        finally:
            self._keep_position()

    def _keep_position(self) -> None:
        if self._projector is not None:
            with suppress(DedupError, LogError):  # known to the log a little later, after the next start
                self._projector.keep_position()

    def _follow(self) -> None:
        while not self._stop.is_set():
            pause_s = IDLE_S
            try:
                self.step()
            except Conflict:  # Reviewers or another process were first: nothing is wrong.
                pause_s = AFTER_FAILURE_S
            except Exception as error:  # noqa: BLE001 - told by readiness, tried again
                self.progress = Progress(self.progress.position, self.progress.at, type(error).__name__)
                pause_s = AFTER_FAILURE_S
            self._wake.wait(pause_s)
            self._wake.clear()

    def _today(self) -> date:
        return self._service.clock().astimezone(CHINA_TIME).date()


def _has_registrations(log: EventLog) -> bool:
    return bool(log.read_after(0, limit=1, of=(RegistrationEvent,)))

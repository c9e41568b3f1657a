"""The composition root: the one place that picks implementations and puts the parts together.

Edges (command line, later HTTP) get a built `Service`; nothing connects before `open_service` is called, and
a stage is loaded when it is asked for: a command that lists cases does not wait for the matcher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dedup.cases.desk import Desk
from dedup.clock import Clock, system_clock
from dedup.errors import BadRequest, Unavailable
from dedup.settings import Settings
from dedup.views.cases import CaseView, open_case_view
from events.log import EventLog, LogUnavailable
from events.sqlite import open_sqlite_log

if TYPE_CHECKING:
    from dedup.intake.importing import Importer
    from dedup.projector.adoption import AdoptedModel
    from dedup.projector.projector import Projector

LOG_FILE: Final = "log.sqlite"
VIEW_FILE: Final = "views.sqlite"


@dataclass(frozen=True, slots=True)
class Service:
    """Everything an edge may ask for."""

    settings: Settings
    log: EventLog
    cases: CaseView
    clock: Clock

    @property
    def importer(self) -> Importer:
        """Return what imports files, with a process to prepare them beside when there is a core for it."""
        from dedup.intake.importing import Importer
        from dedup.intake.worker import Worker

        worker = Worker() if self.settings.workers else None
        return Importer(self.log, self.clock, self.settings.batch_rows, worker=worker)

    @property
    def desk(self) -> Desk:
        """Return where commands on cases are carried out."""
        return Desk(self.log, self.clock)

    def model(
        self, *, adopt: bool = False, on_record: Callable[[int], None] = lambda _count: None
    ) -> AdoptedModel:
        """Return the model in force; count and adopt one when there is none, or when told to."""
        from dedup.projector.adoption import adopt_fitted_model, adopted_model

        adopted = None if adopt else adopted_model(self.log)
        return adopted or adopt_fitted_model(self.log, self.settings.actor, self.clock, on_record)

    def projector(self, adopted: AdoptedModel) -> Projector:
        """Return a projector for a model, where the last one left off."""
        from dedup.projector.projector import Projector

        return Projector(self.log, adopted, self.clock, self.settings.batch_size)

    def current_cases(self) -> CaseView:
        """Return the read model, caught up with the log."""
        self.cases.catch_up(self.log)
        return self.cases


@contextmanager
def open_service(
    settings: Settings, *, create: bool = False, clock: Clock = system_clock
) -> Iterator[Service]:
    """Open the store that the settings name, and close it afterwards.

    Raises BadRequest when there is no store and none may be created, Unavailable when it cannot be opened.
    """
    store = settings.store
    _require_store(store, create=create)
    try:
        log = open_sqlite_log(store / LOG_FILE)
    except LogUnavailable as error:
        raise Unavailable("store-unavailable", detail=str(error)) from None
    try:
        cases = open_case_view(str(store / VIEW_FILE))
        try:
            yield Service(settings, log, cases, clock)
        finally:
            cases.close()
    finally:
        log.close()


def _require_store(store: Path, *, create: bool) -> None:
    if not create:
        if not (store / LOG_FILE).is_file():
            raise BadRequest("store-missing", store=str(store))
        return
    try:
        store.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("store-unavailable", detail=str(error)) from None

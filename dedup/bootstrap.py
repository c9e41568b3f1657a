"""The composition root: the one place that picks implementations and puts the parts together.

Edges (command line, later HTTP) get a built `Service`; nothing connects before `open_service` is called, and
a stage is loaded when it is asked for: a command that lists cases does not wait for the matcher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dedup.access.secrets import SecretStore
from dedup.calendars.days import day_in_china
from dedup.calendars.desk import CalendarDesk
from dedup.calendars.due import due, priority
from dedup.cases.clocks import Clocks
from dedup.cases.desk import Desk
from dedup.certificates.desk import CertificateDesk
from dedup.clock import Clock, system_clock
from dedup.committees import Committee
from dedup.database import LOG_FILE, derived_folder, is_postgres, open_log, open_tables
from dedup.errors import BadInput, BadRequest, Unavailable
from dedup.settings import Settings
from dedup.views.cases import CaseView, open_case_view
from dedup.views.queues import Due, Queues
from dedup.views.tallies import Tallies
from events.log import EventLog
from events.registrations import RegistrationKey

if TYPE_CHECKING:
    from dedup.access.desk import Accounts
    from dedup.access.disclosing import Disclosures
    from dedup.intake.importing import Importer
    from dedup.intake.submitting import Submissions
    from dedup.leading import Lead
    from dedup.letters.press import Press
    from dedup.projector.adoption import AdoptedModel
    from dedup.projector.ahead import Ahead
    from dedup.projector.asking import Answer
    from dedup.projector.matching import Matching
    from dedup.projector.projector import Projector
    from dedup.projector.snapshot import Snapshots
    from dedup.watch.watcher import Watcher
    from matchers import Model

MATCHER_FOLDER: Final = "matcher"
DEFAULT_PROFILE: Final = "chinese"


@dataclass(frozen=True, slots=True)
class Service:
    """Everything an edge may ask for."""

    settings: Settings
    log: EventLog
    cases: CaseView
    clock: Clock
    secrets: SecretStore
    ahead: Ahead | None = None
    """What codes registrations while they are imported, where somebody will ask for the matcher next."""

    @property
    def importer(self) -> Importer:
        """Return what imports files, with a process to prepare them beside when there is a core for it."""
        from dedup.intake.importing import Importer
        from dedup.intake.worker import Worker

        worker = Worker() if self.settings.workers > 1 else None
        if self.ahead is None:
            return Importer(self.log, self.clock, self.settings.batch_rows, worker=worker)
        return Importer(self.log, self.clock, self.settings.batch_rows, worker, self.ahead.follow)

    @contextmanager
    def reading_ahead(self) -> Iterator[Service]:
        """Give a service that codes registrations while it imports them: for who matches them next.

        Only where nothing was matched yet: afterwards it is to be told whose candidates arrivals change.
        """
        from dedup.projector.ahead import Ahead

        if self.settings.workers <= 1 or self.adopted() is not None:
            yield self
            return
        with Ahead(self.log, self.snapshots.restore(self.log, self._model()), self.settings.workers) as ahead:
            yield replace(self, ahead=ahead)

    @property
    def desk(self) -> Desk:
        """Return where commands on cases are carried out."""
        return Desk(self.log, self.clock, Clocks(self.log))

    @property
    def calendars(self) -> CalendarDesk:
        """Return where calendars are set and found."""
        return CalendarDesk(self.log, self.clock)

    @property
    def certificates(self) -> CertificateDesk:
        """Return where certificates are issued, used and found."""
        return CertificateDesk(self.log, self.clock)

    @property
    def accounts(self) -> Accounts:
        """Return the desk of accounts, which lets callers in."""
        from dedup.access.desk import Accounts

        return Accounts(self.log, self.secrets, self.clock)

    @property
    def disclosures(self) -> Disclosures:
        """Return where it is put on record who saw what."""
        from dedup.access.disclosing import Disclosures

        return Disclosures(self.log, self.clock)

    @property
    def press(self) -> Press:
        """Return what prints letters, in the typefaces that are installed."""
        from dedup.letters.fonts import find_typefaces
        from dedup.letters.press import Press

        return Press(find_typefaces(self.settings.font_folders))

    @property
    def queues(self) -> Queues:
        """Return the committees' queues as far as the read model has come."""
        return Queues(self.cases.tables)

    @property
    def lead(self) -> Lead:
        """Return the lead among the servers over this log, not yet taken."""
        from dedup.leading import lead_among_servers

        return lead_among_servers(self.settings, self.log)

    @property
    def tallies(self) -> Tallies:
        """Return how many cases there are, as far as the read model has come."""
        return Tallies(self.cases.tables)

    @property
    def submissions(self) -> Submissions:
        """Return what takes single registrations and batches of them."""
        from dedup.intake.submitting import Submissions

        return Submissions(self.log, self.clock, self.settings.cycle)

    @property
    def watcher(self) -> Watcher:
        """Return what lets rolls and clock act on cases."""
        from dedup.watch.explaining import Explainer
        from dedup.watch.watcher import Watcher

        explainer = Explainer(self.log, self.clock, self.settings.previous_cycle)
        return Watcher(self.log, self.desk, self.cases, explainer)

    @property
    def snapshots(self) -> Snapshots:
        """Return where the matcher's state is kept between runs."""
        from dedup.projector.snapshot import Snapshots

        return Snapshots(derived_folder(self.settings, self.log) / MATCHER_FOLDER)

    def adopted(self) -> AdoptedModel | None:
        """Return the model in force, if one is. Raises BadRequest when it is not of the profile asked for."""
        from dedup.projector.adoption import adopted_model

        adopted = adopted_model(self.log)
        wanted = self.settings.profile
        if adopted is not None and wanted is not None and adopted.model.profile != wanted:
            raise BadRequest("profile-differs", wanted=wanted, profile=adopted.model.profile)
        return adopted

    def loaded_matching(self, on_page: Callable[[int], None] = lambda _position: None) -> Matching:
        """Return a matcher with all registrations, under the model in force or the shipped one."""
        from dedup.projector.loading import fill

        model = self._model()
        matching = self.ahead.take() if self.ahead else self.snapshots.restore(self.log, model)
        if matching.fingerprint != model.fingerprint:
            matching.engine.adopt(model)
        fill(self.log, matching, self.log.head(), self.settings.workers, on_page)
        return matching

    def _model(self) -> Model:
        """Return the model in force, else the shipped one."""
        from matchers import Model

        adopted = self.adopted()
        return adopted.model if adopted else Model.default(self.settings.profile or DEFAULT_PROFILE)

    def why(self, one: RegistrationKey, other: RegistrationKey) -> Answer:
        """Return why two registrations are flagged or not. Raises BadRequest when one does not stand."""
        from dedup.projector.asking import ask

        return ask(self.loaded_matching(), one, other)

    def adopt(self, model: Model) -> AdoptedModel:
        """Put a model in force."""
        from dedup.projector.adoption import adopt

        return adopt(self.log, model, self.settings.actor, self.clock)

    def adopt_fitted(self) -> AdoptedModel:
        """Fit the shipped model to the rolls as they stand, and put it in force."""
        from dedup.projector.adoption import adopt_fitted_model

        profile = self.settings.profile or DEFAULT_PROFILE
        return adopt_fitted_model(self.log, self.settings.actor, self.clock, profile)

    def read_model(self, path: Path) -> Model:
        """Return the model in a file. Raises BadInput when it holds none."""
        from matchers import InvalidModel, Model

        try:
            return Model.from_json(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, InvalidModel) as error:
            raise BadInput("model-unreadable", path=str(path), detail=str(error)) from None

    def projector(self, adopted: AdoptedModel, matching: Matching | None = None) -> Projector:
        """Return a projector for a model, where the last one left off."""
        from dedup.projector.projector import Projector

        return Projector(
            self.log,
            adopted,
            self.clock,
            self.settings.batch_size,
            matching=matching or self.snapshots.restore(self.log, adopted.model),
            workers=self.settings.workers,
        )

    def current_cases(self) -> CaseView:
        """Return the read model, caught up with the log."""
        self.cases.catch_up(self.log)
        return self.cases

    @contextmanager
    def cases_kept_up(self) -> Iterator[None]:
        """Have the read model follow the log meanwhile, beside whoever flags very many pairs."""
        from dedup.views.alongside import WORTH_A_PROCESS, kept_up

        if self.settings.workers <= 1 or self.log.head() - self.cases.position < WORTH_A_PROCESS:
            yield
            return
        with kept_up(self.settings):
            yield

    def current_queues(self) -> Queues:
        """Return the committees' queues, caught up with the log, with the deadlines of today."""
        self.current_cases()
        queues, clocks, today = self.queues, Clocks(self.log), day_in_china(self.clock())

        def due_of(one: Committee, other: Committee) -> Due:
            left, right = (clocks.calendar(self.settings.cycle, Committee(*c)) for c in (one, other))
            found = due(left, right, today)
            return Due(found.day if found else None, int(priority(left, right, today).value[1:]))

        queues.refresh_dues(due_of)
        return queues


@contextmanager
def open_service(
    settings: Settings, *, create: bool = False, clock: Clock = system_clock
) -> Iterator[Service]:
    """Open the store that the settings name, and close it afterwards.

    Raises BadRequest when there is no store and none may be created, Unavailable when it cannot be opened.
    """
    store = settings.store
    _require_store(store, create=create or is_postgres(settings))
    log = open_log(settings, create=create)
    try:
        cases = open_case_view(open_tables(settings, log, "views"))
        try:
            secrets = SecretStore(open_tables(settings, log, "access"))
            try:
                yield Service(settings, log, cases, clock, secrets)
            finally:
                secrets.close()
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

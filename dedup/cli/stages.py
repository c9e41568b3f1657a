"""The stages as commands run them: with progress bars, and a summary to print."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dedup.bootstrap import Service
from dedup.cli.session import Session, print_table
from dedup.errors import BadInput
from dedup.intake.importing import ImportReport, ImportRequest
from dedup.intake.rejects import write_rejects
from events.files import RowCounts, RowsImported

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from dedup.projector.adoption import AdoptedModel
    from dedup.projector.crew import Workers
    from dedup.projector.fitting import Fit
    from dedup.projector.matching import Matching

_COLLECT_AFTER: Final = 100_000
"""New objects before the collector looks; some 50 MB of records."""


@dataclass(frozen=True, slots=True)
class FileDefaults:
    """What holds for rows that do not say it themselves."""

    committee: str = ""
    level: str = ""
    encoding: str | None = None
    sheet: str | None = None
    columns: dict[str, str] | None = None
    """What was said of headers; None for what was said of them before."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A file's report, and where its rejected rows went."""

    report: ImportReport
    rejects: Path | None

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "file": str(self.report.path),
            "sha256": self.report.sha256,
            **self.report.counts.model_dump(),
            "rows": self.report.counts.rows,
            "warnings": self.report.warnings,
            "repeated": self.report.repeated,
            "resumed_after_row": self.report.resumed_after_row,
            "rejects_file": str(self.rejects) if self.rejects else None,
        }


@dataclass(frozen=True, slots=True)
class Projected:
    """What a projection did."""

    adopted: AdoptedModel
    standing: int
    """Registrations that the matcher holds."""
    registrations: int
    """Events of registrations projected by this run."""
    flagged: int
    rescored: int
    lapsed: int
    full_blocks: int
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the summary as JSON values."""
        return {
            "model": self.adopted.model.fingerprint,
            "roll_size": self.adopted.model.roll_size,
            "registrations": self.registrations,
            "flagged": self.flagged,
            "rescored": self.rescored,
            "lapsed": self.lapsed,
            "full_blocks": self.full_blocks,
            "seconds": round(self.seconds, 3),
        }


@contextmanager
def long_work() -> Iterator[None]:
    """Let Python's cycle collector rest while millions of records without cycles are made.

    Left alone it walks all of them again and again, which costs a third of the time.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def import_all(
    session: Session,
    service: Service,
    files: Sequence[Path],
    defaults: FileDefaults,
    rejects_folder: Path,
) -> tuple[list[Imported], list[BadInput]]:
    """Import files one after the other; a file that cannot be read does not stop the others."""
    imported, refused = [], []
    with long_work(), session.progress() as bars, service.importer as importer:
        for path in files:
            task = bars.add_task(path.name, total=1.0, rate="")
            began = time.monotonic()

            def show(share: float, counts: RowCounts, task: TaskID = task, began: float = began) -> None:
                rate = counts.rows / max(time.monotonic() - began, 1e-9)
                bars.update(task, completed=share, rate=session.say("rate", rows=f"{rate:,.0f}"))

            request = ImportRequest(
                path=path,
                cycle=service.settings.cycle,
                actor=service.settings.actor,
                committee=defaults.committee,
                level=defaults.level,
                encoding=defaults.encoding,
                sheet=defaults.sheet,
                columns=defaults.columns,
            )
            try:
                report = importer.run(request, show)
            except BadInput as error:
                refused.append(error)
                continue
            imported.append(Imported(report, save_rejects(session, service, report, rejects_folder)))
    return imported, refused


def save_rejects(session: Session, service: Service, report: ImportReport, folder: Path) -> Path | None:
    """Write a file's rejected rows, as its account in the log has them; None when there are none."""
    rejects = [
        reject
        for recorded in service.log.read_stream(report.stream_id)
        if isinstance(recorded.event, RowsImported)
        for reject in recorded.event.rejects
    ]
    if not rejects:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.path.stem}-{report.sha256[:8]}.rejects.csv"
    write_rejects(path, rejects, session.language)
    return path


def project_all(session: Session, service: Service, *, adopt: bool = False) -> Projected:
    """Fit and adopt a model when there is none or when told to, and project until nothing is left."""
    began = time.monotonic()
    with long_work(), session.progress() as bars, ExitStack() as stack:
        adopted = None if adopt else service.adopted()
        matching = crew = None
        if adopted is None:
            matching = _load(session, service, bars)
            crew = stack.enter_context(_crew(service, matching))
            adopted = service.adopt(_fit(session, service, matching, bars).model)
        stack.enter_context(service.cases_kept_up())
        task = bars.add_task(session.say("progress-matching"), total=service.log.head(), rate="")
        projector = service.projector(adopted, matching)
        advances = projector.run(lambda advance: bars.update(task, completed=advance.position))
        service.snapshots.save(service.log, projector.matching, crew.draft if crew else None)
    return Projected(
        adopted=adopted,
        standing=projector.stats.records,
        registrations=sum(a.registrations for a in advances),
        flagged=sum(a.flagged for a in advances),
        rescored=sum(a.rescored for a in advances),
        lapsed=sum(a.lapsed for a in advances),
        full_blocks=projector.stats.full_blocks,
        seconds=time.monotonic() - began,
    )


def fit_all(session: Session, service: Service) -> Fit:
    """Fit a model to all the registrations, without adopting it."""
    with long_work(), session.progress() as bars:
        return _fit(session, service, _load(session, service, bars), bars)


def _load(session: Session, service: Service, bars: Progress) -> Matching:
    task = bars.add_task(session.say("progress-loading"), total=service.log.head(), rate="")
    matching = service.loaded_matching(lambda position: bars.update(task, completed=position))
    bars.remove_task(task)
    return matching


def _crew(service: Service, matching: Matching) -> AbstractContextManager[Workers | None]:
    from dedup.projector.crew import workers_for

    return workers_for(matching, service.snapshots, service.settings.workers - 1)


def _fit(session: Session, service: Service, matching: Matching, bars: Progress) -> Fit:
    from dedup.projector.fitting import fit_model
    from matchers.estimation import ITERATIONS_MAX

    task = bars.add_task(session.say("progress-training"), total=ITERATIONS_MAX, rate="")
    fit = fit_model(service.log, matching, lambda number: bars.update(task, completed=number))
    bars.remove_task(task)
    return fit


def print_imports(session: Session, imported: Iterable[Imported]) -> None:
    """Print what became of each file."""
    headers = ("file", "accepted", "unchanged", "amended", "withdrawn", "rejected", "note")
    rows = []
    for item in imported:
        counts = item.report.counts
        note = []
        if item.report.repeated:
            note.append(session.say("import-repeated"))
        if item.report.resumed_after_row:
            note.append(session.say("import-resumed", row=str(item.report.resumed_after_row)))
        if item.rejects:
            note.append(session.say("import-rejects", path=str(item.rejects)))
        warned = sum(item.report.warnings.values())
        if warned:
            note.append(session.say("import-warnings", count=warned))
        numbers = (counts.accepted, counts.unchanged, counts.amended, counts.withdrawn, counts.rejected)
        rows.append((item.report.path.name, *(f"{n:,}" for n in numbers), "; ".join(note)))
    print_table([session.say(f"header-{header}") for header in headers], rows)


def print_projected(session: Session, projected: Projected) -> None:
    """Print what a projection did, and what its reader should know."""
    print(
        session.say(
            "projected",
            registrations=f"{projected.registrations:,}",
            flagged=f"{projected.flagged:,}",
            rescored=f"{projected.rescored:,}",
            lapsed=f"{projected.lapsed:,}",
            model=projected.adopted.model.fingerprint,
        )
    )


def note_refusals(session: Session, refused: Iterable[BadInput]) -> None:
    """Tell the user about files that could not be read."""
    for error in refused:
        print(f"dedup: {error.message(session.language)}", file=sys.stderr)
        session.note("remedy", text=error.remedy(session.language))

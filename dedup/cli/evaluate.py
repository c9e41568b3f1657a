"""`dedup evaluate --truth truth.csv`: hold what was flagged against what is known to be true."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dedup.bootstrap import Service, open_service
from dedup.cli.importing import CommitteeOption, EncodingOption, LevelOption, SheetOption
from dedup.cli.session import (
    CycleOption,
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    print_json,
    print_table,
    session_of,
)
from dedup.errors import BadInput, BadRequest

if TYPE_CHECKING:
    from rich.progress import TaskID

    from dedup.cli.stages import FileDefaults
    from dedup.evaluation.flagged import Flagged
    from dedup.evaluation.pair_files import Truth
    from dedup.evaluation.report import Report
    from dedup.evaluation.stored import OnCount

_SHOWN_EACH: Final = 1_000
RegistersArgument = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[REGISTERS]…", help="Registers that --flags are about, for slices."),
]
TruthOption = Annotated[
    Path, typer.Option("--truth", metavar="FILE", help="Pairs that are one person, as dedup sample writes.")
]
TrapsOption = Annotated[
    Path | None, typer.Option("--traps", metavar="FILE", help="Pairs that only look like one person's.")
]
FlagsOption = Annotated[
    Path | None,
    typer.Option("--flags", metavar="FILE", help="Flags made elsewhere (CSV), instead of the store's."),
]
HtmlOption = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write one page with plots.")]
WrongOption = Annotated[
    Path | None, typer.Option("--wrong", metavar="FILE", help="List missed and wrongly flagged pairs (CSV).")
]
ThresholdOption = Annotated[
    list[float] | None,
    typer.Option("--threshold", metavar="P", help="Measure at this probability too (repeatable)."),
]
SearchOption = Annotated[
    bool,
    typer.Option("--search/--no-search", help="Load the matcher to see whether true pairs can meet at all."),
]


def evaluate(
    context: typer.Context,
    truth: TruthOption,
    registers: RegistersArgument = None,
    traps: TrapsOption = None,
    flags: FlagsOption = None,
    html: HtmlOption = None,
    wrong: WrongOption = None,
    threshold: ThresholdOption = None,
    search: SearchOption = True,
    committee: CommitteeOption = "",
    level: LevelOption = "",
    encoding: EncodingOption = None,
    sheet: SheetOption = None,
    cycle: CycleOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Hold the flags of a store, or of a file, against the truth. 以真相检验标记。

    The flags are the store's, down to the watch threshold; or those of --flags, with the registers they are
    about (or --store) where slices are wanted.
    """
    from dedup.cli.stages import FileDefaults, long_work
    from dedup.evaluation.pair_files import read_truth
    from dedup.evaluation.stored import Asked, evaluate_file, evaluate_store

    session = session_of(context)
    asked = Asked(read_truth(truth, traps), _thresholds(threshold or []), search)
    if registers and flags is None:
        raise BadRequest("evaluate-registers-alone")
    with long_work(), ExitStack() as stack:
        if flags is None:
            service = stack.enter_context(session.open())
            report, flagged = evaluate_store(service, asked, stack.enter_context(_counting(session)))
        else:
            defaults = FileDefaults(committee, level, encoding, sheet)
            rolls = _rolls(session, stack, registers or [], defaults, named=store is not None)
            report, flagged = evaluate_file(flags, rolls, asked, stack.enter_context(_counting(session)))
    if wrong is not None:
        _write_wrong(session, wrong, asked.truth, flagged)
    if html is not None:
        _write_page(session, html, report)
    _print(session, report, as_json=json)


def _thresholds(given: list[float]) -> tuple[float, ...]:
    for value in given:
        if not 0 < value <= 1:
            raise BadRequest("threshold-invalid", value=f"{value:g}")
    return tuple(given)


def _rolls(
    session: Session, stack: ExitStack, registers: list[Path], defaults: FileDefaults, *, named: bool
) -> Service | None:
    """Return a store with the rolls that flags are about: the one named, or one made of the registers."""
    from dedup.cli.stages import import_all, note_refusals

    if not registers:
        return stack.enter_context(session.open()) if named else None
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dedup-evaluate-")))
    settings = session.settings.model_copy(update={"store": folder})
    service = stack.enter_context(open_service(settings, create=True))
    _, refused = import_all(session, service, registers, defaults, folder / "rejects")
    if refused:
        note_refusals(session, refused)
        raise BadInput("evaluate-registers-unread", count=len(refused))
    return service


@contextmanager
def _counting(session: Session) -> Iterator[OnCount]:
    """Show each stage's count of registrations while a terminal is watching."""
    with session.progress() as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, count: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(session.say(f"progress-{stage}"), total=None, rate="")
            if count % _SHOWN_EACH == 0:
                bars.update(tasks[stage], completed=count, rate=f"{count:,}")

        yield show


def _write_wrong(session: Session, path: Path, truth: Truth, flagged: Flagged) -> None:
    from dedup.evaluation.wrong import write_wrong_pairs

    count = write_wrong_pairs(path, truth, flagged, session.language)
    session.note("evaluation-wrong-written", count=count, path=str(path))


def _write_page(session: Session, path: Path, report: Report) -> None:
    from dedup.evaluation.page import write_page

    write_page(path, report, session.language)
    session.note("evaluation-written", path=str(path))


def _print(session: Session, report: Report, *, as_json: bool) -> None:
    if as_json:
        print_json(report.as_json())
        return
    from dedup.evaluation.telling import tell

    document = tell(report, session.language)
    print("\n".join((document.title, document.made, "", *document.verdict)))
    for section in document.sections:
        print(f"\n== {section.title}")
        if section.lead:
            print(section.lead)
        for point in section.points:
            print(f"- {point}")
        for table in section.tables:
            if table.title != section.title:
                print(f"\n{table.title}")
            print_table(table.headers, table.rows, texts=table.texts)
            for note in table.notes:
                print(note)

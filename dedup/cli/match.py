"""`dedup match FILE… --out flags.csv`: all stages in one go, in a store on disk."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from dedup.bootstrap import Service
from dedup.cli.importing import (
    CommitteeOption,
    EncodingOption,
    FilesArgument,
    LevelOption,
    RejectsOption,
    SheetOption,
)
from dedup.cli.project import warn_of_limits
from dedup.cli.session import (
    ActorOption,
    CycleOption,
    JsonOption,
    LanguageOption,
    ProfileOption,
    Session,
    StoreOption,
    print_json,
    session_of,
)
from dedup.errors import Exit
from dedup.publish.flags_csv import write_flags
from dedup.views.cases import CaseQuery
from events.files import STREAM_PREFIX

OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the flags (CSV).")]
ProbabilityOption = Annotated[
    float, typer.Option("--min-probability", min=0.0, max=1.0, help="Leave out flags below this.")
]


def match(
    context: typer.Context,
    files: FilesArgument,
    out: OutOption,
    min_probability: ProbabilityOption = 0.5,
    committee: CommitteeOption = "",
    level: LevelOption = "",
    encoding: EncodingOption = None,
    sheet: SheetOption = None,
    rejects: RejectsOption = None,
    cycle: CycleOption = None,
    by: ActorOption = None,
    profile: ProfileOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Import, match and write the flags, in one go. 一次完成导入、比对、输出。

    The store stands beside the flags (flags.csv → flags.store) unless --store or DEDUP_STORE names one;
    run the same command again after an interruption and it goes on.
    """
    from dedup.cli.stages import (
        FileDefaults,
        import_all,
        long_work,
        note_refusals,
        print_imports,
        print_projected,
        project_all,
    )

    session = session_of(context)
    if not session.store_given:
        session.override(store=out.with_suffix(".store"))
    began = time.monotonic()
    with session.open(create=True) as opened, opened.reading_ahead() as service:
        folder = rejects or session.settings.store / "rejects"
        defaults = FileDefaults(committee, level, encoding, sheet)
        imported, refused = import_all(session, service, files, defaults, folder)
        if refused:
            note_refusals(session, refused)
            session.note("match-stopped", taken=len(imported))
            raise typer.Exit(Exit.BAD_INPUT)
        projected = project_all(session, service)
        query = CaseQuery(flagged=True, probability_min=min_probability)
        with long_work():
            written = write_flags(out, service.current_cases().flags(query), session.language)
        store_used = str(session.settings.store)
        if json:
            print_json(
                {
                    "files": [item.as_json() for item in imported],
                    "projection": projected.as_json(),
                    "flags": written,
                    "out": str(out),
                    "store": store_used,
                    "seconds": round(time.monotonic() - began, 3),
                }
            )
        else:
            print_imports(session, imported)
            print_projected(session, projected)
            facts = {"flags": f"{written:,}", "threshold": f"{min_probability:g}"}
            print(session.say("matched", **facts, out=str(out), store=store_used))
        _note_other_files(session, service, {item.report.stream_id for item in imported})
        warn_of_limits(session, projected)


def _note_other_files(session: Session, service: Service, known: set[str]) -> None:
    others = {recorded.stream_id for recorded in service.log.read_prefix(STREAM_PREFIX)} - known
    if others:
        session.note("match-other-files", count=len(others))

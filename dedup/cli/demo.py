"""`dedup demo`: the whole job on sample registers, from files to the replay digest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dedup.audit.history import tell
from dedup.bootstrap import Service
from dedup.cases.case import Case
from dedup.cases.commands import Claim, Decide
from dedup.cli.session import LanguageOption, Session, print_table, session_of
from dedup.cli.showing import case_row, print_case, print_story
from dedup.errors import BadRequest, Exit
from dedup.publish.flags_csv import write_flags
from dedup.views.cases import CaseQuery, flagged_states
from events.cases import case_stream_id

_TOP = 8
_NEARLY_CERTAIN = 0.999


def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for all of it.")] = Path("demo"),
    rows: Annotated[int, typer.Option(min=1_000, max=1_000_000)] = 20_000,
    seed: Annotated[int, typer.Option(min=0)] = 2026,
    lang: LanguageOption = None,
) -> None:
    """Show the whole job on registers of invented people. 演示全流程。"""
    from dedup.cli.replay import print_replay, run_replay
    from dedup.cli.stages import FileDefaults, import_all, print_imports, print_projected, project_all
    from dedup.sample import SampleRequest, write_sample

    session = session_of(context)
    session.override(store=out / "store")
    _clear(out)
    step = _steps(session)
    step("demo-sample")
    with session.progress() as bars:
        task = bars.add_task(session.say("progress-sample"), total=rows, rate="")
        request = SampleRequest(out=out / "registers", rows=rows, seed=seed)
        sample = write_sample(request, lambda written: bars.update(task, completed=written))
    print(
        session.say(
            "sample-written",
            folder=str(request.out),
            rows=f"{sample.rows:,}",
            people=f"{sample.people:,}",
            pairs=f"{sample.true_pairs:,}",
        )
    )
    with session.open(create=True) as service:
        step("demo-import")
        imported, refused = import_all(session, service, sample.files, FileDefaults(), out / "rejects")
        if refused:
            raise refused[0]
        print_imports(session, imported)
        step("demo-match")
        print_projected(session, project_all(session, service))
        _show_flags(session, service, out / "flags.csv")
        step("demo-resolve")
        resolved = _resolve_one(session, service)
        step("demo-history")
        streams = [case_stream_id(resolved.case_id), resolved.left.stream_id, resolved.right.stream_id]
        print_story(session, tell(service.log, streams, session.language), as_json=False)
    step("demo-replay")
    outcome = run_replay(session)
    print_replay(session, outcome)
    step("demo-next")
    print(session.say("demo-try", store=str(session.settings.store), case=resolved.case_id[:8], out=str(out)))
    if not outcome.agrees:
        raise typer.Exit(Exit.INTEGRITY)


def _clear(out: Path) -> None:
    """Remove what an earlier demo left, and nothing else."""
    marker = out / ".dedup-demo"
    if out.exists() and any(out.iterdir()) and not marker.exists():
        raise BadRequest("demo-folder-taken", folder=str(out))
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    marker.touch()


def _steps(session: Session) -> Callable[[str], None]:
    number = 0

    def step(message_id: str) -> None:
        nonlocal number
        number += 1
        print(f"\n== {number}. {session.say(message_id)}")

    return step


def _show_flags(session: Session, service: Service, path: Path) -> None:
    view = service.current_cases()
    for kind in ("cross_committee", "within_committee"):
        query = CaseQuery(states=flagged_states(), kind=kind, probability_min=0.5, limit=_TOP)
        print(session.say("demo-flags", kind=session.say(f"kind-{kind}"), total=f"{view.count(query):,}"))
        headers = [session.say(f"header-{h}") for h in ("case", "probability", "state", "pair", "reasons")]
        print_table(headers, [case_row(case, session.language) for case in view.find(query)[: _TOP // 2]])
    written = write_flags(
        path, view.find(CaseQuery(states=flagged_states(), probability_min=0.5)), session.language
    )
    print(session.say("demo-flags-written", count=f"{written:,}", path=str(path)))


def _resolve_one(session: Session, service: Service) -> Case:
    """Resolve the first cross-committee case that is not quite certain, as two people would."""
    query = CaseQuery(states=flagged_states(), kind="cross_committee", probability_min=0.5)
    cases = service.cases.find(query)
    chosen = next((case for case in cases if case.assessment.probability < _NEARLY_CERTAIN), cases[0])
    actor = session.say("demo-reviewer")
    service.desk.carry_out(chosen.case_id, Claim(actor))
    reason = session.say("demo-reason")
    resolved = service.desk.carry_out(chosen.case_id, Decide(actor, "host_keeps", reason))
    service.current_cases()
    print_case(session, service, resolved, None, unmask=False, as_json=False)
    return resolved

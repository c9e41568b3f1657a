"""The demonstration: every stage in turn, each shown as its own command shows it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from dedup.audit.history import tell
from dedup.bootstrap import Service
from dedup.cases.case import Case
from dedup.cases.commands import HandOver, Keep, PublishCorrection, TakePosition
from dedup.cases.outcomes import Said, other_side
from dedup.cli.replay import print_replay, run_replay
from dedup.cli.session import Session, print_table
from dedup.cli.showing import case_row, print_case, print_story
from dedup.cli.stages import FileDefaults, import_all, print_imports, print_projected, project_all
from dedup.errors import BadRequest
from dedup.publish.flags_csv import write_flags
from dedup.sample import SampleReport, SampleRequest, write_sample
from dedup.views.cases import CaseQuery
from events.cases import (
    Side,
    case_stream_id,
)

_TOP: Final = 4
_NEARLY_CERTAIN: Final = 0.999


def demonstrate(session: Session, out: Path, rows: int, seed: int) -> bool:
    """Run all the stages in a folder, telling the user; return whether the replay agreed."""
    _clear(out)
    step = _steps(session)
    step("demo-sample")
    sample = _write_sample(session, SampleRequest(out=out / "registers", rows=rows, seed=seed))
    with session.open(create=True) as service:
        step("demo-import")
        _import(session, service, sample, out)
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
    _tell_next(session, resolved, out)
    return outcome.agrees


def _write_sample(session: Session, request: SampleRequest) -> SampleReport:
    with session.progress() as bars:
        task = bars.add_task(session.say("progress-sample"), total=request.rows, rate="")
        sample = write_sample(request, lambda written: bars.update(task, completed=written))
    facts = {"rows": f"{sample.rows:,}", "people": f"{sample.people:,}", "pairs": f"{sample.true_pairs:,}"}
    print(session.say("sample-written", folder=str(request.out), **facts))
    return sample


def _import(session: Session, service: Service, sample: SampleReport, out: Path) -> None:
    imported, refused = import_all(session, service, sample.files, FileDefaults(), out / "rejects")
    if refused:
        raise refused[0]
    print_imports(session, imported)


def _tell_next(session: Session, resolved: Case, out: Path) -> None:
    facts = {"store": str(session.settings.store), "case": resolved.case_id[:8], "out": str(out)}
    print(session.say("demo-try", program=_program(), **facts))


def _program() -> str:
    """Return how the user started the program, to be typed again."""
    return sys.argv[0] if Path(sys.argv[0]).name == "dedup" else "dedup"


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
        query = CaseQuery(flagged=True, kind=kind, probability_min=0.5, limit=_TOP)
        print(session.say("demo-flags", kind=session.say(f"kind-{kind}"), total=f"{view.count(query):,}"))
        headers = [session.say(f"header-{h}") for h in ("case", "probability", "state", "pair", "reasons")]
        print_table(headers, [case_row(case, session.language) for case in view.find(query)])
    written = write_flags(path, view.flags(CaseQuery(flagged=True, probability_min=0.5)), session.language)
    print(session.say("demo-flags-written", count=f"{written:,}", path=str(path)))


def _resolve_one(session: Session, service: Service) -> Case:
    """Resolve the first cross-committee case that is not quite certain, as two committees would."""
    query = CaseQuery(flagged=True, kind="cross_committee", probability_min=0.5)
    cases = service.cases.find(query)
    told = [case for case in cases if case.home] or cases
    chosen = next((case for case in told if case.assessment.probability < _NEARLY_CERTAIN), told[0])
    print_case(session, service, chosen, None, unmask=False, as_json=False)
    host: Side = "right" if chosen.home == "left" else "left"
    said = Said("host_keeps", home=other_side(host))
    reason = session.say("demo-reason")
    for command in (
        TakePosition(session.say("demo-reviewer-host"), host, said, reason),
        TakePosition(session.say("demo-reviewer-home"), other_side(host), said, reason),
        Keep(session.say("demo-reviewer-host"), host),
        HandOver(session.say("demo-reviewer-home"), other_side(host)),
        PublishCorrection(session.say("demo-reviewer-home"), other_side(host)),
    ):
        resolved = service.desk.carry_out(chosen.case_id, command)
    project_all(session, service)
    service.watcher.follow()
    service.current_cases()
    return resolved

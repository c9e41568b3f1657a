"""`dedup cases …`: list, show, queue, sweep; `case_words` and `case_deeds` add what people do with one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from dedup.cases.lifecycle import State
from dedup.cases.outcomes import outcomes_for
from dedup.cli import case_bulk, case_deeds, case_words
from dedup.cli.naming import case_named, moment_named
from dedup.cli.session import (
    JsonOption,
    LanguageOption,
    StoreOption,
    print_json,
    print_table,
    session_of,
)
from dedup.cli.showing import case_as_json, case_row, print_case
from dedup.committees import Committee
from dedup.views.cases import CaseQuery, flagged_states
from dedup.views.queues import QueueQuery, QueueRow

app = typer.Typer(
    help="Look at flagged pairs and resolve them. 查看并处理疑似重复登记。", no_args_is_help=True
)
case_words.register(app)
case_deeds.register(app)
app.command("bulk")(case_bulk.bulk)

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Case id, or its first 6+ characters.")]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="TIME|POSITION", help="As things stood then 截至某时或某位置."),
]
StateOption = Annotated[
    list[State] | None, typer.Option("--state", help="Only cases in this state; may be repeated.")
]
CommitteeOption = Annotated[str, typer.Option(metavar="CODE", help="The committee's division code.")]
LevelOption = Annotated[str, typer.Option(metavar="county|township")]


def _known_kind(value: str) -> str:
    if value and value not in {"cross_committee", "within_committee"}:
        raise typer.BadParameter("one of cross_committee, within_committee")
    return value


KindOption = Annotated[str, typer.Option(metavar="cross_committee|within_committee", parser=_known_kind)]


@app.command("list")
def list_cases(
    context: typer.Context,
    state: StateOption = None,
    kind: KindOption = "",
    committee: Annotated[str, typer.Option(metavar="CODE", help="On either side.")] = "",
    min_probability: Annotated[float, typer.Option(min=0.0, max=1.0)] = 0.5,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000)] = 50,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """List cases, the most probable first. 案件列表。"""
    session = session_of(context)
    with session.open() as service:
        query = CaseQuery(
            states=tuple(state or flagged_states()),
            kind=kind,
            committee=committee,
            probability_min=min_probability,
            limit=limit,
            as_of=moment_named(service, as_of),
        )
        view = service.current_cases()
        cases, total = view.find(query), view.count(query)
    if json:
        print_json({"total": total, "cases": [case_as_json(case, session.language) for case in cases]})
        return
    headers = [session.say(f"header-{h}") for h in ("case", "probability", "state", "pair", "reasons")]
    print_table(headers, [case_row(case, session.language) for case in cases])
    session.note("cases-listed", shown=len(cases), total=total)


@app.command("show")
def show_case(
    context: typer.Context,
    case: CaseArgument,
    as_of: AsOfOption = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="Show ID and phone numbers whole.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show a case: both registrations side by side, and the evidence for and against. 查看案件。"""
    session = session_of(context)
    with session.open() as service:
        position = moment_named(service, as_of)
        shown = service.desk.load(case_named(service, case), position)
        print_case(session, service, shown, position, unmask=unmask, as_json=json)


@app.command("queue")
def show_queue(
    context: typer.Context,
    committee: CommitteeOption,
    level: LevelOption = "county",
    pairs: Annotated[bool, typer.Option("--pairs", help="Count by counterpart committee instead.")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what waits for this committee.")] = False,
    min_probability: Annotated[float, typer.Option(min=0.0, max=1.0)] = 0.5,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show a committee's pending cases, the legal deadline first. 待办案件，法定期限近者在前。"""
    session = session_of(context)
    mine = Committee(level, committee)
    with session.open() as service:
        queues = service.current_queues()
        if pairs:
            counted = queues.by_pair(mine)
            if json:
                print_json([{**asdict(c), "other": c.other._asdict()} for c in counted])
                return
            headers = [session.say(f"header-{h}") for h in ("counterpart", "pending", "waiting", "due")]
            print_table(
                headers, [(c.other.code, str(c.pending), str(c.waiting), _day(c.due_on)) for c in counted]
            )
            return
        query = QueueQuery(
            mine, waiting=True if waiting else None, probability_min=min_probability, limit=limit
        )
        rows, total = queues.page(query), queues.count(query)
    if json:
        print_json({"total": total, "cases": [_row_as_json(row) for row in rows]})
        return
    headers = [
        session.say(f"header-{h}")
        for h in ("case", "priority", "due", "counterpart", "state", "probability", "assigned")
    ]
    print_table(headers, [_queue_line(row, session.say(f"state-{row.state}")) for row in rows])
    session.note("cases-listed", shown=len(rows), total=total)


@app.command("sweep")
def sweep(
    context: typer.Context, store: StoreOption = None, json: JsonOption = False, lang: LanguageOption = None
) -> None:
    """Let rolls and clock act on cases: what is overdue, held, expired. 名册与期限对案件的影响。"""
    session = session_of(context)
    with session.open() as service:
        watcher = service.watcher
        followed, swept = watcher.follow(), watcher.sweep()
        service.current_queues()
    if json:
        print_json({"followed": followed, "swept": swept})
    else:
        print(session.say("cases-swept", followed=str(followed), swept=str(swept)))


@app.command("outcomes")
def show_outcomes(context: typer.Context, json: JsonOption = False, lang: LanguageOption = None) -> None:
    """List the outcomes a case may have. 可用的结论。"""
    session = session_of(context)
    by_kind = {kind: outcomes_for(kind) for kind in ("cross_committee", "within_committee")}
    if json:
        print_json(by_kind)
        return
    for kind, outcomes in by_kind.items():
        print(session.say(f"kind-{kind}"))
        print_table(
            (session.say("header-decision"), ""), [(o, session.say(f"outcome-{o}")) for o in outcomes]
        )


def _row_as_json(row: QueueRow) -> dict[str, object]:
    return {**asdict(row), "other": row.other._asdict(), "state": row.state.value, "cursor": list(row.cursor)}


def _queue_line(row: QueueRow, state: str) -> tuple[str, ...]:
    return (
        row.case_id,
        f"P{row.priority}",
        _day(row.due_on),
        row.other.code,
        state,
        f"{row.probability:.4f}",
        row.assigned or row.claimed_by,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else "–"

"""`dedup cases …`: list, show, claim, release, decide, reopen."""

from __future__ import annotations

from typing import Annotated, Any, cast, get_args

import typer

from dedup.cases.case import Case
from dedup.cases.commands import OUTCOMES, Claim, Command, Decide, Release, Reopen
from dedup.cases.lifecycle import State
from dedup.cli.naming import case_named, moment_named
from dedup.cli.session import (
    ActorOption,
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    print_json,
    print_table,
    session_of,
)
from dedup.cli.showing import case_as_json, case_row, print_case
from dedup.views.cases import CaseQuery
from events.cases import Outcome

app = typer.Typer(
    help="Look at flagged pairs and resolve them. 查看并处理疑似重复登记。", no_args_is_help=True
)

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Case id, or its first 6+ characters.")]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="TIME|POSITION", help="As things stood then 截至某时或某位置."),
]
StateOption = Annotated[
    list[State] | None, typer.Option("--state", help="Only cases in this state; may be repeated.")
]


def _known_kind(value: str) -> str:
    if value and value not in OUTCOMES:
        raise typer.BadParameter(f"one of {', '.join(OUTCOMES)}")
    return value


@app.command("list")
def list_cases(
    context: typer.Context,
    state: StateOption = None,
    kind: Annotated[str, typer.Option(metavar="cross_committee|within_committee", parser=_known_kind)] = "",
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
    states = tuple(state or (State.OPEN, State.CLAIMED, State.DECIDED))
    with session.open() as service:
        query = CaseQuery(
            states=states,
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


@app.command()
def claim(
    context: typer.Context,
    case: CaseArgument,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Take a case. 领取案件。"""
    session = session_of(context)
    _carry_out(session, case, Claim(session.settings.actor), as_json=json)


@app.command()
def release(
    context: typer.Context,
    case: CaseArgument,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Give a case back undecided. 释放案件。"""
    session = session_of(context)
    _carry_out(session, case, Release(session.settings.actor), as_json=json)


@app.command()
def decide(
    context: typer.Context,
    case: CaseArgument,
    outcome: Annotated[str, typer.Argument(metavar="|".join(get_args(Outcome)), help="What the pair is.")],
    reason: Annotated[str, typer.Option(help="Why, in your words.")] = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Decide a case that you have claimed. 作出结论。

    No outcome changes a roll: a committee takes a voter off its own roll with its next file.
    """
    session = session_of(context)
    wanted = outcome.replace("-", "_")
    if wanted not in get_args(Outcome):
        raise typer.BadParameter(f"one of {', '.join(get_args(Outcome))}", param_hint="OUTCOME")
    command = Decide(session.settings.actor, cast("Outcome", wanted), reason)
    _carry_out(session, case, command, as_json=json)


@app.command()
def reopen(
    context: typer.Context,
    case: CaseArgument,
    reason: Annotated[str, typer.Option(help="Why it must be looked at again.")] = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Take a decided case up again. 重新打开案件。"""
    session = session_of(context)
    _carry_out(session, case, Reopen(session.settings.actor, reason), as_json=json)


def _carry_out(session: Session, name: str, command: Command, *, as_json: bool) -> None:
    with session.open() as service:
        case: Case = service.desk.carry_out(case_named(service, name), command)
        service.current_cases()
    if as_json:
        document: dict[str, Any] = case_as_json(case, session.language)
        print_json(document)
    else:
        print(session.say("case-now", case=case.case_id, state=session.say(f"state-{case.state}")))

"""`dedup cases bulk`: many cases at once, only to call them different people, or to assign them."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from dedup.bootstrap import Service
from dedup.cases.commands import Assign, Command, TakePosition
from dedup.cases.deciding import decide
from dedup.cases.outcomes import Said
from dedup.cli.case_options import ReasonOption, SideOption, one_of, side_named
from dedup.cli.naming import case_named
from dedup.cli.session import (
    ActorOption,
    JsonOption,
    LanguageOption,
    StoreOption,
    print_json,
    print_table,
    session_of,
)
from dedup.errors import DedupError

CASES_MAX: Final = 500


def bulk(
    context: typer.Context,
    action: Annotated[str, typer.Argument(metavar="not-same|assign")],
    cases: Annotated[list[str], typer.Argument(metavar="CASE…", help="At most 500.")],
    side: SideOption = "",
    assignee: Annotated[str, typer.Option(metavar="NAME", help="The reviewer 审核人员.")] = "",
    reason: ReasonOption = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this it is a dry run 确认执行.")] = False,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Say of many cases that they are not the same person, or assign them. 批量处理（默认只试算）。"""
    session = session_of(context)
    one_of(action, ("not-same", "assign"), "ACTION")
    if len(cases) > CASES_MAX:
        raise typer.BadParameter(f"at most {CASES_MAX} cases at once", param_hint="CASE")
    actor = session.settings.actor
    with session.open() as service:
        lines = [
            (name, _outcome(service, name, side, (actor, action, assignee, reason), do=yes))
            for name in dict.fromkeys(cases)
        ]
        service.current_cases()
    if json:
        told = [{"case": name, "done": not code, "code": code} for name, code in lines]
        print_json({"dry_run": not yes, "possible": sum(not code for _, code in lines), "lines": told})
        return
    print_table((session.say("header-case"), session.say("header-note")), lines)
    key = "bulk-done" if yes else "bulk-possible"
    print(session.say(key, count=str(sum(not code for _, code in lines)), total=str(len(lines))))


def _outcome(service: Service, name: str, side: str, asked: tuple[str, str, str, str], *, do: bool) -> str:
    """Carry the action out on one case, or try it; return why it cannot be, or nothing."""
    actor, action, assignee, reason = asked
    try:
        case = service.desk.load(case_named(service, name))
        mine = side_named(side, case.home)
        command: Command = (
            Assign(actor, mine, assignee)
            if action == "assign"
            else TakePosition(actor, mine, Said("not_same"), reason)
        )
        if do:
            service.desk.carry_out(case.case_id, command)
        else:
            decide(case, command, service.desk.survey(case).situation)
    except DedupError as error:
        return error.code
    return ""

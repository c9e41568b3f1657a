"""`dedup cases bulk`: many cases at once, only to call them different people, or to assign them."""

from __future__ import annotations

from typing import Annotated, cast, get_args

import typer

from dedup.bootstrap import Service
from dedup.cases.bulk import CASES_MAX, Bulk, BulkAction
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
    chosen = cast("BulkAction", one_of(action.replace("-", "_"), get_args(BulkAction), "ACTION"))
    if len(cases) > CASES_MAX:
        raise typer.BadParameter(f"at most {CASES_MAX} cases at once", param_hint="CASE")
    asked = Bulk(chosen, session.settings.actor, assignee, reason)
    with session.open() as service:
        lines = [
            (name, _outcome(service, name, side, asked, dry_run=not yes)) for name in dict.fromkeys(cases)
        ]
        service.current_cases()
    if json:
        told = [{"case": name, "done": not code, "code": code} for name, code in lines]
        print_json({"dry_run": not yes, "possible": sum(not code for _, code in lines), "lines": told})
        return
    print_table((session.say("header-case"), session.say("header-note")), lines)
    key = "bulk-done" if yes else "bulk-possible"
    print(session.say(key, count=str(sum(not code for _, code in lines)), total=str(len(lines))))


def _outcome(service: Service, name: str, side: str, asked: Bulk, *, dry_run: bool) -> str:
    """Carry the action out on one case, or try it; return why it cannot be, or nothing."""
    try:
        case = service.desk.load(case_named(service, name))
        asked.act(service.desk, case, side_named(side, case.home), dry_run=dry_run)
    except DedupError as error:
        return error.code
    return ""

"""`dedup letters …`: 核实函, 复函 and 告知书 as PDF from cases, each put on record in its cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from dedup.bootstrap import Service
from dedup.calendars.days import day_in_china
from dedup.cases.commands import NoteLetter
from dedup.cases.outcomes import SIDES, other_side
from dedup.cli.case_options import SideOption, side_named
from dedup.cli.naming import case_named
from dedup.cli.session import (
    ActorOption,
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    print_json,
    session_of,
)
from dedup.committees import Committee
from dedup.correspondence import CaseLetter, Correspondence, Heading, Told, level_of, print_of
from dedup.errors import Unavailable
from dedup.letters.facts import Office
from dedup.views.queues import QueueQuery
from events.cases import LetterKind

app = typer.Typer(help="Letters from cases as PDF. 函件（PDF）。", no_args_is_help=True)

NumberOption = Annotated[str, typer.Option("--number", metavar="TEXT", help="The letter's number 文号.")]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="The PDF to write.")]
SenderOption = Annotated[str, typer.Option("--sender", metavar="NAME", help="As printed 发函单位.")]
RecipientOption = Annotated[str, typer.Option("--recipient", metavar="NAME", help="The same 收函单位.")]
ContactOption = Annotated[str, typer.Option(metavar="NAME", help="Whom to ask 联系人.")]
PhoneOption = Annotated[str, typer.Option(metavar="NUMBER", help="联系电话.")]
CaseArguments = Annotated[list[str], typer.Argument(metavar="CASE…")]


@app.command("inquiry")
def write_inquiry(
    context: typer.Context,
    committee: Annotated[str, typer.Option(metavar="CODE", help="Who writes.")],
    counterpart: Annotated[str, typer.Option(metavar="CODE", help="Who is asked.")],
    number: NumberOption,
    out: OutOption,
    level: Annotated[str, typer.Option(metavar="county|township")] = "county",
    sender: SenderOption = "",
    recipient: RecipientOption = "",
    contact: ContactOption = "",
    phone: PhoneOption = "",
    limit: Annotated[int, typer.Option(min=1, max=500)] = 500,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Ask the other committee about all pending cases between the two. 核实函。"""
    session = session_of(context)
    with session.open() as service:
        told = _between(service, Committee(level, committee), Committee(level, counterpart), limit)
        own = Office(_named(session, sender, committee), contact, phone)
        heading = _heading(service, told, number, own)
        reply_by = _reply_by(service, told, heading.dated)
        office = Office(_named(session, recipient, counterpart))
        letter = Correspondence(service.log, session.language).inquiry(heading, office, reply_by, told)
        _send(session, service, letter, "verification", told, out, as_json=json)


@app.command("reply")
def write_reply(
    context: typer.Context,
    cases: CaseArguments,
    number: NumberOption,
    out: OutOption,
    inquiry_number: Annotated[str, typer.Option(metavar="TEXT", help="来函文号.")],
    inquiry_dated: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="来函日期.")],
    side: SideOption = "",
    sender: SenderOption = "",
    recipient: RecipientOption = "",
    contact: ContactOption = "",
    phone: PhoneOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Answer an inquiry with what was said openly. 复函。"""
    session = session_of(context)
    with session.open() as service:
        told = [_told(service, name, side) for name in cases]
        heading = _heading(service, told, number, _own(session, told, sender, contact, phone))
        asked = (inquiry_number, inquiry_dated.date())
        office = _other(session, told, recipient)
        letter = Correspondence(service.log, session.language).reply(heading, office, asked, told)
        _send(session, service, letter, "reply", told, out, as_json=json)


@app.command("notice")
def write_notice(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE")],
    number: NumberOption,
    out: OutOption,
    side: SideOption = "",
    sender: SenderOption = "",
    recipient: RecipientOption = "",
    contact: ContactOption = "",
    phone: PhoneOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Tell the voter on the own roll what is being checked, or what came of it. 告知书。"""
    session = session_of(context)
    with session.open() as service:
        told = [_told(service, case, side)]
        heading = _heading(service, told, number, _own(session, told, sender, contact, phone))
        key = told[0].case.key_of(told[0].side)
        calendar = service.calendars.find(key.cycle, Committee(key.level, key.committee))
        office = _other(session, told, recipient)
        letter = Correspondence(service.log, session.language).notice(heading, office, told[0], calendar)
        _send(session, service, letter, "notice", told, out, as_json=json)


def _between(service: Service, mine: Committee, other: Committee, limit: int) -> list[Told]:
    query = QueueQuery(mine, other=other, probability_min=0.5, limit=limit)
    rows = service.current_queues().page(query)
    return [Told(service.desk.load(row.case_id), row.side) for row in rows]


def _told(service: Service, name: str, side: str) -> Told:
    case = service.desk.load(case_named(service, name))
    return Told(case, side_named(side, case.home))


def _heading(service: Service, told: Sequence[Told], number: str, sender: Office) -> Heading:
    return Heading(number, sender, day_in_china(service.clock()), level_of(told))


def _own(session: Session, told: Sequence[Told], name: str, contact: str, phone: str) -> Office:
    committee = told[0].case.key_of(told[0].side).committee
    return Office(_named(session, name, committee), contact, phone)


def _other(session: Session, told: Sequence[Told], name: str) -> Office:
    return Office(_named(session, name, told[0].case.key_of(other_side(told[0].side)).committee))


def _named(session: Session, name: str, code: str) -> str:
    return name or session.say("committee-of", code=code)


def _reply_by(service: Service, told: Sequence[Told], asked_on: date) -> date:
    case = told[0].case
    situation = service.desk.clocks_only(case)
    return max(situation.clock_of(side).reply_by(asked_on) for side in SIDES)


def _send(
    session: Session,
    service: Service,
    letter: CaseLetter,
    kind: LetterKind,
    told: Sequence[Told],
    out: Path,
    *,
    as_json: bool,
) -> None:
    """Write the PDF, and then put the letter on record in each of its cases."""
    content = service.press.pdf(letter, session.language)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Unavailable("output-unwritable", path=str(out), detail=str(error)) from None
    for one in told:
        printed = print_of(letter, session.language) if len(told) == 1 else None
        note = NoteLetter(session.settings.actor, one.side, kind, letter.number, printed)
        service.desk.carry_out(one.case.case_id, note)
    service.current_cases()
    if as_json:
        print_json({"file": str(out), "number": letter.number, "cases": [t.case.case_id for t in told]})
    else:
        print(session.say("letter-written", path=str(out), count=str(len(told))))

"""`dedup calendar …`: set, show and list committees' calendars; the presets of places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from dedup.calendars.calendar import Calendar
from dedup.calendars.days import day_in_china
from dedup.calendars.desk import CalendarDesk
from dedup.calendars.drafting import Draft, drafted
from dedup.calendars.gates import gates, next_gate
from dedup.calendars.presets import PRESETS
from dedup.calendars.telling import calendar_as_json, preset_as_json
from dedup.cli.session import (
    ActorOption,
    CycleOption,
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    print_facts,
    print_json,
    print_table,
    session_of,
)
from dedup.committees import Committee
from dedup.errors import BadRequest

app = typer.Typer(
    help="Committees' calendars and the legal clocks that follow. 选举日程与法定期限。", no_args_is_help=True
)


def read_day(text: str) -> date:
    """Read a day of the command line. Raises typer.BadParameter for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r}: YYYY-MM-DD") from None


CommitteeArgument = Annotated[str, typer.Argument(metavar="CODE", help="Division code 区划代码.")]
LevelOption = Annotated[str, typer.Option("--level", metavar="county|township", help="Level 层级.")]
DayOption = Annotated[
    date | None,
    typer.Option("--on", metavar="DAY", parser=read_day, help="As seen on this day, today if absent."),
]


@app.command("set")
def set_calendar(
    context: typer.Context,
    committee: CommitteeArgument,
    election_day: Annotated[date | None, typer.Option(metavar="DAY", parser=read_day, help="选举日.")] = None,
    publication_day: Annotated[
        date | None, typer.Option(metavar="DAY", parser=read_day, help="选民名单公布日.")
    ] = None,
    registration_closes: Annotated[
        date | None, typer.Option(metavar="DAY", parser=read_day, help="登记截止日.")
    ] = None,
    preset: Annotated[str, typer.Option(metavar="NAME", help="Rules of a place; see `presets`.")] = "",
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="NAME=VALUE", help="One rule; may be repeated.")
    ] = None,
    holiday: Annotated[
        list[date] | None,
        typer.Option(metavar="DAY", parser=read_day, help="Day off 放假; may be repeated."),
    ] = None,
    working_weekend: Annotated[
        list[date] | None, typer.Option(metavar="DAY", parser=read_day, help="调休; may be repeated.")
    ] = None,
    level: LevelOption = "county",
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Set a committee's calendar; what is not stated stays, or comes from the place's preset. 设定日程。"""
    session = session_of(context)
    draft = Draft(
        election_day=election_day,
        publication_day=publication_day,
        registration_closes=registration_closes,
        preset=preset,
        rules=_read_rules(rule or ()),
        holidays=holiday or (),
        working_weekends=working_weekend or (),
    )
    with session.open(create=True) as service:
        desk, party = CalendarDesk(service.log, service.clock), Committee(level, committee)
        calendar = drafted(session.settings.cycle, party, draft, desk.find(session.settings.cycle, party))
        changed = desk.set(calendar, session.settings.actor)
        today = day_in_china(service.clock())
    if json:
        print_json({"changed": changed, **calendar_as_json(calendar, today)})
        return
    session.note("calendar-set" if changed else "calendar-unchanged", committee=committee)
    _print_calendar(session, calendar, today)


@app.command("show")
def show_calendar(
    context: typer.Context,
    committee: CommitteeArgument,
    on: DayOption = None,
    level: LevelOption = "county",
    cycle: CycleOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show a committee's dates and rules, and every deadline that follows from them. 查看日程。"""
    session = session_of(context)
    with session.open() as service:
        calendar = CalendarDesk(service.log, service.clock).find(
            session.settings.cycle, Committee(level, committee)
        )
        today = on or day_in_china(service.clock())
    if calendar is None:
        raise BadRequest("calendar-unknown", committee=committee, cycle=session.settings.cycle)
    if json:
        print_json(calendar_as_json(calendar, today))
        return
    _print_calendar(session, calendar, today)


@app.command("list")
def list_calendars(
    context: typer.Context,
    on: DayOption = None,
    cycle: CycleOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """List the calendars of a cycle with the next deadline of each. 日程列表。"""
    session = session_of(context)
    with session.open() as service:
        calendars = list(CalendarDesk(service.log, service.clock).every(session.settings.cycle))
        today = on or day_in_china(service.clock())
    if json:
        print_json({"calendars": [calendar_as_json(calendar, today) for calendar in calendars]})
        return
    columns = [session.say(f"column-{name}") for name in ("committee", "level")]
    headers = ("publication", "election-day", "next-gate", "days-left")
    rows = [_row(session, calendar, today) for calendar in calendars]
    print_table([*columns, *(session.say(f"header-{h}") for h in headers)], rows)


@app.command("presets")
def list_presets(
    context: typer.Context,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """List the rules of places, with the regulation that says so. 各地规则。"""
    session = session_of(context)
    if json:
        print_json({"presets": [preset_as_json(preset) for preset in PRESETS.values()]})
        return
    headers = [session.say(f"header-{h}") for h in ("preset", "place", "code", "source")]
    rows = [(preset.name, preset.place, preset.code, preset.source) for preset in PRESETS.values()]
    print_table(headers, rows)


def _read_rules(stated: Sequence[str]) -> dict[str, str]:
    rules = {}
    for text in stated:
        name, equals, value = text.partition("=")
        if not equals:
            raise typer.BadParameter(f"{text!r}: NAME=VALUE", param_hint="--rule")
        rules[name.strip()] = value
    return rules


def _row(session: Session, calendar: Calendar, today: date) -> tuple[str, ...]:
    following = next_gate(calendar, today)
    gate, left = ("", "")
    if following:
        gate, left = session.say(f"gate-{following.name}"), str((following.day - today).days)
    return (
        calendar.committee,
        session.say(f"level-{calendar.level}"),
        str(calendar.publication),
        str(calendar.election_day),
        gate,
        left,
    )


def _print_calendar(session: Session, calendar: Calendar, today: date) -> None:
    facts = {
        "column-committee": calendar.committee,
        "column-level": session.say(f"level-{calendar.level}"),
        "header-cycle": calendar.cycle,
        "header-preset": calendar.preset,
    }
    print_facts({session.say(name): value for name, value in facts.items()})
    headers = [session.say(f"header-{h}") for h in ("gate", "day", "days-left")]
    rows = [
        (session.say(f"gate-{gate.name}"), str(gate.day), str((gate.day - today).days))
        for gate in gates(calendar)
    ]
    print_table(headers, rows, texts=2)
    headers = [session.say(f"header-{h}") for h in ("rule", "value")]
    rules = calendar.rules.model_dump(mode="json")
    certificate = rules.pop("certificate")
    print_table(headers, [(name, _shown(value)) for name, value in {**rules, **certificate}.items()])


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return "-" if value in {None, ""} else str(value)

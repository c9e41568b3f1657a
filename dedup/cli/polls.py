"""`dedup polls …`: proxies and ballots handed out; never a choice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated

import typer

from dedup.calendars.days import day_in_china
from dedup.cli.calendar import read_day
from dedup.cli.certificates import RegistrationArgument
from dedup.cli.naming import registration_named
from dedup.cli.session import (
    ActorOption,
    CycleOption,
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    print_facts,
    print_json,
    session_of,
)
from dedup.clock import CHINA_TIME
from dedup.polls import GrantProxy, IssueBallot, PollDesk, PollFacts, RevokeProxy

app = typer.Typer(
    help="What happened at the poll: proxies and ballots, never a choice. 委托投票与领票情况。",
    no_args_is_help=True,
)


@app.command("proxy")
def proxy(
    context: typer.Context,
    registration: RegistrationArgument,
    to: Annotated[
        str, typer.Option("--to", metavar="REGISTRATION", help="Who votes for the voter 受托人.")
    ] = "",
    revoke: Annotated[bool, typer.Option("--revoke", help="The proxy no longer holds 撤回.")] = False,
    reason: Annotated[str, typer.Option(help="Why it is revoked 理由.")] = "",
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Agree to a proxy, or revoke it. 委托投票。"""
    if bool(to) == revoke:
        raise typer.BadParameter("--to REGISTRATION | --revoke", param_hint="--to")
    session = session_of(context)
    with session.open() as service:
        key = registration_named(service, registration)
        actor = session.settings.actor
        command = RevokeProxy(actor, reason) if revoke else GrantProxy(actor, registration_named(service, to))
        facts = PollDesk(service.log, service.clock).carry_out(key, command)
    _show(session, facts, as_json=json)


@app.command("ballot")
def ballot(
    context: typer.Context,
    registration: RegistrationArgument,
    to_proxy: Annotated[bool, typer.Option("--to-proxy", help="It went to the proxy 由受托人领取.")] = False,
    on: Annotated[
        date | None, typer.Option("--on", metavar="DAY", parser=read_day, help="When, today if absent.")
    ] = None,
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Say that a ballot was handed out. 登记已领票。"""
    session = session_of(context)
    with session.open() as service:
        key = registration_named(service, registration)
        happened = _moment(on, service.clock())
        command = IssueBallot(session.settings.actor, happened, to_proxy)
        facts = PollDesk(service.log, service.clock).carry_out(key, command)
    _show(session, facts, as_json=json)


@app.command("show")
def show(
    context: typer.Context,
    registration: RegistrationArgument,
    cycle: CycleOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show what is known of a registration at the poll. 查看。"""
    session = session_of(context)
    with session.open() as service:
        facts = PollDesk(service.log, service.clock).find(registration_named(service, registration))
    _show(session, facts, as_json=json)


def _moment(day: date | None, now: datetime) -> datetime:
    """Return now, or noon of an earlier day in China: nobody wrote the minute down."""
    if day is None or day == day_in_china(now):
        return now
    return datetime.combine(day, time(12), CHINA_TIME).astimezone(UTC)


def _show(session: Session, facts: PollFacts, *, as_json: bool) -> None:
    document = {
        "registration": str(facts.key),
        "proxy_granted": facts.proxy_granted,
        "proxy": facts.proxy,
        "ballot_issued": facts.ballot_issued,
        "version": facts.version,
    }
    if as_json:
        print_json(document)
        return
    state = session.say(f"poll-{facts.state}")
    print_facts({session.say("header-registration"): str(facts.key), session.say("header-state"): state})

"""`dedup certificates …`: issue, use, revoke, list; notices; alarms of missed voters."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from dedup.bootstrap import Service
from dedup.calendars.days import day_in_china
from dedup.certificates.certificate import State
from dedup.certificates.commands import Command, Expire, ReturnReceipt, Revoke
from dedup.certificates.desk import CertificateDesk
from dedup.certificates.missed import WARN_DAYS_DEFAULT, missed_in
from dedup.certificates.notices import notify
from dedup.certificates.numbers import normalised
from dedup.cli.calendar import DayOption, read_day
from dedup.cli.naming import registration_named
from dedup.cli.papers import print_alarms, print_certificate, print_certificates
from dedup.cli.session import (
    ActorOption,
    CycleOption,
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    print_json,
    session_of,
)
from dedup.errors import BadRequest
from events.certificates import CertificateKey

app = typer.Typer(
    help="Certificates to vote elsewhere, notices, missed voters. 选民资格证明、告知与漏登预警。",
    no_args_is_help=True,
)

RegistrationArgument = Annotated[
    str,
    typer.Argument(metavar="REGISTRATION", help="committee/number or cycle/level/committee/number."),
]
CertificateArgument = Annotated[
    str,
    typer.Argument(metavar="CERTIFICATE", help="committee/number or cycle/level/committee/number."),
]


@app.command("issue")
def issue(
    context: typer.Context,
    registration: RegistrationArgument,
    host: Annotated[str, typer.Option(metavar="CODE", help="Host committee 流入地区划代码.")],
    number: Annotated[str, typer.Option(metavar="NUMBER", help="Number on the paper 证明编号.")],
    valid_until: Annotated[
        date | None, typer.Option(metavar="DAY", parser=read_day, help="Last day it is accepted 有效期至.")
    ] = None,
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Agree that a voter on the home roll votes with a host committee. 开具选民资格证明。"""
    session = session_of(context)
    with session.open() as service:
        home = registration_named(service, registration)
        issued = _desk(service).issue(session.settings.actor, number, home, host, valid_until)
        print_certificate(session, issued, _today(service), as_json=json)


@app.command("use")
def use(
    context: typer.Context,
    certificate: CertificateArgument,
    registration: RegistrationArgument,
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Say that a host registration was made on its strength; the home committee is told. 凭证明登记。"""
    session = session_of(context)
    with session.open() as service:
        host = registration_named(service, registration)
        used = _desk(service).use(session.settings.actor, certificate_named(service, certificate), host)
        print_certificate(session, used, _today(service), as_json=json)


@app.command("receipt")
def receipt(
    context: typer.Context,
    certificate: CertificateArgument,
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Send the receipt of a used certificate back. 退还回执。"""
    session = session_of(context)
    _carry_out(session, certificate, ReturnReceipt(session.settings.actor), as_json=json)


@app.command("revoke")
def revoke(
    context: typer.Context,
    certificate: CertificateArgument,
    reason: Annotated[str, typer.Option(help="Why, in your words 理由.")] = "",
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Take the consent back. 撤销证明。"""
    session = session_of(context)
    _carry_out(session, certificate, Revoke(session.settings.actor, reason), as_json=json)


@app.command("expire")
def expire(
    context: typer.Context,
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Note which certificates were not used in time. 登记过期的证明。"""
    session = session_of(context)
    with session.open() as service:
        desk, today = _desk(service), _today(service)
        late = [
            certificate
            for certificate in desk.every(session.settings.cycle)
            if certificate.state is State.ISSUED and not certificate.is_valid(today)
        ]
        expired = [desk.carry_out(c.key, Expire(session.settings.actor)) for c in late]
        print_certificates(session, expired, today, as_json=json)


@app.command("show")
def show(
    context: typer.Context,
    certificate: CertificateArgument,
    cycle: CycleOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show a certificate. 查看证明。"""
    session = session_of(context)
    with session.open() as service:
        found = _desk(service).load(certificate_named(service, certificate))
        print_certificate(session, found, _today(service), as_json=json)


@app.command("list")
def list_certificates(
    context: typer.Context,
    committee: Annotated[str, typer.Option(metavar="CODE", help="Home or host committee.")] = "",
    state: Annotated[list[State] | None, typer.Option("--state", help="May be repeated.")] = None,
    cycle: CycleOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """List certificates. 证明列表。"""
    session = session_of(context)
    with session.open() as service:
        found = [
            certificate
            for certificate in _desk(service).every(session.settings.cycle)
            if (not state or certificate.state in state)
            and committee in {"", certificate.key.committee, certificate.host_committee}
        ]
        print_certificates(session, found, _today(service), as_json=json)


@app.command("notify")
def notify_home(
    context: typer.Context,
    registration: RegistrationArgument,
    home: Annotated[str, typer.Option(metavar="CODE", help="Home committee 户籍地区划代码.")],
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Tell the home committee whom you registered. 谁登记、谁告知。"""
    session = session_of(context)
    with session.open() as service:
        host = registration_named(service, registration)
        told = notify(service.log, service.clock, session.settings.actor, host, home)
    if json:
        print_json({"registration": str(host), "home_committee": home, "changed": told})
        return
    print(
        session.say("notice-sent" if told else "notice-sent-before", registration=str(host), committee=home)
    )


@app.command("alarms")
def alarms(
    context: typer.Context,
    warn_days: Annotated[int, typer.Option(min=0, max=180, help="Before registration closes.")] = (
        WARN_DAYS_DEFAULT
    ),
    on: DayOption = None,
    cycle: CycleOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """List voters with a certificate whom no host has registered though its roll closes soon. 漏登预警。"""
    session = session_of(context)
    with session.open() as service:
        today = on or _today(service)
        missed = missed_in(service.log, session.settings.cycle, today, warn_days=warn_days)
    print_alarms(session, missed, today, as_json=json)


def certificate_named(service: Service, name: str) -> CertificateKey:
    """Return the key of a certificate named cycle/level/committee/number, or committee/number for short."""
    match name.strip().split("/", 3):
        case [cycle, level, committee, number]:
            key = CertificateKey(cycle, level, committee, normalised(number))
        case [committee, number]:
            key = CertificateKey(service.settings.cycle, "county", committee, normalised(number))
        case _:
            raise BadRequest("certificate-unknown", certificate=name)
    return key


def _desk(service: Service) -> CertificateDesk:
    return CertificateDesk(service.log, service.clock)


def _today(service: Service) -> date:
    return day_in_china(service.clock())


def _carry_out(session: Session, name: str, command: Command, *, as_json: bool) -> None:
    with session.open() as service:
        certificate = _desk(service).carry_out(certificate_named(service, name), command)
        print_certificate(session, certificate, _today(service), as_json=as_json)

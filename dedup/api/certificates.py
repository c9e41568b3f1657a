"""Certificates 选民资格证明: issued by the home committee, used by the host, revoked; missed voters."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field

from dedup.access.policy import Action
from dedup.api.caller import Caller, permit
from dedup.api.cases import require_committee
from dedup.api.problems import documented
from dedup.api.shapes import CODE, Key, Level, Shape
from dedup.api.state import follower_of, service_of
from dedup.calendars.days import day_in_china
from dedup.certificates.certificate import Certificate
from dedup.certificates.commands import Revoke
from dedup.certificates.missed import missed_in
from dedup.certificates.numbers import normalised
from dedup.certificates.telling import certificate_as_json, missed_as_json
from dedup.committees import Committee
from dedup.errors import BadRequest
from events.certificates import CertificateKey
from events.registrations import RegistrationKey

router = APIRouter(tags=["certificates"])

PAGE_MAX = 1_000
Number = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f/]+$")]


class IssueBody(Shape):
    """Consent that a voter of the own roll votes with another committee."""

    number: Number
    registration: Key
    host_committee: Annotated[str, Field(pattern=CODE)]
    valid_until: date | None = None


class NumberedBody(Shape):
    """A certificate, by its number at the home committee."""

    level: Level = "county"
    home_committee: Annotated[str, Field(pattern=CODE)]
    number: Number


class UseBody(NumberedBody):
    """A certificate, and the registration that was made on its strength."""

    registration: Key


class RevokeBody(NumberedBody):
    """A certificate, and why it no longer holds."""

    reason: Annotated[str, Field(min_length=1, max_length=2_000)]


@router.post("/certificates", responses=documented(400, 401, 403, 404, 409, 422, 503))
def issue(
    request: Request, body: IssueBody, caller: Annotated[Caller, permit(Action.ISSUE_CERTIFICATE)]
) -> dict[str, Any]:
    """Issue a certificate for a voter on the own roll."""
    home = _own(caller, body.registration, Action.ISSUE_CERTIFICATE)
    desk = service_of(request).certificates
    issued = desk.issue(caller.account.name, body.number, home, body.host_committee, body.valid_until)
    return _told(request, issued)


@router.post("/certificates/use", responses=documented(400, 401, 403, 404, 409, 422, 503))
def use(
    request: Request, body: UseBody, caller: Annotated[Caller, permit(Action.USE_CERTIFICATE)]
) -> dict[str, Any]:
    """Say that an own registration was made on a certificate's strength; the home committee is told."""
    host = _own(caller, body.registration, Action.USE_CERTIFICATE)
    used = service_of(request).certificates.use(caller.account.name, _key(request, body), host)
    return _told(request, used)


@router.post("/certificates/revoke", responses=documented(400, 401, 403, 404, 409, 422, 503))
def revoke(
    request: Request, body: RevokeBody, caller: Annotated[Caller, permit(Action.REVOKE_CERTIFICATE)]
) -> dict[str, Any]:
    """Take a certificate of the own committee back."""
    require_committee(caller, Action.REVOKE_CERTIFICATE, body.level, body.home_committee)
    command = Revoke(caller.account.name, body.reason)
    return _told(request, service_of(request).certificates.carry_out(_key(request, body), command))


@router.get("/committees/{level}/{code}/certificates", responses=documented(401, 403, 404, 422, 503))
def list_certificates(
    request: Request,
    level: Level,
    code: Annotated[str, Path(pattern=CODE)],
    caller: Annotated[Caller, permit(Action.SEE_REGISTRATION)],
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 100,
) -> list[dict[str, Any]]:
    """Return the certificates that a committee issued."""
    require_committee(caller, Action.SEE_REGISTRATION, level, code)
    service = service_of(request)
    today = day_in_china(service.clock())
    every = service.certificates.every(service.settings.cycle, level, code)
    return [
        certificate_as_json(certificate, today) for certificate, _ in zip(every, range(limit), strict=False)
    ]


@router.get("/committees/{level}/{code}/missed-voters", responses=documented(401, 403, 404, 422, 503))
def list_missed(
    request: Request,
    level: Level,
    code: Annotated[str, Path(pattern=CODE)],
    caller: Annotated[Caller, permit(Action.SEE_REGISTRATION)],
) -> list[dict[str, Any]]:
    """Return the voters who hold a certificate of this committee and are on no host roll, with days left."""
    require_committee(caller, Action.SEE_REGISTRATION, level, code)
    service = service_of(request)
    today = day_in_china(service.clock())
    missed = missed_in(service.log, service.settings.cycle, today)
    mine = [m for m in missed if (m.certificate.key.level, m.certificate.key.committee) == (level, code)]
    return [missed_as_json(m, today) for m in mine[:PAGE_MAX]]


def _own(caller: Caller, body: Key, action: Action) -> RegistrationKey:
    if not caller.may(action, [Committee(body.level, body.committee)]):
        raise BadRequest("registration-unknown", registration="")
    return RegistrationKey(body.cycle, body.level, body.committee, body.registration_id)


def _key(request: Request, body: NumberedBody) -> CertificateKey:
    cycle = service_of(request).settings.cycle
    return CertificateKey(cycle, body.level, body.home_committee, normalised(body.number))


def _told(request: Request, certificate: Certificate) -> dict[str, Any]:
    follower_of(request).wake()
    return certificate_as_json(certificate, day_in_china(service_of(request).clock()))

"""What may be asked of a certificate: pure decisions, (certificate, command, now) → events.

A command that has been carried out already gives no events, so that repeating it is harmless. Who may ask is
another part's business: the home committee issues and revokes, the host committee uses and returns receipts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Never

from dedup.calendars.days import day_in_china
from dedup.certificates.certificate import Certificate, IllegalTransition, State, next_state
from dedup.certificates.notices import holder_of
from dedup.certificates.numbers import NUMBER_LENGTH_MAX, normalised
from dedup.errors import BadRequest, Conflict
from dedup.rolls import Standing
from events.certificates import (
    CertificateEvent,
    CertificateExpired,
    CertificateIssued,
    CertificateKey,
    CertificateRevoked,
    CertificateUsed,
    ReceiptReturned,
)

REASON_LENGTH_MAX: Final = 2_000

_COMMITTEE: Final = re.compile(r"\d{6,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Issue:
    """Consent that the voter of a registration on the home roll votes with a host committee."""

    actor: str
    number: str
    home: Standing
    host_committee: str
    valid_until: date | None = None

    @property
    def key(self) -> CertificateKey:
        """Return the certificate's key."""
        home = self.home.key
        return CertificateKey(home.cycle, home.level, home.committee, normalised(self.number))


@dataclass(frozen=True, slots=True)
class Use:
    """Say that a registration on the host roll was made on its strength."""

    actor: str
    registration: Standing


@dataclass(frozen=True, slots=True)
class ReturnReceipt:
    """Send the receipt back."""

    actor: str


@dataclass(frozen=True, slots=True)
class Revoke:
    """Take the consent back, with the reason."""

    actor: str
    reason: str


@dataclass(frozen=True, slots=True)
class Expire:
    """Note that it was not used in time."""

    actor: str


Command = Use | ReturnReceipt | Revoke | Expire


def issue(
    standing: Certificate | None, command: Issue, others: Iterable[Certificate], now: datetime
) -> tuple[CertificateEvent, ...]:
    """Return the events of issuing: given what bears this number already, and the home committee's others.

    Raises BadRequest for a certificate that cannot be, and Conflict when the number is taken or the voter has
    another one that holds: with two, a voter could be registered by two hosts.
    """
    today = day_in_china(now)
    _require_possible(command, today)
    event = CertificateIssued(
        actor=command.actor,
        happened_at=now,
        recorded_at=now,
        number=command.number.strip(),
        home=command.home.key.stream_id,
        host_committee=command.host_committee,
        valid_until=command.valid_until,
        personal=holder_of(command.home),
    )
    if standing:
        if standing.state is State.ISSUED and _says_the_same(standing, event):
            return ()
        raise Conflict("certificate-exists", number=command.number)
    for other in others:
        if other.home == event.home and other.is_valid(today):
            raise Conflict("certificate-holder-has-one", number=other.number, host=other.host_committee)
    return (event,)


def decide(certificate: Certificate, command: Command, now: datetime) -> tuple[CertificateEvent, ...]:
    """Return the events that a command leads to; none when it was carried out before.

    Raises BadRequest when the command makes no sense for the certificate, and Conflict when its state does
    not allow it.
    """
    match command:
        case Use():
            return _use(certificate, command, now)
        case ReturnReceipt():
            if certificate.state is State.RECEIPTED:
                return ()
            receipt = ReceiptReturned(actor=command.actor, happened_at=now, recorded_at=now)
            return _allowed(certificate, receipt)
        case Revoke():
            return _revoke(certificate, command, now)
        case Expire():
            return _expire(certificate, command, now)


def _use(certificate: Certificate, command: Use, now: datetime) -> tuple[CertificateEvent, ...]:
    host = command.registration.key
    key = certificate.key
    if (host.cycle, host.level, host.committee) != (key.cycle, key.level, certificate.host_committee):
        raise BadRequest(
            "certificate-for-another-host", number=certificate.number, host=certificate.host_committee
        )
    carried = command.registration.entry.certificate_no
    if carried and normalised(carried) != key.number:
        raise BadRequest("certificate-number-differs", number=certificate.number, carried=carried)
    if certificate.is_used:
        if certificate.used_by == host.stream_id:
            return ()
        raise Conflict("certificate-used", number=certificate.number)
    if certificate.state is State.ISSUED and not certificate.is_valid(day_in_china(now)):
        raise Conflict("certificate-out-of-date", number=certificate.number, day=str(certificate.valid_until))
    used = CertificateUsed(actor=command.actor, happened_at=now, recorded_at=now, registration=host.stream_id)
    return _allowed(certificate, used)


def _revoke(certificate: Certificate, command: Revoke, now: datetime) -> tuple[CertificateEvent, ...]:
    reason = command.reason.strip()
    if not reason:
        raise BadRequest("certificate-revoke-needs-reason", number=certificate.number)
    if len(reason) > REASON_LENGTH_MAX:
        raise BadRequest("reason-too-long", length=len(reason), length_max=REASON_LENGTH_MAX)
    if certificate.state is State.REVOKED and certificate.revoke_reason == reason:
        return ()
    revoked = CertificateRevoked(actor=command.actor, happened_at=now, recorded_at=now, reason=reason)
    return _allowed(certificate, revoked)


def _expire(certificate: Certificate, command: Expire, now: datetime) -> tuple[CertificateEvent, ...]:
    if certificate.state is State.EXPIRED:
        return ()
    if certificate.is_valid(day_in_china(now)):
        raise Conflict("certificate-still-valid", number=certificate.number)
    expired = CertificateExpired(actor=command.actor, happened_at=now, recorded_at=now)
    return _allowed(certificate, expired)


def _require_possible(command: Issue, today: date) -> None:
    number = command.key.number
    if not number or len(number) > NUMBER_LENGTH_MAX:
        raise BadRequest("certificate-number", field="number", length_max=NUMBER_LENGTH_MAX)
    host, home = command.host_committee, command.home.key.committee
    if not _COMMITTEE.fullmatch(host):
        raise BadRequest("certificate-host", field="host_committee", value=host[:50])
    if host == home:
        raise BadRequest("certificate-host-is-home", field="host_committee", committee=home)
    if command.valid_until is not None and command.valid_until < today:
        raise BadRequest("certificate-ends-in-the-past", field="valid_until", day=str(command.valid_until))


def _says_the_same(standing: Certificate, event: CertificateIssued) -> bool:
    said = (standing.home, standing.host_committee, standing.valid_until)
    return said == (event.home, event.host_committee, event.valid_until)


def _allowed(certificate: Certificate, event: CertificateEvent) -> tuple[CertificateEvent, ...]:
    try:
        next_state(certificate.state, type(event))
    except IllegalTransition:
        _refuse(certificate, event)
    return (event,)


def _refuse(certificate: Certificate, event: CertificateEvent) -> Never:
    raise Conflict(
        "certificate-state",
        number=certificate.number,
        state=certificate.state.value,
        wanted=type(event).__name__,
    )

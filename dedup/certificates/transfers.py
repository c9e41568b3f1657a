"""Which pairs are no double registration but a lawful transfer, and on what ground.

An explanation proposes that the host keeps the voter. It decides nothing: the two committees still have to
agree, because a paper can be forged, revoked or about somebody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from dedup.calendars.calendar import Calendar
from dedup.certificates.certificate import Certificate
from dedup.certificates.numbers import normalised
from dedup.rolls import Standing, registration_as_of
from events.certificates import CertificateKey
from events.log import EventLog
from events.registrations import RegistrationKey

Side = Literal["left", "right"]
Ground = Literal["certificate", "previous_cycle"]

_OTHER: Final[dict[Side, Side]] = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair is a lawful transfer."""

    ground: Ground
    host: Side
    """Whose registration is the host's."""
    certificate: CertificateKey | None = None
    outcome: Literal["host_keeps"] = "host_keeps"
    """What it proposes."""

    @property
    def home(self) -> Side:
        """Return whose registration is the home one."""
        return _OTHER[self.host]


def explains(
    left: Standing,
    right: Standing,
    certificates: Iterable[Certificate],
    on: date,
    *,
    home: Side | Literal[""] = "",
    left_calendar: Calendar | None = None,
    right_calendar: Calendar | None = None,
    registered_before: Collection[str] = (),
) -> Explanation | None:
    """Return why a pair is a lawful transfer on a day; None when nothing says so.

    Either a certificate that holds was issued by the home committee for this home registration and this host
    committee, and the host registration carries its number or used it. Or the host registered the voter in
    the previous cycle already (`registered_before` holds such registrations' stream ids) and its rules then
    ask for none; that needs to be known which side is `home`. Papers that contradict each other explain
    nothing.
    """
    held = list(certificates)
    found = {
        host: certificate.key
        for host, registration, counterpart in (("right", right, left), ("left", left, right))
        for certificate in sorted(held, key=lambda c: c.key, reverse=True)
        if _covers(certificate, counterpart, registration, on)
    }
    if len(found) > 1:
        return None
    if "left" in found:
        return Explanation("certificate", "left", found["left"])
    if "right" in found:
        return Explanation("certificate", "right", found["right"])
    if not home:
        return None
    host = _OTHER[home]
    registration, calendar = (left, left_calendar) if host == "left" else (right, right_calendar)
    waived = calendar is not None and calendar.rules.certificate.waived_previous_cycle
    if waived and registration.key.stream_id in registered_before:
        return Explanation("previous_cycle", host)
    return None


def registered_before(log: EventLog, registration: Standing, previous_cycle: str) -> bool:
    """Tell whether a committee had the same voter under the same number on its roll in an earlier cycle.

    Rolls are carried forward (Election Law 选举法 art. 27), so most keep their numbers. Where a committee
    gave new ones nothing is found, and people must look.
    """
    key = registration.key
    earlier = RegistrationKey(previous_cycle, key.level, key.committee, key.registration_id)
    before = registration_as_of(log, earlier)
    if before is None:
        return False
    now, then = registration.voter, before.voter
    if now.id_number and then.id_number:
        return normalised(now.id_number) == normalised(then.id_number)
    return bool(now.name) and (now.name, now.birth_date) == (then.name, then.birth_date)


def _covers(certificate: Certificate, home: Standing, host: Standing, on: date) -> bool:
    key = certificate.key
    return (
        certificate.is_valid(on)
        and certificate.home == home.key.stream_id
        and (host.key.cycle, host.key.level) == (key.cycle, key.level)
        and certificate.host_committee == host.key.committee
        and (certificate.used_by == host.key.stream_id or normalised(host.entry.certificate_no) == key.number)
    )

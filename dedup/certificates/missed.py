"""Who is about to be on no roll at all: a certificate was issued, and no host has registered the voter.

The other error of an election roll, and the worse one for the voter: the home committee counts on the host,
the host does not know of the voter, and its roll is about to be published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dedup.calendars.calendar import Calendar
from dedup.calendars.desk import calendars_of
from dedup.calendars.gates import Gate, GateName, gates, has_polled
from dedup.certificates.certificate import Certificate
from dedup.certificates.desk import certificates_of
from dedup.certificates.numbers import normalised
from dedup.committees import Committee
from dedup.rolls import standing, standing_registrations
from events.certificates import CertificateKey
from events.log import EventLog
from events.registrations import roll_prefix

WARN_DAYS_DEFAULT: Final = 7
"""So many days before registration closes the alarm goes off. Our choice: time for a letter and answer."""

_WAYS_IN: Final = (
    GateName.REGISTRATION_CLOSES,
    GateName.PUBLICATION,
    GateName.LATE_ADDITION,
    GateName.CORRECTION_CUTOFF,
    GateName.ELECTION_DAY,
)
"""Until when a voter can still come onto the host roll; after the last correction only people can help."""


@dataclass(frozen=True, slots=True)
class MissedVoter:
    """A certificate without a registration on the host roll."""

    certificate: Certificate
    gate: Gate | None
    """What closes next at the host; None when its calendar is not known."""
    days_left: int | None
    on_home_roll: bool
    """Whether the voter at least still stands on the home roll."""


def missed_voters(
    certificates: Iterable[Certificate],
    calendars: Mapping[Committee, Calendar],
    today: date,
    *,
    carried: Collection[CertificateKey] = (),
    off_roll: Collection[str] = (),
    warn_days: int = WARN_DAYS_DEFAULT,
) -> list[MissedVoter]:
    """Return the certificates whose voters no host has registered though its roll is about to close.

    `carried` are the certificates whose number stands on the host's roll, `off_roll` the stream ids of
    registrations, of home or host, that no longer stand: a used certificate whose host registration was
    withdrawn is as good as unused. A host without a calendar is never near: its certificates are listed last,
    so that nobody takes silence for safety. The most urgent come first.
    """
    found = []
    for certificate in certificates:
        if certificate.key in carried or not certificate.is_valid(today):
            continue
        if certificate.is_used and certificate.used_by not in off_roll:
            continue
        host = calendars.get(Committee(certificate.key.level, certificate.host_committee))
        if host is not None and (has_polled(host, today) or (host.closing - today).days > warn_days):
            continue
        gate = _next_way_in(host, today) if host else None
        found.append(
            MissedVoter(
                certificate=certificate,
                gate=gate,
                days_left=(gate.day - today).days if gate else None,
                on_home_roll=certificate.home not in off_roll,
            )
        )
    return sorted(found, key=_urgency)


def missed_in(
    log: EventLog,
    cycle: str,
    today: date,
    *,
    warn_days: int = WARN_DAYS_DEFAULT,
) -> list[MissedVoter]:
    """Return the missed voters of a cycle, as the log tells.

    Only the rolls of hosts that are about to close are read.
    """
    held = [c for c in certificates_of(log, cycle) if c.is_valid(today)]
    hosts = {Committee(c.key.level, c.host_committee) for c in held}
    calendars = calendars_of(log, cycle, sorted(hosts))
    latest = log.read_latest(sorted({stream for c in held for stream in (c.home, c.used_by) if stream}))
    off_roll = {stream for stream, event in latest.items() if standing(event) is None}
    suspects = missed_voters(held, calendars, today, off_roll=off_roll, warn_days=warn_days)
    carried = _carried(log, cycle, [missed.certificate for missed in suspects])
    return [missed for missed in suspects if missed.certificate.key not in carried]


def _carried(log: EventLog, cycle: str, certificates: Iterable[Certificate]) -> set[CertificateKey]:
    """Return those whose number stands on their host's roll."""
    by_host: dict[Committee, dict[str, list[CertificateKey]]] = {}
    for certificate in certificates:
        host = Committee(certificate.key.level, certificate.host_committee)
        by_host.setdefault(host, {}).setdefault(certificate.key.number, []).append(certificate.key)
    found: set[CertificateKey] = set()
    for host, numbers in by_host.items():
        for registration in standing_registrations(log, roll_prefix(cycle, *host)):
            found.update(numbers.get(normalised(registration.entry.certificate_no), ()))
    return found


def _next_way_in(calendar: Calendar, today: date) -> Gate | None:
    ways = (gate for gate in gates(calendar) if gate.name in _WAYS_IN)
    return next((gate for gate in ways if gate.day >= today), None)


def _urgency(missed: MissedVoter) -> tuple[bool, int, bool, CertificateKey]:
    unknown = missed.days_left is None
    return unknown, missed.days_left or 0, missed.on_home_roll, missed.certificate.key

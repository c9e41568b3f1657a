"""Certificates and alarms as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dedup.certificates.certificate import Certificate
from dedup.certificates.missed import MissedVoter
from dedup.certificates.telling import certificate_as_json, missed_as_json
from dedup.cli.session import Session, print_facts, print_json, print_table
from events.registrations import RegistrationKey


def print_certificate(session: Session, certificate: Certificate, today: date, *, as_json: bool) -> None:
    """Print a certificate."""
    if as_json:
        print_json(certificate_as_json(certificate, today))
        return
    facts = {
        "certificate": str(certificate.key),
        "paper": certificate.number,
        "state": session.say(f"certificate-{certificate.state}"),
        "home": str(RegistrationKey.from_stream_id(certificate.home)),
        "host": certificate.host_committee,
        "valid-until": str(certificate.valid_until or "-"),
    }
    if certificate.used_by:
        facts["used-by"] = str(RegistrationKey.from_stream_id(certificate.used_by))
    print_facts({session.say(f"header-{name}"): value for name, value in facts.items()})


def print_certificates(
    session: Session, certificates: list[Certificate], today: date, *, as_json: bool
) -> None:
    """Print certificates, one a line."""
    if as_json:
        print_json({"certificates": [certificate_as_json(c, today) for c in certificates]})
        return
    headers = [session.say(f"header-{h}") for h in ("certificate", "state", "home", "host", "valid-until")]
    rows = [
        (
            str(c.key),
            session.say(f"certificate-{c.state}"),
            str(RegistrationKey.from_stream_id(c.home)),
            c.host_committee,
            str(c.valid_until or "-"),
        )
        for c in certificates
    ]
    print_table(headers, rows)


def _alarm_row(session: Session, missed: MissedVoter) -> tuple[str, ...]:
    gate = session.say(f"gate-{missed.gate.name}") if missed.gate else session.say("calendar-not-known")
    return (
        str(missed.certificate.key),
        missed.certificate.host_committee,
        gate,
        "" if missed.days_left is None else str(missed.days_left),
        session.say("stands-yes" if missed.on_home_roll else "stands-no"),
    )


def print_alarms(session: Session, missed: Sequence[MissedVoter], today: date, *, as_json: bool) -> None:
    """Print who is about to be missed, the most urgent first."""
    if as_json:
        print_json({"alarms": [missed_as_json(one, today) for one in missed]})
        return
    names = ("certificate", "host", "next-gate", "days-left", "home-roll")
    print_table([session.say(f"header-{h}") for h in names], [_alarm_row(session, one) for one in missed])

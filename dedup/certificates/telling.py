"""Certificates and alarms as JSON values, the same for every edge. Whom they are about is masked."""

from __future__ import annotations

from datetime import date
from typing import Any

from dedup.certificates.certificate import Certificate
from dedup.certificates.missed import MissedVoter
from dedup.masking import mask


def certificate_as_json(certificate: Certificate, today: date) -> dict[str, Any]:
    """Return a certificate as it stands on a day."""
    key = certificate.key
    holder = certificate.holder.model_dump()
    return {
        "certificate": str(key),
        "cycle": key.cycle,
        "level": key.level,
        "home_committee": key.committee,
        "number": certificate.number,
        "state": certificate.state.value,
        "is_valid": certificate.is_valid(today),
        "version": certificate.version,
        "home": certificate.home,
        "host_committee": certificate.host_committee,
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
        "used_by": certificate.used_by,
        "revoke_reason": certificate.revoke_reason,
        "holder": {column: mask(column, value) for column, value in holder.items()},
    }


def missed_as_json(missed: MissedVoter, today: date) -> dict[str, Any]:
    """Return an alarm with its certificate."""
    return {
        "certificate": certificate_as_json(missed.certificate, today),
        "gate": missed.gate.name.value if missed.gate else None,
        "day": missed.gate.day.isoformat() if missed.gate else None,
        "days_left": missed.days_left,
        "on_home_roll": missed.on_home_roll,
    }

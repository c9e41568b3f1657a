"""A certificate as it stands, and its life cycle as a table.

Everything that moves a certificate from one state to the next stands in `LIFE_CYCLE`; an event without an
entry is illegal. A used certificate can still be revoked: the voter then stands on the host roll without
consent, and both committees must talk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from events.certificates import (
    CertificateEvent,
    CertificateExpired,
    CertificateIssued,
    CertificateKey,
    CertificateRevoked,
    CertificateUsed,
    Holder,
    ReceiptReturned,
)


class State(StrEnum):
    """Where a certificate stands."""

    UNISSUED = "unissued"
    ISSUED = "issued"
    USED = "used"
    RECEIPTED = "receipted"
    REVOKED = "revoked"
    EXPIRED = "expired"


LIFE_CYCLE: Final[Mapping[State, Mapping[type[CertificateEvent], State]]] = {
    State.UNISSUED: {CertificateIssued: State.ISSUED},
    State.ISSUED: {
        CertificateUsed: State.USED,
        CertificateRevoked: State.REVOKED,
        CertificateExpired: State.EXPIRED,
    },
    State.USED: {ReceiptReturned: State.RECEIPTED, CertificateRevoked: State.REVOKED},
    State.RECEIPTED: {CertificateRevoked: State.REVOKED},
    State.REVOKED: {},
    State.EXPIRED: {},
}


class IllegalTransition(Exception):
    """An event that the table has no entry for in this state."""

    def __init__(self, state: State, event_class: type[CertificateEvent]) -> None:
        super().__init__(f"{event_class.__name__} is not possible for a certificate that is {state}")
        self.state = state
        self.event_class = event_class


@dataclass(frozen=True, slots=True)
class Certificate:
    """One home committee's consent that one voter votes with one host committee."""

    key: CertificateKey
    number: str
    """As it stands on the paper."""
    home: str
    host_committee: str
    valid_until: date | None
    holder: Holder
    state: State
    version: int
    used_by: str = ""
    """Stream id of the host registration."""
    revoke_reason: str = ""

    @property
    def is_used(self) -> bool:
        """Tell whether a host committee registered the voter on its strength, and it still holds."""
        return self.state in {State.USED, State.RECEIPTED}

    def is_valid(self, on: date) -> bool:
        """Tell whether it holds on a day: a used one until it is revoked, an unused one until it ends."""
        if self.is_used:
            return True
        return self.state is State.ISSUED and (self.valid_until is None or on <= self.valid_until)


def next_state(state: State, event_class: type[CertificateEvent]) -> State:
    """Return the state that an event leads to. Raises IllegalTransition on a table miss."""
    try:
        return LIFE_CYCLE[state][event_class]
    except KeyError:
        raise IllegalTransition(state, event_class) from None


def evolve(certificate: Certificate | None, key: CertificateKey, event: CertificateEvent) -> Certificate:
    """Return the certificate after an event. Raises IllegalTransition when the table has no such step."""
    state = next_state(certificate.state if certificate else State.UNISSUED, type(event))
    if isinstance(event, CertificateIssued):
        return Certificate(
            key=key,
            number=event.number,
            home=event.home,
            host_committee=event.host_committee,
            valid_until=event.valid_until,
            holder=event.personal,
            state=state,
            version=1,
        )
    if certificate is None:
        raise AssertionError("the table lets only an issue begin a certificate")
    moved = replace(certificate, state=state, version=certificate.version + 1)
    match event:
        case CertificateUsed():
            return replace(moved, used_by=event.registration)
        case CertificateRevoked():
            return replace(moved, revoke_reason=event.reason)
        case _:
            return moved


def fold(key: CertificateKey, events: Iterable[CertificateEvent]) -> Certificate | None:
    """Return the certificate after all its events; None when there are none."""
    certificate: Certificate | None = None
    for event in events:
        certificate = evolve(certificate, key, event)
    return certificate

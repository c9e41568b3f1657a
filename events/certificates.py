"""Vocabulary of certificates 选民资格证明, the home committee's consent to vote elsewhere, and of notices.

One stream for each certificate, by its number at the home committee; one stream of notices for each
registration of a voter from elsewhere; one stream for each registration on a home roll, of the certificates
it got: it moves with each of them, so that two cannot be issued at once. No event here changes a roll.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final
from urllib.parse import quote, unquote

from events.event import Event, Frozen
from events.registrations import STREAM_PREFIX as REGISTRATION_PREFIX
from events.registrations import RegistrationKey

STREAM_PREFIX: Final = "certificate/"
NOTICE_PREFIX: Final = "notice/"
HOLDER_PREFIX: Final = "holder/"


@dataclass(frozen=True, slots=True, order=True)
class CertificateKey:
    """What makes a certificate itself: cycle, level, the home committee that issued it, its number there."""

    cycle: str
    level: str
    committee: str
    number: str
    """In its one form, so that two spellings of a number are one certificate."""

    @property
    def stream_id(self) -> str:
        """Return the id of this certificate's stream."""
        return certificates_prefix(self.cycle, self.level, self.committee) + quote(self.number, safe="")

    @classmethod
    def from_stream_id(cls, stream_id: str) -> CertificateKey:
        """Read a key back from its stream's id. Raises ValueError when it is not one of a certificate."""
        kind, cycle, level, committee, number = stream_id.split("/")
        if kind != "certificate":
            raise ValueError(f"{stream_id!r} is not a certificate's stream")
        return cls(unquote(cycle), level, unquote(committee), unquote(number))

    def __str__(self) -> str:
        return f"{self.cycle}/{self.level}/{self.committee}/{self.number}"


def certificates_prefix(cycle: str, level: str = "", committee: str = "") -> str:
    """Return what the stream ids of a cycle's certificates begin with, or of a level's or a committee's."""
    parts = (quote(part, safe="") for part in (cycle, level, committee) if part)
    return f"{STREAM_PREFIX}{'/'.join(parts)}/"


def notice_stream_id(host: RegistrationKey) -> str:
    """Return the id of the stream of notices about a registration of a voter from elsewhere."""
    return NOTICE_PREFIX + host.stream_id.removeprefix(REGISTRATION_PREFIX)


def holder_stream_id(home: RegistrationKey) -> str:
    """Return the id of the stream of the certificates that a registration on a home roll got."""
    return HOLDER_PREFIX + home.stream_id.removeprefix(REGISTRATION_PREFIX)


def registration_of_notice(stream_id: str) -> RegistrationKey:
    """Return whose stream of notices it is. Raises ValueError when it is none."""
    if not stream_id.startswith(NOTICE_PREFIX):
        raise ValueError(f"{stream_id!r} is not a stream of notices")
    return RegistrationKey.from_stream_id(REGISTRATION_PREFIX + stream_id.removeprefix(NOTICE_PREFIX))


class Holder(Frozen):
    """Whom a paper is about, as it says; an empty string where it says nothing."""

    name: str = ""
    sex: str = ""
    birth_date: str = ""
    id_number: str = ""


class CertificateEvent(Event):
    """Any event of a certificate's stream."""


class CertificateIssued(CertificateEvent):
    """The home committee agreed that one of its voters votes with a host committee.

    This one event is both the paper and the mark 转出 on the home entry: there is no moment between the two.
    """

    stored_name: ClassVar[str] = "CertificateIssued"
    number: str
    """As it stands on the paper."""
    home: str
    """Stream id of the voter's registration on the home roll."""
    host_committee: str
    valid_until: date | None = None
    """Last day on which a host committee may accept it; None: as long as the cycle lasts."""
    personal: Holder


class CertificateHeld(Event):
    """A registration on a home roll got a certificate: appended with its issuing, to the holder's stream."""

    stored_name: ClassVar[str] = "CertificateHeld"
    certificate: str
    """Stream id of the certificate."""


class CertificateUsed(CertificateEvent):
    """The host committee registered the voter on the strength of the certificate."""

    stored_name: ClassVar[str] = "CertificateUsed"
    registration: str
    """Stream id of the registration on the host roll."""


class ReceiptReturned(CertificateEvent):
    """The host committee sent the certificate's receipt 回执 back to the home committee."""

    stored_name: ClassVar[str] = "ReceiptReturned"


class CertificateRevoked(CertificateEvent):
    """The home committee took its consent back."""

    stored_name: ClassVar[str] = "CertificateRevoked"
    reason: str


class CertificateExpired(CertificateEvent):
    """Nobody used the certificate while it was valid."""

    stored_name: ClassVar[str] = "CertificateExpired"


class NoticeEvent(Event):
    """Any event of a stream of notices."""


class HostRegistrationNotified(NoticeEvent):
    """A host committee told the home committee that it registered one of its people 谁登记、谁告知."""

    stored_name: ClassVar[str] = "HostRegistrationNotified"
    home_committee: str
    home: str = ""
    """Stream id of the registration on the home roll, where the host knows it."""
    certificate_no: str = ""
    personal: Holder

"""A log with one voter on the home roll and one on the host roll."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.certificates.desk import CertificateDesk
from events.event import Event
from events.log import EventLog, Write
from events.memory import open_memory_log
from events.registrations import Entry, RegistrationKey, RegistrationWithdrawn, VoterRegistered
from tests.examples import NOON, key, registered

HOME = key("H1")
HOST = key("S1", "310115")


def host_registered(certificate_no: str = "") -> VoterRegistered:
    entry = Entry(basis="residence", certificate_no=certificate_no)
    return registered().model_copy(update={"entry": entry})


def withdrawn() -> RegistrationWithdrawn:
    return RegistrationWithdrawn(actor="clerk", happened_at=NOON, recorded_at=NOON, reason="迁出")


@dataclass(frozen=True, slots=True)
class Scene:
    log: EventLog
    desk: CertificateDesk

    def happens(self, registration: RegistrationKey, event: Event) -> None:
        latest = self.log.read_latest([registration.stream_id]).get(registration.stream_id)
        self.log.append([Write(registration.stream_id, latest.version if latest else 0, (event,))])


def scene(certificate_no: str = "", *, host: bool = True) -> Scene:
    log = open_memory_log()
    made = Scene(log, CertificateDesk(log, lambda: NOON))
    made.happens(HOME, registered())
    if host:
        made.happens(HOST, host_registered(certificate_no))
    return made

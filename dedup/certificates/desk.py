"""Where commands on certificates are carried out, and certificates are found. Load, decide, append; once.

Issuing and using lean on a registration that stands on its roll; the append holds only while it still does,
and while the voter was given no other certificate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import cast

from dedup.certificates.certificate import Certificate, evolve, fold
from dedup.certificates.commands import Command, Issue, Use, decide, issue
from dedup.certificates.notices import notice_of, notices_about, unsent
from dedup.certificates.numbers import normalised
from dedup.clock import Clock
from dedup.errors import BadRequest, Conflict
from dedup.rolls import Standing, still_standing
from events.certificates import (
    CertificateEvent,
    CertificateHeld,
    CertificateKey,
    certificates_prefix,
    holder_stream_id,
    notice_stream_id,
)
from events.log import EventLog, Recorded, VersionConflict, Write
from events.registrations import RegistrationKey


class CertificateDesk:
    """Carries commands out against the log, and finds certificates in it."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def load(self, key: CertificateKey, until: int | None = None) -> Certificate:
        """Return a certificate as it stood at a position. Raises BadRequest when there was none."""
        found = self.find(key, until)
        if found is None:
            raise BadRequest("certificate-unknown", certificate=str(key))
        return found

    def find(self, key: CertificateKey, until: int | None = None) -> Certificate | None:
        """Return a certificate as it stood at a position; None when there was none."""
        return _folded(key, self._log.read_stream(key.stream_id, until))

    def every(
        self, cycle: str, level: str = "", committee: str = "", until: int | None = None
    ) -> Iterator[Certificate]:
        """Return a cycle's certificates: all, of one level, or of one home committee at that level."""
        return certificates_of(self._log, cycle, level, committee, until=until)

    def of_home(self, home: RegistrationKey, until: int | None = None) -> list[Certificate]:
        """Return the certificates that were issued for a registration on the home roll, oldest first."""
        held = self._log.read_stream(holder_stream_id(home), until)
        keys = (CertificateKey.from_stream_id(cast("CertificateHeld", r.event).certificate) for r in held)
        return [self.load(key, until) for key in keys]

    def of_pair(self, left: Standing, right: Standing, until: int | None = None) -> list[Certificate]:
        """Return the certificates that one registration of a pair names and the other's committee issued.

        A registration names one on its roll, or in the notice that its committee sent.
        """
        found = []
        for host, home in ((left, right), (right, left)):
            told = (notice.certificate_no for notice in notices_about(self._log, host.key, until))
            numbers = {normalised(number) for number in (host.entry.certificate_no, *told)} - {""}
            for number in sorted(numbers):
                key = CertificateKey(home.key.cycle, home.key.level, home.key.committee, number)
                certificate = self.find(key, until)
                if certificate is not None:
                    found.append(certificate)
        return found

    def issue(
        self,
        actor: str,
        number: str,
        home: RegistrationKey,
        host_committee: str,
        valid_until: date | None = None,
    ) -> Certificate:
        """Issue a certificate for a voter who stands on the home roll, and return it.

        Raises BadRequest or Conflict as the decision does, and Conflict when somebody else was faster.
        """
        registration, guard = still_standing(self._log, home)
        command = Issue(actor, number, registration, host_committee, valid_until)
        standing = self.find(command.key) if command.key.number else None
        others = self.of_home(home)
        now = self._clock()
        events = issue(standing, command, others, now)
        if standing and not events:
            return standing
        held = CertificateHeld(
            actor=actor, happened_at=now, recorded_at=now, certificate=command.key.stream_id
        )
        given = Write(holder_stream_id(home), len(others), (held,))
        return self._append(None, command.key, events, guard, given)

    def use(self, actor: str, key: CertificateKey, host: RegistrationKey) -> Certificate:
        """Say that a registration on the host roll was made on its strength, which tells the home committee.

        Raises BadRequest or Conflict as the decision does, and Conflict when somebody else was faster.
        """
        certificate = self.load(key)
        registration, guard = still_standing(self._log, host)
        now = self._clock()
        events = decide(certificate, Use(actor, registration), now)
        if not events:
            return certificate
        notice = notice_of(
            actor, registration, key.committee, now, home=certificate.home, certificate_no=certificate.number
        )
        sent = notices_about(self._log, host)
        telling = (notice,) if unsent(sent, notice) else ()
        told = Write(notice_stream_id(host), len(sent), telling)
        return self._append(certificate, key, events, guard, told)

    def carry_out(self, key: CertificateKey, command: Command) -> Certificate:
        """Carry a command out and return the certificate after it; `use` has a way of its own.

        Raises BadRequest or Conflict as the decision does, and Conflict when somebody else was faster.
        """
        certificate = self.load(key)
        events = decide(certificate, command, self._clock())
        return self._append(certificate, key, events) if events else certificate

    def _append(
        self,
        certificate: Certificate | None,
        key: CertificateKey,
        events: Sequence[CertificateEvent],
        *others: Write,
    ) -> Certificate:
        version = certificate.version if certificate else 0
        try:
            self._log.append([Write(key.stream_id, version, events), *others])
        except VersionConflict:
            raise Conflict("certificate-changed", certificate=str(key)) from None
        for event in events:
            certificate = evolve(certificate, key, event)
        return cast("Certificate", certificate)


def certificates_of(
    log: EventLog, cycle: str, level: str = "", committee: str = "", *, until: int | None = None
) -> Iterator[Certificate]:
    """Yield a cycle's certificates: all of them, of one level, or of one home committee at that level."""
    events = log.read_prefix(certificates_prefix(cycle, level, committee), until=until)
    for stream_id, stream in groupby(events, key=attrgetter("stream_id")):
        found = _folded(CertificateKey.from_stream_id(stream_id), list(stream))
        if found is not None:
            yield found


def _folded(key: CertificateKey, recorded: Sequence[Recorded]) -> Certificate | None:
    return fold(key, (cast("CertificateEvent", r.event) for r in recorded))

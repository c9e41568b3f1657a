"""Notices 谁登记、谁告知: the host committee tells the home committee whom it registered.

Using a certificate tells the home committee by itself; where none is asked for, the notice stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final, cast

from dedup.clock import Clock
from dedup.errors import BadRequest, Conflict
from dedup.rolls import Standing, still_standing
from events.certificates import Holder, HostRegistrationNotified, notice_stream_id
from events.log import EventLog, VersionConflict, Write
from events.registrations import RegistrationKey

_COMMITTEE: Final = re.compile(r"\d{6,12}", re.ASCII)


def holder_of(registration: Standing) -> Holder:
    """Return whom a registration is about, as papers name people."""
    voter = registration.voter
    return Holder(name=voter.name, sex=voter.sex, birth_date=voter.birth_date, id_number=voter.id_number)


def notices_about(
    log: EventLog, host: RegistrationKey, until: int | None = None
) -> list[HostRegistrationNotified]:
    """Return the notices that were sent about a registration, oldest first."""
    recorded = log.read_stream(notice_stream_id(host), until)
    return [cast("HostRegistrationNotified", r.event) for r in recorded]


def notice_of(
    actor: str,
    host: Standing,
    home_committee: str,
    now: datetime,
    *,
    home: str = "",
    certificate_no: str = "",
) -> HostRegistrationNotified:
    """Return the notice about a registration on the host roll.

    Raises BadRequest when the home committee is none, or is the host itself.
    """
    if not _COMMITTEE.fullmatch(home_committee):
        raise BadRequest("notice-home", field="home_committee", value=home_committee[:50])
    if home_committee == host.key.committee:
        raise BadRequest("notice-home-is-host", field="home_committee", committee=home_committee)
    return HostRegistrationNotified(
        actor=actor,
        happened_at=now,
        recorded_at=now,
        home_committee=home_committee,
        home=home,
        certificate_no=certificate_no,
        personal=holder_of(host),
    )


def unsent(sent: Sequence[HostRegistrationNotified], notice: HostRegistrationNotified) -> bool:
    """Tell whether a notice says something that no earlier one did."""

    def said(some: HostRegistrationNotified) -> tuple[str, str, str]:
        return some.home_committee, some.home, some.certificate_no

    return all(said(notice) != said(earlier) for earlier in sent)


def notify(
    log: EventLog,
    clock: Clock,
    actor: str,
    host: RegistrationKey,
    home_committee: str,
    *,
    home: str = "",
) -> bool:
    """Tell the home committee about a registration on the host roll; False when it was told so already.

    Raises BadRequest when the registration does not stand or the home committee cannot be, and Conflict when
    somebody else was faster.
    """
    registration, guard = still_standing(log, host)
    sent = notices_about(log, host)
    number = registration.entry.certificate_no
    notice = notice_of(actor, registration, home_committee, clock(), home=home, certificate_no=number)
    if not unsent(sent, notice):
        return False
    try:
        log.append([Write(notice_stream_id(host), len(sent), (notice,)), guard])
    except VersionConflict:
        raise Conflict("notice-changed", registration=str(host)) from None
    return True

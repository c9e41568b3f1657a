"""How people name a registration, a case or a moment on the command line."""

from __future__ import annotations

from typing import Final

from dedup.audit.moment import position_at
from dedup.bootstrap import Service
from dedup.errors import BadRequest
from events.registrations import RegistrationKey

CASE_PREFIX_LENGTH_MIN: Final = 6
_MATCHES_SHOWN: Final = 5


def case_named(service: Service, name: str) -> str:
    """Return the id of the case that a name, or the beginning of one, stands for.

    Raises BadRequest when there is none or more than one.
    """
    wanted = name.strip().upper()
    if len(wanted) < CASE_PREFIX_LENGTH_MIN:
        raise BadRequest("case-unknown", case=name)
    matches = service.current_cases().ids_beginning_with(wanted, _MATCHES_SHOWN)
    if not matches:
        raise BadRequest("case-unknown", case=name)
    if len(matches) > 1:
        raise BadRequest("case-ambiguous", case=name, matches=", ".join(matches))
    return matches[0]


def registration_named(service: Service, name: str) -> RegistrationKey:
    """Return the key of a registration named cycle/level/committee/number, or committee/number for short.

    Raises BadRequest when the log knows no such registration.
    """
    parts = name.strip().split("/", 3)
    match parts:
        case [cycle, level, committee, number]:
            key = RegistrationKey(cycle, level, committee, number)
        case [committee, number]:
            key = RegistrationKey(service.settings.cycle, "county", committee, number)
        case _:
            raise BadRequest("registration-unknown", registration=name)
    if not service.log.read_latest([key.stream_id]):
        raise BadRequest("registration-unknown", registration=name)
    return key


def moment_named(service: Service, moment: str | None) -> int | None:
    """Return the position that `--as-of` names; None for now."""
    return None if moment is None else position_at(service.log, moment)

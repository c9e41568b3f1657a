"""Pages of the log as the matcher takes them: registrations decoded as far as it needs, and coded.

A pure function of stored events, so that worker processes can do it; nothing here depends on what other
pages hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic_core import from_json

from dedup.rolls import standing
from events.codec import Codec
from events.log import Recorded, Stored
from events.registrations import (
    RegistrationAmended,
    RegistrationKey,
    RegistrationRestored,
    RegistrationWithdrawn,
    Voter,
    VoterRegistered,
)
from matchers import Record, profile_of
from matchers.profile import Coded

_LISTED: Final = (VoterRegistered, RegistrationAmended, RegistrationRestored)
_FIELDS: Final = (
    "name", "former_name", "sex", "ethnicity", "birth_date", "id_number", "household_address",
    "residence_address", "phone", "employer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodedPage:
    """The latest events of some registrations, up to a position."""

    position: int
    """Of the last event read."""
    stream_ids: Sequence[str]
    positions: Sequence[int]
    bases: Sequence[str | None]
    """Why each is registered, or None where it left its roll."""
    coded: Coded
    """Of those that stand, in the same order."""


def record_of(key: RegistrationKey, voter: Voter) -> Record:
    """Hand a registration to the matcher: the values as given, and whose roll it is."""
    return _record(key.committee, voter.model_dump(include=set(_FIELDS)))


def code_page(profile: str, page: Sequence[Stored]) -> CodedPage:
    """Read and code a page of registrations' events; of each registration the last one counts."""
    codec = Codec()
    latest = {stored.stream_id: stored for stored in page}
    bases: list[str | None] = []
    records: list[Record] = []
    for stored in latest.values():
        basis, record = _read(codec, stored)
        bases.append(basis)
        if record is not None:
            records.append(record)
    return CodedPage(
        position=page[-1].position,
        stream_ids=tuple(latest),
        positions=[stored.position for stored in latest.values()],
        bases=bases,
        coded=profile_of(profile).code(records),
    )


def _read(codec: Codec, stored: Stored) -> tuple[str | None, Record | None]:
    """Return basis and record of one event. Only what the matcher needs is taken out of the stored form."""
    event_class = codec.class_of(stored.topic)
    if event_class is RegistrationWithdrawn:
        return None, None
    if event_class not in _LISTED:
        return _read_whole(codec, stored)
    content = from_json(stored.state)
    committee = stored.stream_id.split("/", 4)[3]
    if "%" in committee:
        committee = RegistrationKey.from_stream_id(stored.stream_id).committee
    return content.get("entry", {}).get("basis", ""), _record(committee, content["personal"])


def _read_whole(codec: Codec, stored: Stored) -> tuple[str | None, Record | None]:
    """Read an event of an older version the long way."""
    event = codec.decode(stored.topic, stored.state)
    registration = standing(Recorded(stored.position, stored.stream_id, stored.version, event))
    if registration is None:
        return None, None
    return registration.entry.basis, record_of(registration.key, registration.voter)


def _record(committee: str, personal: dict[str, Any]) -> Record:
    get = personal.get
    return Record(committee, *[get(field, "") for field in _FIELDS])

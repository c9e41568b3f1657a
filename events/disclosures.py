"""Vocabulary of disclosures: who saw which values of a voter, on what occasion; not the values themselves."""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import quote

from events.event import Event

STREAM_PREFIX: Final = "disclosure/"


def disclosure_stream_id(subject: str, account: str) -> str:
    """Return the id of the stream of what one account saw of one subject, a case's id or a registration's."""
    return disclosure_prefix(subject) + quote(account, safe="")


def disclosure_prefix(subject: str) -> str:
    """Return what the ids of the streams of what anybody saw of a subject begin with."""
    return f"{STREAM_PREFIX}{quote(subject, safe='')}/"


class Disclosed(Event):
    """Somebody was shown values that are not of the own roll, or values of the own roll unmasked."""

    stored_name: ClassVar[str] = "Disclosed"
    registrations: tuple[str, ...]
    """Stream ids of the registrations whose values were shown."""
    columns: tuple[str, ...]
    masked: bool
    case: str = ""
    """Id of the case that gave the occasion."""
    case_version: int = 0

"""Flags as a file lists them: cases read from their documents only as far as a list of all of them needs.

A register of a million has tens of thousands; as whole cases they take five times as long and as much memory.
"""

from __future__ import annotations

from typing import Final

import msgspec

from events.registrations import RegistrationKey


class Weight(msgspec.Struct):
    """One piece of evidence."""

    field: str
    level: str
    bits: float


class Finding(msgspec.Struct):
    """What a model says of a pair."""

    probability: float
    verdict: str
    evidence: tuple[Weight, ...]
    model: str
    search_incomplete: bool = False


class Flag(msgspec.Struct):
    """A flagged pair as it stands."""

    left: RegistrationKey
    right: RegistrationKey
    kind: str
    home: str
    state: str
    assessment: Finding
    case_id: str = ""
    """From beside the document: it is a hash, and need not be taken anew."""


_decode: Final = msgspec.json.Decoder(Flag).decode


def flag_in(case_id: str, document: str) -> Flag:
    """Return the flag that a case's document holds."""
    flag = _decode(document)
    flag.case_id = case_id
    return flag

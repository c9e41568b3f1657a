"""Frames as bytes: what the keys worker tells matchers, and what these tell the cases worker.

Written and read by this program alone, and packed accordingly. A frame that cannot be read stops its reader:
to pass over it would make flags depend on who read what.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.errors import CorruptLog
from dedup.projector.pages import CodedPage
from matchers import profile_of
from matchers.profile import Coded

VERSION: Final = 1
_MARK_BYTES: Final = 8


class Generation(NamedTuple):
    """What all frames that belong together were made with. A later one supersedes everything before it."""

    since: int = 0
    """Position at which the profile of the model in force was first adopted."""
    coding: int = 0
    """The profile's coding version."""
    shares: int = 0
    """Into how many shares keys are divided: partitions of the topic of keys."""
    lanes: int = 0
    """Among how many lanes cases are divided: partitions of the topic of pairs."""


class Page(msgspec.Struct, array_like=True, frozen=True):
    """A coded page, its arrays as bytes."""

    stream_ids: list[str]
    positions: bytes
    withdrawn: bytes
    at_home: bytes
    rolls: list[str]
    roll_of: bytes
    columns: dict[str, bytes]
    texts: list[str]


class KeysFrame(msgspec.Struct, array_like=True, frozen=True):
    """A stretch of the log: those registrations in it that have, or had, keys of one share."""

    version: int
    generation: Generation
    profile: str
    origin: str
    """Mark of the topic that it was written to."""
    after: int
    position: int
    """The stretch is what comes after the one position, up to and with the other."""
    adopts: bool = False
    """Whether the event at `position` puts a model in force; there are no registrations then."""
    page: Page | None = None


class Mention(msgspec.Struct, array_like=True, frozen=True):
    """What must be known of a registration to judge its pairs."""

    stream_id: str
    position: int
    at_home: bool
    withdrawn: bool
    again: bool
    """Whether what this matcher said of it before is to be forgotten."""
    keys: bytes = b""
    """Its row of the key matrix, where it is of a pair."""


class Finding(msgspec.Struct, array_like=True, frozen=True):
    """A pair that a matcher found, by the places of its two registrations among those mentioned."""

    left: int
    right: int
    probability: float
    verdict: str
    evidence: tuple[tuple[str, str, float], ...]
    coincidences: float


class ReportFrame(msgspec.Struct, array_like=True, frozen=True):
    """What one matcher has to say to one lane after one frame of keys, or a part of it."""

    version: int
    generation: Generation
    profile: str
    origin: str
    share: int
    previous: int
    """The frame of keys before, by its place in the share's partition."""
    frame: int
    """The frame of keys after which this is so."""
    part: int
    parts: int
    position: int
    """Place in the log that the matcher has come to."""
    model: str
    """Fingerprint of the model in force; empty before there is one."""
    whole: bool
    """Whether all that the matcher said before is to be forgotten."""
    mentions: list[Mention]
    findings: list[Finding]
    filled: bytes
    """Keys that are full now and were not before."""
    opened: bytes


_encode: Final = msgspec.msgpack.Encoder().encode
_KEYS: Final = msgspec.msgpack.Decoder(KeysFrame)
_REPORT: Final = msgspec.msgpack.Decoder(ReportFrame)
_AnyFrame = TypeVar("_AnyFrame", KeysFrame, ReportFrame)


def encoded(frame: KeysFrame | ReportFrame) -> bytes:
    """Return a frame as bytes."""
    return _encode(frame)


def read_keys(content: bytes) -> KeysFrame:
    """Return a frame of keys. Raises CorruptLog when it is none."""
    return _read(_KEYS, content)


def read_report(content: bytes) -> ReportFrame:
    """Return a report. Raises CorruptLog when it is none."""
    return _read(_REPORT, content)


def _read(decoder: msgspec.msgpack.Decoder[_AnyFrame], content: bytes) -> _AnyFrame:
    try:
        frame = decoder.decode(content)
    except msgspec.MsgspecError as error:
        raise CorruptLog("spread-frame", detail=str(error)) from None
    if frame.version != VERSION:
        raise CorruptLog("spread-frame", detail=f"version {frame.version} is not {VERSION}")
    return frame


def pack_page(page: CodedPage, profile: str) -> Page:
    """Return a coded page as it goes into a frame."""
    kinds = profile_of(profile).columns
    columns = page.coded.columns
    return Page(
        stream_ids=list(page.stream_ids),
        positions=page.positions.tobytes(),
        withdrawn=page.withdrawn.tobytes(),
        at_home=page.at_home.tobytes(),
        rolls=list(page.rolls),
        roll_of=page.roll_of.tobytes(),
        columns={name: np.asarray(columns[name], dtype=kinds[name][0]).tobytes() for name in columns},
        texts=list(page.coded.texts),
    )


def unpack_page(page: Page, profile: str, position: int) -> CodedPage:
    """Return the coded page that a frame holds. Raises CorruptLog when its parts do not fit together."""
    try:
        return _unpacked(page, profile, position)
    except (KeyError, ValueError) as error:
        raise CorruptLog("spread-frame", detail=str(error)) from None


def _unpacked(page: Page, profile: str, position: int) -> CodedPage:
    count = len(page.stream_ids)
    roll_of = np.frombuffer(page.roll_of, dtype=np.int64)
    withdrawn = _of_length(np.frombuffer(page.withdrawn, dtype=bool), count)
    listed = count - int(withdrawn.sum())
    columns = {}
    for name, content in page.columns.items():
        kind, width = profile_of(profile).columns[name]
        column = np.frombuffer(content, dtype=kind)
        columns[name] = _of_length(column.reshape(-1, width) if width else column, listed)
    return CodedPage(
        position=position,
        stream_ids=page.stream_ids,
        positions=_of_length(np.frombuffer(page.positions, dtype=np.int64), count),
        withdrawn=withdrawn,
        at_home=_of_length(np.frombuffer(page.at_home, dtype=bool), count),
        rolls=page.rolls,
        roll_of=_of_length(roll_of, listed),
        coded=Coded(columns, page.texts),
    )


def _of_length(array: NDArray[Any], length: int) -> NDArray[Any]:
    if len(array) != length:
        raise ValueError(f"{len(array)} values for {length} registrations")
    return array


def mark_of(*parts: object) -> str:
    """Return a short text that tells names too long to be repeated in every frame from one another."""
    return blake2b(repr(parts).encode(), digest_size=_MARK_BYTES).hexdigest()

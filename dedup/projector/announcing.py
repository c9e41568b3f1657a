"""Flags as events: each change becomes one event of its pair's case, and the cases give the flags back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol, cast

from msgspec import Raw

from dedup.projector.assessed import Assessed
from dedup.projector.flags import Change, Flag, FlagChange
from dedup.projector.matching import Matching
from dedup.projector.registry import Registry
from events.cases import (
    CaseEvent,
    CaseFlagged,
    CaseRescored,
    CaseReweighed,
    FlagLapsed,
    LapseReason,
    case_id_of_streams,
    case_stream_id,
)
from events.codec import Encoded
from events.log import EventLog, Write

ACTOR: Final = "projector"
FLAG_EVENTS: Final = (CaseFlagged, CaseRescored, CaseReweighed, FlagLapsed)
"""Events that say what became of a flag."""
_SAID: Final[Mapping[Change, type[CaseFlagged | CaseRescored | CaseReweighed]]] = {
    Change.FLAGGED: CaseFlagged,
    Change.RESCORED: CaseRescored,
    Change.REWEIGHED: CaseReweighed,
}


class Judge(Protocol):
    """Who has found what is to be said of flags."""

    registry: Registry

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the model that pairs are weighed with."""


def announce(log: EventLog, matching: Judge, changes: Sequence[FlagChange], now: datetime) -> list[Write]:
    """Return one write for each change, in the same order, at the version its case stands at now."""
    streams = [_case_stream(matching, change) for change in changes]
    latest = log.read_latest(streams) if streams else {}
    return [
        Write(
            stream, latest[stream].version if stream in latest else 0, (_event(log, matching, change, now),)
        )
        for stream, change in zip(streams, changes, strict=True)
    ]


def restore_flags(log: EventLog, matching: Matching) -> None:
    """Read back from the log what became of flags since they were last read."""
    flags, ref_of = matching.flags, matching.registry.ref_of
    pairs: dict[str, tuple[int, int]] = {}
    for recorded in log.read_all(after=matching.flags_read, of=FLAG_EVENTS):
        matching.flags_read = recorded.position
        match recorded.event:
            case CaseFlagged() as flagged:
                pair = pairs[recorded.stream_id] = (ref_of(flagged.left), ref_of(flagged.right))
                flags.raise_flag(Flag.of(*pair, flagged.assessment, recorded.position))
            case CaseRescored() | CaseReweighed() as scored:
                pair = pairs.get(recorded.stream_id) or _pair_of(log, matching, recorded.stream_id)
                flags.raise_flag(Flag.of(*pair, scored.assessment, recorded.position))
            case _:
                flags.drop_flag(
                    *(pairs.get(recorded.stream_id) or _pair_of(log, matching, recorded.stream_id))
                )


def _pair_of(log: EventLog, matching: Matching, stream_id: str) -> tuple[int, int]:
    """Return the pair of a case that was flagged before flags were last read."""
    flagged = cast("CaseFlagged", log.read_stream(stream_id)[0].event)
    return matching.registry.ref_of(flagged.left), matching.registry.ref_of(flagged.right)


def _sides(matching: Judge, change: FlagChange) -> tuple[str, str]:
    return matching.registry.stream_id_of(change.left), matching.registry.stream_id_of(change.right)


def _case_stream(matching: Judge, change: FlagChange) -> str:
    return case_stream_id(case_id_of_streams(*_sides(matching, change)))


def _event(log: EventLog, matching: Judge, change: FlagChange, now: datetime) -> CaseEvent | Encoded:
    assessment = change.assessment
    if assessment is None:
        reason = _lapse_reason(matching, change)
        fingerprint = matching.fingerprint
        return FlagLapsed(actor=ACTOR, happened_at=now, recorded_at=now, reason=reason, model=fingerprint)
    said = _SAID[change.change]
    facts = _facts(matching, change) if change.change is Change.FLAGGED else {}
    envelope = {"actor": ACTOR, "happened_at": now, "recorded_at": now}
    if not isinstance(assessment, Assessed):
        return said(**envelope, **facts, assessment=assessment)
    return log.codec.encode_fields(said, {**envelope, **facts, "assessment": Raw(assessment.stored)})


def _committee_in(stream_id: str) -> str:
    return stream_id.split("/", 4)[3]


def _facts(matching: Judge, change: FlagChange) -> dict[str, Any]:
    """Return what a flag says of its pair, in the order of the event's fields and without defaults."""
    left, right = _sides(matching, change)
    within = _committee_in(left) == _committee_in(right)
    facts = {"left": left, "right": right, "kind": "within_committee" if within else "cross_committee"}
    home = matching.registry.home_side(change.left, change.right)
    return facts | {"home": home} if home else facts


def _lapse_reason(matching: Judge, change: FlagChange) -> LapseReason:
    if any(matching.registry.is_withdrawn(ref) for ref in (change.left, change.right)):
        return "registration_withdrawn"
    if change.model != matching.fingerprint:
        return "model_changed"
    return "below_threshold"

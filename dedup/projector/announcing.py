"""Flags as events: each change becomes one event of its pair's case, and the cases give the flags back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, assert_never

from dedup.projector.flags import Change, Flag, FlagChange
from dedup.projector.matching import Matching
from events.cases import (
    CaseEvent,
    CaseFlagged,
    CaseRescored,
    CaseReweighed,
    FlagLapsed,
    Kind,
    LapseReason,
    case_id_of,
    case_stream_id,
)
from events.log import EventLog, Write
from events.registrations import RegistrationKey

ACTOR: Final = "projector"
_FLAG_EVENTS: Final = (CaseFlagged, CaseRescored, CaseReweighed, FlagLapsed)


def announce(log: EventLog, matching: Matching, changes: Sequence[FlagChange], now: datetime) -> list[Write]:
    """Return one write for each change, in the same order, at the version its case stands at now."""
    streams = [_case_stream(matching, change) for change in changes]
    latest = log.read_latest(streams)
    return [
        Write(stream, latest[stream].version if stream in latest else 0, (_event(matching, change, now),))
        for stream, change in zip(streams, changes, strict=True)
    ]


def restore_flags(log: EventLog, matching: Matching) -> None:
    """Read the flags that stand back from the log."""
    flags, ref_of = matching.flags, matching.registry.ref_of
    pairs: dict[str, tuple[int, int]] = {}
    for recorded in log.read_all(of=_FLAG_EVENTS):
        match recorded.event:
            case CaseFlagged() as flagged:
                pair = pairs[recorded.stream_id] = (ref_of(flagged.left), ref_of(flagged.right))
                flags.raise_flag(Flag(*pair, flagged.assessment, recorded.position))
            case CaseRescored() | CaseReweighed() as scored:
                flags.raise_flag(Flag(*pairs[recorded.stream_id], scored.assessment, recorded.position))
            case _:
                flags.drop_flag(*pairs[recorded.stream_id])


def _keys(matching: Matching, change: FlagChange) -> tuple[RegistrationKey, RegistrationKey]:
    left, right = (matching.registry.stream_id_of(ref) for ref in (change.left, change.right))
    return RegistrationKey.from_stream_id(left), RegistrationKey.from_stream_id(right)


def _case_stream(matching: Matching, change: FlagChange) -> str:
    return case_stream_id(case_id_of(*_keys(matching, change)))


def _event(matching: Matching, change: FlagChange, now: datetime) -> CaseEvent:
    match change.change:
        case Change.FLAGGED:
            return _flagged(matching, change, now)
        case Change.RESCORED:
            return CaseRescored(actor=ACTOR, happened_at=now, recorded_at=now, assessment=change.assessment)
        case Change.REWEIGHED:
            return CaseReweighed(actor=ACTOR, happened_at=now, recorded_at=now, assessment=change.assessment)
        case Change.LAPSED:
            reason = _lapse_reason(matching, change)
            fingerprint = matching.fingerprint
            return FlagLapsed(actor=ACTOR, happened_at=now, recorded_at=now, reason=reason, model=fingerprint)
        case never:
            assert_never(never)


def _flagged(matching: Matching, change: FlagChange, now: datetime) -> CaseFlagged:
    left, right = _keys(matching, change)
    kind: Kind = "within_committee" if left.committee == right.committee else "cross_committee"
    return CaseFlagged(
        actor=ACTOR,
        happened_at=now,
        recorded_at=now,
        left=left.stream_id,
        right=right.stream_id,
        kind=kind,
        home=matching.registry.home_side(change.left, change.right),
        assessment=change.assessment,
    )


def _lapse_reason(matching: Matching, change: FlagChange) -> LapseReason:
    if any(matching.registry.is_withdrawn(ref) for ref in (change.left, change.right)):
        return "registration_withdrawn"
    if change.assessment.model != matching.fingerprint:
        return "model_changed"
    return "below_threshold"

"""What of a case each party may see: a committee's position stays sealed until both have spoken. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dedup.cases.case import Case
from dedup.cases.evolving import evolve
from events.cases import (
    CaseEvent,
    CommentAdded,
    Side,
)
from events.resolutions import PositionTaken

Viewer = Literal["left", "right", "both", "superior", "record"]
"""A committee's side; `both` for one committee that holds both registrations; the superior; or who keeps
the record: auditors, and the owner of the store himself."""


def sides_of(viewer: Viewer) -> tuple[Side, ...]:
    """Return the sides whose own words a viewer reads."""
    match viewer:
        case "left" | "right":
            return (viewer,)
        case _:
            return ()


def as_seen_by(viewer: Viewer, case: Case) -> Case:
    """Return the case without positions that are still sealed for the viewer."""
    if case.opened:
        return case
    mine = sides_of(viewer)
    return replace(case, positions={side: p for side, p in case.positions.items() if side in mine})


def spoken(case: Case) -> tuple[Side, ...]:
    """Return the sides that have spoken; that they have is no secret, what they said is."""
    return tuple(side for side in ("left", "right") if side in case.positions)


def unreadable(viewer: Viewer, events: Sequence[CaseEvent]) -> set[int]:
    """Return the places of the events of a case, oldest first, whose content a viewer may not read.

    A position is read by the other side only once both had spoken while it stood: one that was withdrawn
    before stays sealed for ever. A comment for the own committee stays there.
    """
    mine = sides_of(viewer)
    opened = _opened_positions(events)
    return {
        place
        for place, event in enumerate(events)
        if not _may_read(viewer, mine, event, opened=place in opened)
    }


def _may_read(viewer: Viewer, mine: tuple[Side, ...], event: CaseEvent, *, opened: bool) -> bool:
    match event:
        case PositionTaken():
            return opened or event.side in mine
        case CommentAdded(audience="own"):
            return event.by in mine or event.by == viewer
        case _:
            return True


def _opened_positions(events: Sequence[CaseEvent]) -> set[int]:
    opened: set[int] = set()
    standing: dict[Side, int] = {}
    case: Case | None = None
    for place, event in enumerate(events):
        case = evolve(case, event)
        if isinstance(event, PositionTaken):
            standing[event.side] = place
        standing = {side: at for side, at in standing.items() if side in case.positions}
        if case.opened:
            opened.update(standing.values())
    return opened

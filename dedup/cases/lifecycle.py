"""The life cycle of a case, as a table.

Everything that moves a case from one state to the next stands in `LIFE_CYCLE`; an event that has no entry
for the state is illegal, and `next_state` is the one place that says so. The picture in the README is
drawn from the table by `diagram`.

A case is flagged and thereby open. A reviewer claims it, then decides or releases it. A decided case can
be reopened by a person, and is reopened by itself when a registration's values change and with them the
assessment, because the decision was about other values; another model weighing the same values leaves a
person's decision alone. A flag lapses when one of the two registrations
leaves its roll, which is how an agreed double registration ends, or when the two no longer look alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from events.cases import (
    CaseClaimed,
    CaseDecided,
    CaseEvent,
    CaseFlagged,
    CaseReleased,
    CaseReopened,
    CaseRescored,
    CaseReweighed,
    FlagLapsed,
)


class State(StrEnum):
    """Where a case stands."""

    UNFLAGGED = "unflagged"
    OPEN = "open"
    CLAIMED = "claimed"
    DECIDED = "decided"
    LAPSED = "lapsed"


LIFE_CYCLE: Final[Mapping[State, Mapping[type[CaseEvent], State]]] = {
    State.UNFLAGGED: {CaseFlagged: State.OPEN},
    State.OPEN: {
        CaseRescored: State.OPEN,
        CaseReweighed: State.OPEN,
        FlagLapsed: State.LAPSED,
        CaseClaimed: State.CLAIMED,
    },
    State.CLAIMED: {
        CaseRescored: State.CLAIMED,
        CaseReweighed: State.CLAIMED,
        FlagLapsed: State.LAPSED,
        CaseReleased: State.OPEN,
        CaseDecided: State.DECIDED,
    },
    State.DECIDED: {
        CaseRescored: State.OPEN,
        CaseReweighed: State.DECIDED,
        FlagLapsed: State.LAPSED,
        CaseReopened: State.OPEN,
    },
    State.LAPSED: {CaseFlagged: State.OPEN},
}


class IllegalTransition(Exception):
    """An event that the table has no entry for in this state."""

    def __init__(self, state: State, event_class: type[CaseEvent]) -> None:
        super().__init__(f"{event_class.__name__} is not possible for a case that is {state}")
        self.state = state
        self.event_class = event_class


def next_state(state: State, event_class: type[CaseEvent]) -> State:
    """Return the state that an event leads to. Raises IllegalTransition on a table miss."""
    try:
        return LIFE_CYCLE[state][event_class]
    except KeyError:
        raise IllegalTransition(state, event_class) from None


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    arrows = (
        f"    {'[*]' if state is State.UNFLAGGED else state} --> {target}: {event_class.__name__}"
        for state, row in LIFE_CYCLE.items()
        for event_class, target in row.items()
    )
    return "\n".join(("stateDiagram-v2", *arrows))

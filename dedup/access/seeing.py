"""How much of a registration's values is shown, by relation and the state of the case. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from dedup.access.jurisdiction import Relation
from dedup.cases.lifecycle import State


class Shown(StrEnum):
    """How much of the values is shown."""

    UNMASKABLE = "unmaskable"
    """Masked; whole by the action `unmask`, which is recorded."""
    MASKED = "masked"
    NOTHING = "nothing"
    """No value; a case that is over still tells its outcome."""


OVER: Final = frozenset({State.UNFLAGGED, State.CLOSED, State.DISMISSED, State.EXPIRED, State.LAPSED})
"""States in which the committees have nothing left to compare."""


def shown(relation: Relation, state: State | None) -> Shown:
    """Return how much of a registration's values is shown to a committee or its superior.

    `state` is that of the case through which the other side is seen, None without a case. Auditors,
    who stand in no such relation, see masked values by the policy alone.
    """
    match relation:
        case Relation.OWN:
            return Shown.UNMASKABLE
        case Relation.COUNTERPART | Relation.SUPERIOR if state is not None and state not in OVER:
            return Shown.MASKED
        case _:
            return Shown.NOTHING

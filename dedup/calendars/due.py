"""What two calendars together say of a case: the next gate of either side, and how urgent the case is.

The two committees have different election days. A case is due at the first gate that is still open on
either side. Once one side's election is over, only the other's gates are left and its answer is forced: who
was given a ballot there must be off this roll before its own election day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal

from dedup.calendars.calendar import Calendar
from dedup.calendars.gates import Gate, GateName, gates, has_polled, next_gate

Side = Literal["left", "right"]

POLL_IS_NEAR_DAYS: Final = 2
"""Before an election this near a case comes before all others. Our choice, as is the next."""
POLL_IS_COMING_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Due:
    """The next gate of a case."""

    gate: Gate
    sides: tuple[Side, ...]
    """Whose gate it is: one side's, or both sides' when the same gate closes on the same day."""
    forced: bool
    """Whether the other side's election is over, so that its answer binds this one."""

    @property
    def day(self) -> date:
        """Return the last day."""
        return self.gate.day

    @property
    def closes_at(self) -> datetime:
        """Return the instant at which it is too late."""
        return self.gate.closes_at


class Priority(StrEnum):
    """How urgent a case is; the first comes first."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


def due(left: Calendar | None, right: Calendar | None, today: date) -> Due | None:
    """Return the next open gate of either side; None when neither side has one that is known."""
    sides: tuple[tuple[Side, Calendar | None], ...] = (("left", left), ("right", right))
    known = [(side, calendar) for side, calendar in sides if calendar is not None]
    ahead = [(side, gate) for side, calendar in known if (gate := next_gate(calendar, today))]
    if not ahead:
        return None
    first = min((gate for _, gate in ahead), key=lambda gate: gate.order)
    return Due(
        gate=first,
        sides=tuple(side for side, gate in ahead if gate == first),
        forced=any(has_polled(calendar, today) for _, calendar in known),
    )


def priority(
    left: Calendar | None,
    right: Calendar | None,
    today: date,
    *,
    proxy_left: bool = False,
    proxy_right: bool = False,
    live_left: bool = True,
    live_right: bool = True,
) -> Priority:
    """Return how urgent a case is.

    P0: a proxy was granted on one side while the voter is live on the other, or an election is within two
    days. P1: within seven days, or the roll of either side is open to appeals. P2: neither roll is published,
    so a roll can be put right without a public correction. P3: all else, and all after both elections.
    """
    known = [c for c in (left, right) if c is not None]
    calendars = [c for c in known if not has_polled(c, today)]
    if left and right and not calendars:
        return Priority.P3
    days_to_poll = min(((c.election_day - today).days for c in calendars), default=None)
    voted_by_proxy_and_live = (proxy_left and live_right) or (proxy_right and live_left)
    if voted_by_proxy_and_live or (days_to_poll is not None and days_to_poll <= POLL_IS_NEAR_DAYS):
        return Priority.P0
    if any(_is_open_to_appeals(c, today) for c in calendars):
        return Priority.P1
    if days_to_poll is not None and days_to_poll <= POLL_IS_COMING_DAYS:
        return Priority.P1
    if known and today < min(c.publication for c in known):
        return Priority.P2
    return Priority.P3


def _is_open_to_appeals(calendar: Calendar, today: date) -> bool:
    filed = next(gate.day for gate in gates(calendar) if gate.name is GateName.APPEAL_FILED)
    return calendar.publication <= today <= filed

"""A case as it stands, with everything that its events said (see `dedup.cases.evolving`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from dedup.cases.lifecycle import State
from events.cases import (
    Assessment,
    HomeSide,
    Kind,
    LapseReason,
    Side,
    Speaker,
    case_id_of,
)
from events.registrations import RegistrationKey
from events.resolutions import (
    EscalationReason,
    ReopenReason,
    Settlement,
)

_NOT_OF_VALUES: Final = frozenset({"prior", "household", "calibration", "cap"})
"""Evidence that another model, a larger roll or a longer search changes while the values stay."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A reviewer's hold on a case, for a while."""

    actor: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Position:
    """What a committee, or their superior, said the pair is."""

    settlement: Settlement
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """An open proposal, and which committees stand behind it."""

    by: Speaker
    position: Position
    accepted: dict[Side, str]
    """Who accepted for each committee; a committee accepts what it proposes."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was settled, when, and what of it has been carried out."""

    settlement: Settlement
    by: str
    at: datetime
    levels: tuple[tuple[str, str], ...] = ()
    """How the two registrations' values agreed then, by field: what people looked at when they settled it."""
    kept: tuple[Side, ...] = ()
    """Sides whose committees confirmed that their registrations stand."""
    released: tuple[Side, ...] = ()
    """Sides whose committees took the voter off their rolls."""
    corrected: tuple[Side, ...] = ()
    """Sides whose committees published the correction and told the voter."""


@dataclass(frozen=True, slots=True)
class Contest:
    """An appeal to a committee, and the suit that may follow it."""

    side: Side
    filed_on: date
    actor: str


@dataclass(frozen=True, slots=True)
class Case:
    """One flagged pair and where it stands."""

    left: RegistrationKey
    right: RegistrationKey
    kind: Kind
    home: HomeSide
    state: State
    version: int
    assessment: Assessment
    flagged_at: datetime
    since: datetime
    """When the case last moved from one state to another."""
    is_flagged: bool = True
    """Whether the matcher still flags the pair; a case that people settled stays one when it does not."""
    claims: dict[Side, Claim] = field(default_factory=dict)
    assigned: dict[Side, str] = field(default_factory=dict)
    positions: dict[Side, Position] = field(default_factory=dict)
    opened: bool = False
    """Whether both committees have spoken, so that each may read the other's position."""
    proposal: Proposal | None = None
    agreement: Agreement | None = None
    """The latest; it stays on record when the case is reopened."""
    silent: tuple[Side, ...] = ()
    """Sides that the clock found silent."""
    reply_by: date | None = None
    """Day by which an answer is due where the case itself sets one: a pending certificate's."""
    escalation: EscalationReason | None = None
    transfer: HomeSide = ""
    """The host side of a lawful transfer that a certificate or the cycle before explains."""
    proxies: tuple[Side, ...] = ()
    """The sides on which somebody votes for the voter."""
    appeal: Contest | None = None
    suit: Contest | None = None
    ballot: HomeSide = ""
    """The side on which the voter was given a ballot."""
    hand_over_overdue: bool = False
    lapse_reason: LapseReason | None = None
    reopen_reason: ReopenReason | None = None

    @property
    def levels(self) -> tuple[tuple[str, str], ...]:
        """Return how the two registrations' values agree, by field, without what models add."""
        return tuple(
            sorted((e.field, e.level) for e in self.assessment.evidence if e.field not in _NOT_OF_VALUES)
        )

    @property
    def case_id(self) -> str:
        """Return the id, which derives from the pair."""
        return case_id_of(self.left, self.right)

    def key_of(self, side: Side) -> RegistrationKey:
        """Return the registration on a side."""
        return self.left if side == "left" else self.right

    def claim_of(self, side: Side, now: datetime) -> Claim | None:
        """Return a side's claim, if its lease has not run out."""
        claim = self.claims.get(side)
        return claim if claim is not None and claim.until > now else None

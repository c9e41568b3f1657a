"""What an outcome means for the two registrations, as a table, and the settlement that follows from it.

Outcomes 结论 that keep one registration name which; the others say why both stay or both go. A settlement
spells it out by side, so that two committees who mean the same have said the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, get_args

from dedup.errors import BadRequest
from events.cases import (
    HomeSide,
    Kind,
    Side,
)
from events.registrations import RegistrationKey
from events.resolutions import (
    Ground,
    Outcome,
    Settlement,
)

SIDES: Final[tuple[Side, Side]] = get_args(Side)


class Keeps(Enum):
    """Which of the two registrations an outcome keeps."""

    HOST = "host"
    HOME = "home"
    NAMED = "named"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Rule:
    """What an outcome demands."""

    keeps: Keeps
    kinds: tuple[Kind, ...] = ("cross_committee",)
    needs_ground: bool = False
    needs_third: bool = False
    final: bool = True
    """Whether an agreement on it settles the case."""


_ANY_KIND: Final[tuple[Kind, ...]] = get_args(Kind)

RULES: Final[Mapping[Outcome, Rule]] = {
    "host_keeps": Rule(Keeps.HOST),
    "home_keeps": Rule(Keeps.HOME),
    "same_committee_duplicate": Rule(Keeps.NAMED, kinds=("within_committee",)),
    "voted_elsewhere": Rule(Keeps.NAMED),
    "hukou_moved": Rule(Keeps.NEITHER, needs_third=True),
    "third_place": Rule(Keeps.NEITHER, kinds=_ANY_KIND, needs_third=True),
    "both_remove": Rule(Keeps.NEITHER, kinds=_ANY_KIND, needs_ground=True),
    "not_same": Rule(Keeps.BOTH, kinds=_ANY_KIND),
    "not_same_level": Rule(Keeps.BOTH, kinds=_ANY_KIND),
    "data_error": Rule(Keeps.BOTH, kinds=_ANY_KIND),
    "unreachable": Rule(Keeps.BOTH),
    "certificate_pending": Rule(Keeps.BOTH, final=False),
    "cannot_tell": Rule(Keeps.BOTH, kinds=_ANY_KIND, final=False),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a pair: an outcome, and what it needs to be complete."""

    outcome: Outcome
    ground: Ground = ""
    home: HomeSide = ""
    """Which side is the home roll, where the registrations do not tell."""
    keep: HomeSide = ""
    """Which registration stays, for outcomes that name one."""
    third: str = ""
    """Stream id of the registration elsewhere that keeps the voter."""
    until: date | None = None


def outcomes_for(kind: Kind) -> tuple[Outcome, ...]:
    """Return the outcomes that make sense for a kind of pair."""
    return tuple(outcome for outcome, rule in RULES.items() if kind in rule.kinds)


def other_side(side: Side) -> Side:
    """Return the other side of a pair."""
    return "right" if side == "left" else "left"


def settle(said: Said, kind: Kind, home: HomeSide) -> Settlement:
    """Return the settlement that an outcome amounts to for a pair.

    Raises BadRequest when the outcome does not fit the kind of pair, or what it needs is wanting.
    """
    rule = RULES[said.outcome]
    if kind not in rule.kinds:
        allowed = ", ".join(outcomes_for(kind))
        raise BadRequest("outcome-does-not-fit", outcome=said.outcome, kind=kind, allowed=allowed)
    if rule.needs_ground and not said.ground:
        raise BadRequest("outcome-needs-ground", outcome=said.outcome, allowed=", ".join(_grounds()))
    if said.ground and not rule.needs_ground:
        raise BadRequest("outcome-takes-no-ground", outcome=said.outcome)
    keep = _kept(said, rule, home)
    return Settlement(
        outcome=said.outcome,
        ground=said.ground,
        keep=keep,
        release=tuple(side for side in SIDES if side not in keep),
        third=_third(said, rule),
        until=said.until if said.outcome == "certificate_pending" else None,
    )


def _kept(said: Said, rule: Rule, home: HomeSide) -> tuple[Side, ...]:
    match rule.keeps:
        case Keeps.BOTH:
            return SIDES
        case Keeps.NEITHER:
            return ()
        case Keeps.NAMED:
            if not said.keep:
                raise BadRequest("outcome-needs-keep", outcome=said.outcome)
            return (said.keep,)
        case Keeps.HOME | Keeps.HOST:
            known = home or said.home
            if not known:
                raise BadRequest("outcome-needs-home", outcome=said.outcome)
            return (known,) if rule.keeps is Keeps.HOME else (other_side(known),)


def _third(said: Said, rule: Rule) -> str:
    if not rule.needs_third:
        return ""
    if not said.third:
        raise BadRequest("outcome-needs-third", outcome=said.outcome)
    try:
        return RegistrationKey.from_stream_id(said.third).stream_id
    except ValueError:
        raise BadRequest("registration-unknown", registration=said.third) from None


def _grounds() -> tuple[str, ...]:
    return tuple(ground for ground in get_args(Ground) if ground)

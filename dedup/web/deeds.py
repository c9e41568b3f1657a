"""What a reviewer may do with a case now, as menus of one or two keys. Pure.

The first key opens a menu, the second decides; what needs no choice is one key. Menus are made from the table
of outcomes, so that none can be forgotten here. Whether the account may do it is asked of the policy by the
page, and again when it is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

from dedup.cases.case import Case
from dedup.cases.lifecycle import UNRESOLVED, State
from dedup.cases.outcomes import RULES, SIDES, Keeps, outcomes_for
from dedup.cases.turns import waiting_for
from events.cases import Side
from events.resolutions import Ground, Outcome

_SAME: Final[tuple[Outcome, ...]] = (
    "host_keeps", "home_keeps", "same_committee_duplicate", "voted_elsewhere", "hukou_moved", "third_place",
)  # fmt: skip
_DIFFERENT: Final[tuple[Outcome, ...]] = ("not_same", "not_same_level", "data_error")
_UNSURE: Final[tuple[Outcome, ...]] = ("cannot_tell", "unreachable", "certificate_pending")
_NEITHER: Final[tuple[Outcome, ...]] = ("both_remove",)
MENUS: Final = (("same", _SAME), ("different", _DIFFERENT), ("unsure", _UNSURE), ("neither", _NEITHER))
_NOT_PROPOSABLE: Final = frozenset({"cannot_tell", "certificate_pending"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to do: which command, and what it says."""

    deed: str
    """The command, and after a space the outcome with what it names: `position host_keeps//left/`."""
    label: str
    """Message of the catalogue, without its prefix."""
    ground: str = ""
    side: str = ""
    needs: str = ""
    """A field that has to be filled in first: third, until or reason."""
    is_home: bool | None = None
    """Where the registrations do not tell which side is the home roll: whether the side kept is."""


@dataclass(frozen=True, slots=True)
class Menu:
    """Choices behind one key; a menu of one choice is a button."""

    name: str
    choices: tuple[Choice, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the fields that some choice of the menu needs."""
        return tuple(dict.fromkeys(choice.needs for choice in self.choices if choice.needs))


def menus(case: Case, side: Side | None, *, is_superior: bool = False) -> tuple[Menu, ...]:
    """Return what the reviewer of a side, or the superior, may do now, the likeliest first."""
    if is_superior:
        may_advise = case.escalation is not None and case.proposal is None and case.state in UNRESOLVED
        return _outcome_menus(case, "advice") if may_advise else ()
    if side is None:
        return ()
    if case.proposal is not None and case.state in {State.PROPOSED, State.OVERDUE}:
        return _answers(case, side)
    if case.state in UNRESOLVED and case.opened:
        return _outcome_menus(case, "proposal")
    if case.state in UNRESOLVED and side not in case.positions:
        return _outcome_menus(case, "position")
    return _carrying_out(case, side)


def may_undo(case: Case, side: Side | None, actor: str) -> bool:
    """Tell whether a reviewer can take the last word back: the own one, before the other committee acts."""
    if side is None:
        return False
    if case.state is State.PROPOSED and case.proposal is not None:
        own = case.proposal.by == side and len(case.proposal.accepted) == 1
        return own and case.proposal.position.actor == actor
    mine = case.positions.get(side)
    return mine is not None and not case.opened and case.state in UNRESOLVED and mine.actor == actor


def may_escalate(case: Case, side: Side | None) -> bool:
    """Tell whether the case can be brought before the superior."""
    return side is not None and case.state in UNRESOLVED and case.state is not State.ESCALATED


def _answers(case: Case, side: Side) -> tuple[Menu, ...]:
    proposal = case.proposal
    if proposal is None or side in proposal.accepted:
        return ()
    return (
        Menu("accept", (Choice("accept", "deed-accept"),)),
        Menu("refuse", (Choice("refuse", "deed-refuse", needs="reason"),)),
    )


def _carrying_out(case: Case, side: Side) -> tuple[Menu, ...]:
    agreed = case.agreement
    if agreed is None or side not in waiting_for(case):
        return ()
    if case.state is State.AGREED:
        name = "keep" if side in agreed.settlement.keep else "hand-over"
    elif case.state is State.APPLIED:
        name = "correction"
    else:
        return ()
    return (Menu(name, (Choice(name, f"deed-{name}"),)),)


def _outcome_menus(case: Case, deed: str) -> tuple[Menu, ...]:
    fitting = set(outcomes_for(case.kind))
    if deed != "position":
        fitting -= _NOT_PROPOSABLE
    made = (
        Menu(name, tuple(c for o in outcomes if o in fitting for c in _choices(case, o, deed)))
        for name, outcomes in MENUS
    )
    return tuple(menu for menu in made if menu.choices)


def _choices(case: Case, outcome: Outcome, deed: str) -> Sequence[Choice]:
    rule, label = RULES[outcome], f"outcome-{outcome}"
    if rule.needs_ground:
        grounds = [ground for ground in get_args(Ground) if ground]
        return [Choice(f"{deed} {outcome}/{g}//", label, ground=f"ground-{g}") for g in grounds]
    if rule.keeps is Keeps.NAMED:
        return [Choice(f"{deed} {outcome}///{side}", label, side=side) for side in SIDES]
    if rule.keeps in {Keeps.HOME, Keeps.HOST} and not case.home:
        homes = rule.keeps is Keeps.HOME
        return [
            Choice(f"{deed} {outcome}//{home}/", label, side=kept, is_home=homes)
            for kept, home in (_homes(side, homes=homes) for side in SIDES)
        ]
    needs = "third" if rule.needs_third else "until" if outcome == "certificate_pending" else ""
    return [Choice(f"{deed} {outcome}///", label, needs=needs)]


def _homes(kept: Side, *, homes: bool) -> tuple[Side, Side]:
    """Return a side kept, and the side that is then the home roll."""
    other: Side = "right" if kept == "left" else "left"
    return kept, kept if homes else other

"""A case as one card: everything that deciding needs, and nothing that its viewer may not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dedup.access.policy import Action
from dedup.access.seeing import Shown as Sight
from dedup.api.caller import Caller, parties_of, party_of
from dedup.api.showing import COLUMNS, disclosed_sides, shown_to
from dedup.audit.history import settlement_in_words
from dedup.bootstrap import Service
from dedup.calendars.calendar import Calendar
from dedup.calendars.desk import calendar_of
from dedup.calendars.due import due
from dedup.calendars.gates import next_gate
from dedup.cases.case import Case, Position
from dedup.cases.outcomes import SIDES, other_side
from dedup.cases.sight import as_seen_by
from dedup.cases.turns import waiting_for
from dedup.catalogue import Language, say
from dedup.clock import CHINA_TIME
from dedup.committees import Committee
from dedup.reasons import coincidence_phrase
from dedup.rolls import registration_as_of
from dedup.web.beside import Beside, beside
from dedup.web.deeds import Menu, may_escalate, may_undo, menus
from dedup.web.fields import ENTRY_COLUMNS, Compared, Shown, compare_sides
from dedup.web.waterfall import Waterfall, waterfall
from events.cases import Side


@dataclass(frozen=True, slots=True)
class SideFacts:
    """What is told of one side beside its voter: whose roll, whether it stands, its next gate."""

    side: Side
    role: str
    """Message of the side: home, host, left or right."""
    level: str
    committee: str
    number: str
    stands: bool
    sight: str
    is_own: bool
    election_day: date | None
    gate: str
    gate_day: date | None
    position: str
    position_reason: str
    spoken: bool
    claimed_by: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything on a case's card."""

    case: Case
    side: Side | None
    left: SideFacts
    right: SideFacts
    compared: Compared
    waterfall: Waterfall
    coincidences: str
    due_on: date | None
    days_left: int | None
    turn: str
    is_ours: bool
    """Whether the case waits for the side that the viewer speaks for."""
    menus: tuple[Menu, ...]
    may_undo: bool
    may_escalate: bool
    may_claim: bool
    may_comment: bool
    may_unmask: bool
    proposal: str
    proposal_reason: str
    agreement: str
    beside: Beside

    @property
    def sides(self) -> tuple[SideFacts, SideFacts]:
        """Return both sides, home first where it is known, else as they are sorted."""
        return (self.right, self.left) if self.case.home == "right" else (self.left, self.right)


def build_card(service: Service, caller: Caller, case: Case, *, searched: int, unmask: bool = False) -> Card:
    """Return the card of a case, and put on record what it shows of the other roll.

    `searched` is how many registrations were searched for pairs.
    """
    _disclose(service, caller, case, unmask=unmask)
    language, seen = caller.language, as_seen_by(caller.viewer_of(case), case)
    side = acting_side(caller, case)
    today = service.clock().astimezone(CHINA_TIME).date()
    calendars = {s: _calendar(service, case, s) for s in SIDES}
    shown = {s: _shown(service, caller, case, s, unmask=unmask) for s in SIDES}
    nearest = due(calendars["left"], calendars["right"], today)
    left, right = (
        _facts(service, caller, (case, seen), s, calendar=calendars[s], shown=shown[s]) for s in SIDES
    )
    may = _permissions(caller, case)
    return Card(
        case=seen,
        side=side,
        left=left,
        right=right,
        compared=compare_sides(shown["left"], shown["right"], case.assessment, language),
        waterfall=waterfall(case.assessment, language),
        coincidences=coincidence_phrase(language, case.assessment, searched),
        due_on=nearest.day if nearest else case.reply_by,
        days_left=(nearest.day - today).days if nearest else None,
        turn=_turn(case, side, language),
        is_ours=side in waiting_for(case),
        menus=_menus(caller, case, side) if Action.TAKE_POSITION in may or Action.ADVISE in may else (),
        may_undo=may_undo(case, side, caller.account.name),
        may_escalate=Action.ESCALATE in may and may_escalate(case, side),
        may_claim=Action.CLAIM in may and side is not None,
        may_comment=Action.COMMENT in may and side is not None,
        may_unmask=any(shown_to(caller, case, s) is Sight.UNMASKABLE for s in SIDES) and Action.UNMASK in may,
        proposal=_words(case.proposal.position if case.proposal else None, language),
        proposal_reason=case.proposal.position.reason if case.proposal else "",
        agreement=settlement_in_words(case.agreement.settlement, language) if case.agreement else "",
        beside=beside(service, caller, case, {s: shown[s].standing for s in SIDES}, side),
    )


def needs_record(service: Service, caller: Caller, case: Case) -> bool:
    """Tell whether showing a case would put something on record that is not there yet."""
    sides, columns = disclosed_sides(caller, case), (*COLUMNS, *ENTRY_COLUMNS)
    return bool(sides) and not service.disclosures.knows(caller.account.name, case, sides, columns)


def acting_side(caller: Caller, case: Case) -> Side | None:
    """Return the side somebody speaks for; of both, the one he spoke for or that is still to speak."""
    own = caller.own_sides(case)
    spoke = [
        side for side in own if side in case.positions and case.positions[side].actor == caller.account.name
    ]
    silent = [side for side in own if side in waiting_for(case)]
    return next(iter([*spoke, *silent, *own]), None) if len(own) > 1 else next(iter(own), None)


def _permissions(caller: Caller, case: Case) -> set[Action]:
    asked = (Action.TAKE_POSITION, Action.ADVISE, Action.ESCALATE, Action.CLAIM, Action.COMMENT)
    held = {action for action in asked if caller.may(action, parties_of(case))}
    if any(caller.may(Action.UNMASK, [party_of(case, side)]) for side in caller.own_sides(case)):
        held.add(Action.UNMASK)
    return held


def _menus(caller: Caller, case: Case, side: Side | None) -> tuple[Menu, ...]:
    return menus(case, side, is_superior=caller.may(Action.ADVISE, parties_of(case)))


def _disclose(service: Service, caller: Caller, case: Case, *, unmask: bool) -> None:
    sides = disclosed_sides(caller, case)
    if sides:
        service.disclosures.of_case(caller.account.name, case, sides, (*COLUMNS, *ENTRY_COLUMNS))
    if unmask:
        for side in caller.own_sides(case):
            service.disclosures.of_registration(caller.account.name, case.key_of(side), COLUMNS)


def _shown(service: Service, caller: Caller, case: Case, side: Side, *, unmask: bool) -> Shown:
    how = shown_to(caller, case, side)
    standing = None if how is Sight.NOTHING else registration_as_of(service.log, case.key_of(side))
    may = how is Sight.UNMASKABLE and caller.may(Action.UNMASK, [party_of(case, side)])
    return Shown(standing, masked=not (unmask and may))


def _calendar(service: Service, case: Case, side: Side) -> Calendar | None:
    key = case.key_of(side)
    return calendar_of(service.log, key.cycle, Committee(key.level, key.committee))


def _facts(
    service: Service,
    caller: Caller,
    cases: tuple[Case, Case],
    side: Side,
    *,
    calendar: Calendar | None,
    shown: Shown,
) -> SideFacts:
    """Return what is told of a side; of the two cases the second is the one without sealed positions."""
    case, seen = cases
    key, language = case.key_of(side), caller.language
    gate = next_gate(calendar, service.clock().astimezone(CHINA_TIME).date()) if calendar else None
    how = shown_to(caller, case, side)
    claim = case.claim_of(side, service.clock())
    position = seen.positions.get(side)
    return SideFacts(
        side=side,
        role=side if not case.home else "home" if case.home == side else "host",
        level=key.level,
        committee=key.committee,
        number=key.registration_id,
        stands=shown.standing is not None or how is Sight.NOTHING,
        sight="whole" if not shown.masked else how.value,
        is_own=side in caller.own_sides(case),
        election_day=calendar.election_day if calendar else None,
        gate=say(language, f"gate-{gate.name}") if gate else "",
        gate_day=gate.day if gate else None,
        position=_words(position, language),
        position_reason=position.reason if position else "",
        spoken=side in case.positions,
        claimed_by=claim.actor if claim else "",
    )


def _words(position: Position | None, language: Language) -> str:
    return settlement_in_words(position.settlement, language) if position else ""


def _turn(case: Case, side: Side | None, language: Language) -> str:
    """Return in words who has to act next."""
    waiting = waiting_for(case)
    if side is not None and side in waiting:
        return say(language, "turn-yours")
    if side is not None and other_side(side) in waiting:
        return say(language, "turn-theirs")
    return say(language, "turn-both" if waiting else "turn-nobody")

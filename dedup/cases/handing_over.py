"""The hand-over: how an agreed double registration ends with exactly one registration standing.

The committee that keeps the voter confirms first; only then may the other one take the voter off its own
roll. That withdrawal, its record in the case and the demand that the kept registration has not moved since
it was read are one append: whatever else happens at the same moment, either the kept registration stands
when the other one goes, or nothing goes. Until then, and if anything fails, both stand.
"""

from __future__ import annotations

from dedup.cases.case import Agreement, Case
from dedup.cases.commands import HandOver, Keep, PublishCorrection, Restore
from dedup.cases.lifecycle import State
from dedup.cases.situation import Effects, Presence, Situation
from dedup.cases.steps import carried_on, envelope
from dedup.errors import BadRequest, Conflict
from events.registrations import RegistrationRestored, RegistrationWithdrawn
from events.resolutions import (
    CorrectionPublished,
    KeepingAccepted,
    RegistrationReleased,
)


def keep(case: Case, command: Keep, situation: Situation) -> Effects:
    """Confirm that the registration that stays does stand."""
    agreed = _agreement(case)
    if command.side not in agreed.settlement.keep:
        raise BadRequest("side-does-not-keep", case=case.case_id)
    if command.side in agreed.kept:
        return Effects()
    if not situation.stands(command.side):
        raise Conflict("keeper-not-standing", registration=str(case.key_of(command.side)))
    accepted = KeepingAccepted(**envelope(command.actor, situation.now), side=command.side)
    kept_stream = case.key_of(command.side).stream_id
    return Effects(carried_on(case, accepted), depends_on=(kept_stream,))


def hand_over(case: Case, command: HandOver, situation: Situation) -> Effects:
    """Take the voter off the own roll, after the one who keeps has confirmed."""
    agreed = _agreement(case)
    if command.side not in agreed.settlement.release:
        raise BadRequest("side-does-not-release", case=case.case_id)
    if command.side in agreed.released:
        return Effects()
    _require_state(case)
    if situation.clock_of(command.side).is_frozen(situation.today):
        raise Conflict("roll-frozen", committee=case.key_of(command.side).committee)
    depends_on = _require_survivor(case, agreed, situation)
    said = envelope(command.actor, situation.now)
    events = carried_on(case, RegistrationReleased(**said, side=command.side))
    if not situation.stands(command.side):
        return Effects(events, depends_on=depends_on)
    reason = agreed.settlement.outcome
    withdrawn = RegistrationWithdrawn(**said, reason=reason, hand_over=case.case_id)
    return Effects(events, ((command.side, withdrawn),), depends_on)


def restore(case: Case, command: Restore, situation: Situation) -> Effects:
    """Put the voter back on the own roll: the hand-over turned out to be wrong."""
    if situation.stands(command.side):
        return Effects()
    if case.state is not State.REOPENED or situation.presence[command.side] is not Presence.RELEASED:
        raise Conflict("nothing-to-restore", case=case.case_id)
    entry, personal = situation.values[command.side]
    said = envelope(command.actor, situation.now)
    restored = RegistrationRestored(**said, entry=entry, personal=personal)
    return Effects(roll=((command.side, restored),))


def publish_correction(case: Case, command: PublishCorrection, situation: Situation) -> Effects:
    """Put on record that the correction was published and the voter told."""
    agreed = _agreement(case)
    if command.side in agreed.corrected:
        return Effects()
    if command.side not in agreed.settlement.release:
        raise BadRequest("side-does-not-release", case=case.case_id)
    published = CorrectionPublished(**envelope(command.actor, situation.now), side=command.side)
    return Effects(carried_on(case, published))


def _agreement(case: Case) -> Agreement:
    if case.agreement is None:
        raise Conflict("nothing-agreed", case=case.case_id)
    return case.agreement


def _require_state(case: Case) -> None:
    if case.state is not State.AGREED:
        raise Conflict("case-state", case=case.case_id, state=case.state.value, wanted="RegistrationReleased")


def _require_survivor(case: Case, agreed: Agreement, situation: Situation) -> tuple[str, ...]:
    """Return the streams of who keeps the voter. Raises Conflict unless each confirmed and stands."""
    settlement = agreed.settlement
    if settlement.third:
        if situation.third is not Presence.STANDS:
            raise Conflict("keeper-not-standing", registration=settlement.third)
        return (settlement.third,)
    for side in settlement.keep:
        if side not in agreed.kept:
            raise Conflict("keeper-not-confirmed", case=case.case_id)
        if not situation.stands(side):
            raise Conflict("keeper-not-standing", registration=str(case.key_of(side)))
    return tuple(case.key_of(side).stream_id for side in settlement.keep)

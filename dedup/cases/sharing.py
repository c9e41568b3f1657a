"""Sharing the work out: who may hold a case, for how long, and what is noted on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dedup.cases.case import Case
from dedup.cases.commands import LEASE_S, Assign, Claim, Comment, NoteLetter, Release
from dedup.cases.lifecycle import State
from dedup.cases.outcomes import other_side
from dedup.cases.situation import Effects, Situation
from dedup.cases.steps import envelope, remark, require_text, steps
from dedup.errors import BadRequest, Conflict
from events.cases import (
    CaseAssigned,
    CaseClaimed,
    CaseReleased,
    ClaimReleased,
    CommentAdded,
    LetterSent,
    Side,
)

NAME_LENGTH_MAX: Final = 100
_RENEWED_WHEN_LEFT_S: Final = LEASE_S / 2
"""A claim that still has more than this is not claimed anew: an event for every click helps nobody."""


def assign(case: Case, command: Assign, situation: Situation) -> Effects:
    """Give the case to a reviewer."""
    if not command.assignee.strip() or len(command.assignee) > NAME_LENGTH_MAX:
        raise BadRequest("assignee-unreadable", length_max=NAME_LENGTH_MAX)
    if case.assigned.get(command.side) == command.assignee:
        return Effects()
    said = envelope(command.actor, situation.now)
    assigned = CaseAssigned(**said, side=command.side, assignee=command.assignee)
    return Effects(steps(case, assigned))


def claim(case: Case, command: Claim, situation: Situation) -> Effects:
    """Take the case, or keep it for longer."""
    require_not_held_by_other(case, command.actor, command.side, situation)
    held = case.claim_of(command.side, situation.now)
    if held is not None and (held.until - situation.now).total_seconds() > _RENEWED_WHEN_LEFT_S:
        return Effects()
    until = situation.now + timedelta(seconds=LEASE_S)
    said = envelope(command.actor, situation.now)
    return Effects(steps(case, CaseClaimed(**said, side=command.side, lease_until=until)))


def release(case: Case, command: Release, situation: Situation) -> Effects:
    """Give the case back; a claim whose lease has run out is no claim any more."""
    held = case.claim_of(command.side, situation.now)
    if held is None:
        return Effects()
    require_not_held_by_other(case, command.actor, command.side, situation)
    said = envelope(command.actor, situation.now)
    shared = case.claim_of(other_side(command.side), situation.now) is not None
    given_back = ClaimReleased if shared or not _is_taken_up(case) else CaseReleased
    return Effects(steps(case, given_back(**said, side=command.side)))


def comment(case: Case, command: Comment, situation: Situation) -> Effects:
    """Write a comment."""
    written = CommentAdded(
        **envelope(command.actor, situation.now),
        by=command.party,
        audience=command.audience,
        personal=require_text(command.text, "comment-empty"),
    )
    return Effects(steps(case, written))


def note_letter(case: Case, command: NoteLetter, situation: Situation) -> Effects:
    """Put a letter on record."""
    if not command.number.strip() or len(command.number) > NAME_LENGTH_MAX:
        raise BadRequest("letter-number-unreadable", length_max=NAME_LENGTH_MAX)
    said = envelope(command.actor, situation.now)
    number = remark(command.number).text
    letter = {"side": command.side, "kind": command.kind, "number": number, "printed": command.printed}
    return Effects(steps(case, LetterSent(**said, **letter)))


def require_not_held_by_other(case: Case, actor: str, side: Side, situation: Situation) -> None:
    """Raise Conflict when somebody else of the same side holds the case."""
    held = case.claim_of(side, situation.now)
    if held is not None and held.actor != actor:
        raise Conflict("case-claimed-by-other", case=case.case_id, holder=held.actor)


def _is_taken_up(case: Case) -> bool:
    return case.state is State.CLAIMED

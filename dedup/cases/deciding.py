"""Pure decisions: (case, command, situation) → effects.

A command that has been carried out already has no effects, so that repeating it is harmless. Decisions raise
BadRequest when the command makes no sense for the case, and Conflict when somebody else's hold, the state of
the case, a roll or a clock does not allow it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from dedup.cases import commands as asked
from dedup.cases import contesting, handing_over, sharing, speaking
from dedup.cases.case import Case
from dedup.cases.commands import Command
from dedup.cases.situation import Effects, Situation

_DECISIONS: Final[Mapping[type[Command], Callable[[Case, Any, Situation], Effects]]] = {
    asked.Assign: sharing.assign,
    asked.Claim: sharing.claim,
    asked.Release: sharing.release,
    asked.Comment: sharing.comment,
    asked.NoteLetter: sharing.note_letter,
    asked.TakePosition: speaking.take_position,
    asked.WithdrawPosition: speaking.withdraw_position,
    asked.Propose: speaking.propose,
    asked.Accept: speaking.accept,
    asked.Refuse: speaking.refuse,
    asked.Keep: handing_over.keep,
    asked.HandOver: handing_over.hand_over,
    asked.Restore: handing_over.restore,
    asked.PublishCorrection: handing_over.publish_correction,
    asked.Escalate: contesting.escalate,
    asked.FileAppeal: contesting.file_appeal,
    asked.DecideAppeal: contesting.decide_appeal,
    asked.FileSuit: contesting.file_suit,
    asked.RecordJudgment: contesting.record_judgment,
    asked.NoteBallot: contesting.note_ballot,
    asked.Reopen: contesting.reopen,
}


def decide(case: Case, command: Command, situation: Situation) -> Effects:
    """Return what a command leads to; nothing when it was carried out before."""
    return _DECISIONS[type(command)](case, command, situation)

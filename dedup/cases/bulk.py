"""Many cases at once: only to call them different people, or to assign them; never anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from dedup.cases.case import Case
from dedup.cases.commands import Assign, Command, TakePosition
from dedup.cases.desk import Desk
from dedup.cases.outcomes import Said
from events.cases import Side

CASES_MAX: Final = 500
BulkAction = Literal["not_same", "assign"]


@dataclass(frozen=True, slots=True)
class Bulk:
    """What is asked of each of the cases."""

    action: BulkAction
    actor: str
    assignee: str = ""
    reason: str = ""

    def act(self, desk: Desk, case: Case, side: Side, *, dry_run: bool) -> None:
        """Carry it out on one case, or try whether it could be. Raises as decisions do."""
        command = self._command(side)
        if dry_run:
            desk.try_out(case, command)
        else:
            desk.carry_out(case.case_id, command)

    def _command(self, side: Side) -> Command:
        if self.action == "assign":
            return Assign(self.actor, side, self.assignee)
        return TakePosition(self.actor, side, Said("not_same"), self.reason)

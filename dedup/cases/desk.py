"""The desk where commands are carried out: load the case, decide, append at the version read. Once."""

from __future__ import annotations

from typing import cast

from dedup.cases.case import Case, evolve, fold
from dedup.cases.commands import Command, decide
from dedup.clock import Clock
from dedup.errors import BadRequest, Conflict
from events.cases import CaseEvent, case_stream_id
from events.log import EventLog, VersionConflict, Write


class Desk:
    """Carries commands out against the log."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def load(self, case_id: str, until: int | None = None) -> Case:
        """Return the case as it stood at a position. Raises BadRequest when there was none."""
        recorded = self._log.read_stream(case_stream_id(case_id), until)
        case = fold(cast("CaseEvent", r.event) for r in recorded)
        if case is None:
            raise BadRequest("case-unknown", case=case_id)
        return case

    def carry_out(self, case_id: str, command: Command) -> Case:
        """Carry a command out and return the case after it.

        Raises BadRequest or Conflict as `decide` does, and Conflict when somebody else was faster.
        """
        case = self.load(case_id)
        events = decide(case, command, self._clock())
        if not events:
            return case
        try:
            self._log.append([Write(case_stream_id(case_id), case.version, events)])
        except VersionConflict:
            raise Conflict("case-changed", case=case_id) from None
        for event in events:
            case = evolve(case, event)
        return case

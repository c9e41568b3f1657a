"""The desk where commands are carried out: load the case and the world, decide, append at the versions read.

What the case says, what the committee's own roll says, and that the kept registration has not moved are one
append, so that a crash or a race leaves either all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, cast

from dedup.cases.case import Case
from dedup.cases.commands import Command, Restore
from dedup.cases.deciding import decide
from dedup.cases.evolving import fold
from dedup.cases.outcomes import SIDES
from dedup.cases.situation import Effects, Presence, SideClock, Situation
from dedup.clock import Clock
from dedup.errors import BadRequest, Conflict
from events.cases import (
    CaseEvent,
    Side,
    case_stream_id,
)
from events.log import EventLog, Recorded, VersionConflict, Write
from events.registrations import (
    Entry,
    RegistrationAmended,
    RegistrationKey,
    RegistrationRestored,
    RegistrationWithdrawn,
    Voter,
    VoterRegistered,
)

ATTEMPTS_MAX: Final = 5
"""Times a command is decided anew when something it depends on moved meanwhile."""

ClockOf = Callable[[RegistrationKey], SideClock]
"""What the calendar of a registration's committee says."""


def no_calendar(_key: RegistrationKey) -> SideClock:
    """Return the clock of a committee that has set no dates."""
    return SideClock()


@dataclass(frozen=True, slots=True)
class World:
    """A situation, and the streams' versions at which it was read."""

    situation: Situation
    versions: Mapping[str, int]


def presence_of(latest: Recorded | None, case_id: str) -> Presence:
    """Return whether a registration stands, by the latest event of its stream."""
    if latest is None:
        return Presence.UNKNOWN
    if not isinstance(latest.event, RegistrationWithdrawn):
        return Presence.STANDS
    if not latest.event.hand_over:
        return Presence.WITHDRAWN
    return Presence.RELEASED if latest.event.hand_over == case_id else Presence.HANDED_OVER


class Desk:
    """Carries commands out against the log."""

    def __init__(self, log: EventLog, clock: Clock, clock_of: ClockOf = no_calendar) -> None:
        self._log = log
        self._clock = clock
        self._clock_of = clock_of

    def load(self, case_id: str, until: int | None = None) -> Case:
        """Return the case as it stood at a position. Raises BadRequest when there was none."""
        recorded = self._log.read_stream(case_stream_id(case_id), until)
        case = fold(cast("CaseEvent", r.event) for r in recorded)
        if case is None:
            raise BadRequest("case-unknown", case=case_id)
        return case

    def carry_out(self, case_id: str, command: Command, expected_version: int | None = None) -> Case:
        """Carry a command out and return the case after it.

        Raises BadRequest or Conflict as decisions do; Conflict `case-changed` when the case is not at the
        expected version, or whatever the command depends on keeps moving.
        """
        for _ in range(ATTEMPTS_MAX):
            case = self.load(case_id)
            if expected_version not in {None, case.version}:
                raise Conflict("case-changed", case=case_id)
            world = self.survey(case, with_values=isinstance(command, Restore))
            effects = decide(case, command, world.situation)
            if effects == Effects():
                return case
            try:
                self._log.append(self._writes(case, effects, world))
            except VersionConflict:
                continue
            return self.load(case_id)
        raise Conflict("case-changed", case=case_id)

    def try_out(self, case: Case, command: Command) -> None:
        """Decide a command and append nothing. Raises BadRequest and Conflict as decisions do."""
        decide(case, command, self.survey(case, with_values=isinstance(command, Restore)).situation)

    def survey(self, case: Case, *, with_values: bool = False) -> World:
        """Return the situation of a case: the rolls as they stand, the clocks, the time."""
        streams = {side: case.key_of(side).stream_id for side in SIDES}
        third = case.agreement.settlement.third if case.agreement else ""
        latest = self._log.read_latest([*streams.values(), *([third] if third else [])])
        situation = Situation(
            now=self._clock(),
            presence={side: presence_of(latest.get(s), case.case_id) for side, s in streams.items()},
            third=presence_of(latest.get(third), case.case_id),
            values=self._values(case) if with_values else {},
            clocks={side: self._clock_of(case.key_of(side)) for side in SIDES},
        )
        named = [*streams.values(), *([third] if third else [])]
        return World(situation, {s: latest[s].version if s in latest else 0 for s in named})

    def clocks_only(self, case: Case) -> Situation:
        """Return the situation as far as the clock is concerned, without reading the rolls."""
        return Situation(self._clock(), clocks={side: self._clock_of(case.key_of(side)) for side in SIDES})

    def _writes(self, case: Case, effects: Effects, world: World) -> list[Write]:
        writes = [Write(stream, world.versions[stream], ()) for stream in effects.depends_on]
        writes.append(Write(case_stream_id(case.case_id), case.version, effects.events))
        for side, event in effects.roll:
            stream = case.key_of(side).stream_id
            writes.append(Write(stream, world.versions[stream], (event,)))
        return writes

    def _values(self, case: Case) -> dict[Side, tuple[Entry, Voter]]:
        found: dict[Side, tuple[Entry, Voter]] = {}
        for side in SIDES:
            for recorded in self._log.read_stream(case.key_of(side).stream_id):
                match recorded.event:
                    case VoterRegistered() | RegistrationAmended() | RegistrationRestored() as listed:
                        found[side] = (listed.entry, listed.personal)
                    case _:
                        pass
        return found

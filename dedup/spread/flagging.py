"""Flags of one lane: what its ledger says, held against the flags that stand, appended with its position.

A worker that is given a lane says nothing until it has read as far as the log shows that others have come.
Then it holds everything once against the flags that stand, and from there on what was touched. If another
has appended meanwhile it begins again: nothing is guessed about what the other has done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dedup.clock import Clock
from dedup.errors import Conflict
from dedup.projector.announcing import FLAG_EVENTS, announce
from dedup.projector.flags import Change, Flag, FlagChange, Flags
from dedup.spread.ledger import Ledger, Pair
from dedup.spread.telling import lane_of
from dedup.spread.wire import ReportFrame, mark_of
from events.cases import Assessment, CaseFlagged, CaseRescored, CaseReweighed
from events.log import Consumed, EventLog, Recorded, VersionConflict

_ATTEMPTS_MAX: Final = 5
"""Times an append is tried anew when reviewers act on the same cases meanwhile."""
_UNKNOWN: Final = -1


@dataclass(frozen=True, slots=True)
class Step:
    """What one append did."""

    flagged: int = 0
    rescored: int = 0
    lapsed: int = 0


class Lane:
    """The cases of one lane."""

    def __init__(self, log: EventLog, source: str, number: int, clock: Clock) -> None:
        self._log, self._source, self._number, self._clock = log, source, number, clock
        self.ledger = Ledger()
        self._touched: set[int] = set()
        self._flags, self._all, self._silent_until = Flags(), True, 0
        self.begin_again()

    def begin_again(self) -> None:
        """Believe nothing about the flags that stand: another may have had the lane meanwhile."""
        self._consumer, self._committed = "", _UNKNOWN

    def take(self, offset: int, frame: ReportFrame) -> None:
        """Take a report, or a part of one, in."""
        self.ledger.take(offset, frame)

    def advance(self) -> Step | None:
        """Append what follows from the reports taken; None when nothing follows yet.

        Raises LogUnavailable; to be called again then. Raises Conflict when others keep acting on the cases.
        """
        ledger = self.ledger
        idle = ledger.reachable() <= ledger.position and not self._touched
        if idle and (self._committed != _UNKNOWN or not ledger.position):
            return None
        self._touched |= ledger.advance()
        consumer = f"matching-cases/{mark_of(self._source, ledger.origin, ledger.generation)}/{self._number}"
        if self._committed == _UNKNOWN or consumer != self._consumer:
            self._begin(consumer)
        if not ledger.fingerprint or ledger.position <= self._silent_until:
            return None
        return self._append()

    def _begin(self, consumer: str) -> None:
        """Read from the log which flags stand, and how far whoever had the lane before has come."""
        committed = self._log.position_of(consumer)
        flags, last = self._standing_flags()
        # Where nobody has come anywhere with these topics, the flags that stand were raised another way, and
        # everything that led to them is in the log before the last of them.
        self._silent_until = committed or last - 1
        self._consumer, self._committed, self._flags, self._all = consumer, committed, flags, True

    def _append(self) -> Step | None:
        ledger = self.ledger
        refs = self._touched | (ledger.refs() | self._flagged_refs() if self._all else set())
        changes = self._changes(refs)
        positions = self._appended(changes, ledger.position)
        if positions is None:
            self.begin_again()
            return None
        for change, position in zip(changes, positions, strict=True):
            if change.assessment is None:
                self._flags.drop_flag(change.left, change.right)
            else:
                self._flags.raise_flag(Flag.of(change.left, change.right, change.assessment, position))
        self._committed = self._silent_until = ledger.position
        self._all = False
        self._touched.clear()
        kinds = [change.change for change in changes]
        rescored = kinds.count(Change.RESCORED) + kinds.count(Change.REWEIGHED)
        return Step(kinds.count(Change.FLAGGED), rescored, kinds.count(Change.LAPSED))

    def _changes(self, refs: set[int]) -> list[FlagChange]:
        found: Mapping[Pair, Assessment] = self.ledger.standing(refs)
        return self._flags.changes(refs, found, lambda ref: max(1, self.ledger.registry.position_of(ref)))

    def _appended(self, changes: Sequence[FlagChange], position: int) -> list[int] | None:
        """Return the positions of the appended events; None when another worker has had the lane."""
        for _ in range(_ATTEMPTS_MAX):
            writes = announce(self._log, self.ledger, changes, self._clock())
            if self._log.position_of(self._consumer) != self._committed:
                return None
            try:
                return self._log.append(writes, Consumed(self._consumer, position))
            except VersionConflict:
                """A reviewer acted on one of the cases, or another worker has the lane: look again."""
        raise Conflict("cases-keep-changing")

    def _standing_flags(self) -> tuple[Flags, int]:
        """Read the lane's flags back from the log; return them and the position of their last event."""
        flags, last, pairs = Flags(), 0, dict[str, Pair]()
        for recorded in self._log.read_all(of=FLAG_EVENTS):
            if isinstance(recorded.event, CaseFlagged):
                self._note_pair(recorded, recorded.event, pairs)
            pair = pairs.get(recorded.stream_id)
            if pair is None:
                continue
            last = recorded.position
            if isinstance(recorded.event, CaseFlagged | CaseRescored | CaseReweighed):
                flags.raise_flag(Flag.of(*pair, recorded.event.assessment, recorded.position))
            else:
                flags.drop_flag(*pair)
        return flags, last

    def _note_pair(self, recorded: Recorded, flagged: CaseFlagged, pairs: dict[str, Pair]) -> None:
        """Remember a case's pair when it is one of this lane."""
        lanes, registry = self.ledger.generation.lanes, self.ledger.registry
        if lane_of(flagged.left, flagged.right, lanes) == self._number:
            pairs[recorded.stream_id] = registry.ref_of(flagged.left), registry.ref_of(flagged.right)

    def _flagged_refs(self) -> set[int]:
        return {ref for flag in self._flags.standing() for ref in (flag.left, flag.right)}

"""Following the log: bounded micro-batches of registrations in, flags as events out, position with them.

Each batch's flags and the projector's position are one append, so a process killed at any moment resumes
where its last append ended. Before it resumes, it reads back the registrations and flags up to there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dedup.clock import Clock
from dedup.errors import Conflict
from dedup.projector.adoption import AdoptedModel
from dedup.projector.announcing import announce, restore_flags
from dedup.projector.flags import Change, FlagChange
from dedup.projector.matching import Matching
from events.log import Consumed, EventLog, Recorded, VersionConflict
from events.registrations import (
    RegistrationAmended,
    RegistrationEvent,
    RegistrationRestored,
    RegistrationWithdrawn,
)
from matchers import EngineStats, Model

BATCH_SIZE: Final = 5_000
"""Registrations in one micro-batch."""
_ATTEMPTS_MAX: Final = 5
"""Times an append is tried anew when reviewers act on the same cases meanwhile."""


@dataclass(frozen=True, slots=True)
class Advance:
    """What one micro-batch did."""

    position: int
    """Place in the log that the projector has come to."""
    registrations: int
    flagged: int
    rescored: int
    lapsed: int


def consumer_of(model: Model) -> str:
    """Return the name under which the log keeps the projector's position; each model starts afresh."""
    return f"projector/{model.fingerprint}"


class Projector:
    """Matches registrations as they stand in the log, and flags pairs."""

    def __init__(
        self,
        log: EventLog,
        adopted: AdoptedModel,
        clock: Clock,
        batch_size: int = BATCH_SIZE,
    ) -> None:
        self._log = log
        self._clock = clock
        self._batch_size = batch_size
        self._consumer = consumer_of(adopted.model)
        self._position = log.position_of(self._consumer)
        self._matching = Matching(adopted.model)
        self._superseded = self._superseding_positions()
        self._restore()

    @property
    def position(self) -> int:
        """Return how far the projector has come."""
        return self._position

    @property
    def stats(self) -> EngineStats:
        """Return the matcher's counts."""
        return self._matching.stats

    def run(self, on_advance: Callable[[Advance], None] = lambda _advance: None) -> list[Advance]:
        """Project until nothing is left to project; return what each micro-batch did."""
        advances = []
        while (advance := self.advance()) is not None:
            advances.append(advance)
            on_advance(advance)
        return advances

    def advance(self) -> Advance | None:
        """Project one micro-batch; None when there is none."""
        page = self._log.read_after(self._position, limit=self._batch_size, of=(RegistrationEvent,))
        if not page:
            return None
        changes = self._matching.take(self._current(page))
        position = page[-1].position
        self._matching.settle(changes, self._append(changes, position))
        self._position = position
        kinds = [change.change for change in changes]
        return Advance(
            position=position,
            registrations=len(page),
            flagged=kinds.count(Change.FLAGGED),
            rescored=kinds.count(Change.RESCORED) + kinds.count(Change.REWEIGHED),
            lapsed=kinds.count(Change.LAPSED),
        )

    def _superseding_positions(self) -> dict[str, int]:
        """Find the latest event of each registration that has more than one, as the log stands now."""
        later = (RegistrationAmended, RegistrationWithdrawn, RegistrationRestored)
        return {r.stream_id: r.position for r in self._log.read_all(of=later)}

    def _current(self, page: Sequence[Recorded]) -> Iterator[Recorded]:
        """Leave out values that were already replaced when the projector started: they flag nobody."""
        latest = self._superseded
        return (r for r in page if latest.get(r.stream_id, 0) <= r.position)

    def _restore(self) -> None:
        """Read back what is known at the position: registrations into the engine, flags among the flags."""
        after = 0
        while after < self._position:
            page = self._log.read_after(
                after, limit=self._batch_size, until=self._position, of=(RegistrationEvent,)
            )
            if not page:
                break
            self._matching.load(self._current(page))
            after = page[-1].position
        restore_flags(self._log, self._matching)

    def _append(self, changes: Sequence[FlagChange], position: int) -> list[int]:
        consumed = Consumed(self._consumer, position)
        for _ in range(_ATTEMPTS_MAX):
            writes = announce(self._log, self._matching, changes, self._clock())
            try:
                return self._log.append(writes, consumed)
            except VersionConflict:
                if self._log.position_of(self._consumer) >= position:
                    raise Conflict("projected-elsewhere") from None
        raise Conflict("cases-keep-changing")

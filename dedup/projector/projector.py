"""Following the log: registrations in, flags as events out in bounded micro-batches, position with them.

What the log holds is loaded first; then registrations are matched in the order of the log. Each batch's
flags and the projector's position are one append, so a process killed at any moment resumes where its last
append ended. Values that were replaced before they were matched flag nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from dedup.clock import Clock
from dedup.errors import Conflict
from dedup.projector.adoption import AdoptedModel
from dedup.projector.announcing import announce, restore_flags
from dedup.projector.assessed import Finding, find
from dedup.projector.flags import Change, FlagChange
from dedup.projector.loading import fill, load_arrived
from dedup.projector.matching import Matching
from events.log import Consumed, EventLog, VersionConflict
from matchers import EngineStats, Model

BATCH_SIZE: Final = 5_000
"""Registrations in one micro-batch."""
_WORTH_SWEEPING: Final = 0.1
"""Share of the registrations from which on candidates are rather found in one pass over all blocks."""
_POSITION_AGE_MAX: Final = timedelta(seconds=1)
"""How long the log need not know that arrivals were matched of which there was nothing to say: making that
durable costs as much as the arrival itself, and to match them again after a restart changes nothing."""
_SPARE: Final = 10_000
"""Registrations that may come before there must be room for more."""
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
        *,
        matching: Matching | None = None,
        workers: int = 0,
    ) -> None:
        """Go on where the last projector under this model left off; `matching` may be loaded already."""
        self._log = log
        self._clock = clock
        self._batch_size = batch_size
        self._workers = workers
        self._consumer = consumer_of(adopted.model)
        self._position = self._position_kept = log.position_of(self._consumer)
        self._kept_at = clock()
        self.matching = matching or Matching(adopted.model)
        if self.matching.fingerprint != adopted.model.fingerprint:
            self.matching.engine.adopt(adopted.model)
        fill(log, self.matching, self._position, workers)
        restore_flags(log, self.matching)
        self._waiting = self.matching.waiting_after(self._position)
        self._matched = np.zeros(len(self.matching.registry), dtype=bool)
        self._affected: set[int] = set()
        many = len(self._waiting) > _WORTH_SWEEPING * len(self.matching.registry)
        self._found = self._sweep() if many else None

    def warm(self) -> None:
        """Load what the first arrivals would else wait for; worth half a second to who waits for arrivals."""
        self.matching.engine.warm()

    @property
    def position(self) -> int:
        """Return how far the projector has come."""
        return self._position

    @property
    def stats(self) -> EngineStats:
        """Return the matcher's counts."""
        return self.matching.stats

    def run(self, on_advance: Callable[[Advance], None] = lambda _advance: None) -> list[Advance]:
        """Project until nothing is left to project; return what each micro-batch did."""
        advances = []
        while (advance := self.advance()) is not None:
            advances.append(advance)
            on_advance(advance)
        self.keep_position()
        return advances

    def keep_position(self) -> None:
        """Let the log know how far the projector has come. Raises Conflict when another one came further."""
        if self._position > self._position_kept:
            self._append((), self._position)

    def advance(self) -> Advance | None:
        """Project one micro-batch; None when there is none."""
        if not len(self._waiting):
            self._affected |= load_arrived(self._log, self.matching, self._workers)
            self._waiting = self.matching.take_arrived()
            if not len(self._waiting):
                self.keep_old_position()
                return None
            self._forget_matched()
        batch, self._waiting = np.split(self._waiting, [self._batch_size])
        touched = {*batch.tolist(), *self._affected}
        changes = self.matching.match(touched, self._matched, self._swept())
        position = self.matching.registry.position_of(int(batch[-1]))
        if changes:
            self.matching.settle(changes, self._append(changes, position))
        self._position = position
        self._matched[[*touched]] = True
        self._affected.clear()
        self.keep_old_position()
        kinds = [change.change for change in changes]
        return Advance(
            position=position,
            registrations=len(batch),
            flagged=kinds.count(Change.FLAGGED),
            rescored=kinds.count(Change.RESCORED) + kinds.count(Change.REWEIGHED),
            lapsed=kinds.count(Change.LAPSED),
        )

    def _sweep(self) -> Iterator[list[Finding]]:
        """Yield the pairs of each batch of what waits, found in one pass."""
        engine = self.matching.engine
        sweep = engine.sweep(self._waiting)
        engine.count(len(sweep), 0)
        return self.matching.crew.each(find, engine.model, sweep.parts(self._batch_size))

    def _swept(self) -> list[Finding] | None:
        """Return the pairs of the next batch of what waited at the start, if that was much."""
        if self._found is None:
            return None
        pairs = next(self._found)
        self.matching.engine.count(0, len(pairs))
        if not len(self._waiting):
            self._found = None
        return pairs

    def _forget_matched(self) -> None:
        """Hold no registration for matched; one mark for each, kept, for they are many and arrivals few."""
        if len(self._matched) < len(self.matching.registry):
            self._matched = np.zeros(len(self.matching.registry) + _SPARE, dtype=bool)
        else:
            self._matched.fill(False)

    def keep_old_position(self) -> None:
        """Let the log know when it has not known for a second; for whoever waits for arrivals."""
        if self._clock() - self._kept_at >= _POSITION_AGE_MAX:
            self.keep_position()

    def _append(self, changes: Sequence[FlagChange], position: int) -> list[int]:
        consumed = Consumed(self._consumer, position)
        for _ in range(_ATTEMPTS_MAX):
            writes = announce(self._log, self.matching, changes, self._clock())
            try:
                positions = self._log.append(writes, consumed)
            except VersionConflict:
                if self._log.position_of(self._consumer) >= position:
                    raise Conflict("projected-elsewhere") from None
                continue
            self._position_kept, self._kept_at = position, self._clock()
            return positions
        raise Conflict("cases-keep-changing")

"""Replay: rebuild everything right of the log into a fresh store, and compare it with what stands.

Two questions are answered. Does the read model follow from the log? It is rebuilt from the events alone.
Do the flags follow from the registrations and the model? They are matched anew, in the model's own code,
and held against the flags that the log carries.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dedup.audit.digest import Digest, FlagLine, digest_of, digest_of_flags, with_cases
from dedup.projector.adoption import adopted_model
from dedup.projector.loading import fill
from dedup.projector.matching import Matching
from dedup.projector.projector import BATCH_SIZE, consumer_of
from dedup.views.cases import CaseQuery, CaseView, open_case_view
from events.log import EventLog


@dataclass(frozen=True, slots=True)
class Replay:
    """What stands, what the log gives when it is told again, and whether they are the same."""

    events: int
    registrations_read: int
    live: Digest
    rebuilt: Digest
    flags_derived: str
    projected: bool
    """Whether the projector had come to the end of the log; flags can only be compared when it had."""

    @property
    def flags_in_log(self) -> str:
        """Return the digest of the flags that the log's own events leave standing."""
        return self.rebuilt.flags

    @property
    def agrees(self) -> bool:
        """Tell whether the rebuilt store is the live one."""
        return self.live == self.rebuilt and (not self.projected or self.flags_in_log == self.flags_derived)


def replay(
    log: EventLog, live: CaseView, on_read: Callable[[int, int], None] = lambda _position, _head: None
) -> Replay:
    """Rebuild and compare. `on_read` is told the position read and the last one."""
    head = log.head()
    live.catch_up(log)
    every = CaseQuery(as_of=head)
    with tempfile.TemporaryDirectory(prefix="dedup-replay-") as folder:
        fresh = open_case_view(str(Path(folder) / "views.sqlite"))
        try:
            fresh.catch_up(log)
            cases = fresh.find(every)
        finally:
            fresh.close()
    rebuilt = digest_of(log, cases, head)
    derived, registrations, projected = _derive_flags(log, head, on_read)
    return Replay(
        events=head,
        registrations_read=registrations,
        live=with_cases(rebuilt, live.find(every)),
        rebuilt=rebuilt,
        flags_derived=digest_of_flags(derived),
        projected=projected,
    )


def _derive_flags(
    log: EventLog, head: int, on_read: Callable[[int, int], None]
) -> tuple[list[FlagLine], int, bool]:
    """Match all registrations anew, in a fresh matcher, and return what it flags."""
    adopted = adopted_model(log, head)
    if adopted is None:
        return [], 0, False
    matching = Matching(adopted.model)
    fill(log, matching, head, on_page=lambda position: on_read(position, head))
    refs = matching.waiting_after(0)
    lines = []
    sweep = matching.engine.sweep(refs)
    for _ in range(0, len(refs), BATCH_SIZE):
        for pair, assessment in matching.assessed(matching.engine.pairs_swept(sweep, BATCH_SIZE)).items():
            left, right = map(matching.registry.stream_id_of, pair)
            evidence = tuple((e.field, e.level, e.bits) for e in assessment.evidence)
            lines.append(FlagLine(left, right, assessment.probability, assessment.verdict, evidence))
    last = int(matching.registry.positions.max(initial=0))
    return lines, len(refs), log.position_of(consumer_of(adopted.model)) >= last

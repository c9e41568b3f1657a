"""The flags that stand, and what must be said about them when pairs are assessed anew.

Pure: given the pairs that the matcher now finds among some registrations, and the flags that stood, return
the changes. Each change becomes one event of the pair's case. Of a flag's assessment only a mark is kept:
the whole of it stands in the log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from dedup.projector.assessed import Assessed, mark_of
from events.cases import Assessment


class Change(Enum):
    """What happened to a flag."""

    FLAGGED = "flagged"
    RESCORED = "rescored"
    REWEIGHED = "reweighed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that stands: its pair by ref, left < right in the order of stream ids."""

    left: int
    right: int
    mark: int
    """Of its assessment."""
    model: str
    """Fingerprint of the model that assessed it."""
    position: int
    """Position of the event that carries the assessment."""

    @classmethod
    def of(cls, left: int, right: int, assessment: Assessment | Assessed, position: int) -> Flag:
        """Return the flag that an event raised."""
        return cls(left, right, mark_of(assessment), assessment.model, position)


@dataclass(frozen=True, slots=True)
class FlagChange:
    """A change to one flag."""

    change: Change
    left: int
    right: int
    model: str
    """Fingerprint of the model of the latest assessment: the new one's, or that of the flag that lapses."""
    assessment: Assessment | Assessed | None = None
    """The new assessment; None when the flag lapses."""


class Flags:
    """All the flags that stand, by pair and by registration."""

    def __init__(self) -> None:
        self._standing: dict[tuple[int, int], Flag] = {}
        self._of_ref: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._standing)

    def standing(self) -> Iterable[Flag]:
        """Return the flags that stand."""
        return self._standing.values()

    def raise_flag(self, flag: Flag) -> None:
        """Put a flag, or its newer assessment, among those that stand."""
        pair = (flag.left, flag.right)
        self._standing[pair] = flag
        self._of_ref[flag.left].add(pair)
        self._of_ref[flag.right].add(pair)

    def drop_flag(self, left: int, right: int) -> None:
        """Take a flag away."""
        pair = (left, right)
        del self._standing[pair]
        self._of_ref[left].discard(pair)
        self._of_ref[right].discard(pair)

    def changes(
        self,
        touched: Iterable[int],
        found: Mapping[tuple[int, int], Assessment | Assessed],
        position_of: Callable[[int], int],
    ) -> list[FlagChange]:
        """Return what must be said after some registrations were matched anew.

        `found` are all the pairs that touch them. `position_of` says where a registration's values come
        from, and 0 of one that has yet to be read: from the absence of a pair with it nothing follows.
        """
        changes = [
            FlagChange(change, *pair, assessment.model, assessment)
            for pair, assessment in found.items()
            if (change := self._change(pair, assessment, position_of)) is not None
        ]
        stood = {pair for ref in self._of_ref.keys() & touched for pair in self._of_ref[ref]}
        changes.extend(
            FlagChange(Change.LAPSED, *pair, self._standing[pair].model)
            for pair in sorted(stood)
            if pair not in found and all(position_of(ref) for ref in pair)
        )
        return changes

    def _change(
        self, pair: tuple[int, int], assessment: Assessment | Assessed, position_of: Callable[[int], int]
    ) -> Change | None:
        flag = self._standing.get(pair)
        if flag is None:
            return Change.FLAGGED
        if flag.mark == mark_of(assessment):
            return None
        newest = max(position_of(ref) for ref in pair)
        return Change.RESCORED if newest > flag.position else Change.REWEIGHED

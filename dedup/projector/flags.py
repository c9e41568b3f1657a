"""The flags that stand, and what must be said about them when pairs are assessed anew.

Pure: given the pairs that the matcher now finds among some registrations, and the flags that stood, return
the changes. Each change becomes one event of the pair's case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from events.cases import Assessment


class Change(Enum):
    """What happened to a flag."""

    FLAGGED = "flagged"
    RESCORED = "rescored"
    REWEIGHED = "reweighed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that stands: its pair by ref, left < right in the order of stream ids, and its assessment."""

    left: int
    right: int
    assessment: Assessment
    position: int
    """Position of the event that carries the assessment."""


@dataclass(frozen=True, slots=True)
class FlagChange:
    """A change to one flag; the assessment is the old one when the flag lapses."""

    change: Change
    left: int
    right: int
    assessment: Assessment


class Flags:
    """All the flags that stand, by case and by registration."""

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
        found: Mapping[tuple[int, int], Assessment],
        position_of: Callable[[int], int],
    ) -> list[FlagChange]:
        """Return what must be said after some registrations were matched anew.

        `found` are all the pairs that touch them. `position_of` says where a registration's values come
        from, and 0 of one that has yet to be read: from the absence of a pair with it nothing follows.
        """
        changes = [
            FlagChange(change, *pair, assessment)
            for pair, assessment in found.items()
            if (change := self._change(pair, assessment, position_of)) is not None
        ]
        stood = {pair for ref in touched for pair in self._of_ref.get(ref, ())}
        changes.extend(
            FlagChange(Change.LAPSED, *pair, self._standing[pair].assessment)
            for pair in sorted(stood)
            if pair not in found and all(position_of(ref) for ref in pair)
        )
        return changes

    def _change(
        self, pair: tuple[int, int], assessment: Assessment, position_of: Callable[[int], int]
    ) -> Change | None:
        flag = self._standing.get(pair)
        if flag is None:
            return Change.FLAGGED
        if flag.assessment == assessment:
            return None
        newest = max(position_of(ref) for ref in pair)
        return Change.RESCORED if newest > flag.position else Change.REWEIGHED

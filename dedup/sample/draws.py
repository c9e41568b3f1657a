"""Seeded chance: one stream a purpose, and tables that turn a draw into a value.

Owns reproducibility. Only `Random.random()` is ever called, because Python promises that its sequence for a
seed stays the same over versions and machines; everything else is integer arithmetic on it.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableSequence, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A stream of draws that depends on nothing but the words it is opened with."""

    __slots__ = ("unit",)

    def __init__(self, *address: str | int) -> None:
        # Not for secrets: the same words must give the same people.
        self.unit = Random("/".join(map(str, address))).random  # noqa: S311

    def below(self, bound: int) -> int:
        """Draw an integer from 0 up to, not including, `bound`."""
        return int(self.unit() * bound)

    def between(self, low: int, high: int) -> int:
        """Draw an integer from `low` to `high`, both included."""
        return low + int(self.unit() * (high - low + 1))

    def pick(self, values: Sequence[T]) -> T:
        """Draw one of the values, all equally likely."""
        return values[int(self.unit() * len(values))]

    def chance(self, share: float) -> bool:
        """Tell whether something happens that happens in this share of cases."""
        return self.unit() < share

    def shuffle(self, values: MutableSequence[T]) -> None:
        """Put the values in random order, in place (Fisher and Yates)."""
        for last in range(len(values) - 1, 0, -1):
            other = int(self.unit() * (last + 1))
            values[last], values[other] = values[other], values[last]


def spread(weighted: Iterable[tuple[T, float]], size: int = 4096) -> tuple[T, ...]:
    """Lay weights out as about `size` places, so that `Draws.pick` draws by weight in constant time.

    Every value keeps at least one place; places go by largest remainder, ties by order given.
    """
    pairs = list(weighted)
    total = sum(weight for _, weight in pairs)
    quotas = [weight * size / total for _, weight in pairs]
    places = [max(1, int(quota)) for quota in quotas]
    by_remainder = sorted(range(len(pairs)), key=lambda at: (int(quotas[at]) - quotas[at], at))
    for at in by_remainder[: max(0, size - sum(places))]:
        places[at] += 1
    return tuple(value for (value, _), count in zip(pairs, places, strict=True) for _ in range(count))


def by_rank(values: Sequence[T], size: int = 1024, flatness: int = 6) -> tuple[T, ...]:
    """Lay values out by rank: the first is the most likely, weights fall as 1 / (rank + flatness)."""
    return spread([(value, 1 / (rank + flatness)) for rank, value in enumerate(values)], size)

"""Outlines: many texts at once, with every digit written as 0.

Registers hold a million addresses and dates but few ways of writing them. What a text says by its words is
read once for each outline, and the numbers are taken from where the outline has its zeros, by arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.columns import Array

ZERO: Final = ord("0")
_END: Final = ord("\n")
_TEN: Final = np.uint32(10)
_PLACES: Final = 4
"""Digits of a run that are made a number."""


@dataclass(frozen=True, slots=True)
class Digits:
    """Runs of digits, in order."""

    first: Array
    """Where each begins among the points."""
    length: Array
    owner: Array
    """The text that each is in."""
    value: Array
    """The number that the first four digits of each spell."""


def numbered(texts: Sequence[str]) -> tuple[list[str], Array]:
    """Return the distinct ones among some texts, and for each text its place among them."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return list(numbers), np.fromiter(map(numbers.__getitem__, texts), dtype=np.int64, count=len(texts))


class Lines:
    """Some texts as one array of code points with a line end after each.

    A line end within a text becomes a carriage return, so texts can be told apart; whoever cares must not
    read outlines with characters that do not belong there.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        joined = "\n".join(texts) + "\n"
        if joined.count("\n") != len(texts):
            joined = "\n".join(text.replace("\n", "\r") for text in texts) + "\n"
        self.points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self.ends = np.flatnonzero(self.points == _END)
        self.starts = np.concatenate([np.zeros(1, dtype=np.int64), self.ends[:-1] + 1])
        self._is_digit = self.points - np.uint32(ZERO) < _TEN

    def outlines(self) -> list[str]:
        """Return the texts with every digit written as 0."""
        points = np.where(self._is_digit, np.uint32(ZERO), self.points)
        return points.tobytes().decode("utf-32-le", "surrogatepass").split("\n")[:-1]

    def coarse_outlines(self, digits: Digits) -> list[str]:
        """Return outlines in which two digits are as one and four as three: fewer, where that is enough."""
        points = np.where(self._is_digit, np.uint32(ZERO), self.points)
        kept = np.ones(len(points), dtype=bool)
        for length in (2, 4):
            kept[digits.first[digits.length == length] + length - 1] = False
        return points[kept].tobytes().decode("utf-32-le", "surrogatepass").split("\n")[:-1]

    def owners(self, points: Array) -> Array:
        """Return in which text some points, given by their places, are."""
        return np.searchsorted(self.ends, points)

    def holding(self, points: Array) -> Array:
        """Tell which texts hold one of some points, given by a truth value each."""
        found = np.zeros(len(self.ends), dtype=bool)
        found[self.owners(np.flatnonzero(points))] = True
        return found

    def digits(self) -> Digits:
        """Return the runs of digits."""
        edges = np.diff(self._is_digit.astype(np.int8), prepend=0)
        first, after = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
        length = after - first
        value = np.zeros(len(first), dtype=np.int64)
        for place in range(_PLACES):
            digit = self.points[np.minimum(first + place, len(self.points) - 1)].astype(np.int64) - ZERO
            value = np.where(length > place, value * 10 + digit, value)
        return Digits(first, length, self.owners(first), value)

"""The numbers of an address in whatever order and spelling: groups, doors, buildings, stairs, rooms.

Owns which part of an address a number is. Addresses in the usual forms do not come here (addresses.py).
"""

from __future__ import annotations

import re
from typing import Final

from matchers.chinese.address_words import (
    BUILDING,
    DASH,
    EITHER,
    FLOOR,
    GROUP,
    LANE,
    NAME,
    NONE,
    NUMBER,
    ROOM,
    STAIR,
    Names,
    Run,
    read_names,
    read_run,
)

_NUMBERS: Final = re.compile(r"(\d+)")
_ROOM_DIGITS_MIN: Final = 3
_PAIR: Final = 2
_OF_ESTATES: Final = frozenset({BUILDING, STAIR, ROOM, DASH, FLOOR, EITHER})
_ANNEXES: Final = frozenset("附之")


class Doors:
    """Collects the parts of one address from its runs of words and numbers."""

    __slots__ = (
        "annex", "before", "building", "chain", "collective", "estate", "group", "hamlet", "in_estate",
        "known", "number", "pending", "plain", "road", "room", "unit", "village",
    )  # fmt: skip

    def __init__(self, run: Run, names: Names) -> None:
        """Begin with the words before the first number, and the places that they name."""
        self.village = self.hamlet = self.road = self.estate = ""
        self.group = self.number = self.annex = self.building = self.unit = self.room = ""
        self.collective = self.in_estate = False
        self.plain = True
        self.chain: list[str] = []
        self.follow(run, names)

    def follow(self, run: Run, names: Names | None = None) -> None:
        """Take from a run what does not belong to its number; `names` are the places in it, if known."""
        self.pending, self.before, self.known = run.names, run.before, names
        if run.building:
            self.name(BUILDING)
            self.building = run.building
        if run.stair:
            self.unit = run.stair

    def name(self, unit: int) -> None:
        """File the names read since the last number, by what the next number counts."""
        if not self.pending:
            return
        names = self.known or read_names(self.pending)
        self.pending = ""
        self.in_estate |= names.is_estate
        self.file(names, unit)

    def file(self, names: Names, unit: int) -> None:
        """File names by what the number after them counts."""
        self.village = self.village or names.village
        self.road = self.road or names.road
        self.collective |= names.collective
        if not names.last:
            return
        if unit in _OF_ESTATES or (unit != GROUP and (names.is_estate or names.road)):
            self.estate = names.last
        elif not self.hamlet:
            self.hamlet = names.last

    def count(self, digits: str, run: Run, *, follows: bool) -> None:
        """File one number by the words after it."""
        unit = run.unit
        if unit == NAME:
            self.pending += self.before + digits + run.names
            self.known, self.plain = None, False
            return
        if self.pending:
            self.name(unit)
        if run.letter or (self.before and self.before not in _ANNEXES):
            self.plain = False
        digits = self.before + digits.lstrip("0") + run.letter
        self.before = ""
        if unit == DASH:
            self.chain.append(digits)
        elif digits[:1] in _ANNEXES:
            self.annex = digits[1:]
        elif self.chain:
            self.dashed([*self.chain, digits], unit)
        else:
            self.single(digits, unit, follows=follows)
        self.follow(run)

    def single(self, digits: str, unit: int, *, follows: bool) -> None:
        """File a number that stands alone."""
        if unit == EITHER:
            unit = BUILDING if follows and not self.building else FLOOR
        if unit == GROUP:
            self.group = digits
        elif unit == LANE or (unit == NUMBER and not self.number):
            self.number = digits
        elif unit == BUILDING or (unit == NUMBER and not self.building):
            self.building = digits
        elif unit == STAIR:
            self.unit = digits
        elif unit in {ROOM, NUMBER}:
            self.room = digits
        elif unit == NONE:
            self.bare(digits)

    def bare(self, digits: str) -> None:
        """File a number after which nothing is said."""
        if self.building or self.unit or (self.in_estate and len(digits) >= _ROOM_DIGITS_MIN) or self.number:
            self.room = self.room or digits
        else:
            self.number = digits

    def dashed(self, chain: list[str], unit: int) -> None:
        """File numbers joined by dashes: 3-2-501, 12-1号, 5-402室."""
        self.chain = []
        short = len(chain) == _PAIR and len(chain[1]) < _ROOM_DIGITS_MIN
        if unit == NUMBER or (unit == NONE and short and not self.number and not self.in_estate):
            self.single(chain[0], NUMBER, follows=False)
            self.annex = "-".join(chain[1:])
        elif unit in {BUILDING, GROUP, STAIR}:
            self.single("-".join(chain), unit, follows=False)
        else:
            self.room = chain.pop()
            of_road = self.number and not self.in_estate and len(chain) == 1
            if not self.building and not of_road:
                self.building = chain.pop(0)
            if chain:
                self.unit = chain[-1]

    def read(self, tail: str) -> None:
        """Read an address from its first number on."""
        parts = _NUMBERS.split(tail)
        last = len(parts) - 2
        for i in range(1, len(parts), 2):
            self.count(parts[i], read_run(parts[i + 1]), follows=i < last)
        self.name(NONE)

"""Shapes of characters: which ones look alike 形近字.

Owns the table of look-alikes and the four-corner codes. Knows neither sounds nor names.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from four_corner_method import FourCornerMethod

from matchers.chinese.tables import read_table

_CORNERS: Final = FourCornerMethod()
_CORNERS_ALIKE: Final = 4


@cache
def corners(character: str) -> str:
    """Return the four-corner code with its fifth digit, or an empty string."""
    if len(character) != 1 or character.isascii():
        return ""
    return str(_CORNERS.query(character) or "")


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for number, line in enumerate(read_table("shapes.txt")):
        for character in line:
            groups.setdefault(character, []).append(f"{number:x}")
    return {character: tuple(of) for character, of in groups.items()}


def shapes(character: str) -> tuple[str, ...]:
    """Return the groups of look-alikes that a character belongs to, at most nine; none for a rare one."""
    return _groups().get(character, ())


def look_alike(one: str, other: str) -> bool:
    """Tell whether two characters are easily taken for one another.

    They share a group of the table; of a character that the table lacks four of five corners must agree.

    >>> look_alike("渐", "浙"), look_alike("渐", "江")
    (True, False)
    """
    if one == other:
        return True
    first, second = shapes(one), shapes(other)
    if first and second:
        return not set(first).isdisjoint(second)
    first_corners, second_corners = corners(one), corners(other)
    agreeing = sum(a == b for a, b in zip(first_corners, second_corners, strict=False))
    return agreeing >= _CORNERS_ALIKE

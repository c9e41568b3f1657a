"""Identity numbers side by side: region 6, birth 8, sequence 3, check 1, and what the check digit says.

Reading and checking are the matcher's; this file only cuts and compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dedup.web import characters
from dedup.web.differences import Piece, compare, compare_in_place, joined
from matchers.chinese.identity_numbers import (
    HIDDEN,
    LENGTH,
    IdentityNumber,
    Kind,
    check_digit,
    read_identity_number,
)

PARTS: Final = (("region", 0, 6), ("birth", 6, 14), ("sequence", 14, 17), ("check", 17, 18))


class CheckState(StrEnum):
    """What the check digit 校验码 of a number says."""

    HOLDS = "holds"
    FAILS = "fails"
    HIDDEN = "hidden"
    ADDED = "added"
    """The number had 15 digits, which carry none; it is the one they would have."""
    WRONG_LENGTH = "wrong_length"
    NO_NUMBER = "no_number"


@dataclass(frozen=True, slots=True)
class Check:
    """A number's check digit: whether it holds, and which one the other digits ask for."""

    state: CheckState
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of both numbers; `whole` where they cannot be cut."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Tell whether anything in the part differs."""
        return any(piece.kinds for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Two identity numbers, cut and compared."""

    parts: tuple[Part, ...]
    left: Check
    right: Check
    as_written: bool
    """Whether the parts show what was written, and not the 18 digits that it stands for."""


def compare_numbers(left: str, right: str) -> Numbers:
    """Return two identity numbers by parts, where both have 18 places; else as one part.

    >>> found = compare_numbers("11010519491231002X", "110105194912310027")
    >>> [part.name for part in found.parts if part.differs], str(found.left.state), str(found.right.state)
    (['check'], 'holds', 'fails')
    """
    one, other = read_identity_number(left), read_identity_number(right)
    checks = _check(one), _check(other)
    if len(one.text) == len(other.text) == LENGTH:
        written = (left, right) == (one.text, other.text)
        return Numbers(_cut(compare_in_place(one.text, other.text)), *checks, as_written=written)
    if LENGTH in {len(one.text), len(other.text)} and not (left.strip() and right.strip()):
        text = one.text or other.text
        sides = (text, "") if one.text else ("", text)
        places = [p for place in range(LENGTH) for p in compare(*(s[place : place + 1] for s in sides))]
        return Numbers(_cut(places), *checks, as_written=text == (left or right))
    pieces = compare(left, right) if one.text and other.text else (_only(left, ""), _only("", right))
    return Numbers((Part("whole", joined(pieces)),), *checks, as_written=True)


def _only(left: str, right: str) -> Piece:
    """Return what stands on one side and is compared with nothing: no number is no misspelt number."""
    return Piece(left, right, (characters.Kind.MISSING,))


def _cut(pieces: list[Piece]) -> tuple[Part, ...]:
    """Give each piece to the part where it begins; a swap over a border is cut at it."""
    borders = {end for _, _, end in PARTS}
    places: list[tuple[int, Piece]] = []
    at = 0
    for piece in pieces:
        width = max(len(piece.left), len(piece.right))
        if width > 1 and at + 1 in borders:
            places += [(at + n, Piece(piece.left[n], piece.right[n], piece.kinds)) for n in range(width)]
        else:
            places.append((at, piece))
        at += width
    return tuple(
        Part(name, joined(piece for place, piece in places if start <= place < end))
        for name, start, end in PARTS
    )


def _check(number: IdentityNumber) -> Check:
    match number.kind:
        case Kind.NONE:
            return Check(CheckState.NO_NUMBER)
        case Kind.ODD:
            return Check(CheckState.WRONG_LENGTH)
        case Kind.CONVERTED:
            return Check(CheckState.ADDED, number.text[-1])
        case Kind.MASKED:
            return Check(CheckState.HIDDEN)
        case Kind.VALID | Kind.INVALID:
            body = number.text[:-1]
            expected = check_digit(body) if body.isdigit() and HIDDEN not in body else ""
            return Check(CheckState.HOLDS if number.kind is Kind.VALID else CheckState.FAILS, expected)

"""Where two values differ, character by character, and how. Pure.

The alignment is the cheapest way to write one text as the other: a related character costs less than an
unrelated one, two swapped neighbours less than two changes. Of equally cheap ways the one that changes in
place is taken, so that the same pair always reads the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from dedup.web.characters import Kind, clusters, is_mark, relations, shared_reading
from matchers.chinese.dates import arabic

LENGTH_MAX: Final = 200
"""Characters aligned, of each side; what comes after them is compared as a whole."""
_CHANGED, _RELATED, _FORM, _SWAPPED, _ABSENT, _MARK_ABSENT = 10, 6, 2, 9, 8, 3
_FORMS: Final = frozenset({Kind.WIDTH, Kind.CASE, Kind.VARIANT, Kind.MARK})
_SWAP: Final = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters as it stands on both sides; `kinds` is empty where the sides are the same."""

    left: str
    right: str
    kinds: tuple[Kind, ...] = ()
    reading: str = ""
    """The sound that both share, where they share one."""

    @property
    def kind(self) -> Kind | None:
        """Return the most telling way in which the sides differ, None where they do not."""
        return self.kinds[0] if self.kinds else None


def compare(left: str, right: str, *, is_name: bool = False) -> tuple[Piece, ...]:
    """Return two values as pieces, equal and different, in order; their sides joined are the values.

    >>> [(p.left, p.right, p.kind) for p in compare("王小明", "王明小") if p.kind]
    [('小明', '明小', <Kind.SWAPPED: 'swapped'>)]
    """
    one, other = clusters(left), clusters(right)
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    middle = _aligned(
        one[head : len(one) - tail], other[head : len(other) - tail], surname=is_name and not head
    )
    same_head, same_tail = "".join(one[:head]), "".join(one[len(one) - tail :])
    whole = joined([Piece(same_head, same_head), *_rewritten(middle), Piece(same_tail, same_tail)])
    return joined(_at_their_beginning(whole))


def rewritten(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces of two values that are known to mean the same: differences are ways of writing."""
    return joined(replace(p, kinds=(Kind.WRITING,), reading="") if p.kinds else p for p in pieces)


def compare_in_place(left: str, right: str) -> list[Piece]:
    """Return two texts of one length place by place, one piece a character, two swapped neighbours as one."""
    pieces: list[Piece] = []
    at = 0
    while at < len(left):
        pair, other_pair = left[at : at + _SWAP], right[at : at + _SWAP]
        if len(pair) == _SWAP and pair[0] != pair[1] and pair == other_pair[::-1]:
            pieces.append(Piece(pair, other_pair, (Kind.SWAPPED,)))
            at += _SWAP
            continue
        pieces.append(_changed(left[at], right[at], surname=False))
        at += 1
    return pieces


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with neighbours of one kind as one: what is the same, and what stands on one side."""
    out: list[Piece] = []
    for key, group in groupby((p for p in pieces if p.left or p.right), key=_runs_by):
        run = list(group)
        if key is None:
            out.extend(run)
        else:
            out.append(Piece("".join(p.left for p in run), "".join(p.right for p in run), run[0].kinds))
    return tuple(out)


def masked(pieces: Sequence[Piece], left: str, right: str) -> tuple[Piece, ...]:
    """Return the pieces with their characters as two masked texts show them, of the same lengths."""
    out: list[Piece] = []
    at = other_at = 0
    for piece in pieces:
        end, other_end = at + len(piece.left), other_at + len(piece.right)
        out.append(replace(piece, left=left[at:end], right=right[other_at:other_end]))
        at, other_at = end, other_end
    return tuple(out)


def _rewritten(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with a number that is written in Chinese on one side as one piece."""
    out: list[Piece] = []
    for differs, group in groupby(pieces, key=lambda piece: bool(piece.kinds)):
        run = list(group)
        left, right = "".join(p.left for p in run), "".join(p.right for p in run)
        meant = arabic(left)
        spelled = not (left.isascii() and right.isascii())
        if (
            differs
            and spelled
            and left.isdecimal() != right.isdecimal()
            and meant.isdecimal()
            and meant == arabic(right)
        ):
            run = [Piece(left, right, (Kind.WRITING,))]
        out.extend(run)
    return out


def _at_their_beginning(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with what one side lacks where it begins: 南充市|南部 and not 南|充市南|部."""
    out = list(pieces)
    for at in range(1, len(out) - 1):
        before, run, after = out[at - 1 : at + 2]
        if before.kinds or after.kinds or run.kinds != (Kind.MISSING,):
            continue
        one, lacking, other = clusters(before.left), clusters(run.left or run.right), clusters(after.left)
        while len(one) > 0 and one[-1] == lacking[-1]:
            other.insert(0, one.pop())
            lacking.insert(0, lacking.pop())
        text, same, then = "".join(lacking), "".join(one), "".join(other)
        out[at - 1], out[at + 1] = Piece(same, same), Piece(then, then)
        out[at] = replace(run, left=text if run.left else "", right=text if run.right else "")
    return out


def _runs_by(piece: Piece) -> tuple[object, ...] | None:
    if not piece.kinds:
        return ("same",)
    if piece.kinds in {(Kind.HIDDEN,), (Kind.WRITING,)}:
        return piece.kinds
    if piece.kinds[0] in {Kind.MISSING, Kind.MARK} and not (piece.left and piece.right):
        return (piece.kinds, bool(piece.left))
    return None


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _changed(one: str, other: str, *, surname: bool) -> Piece:
    if one == other:
        return Piece(one, other)
    if "*" in {one, other}:
        return Piece(one, other, (Kind.HIDDEN,))
    kinds = relations(one, other, surname=surname)
    return Piece(
        one, other, kinds, shared_reading(one, other, surname=surname) if Kind.SOUND in kinds else ""
    )


def _absent(left: str, right: str) -> Piece:
    return Piece(left, right, (Kind.MARK if is_mark(left + right) else Kind.MISSING,))


def _cost(piece: Piece) -> int:
    if not piece.kinds:
        return 0
    if not (piece.left and piece.right):
        return _MARK_ABSENT if piece.kind is Kind.MARK else _ABSENT
    if piece.kind is Kind.SWAPPED:
        return _SWAPPED
    if piece.kind in _FORMS:
        return _FORM
    return _CHANGED if piece.kind is Kind.SUBSTITUTED else _RELATED


def _aligned(one: list[str], other: list[str], *, surname: bool) -> list[Piece]:
    """Align what two texts do not begin or end with in common."""
    rest, other_rest = "".join(one[LENGTH_MAX:]), "".join(other[LENGTH_MAX:])
    one, other = one[:LENGTH_MAX], other[:LENGTH_MAX]
    turned = (len(one), one) > (len(other), other)
    if turned:  # of ways that cost the same the same one is to be found the other way round
        one, other = other, one
    best: list[list[tuple[int, Piece | None]]] = [[(0, None)] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if i or j:
                best[i][j] = _step(best, one, other, i, j, surname=surname)
    pieces = _walk_back(best, one, other)
    if turned:
        pieces = [replace(piece, left=piece.right, right=piece.left) for piece in pieces]
    if rest or other_rest:
        pieces.append(Piece(rest, other_rest, () if rest == other_rest else (Kind.SUBSTITUTED,)))
    return pieces


def _step(
    best: list[list[tuple[int, Piece | None]]],
    one: list[str],
    other: list[str],
    i: int,
    j: int,
    *,
    surname: bool,
) -> tuple[int, Piece | None]:
    """Return the cheapest way to come to a place of the table; of equals, the change in place."""
    ways: list[tuple[int, Piece]] = []
    if i and j:
        piece = _changed(one[i - 1], other[j - 1], surname=surname and i == 1 and j == 1)
        ways.append((best[i - 1][j - 1][0], piece))
    if i > 1 and j > 1 and one[i - _SWAP : i] == other[j - _SWAP : j][::-1] and one[i - 1] != one[i - _SWAP]:
        pair = "".join(one[i - _SWAP : i]), "".join(other[j - _SWAP : j])
        ways.append((best[i - _SWAP][j - _SWAP][0], Piece(*pair, (Kind.SWAPPED,))))
    if i:
        ways.append((best[i - 1][j][0], _absent(one[i - 1], "")))
    if j:
        ways.append((best[i][j - 1][0], _absent("", other[j - 1])))
    return min(((before + _cost(piece), piece) for before, piece in ways), key=lambda way: way[0])


def _walk_back(best: list[list[tuple[int, Piece | None]]], one: list[str], other: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    i, j = len(one), len(other)
    while i or j:
        piece = best[i][j][1]
        if piece is None:
            break
        pieces.append(piece)
        width = _SWAP if piece.kind is Kind.SWAPPED else 1
        i -= width if piece.left else 0
        j -= width if piece.right else 0
    return pieces[::-1]

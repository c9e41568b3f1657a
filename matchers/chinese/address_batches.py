"""Many addresses at once: as `read_address` reads each, but the words before the numbers are read once.

An address is cut before its first number. The words before it, the start, and the outline of what follows,
the tail, are few among many addresses. How a tail is read depends on the start only by what kinds of places
it names; so each tail is read once for each such kind, and its numbers are put into doors by arrays. Other
addresses are left to the scalar reader: those with unusual characters, with numbers that are part of a name
or begin with zeros, or with doors that are more than a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.chinese.address_words import NONE, Names, Run
from matchers.chinese.addresses import (
    LENGTH_MAX,
    Start,
    is_remark,
    plain_text,
    read_parts,
    read_start,
    with_digits,
    with_plain_dashes,
)
from matchers.chinese.divisions import Division
from matchers.chinese.outlines import ZERO, Lines
from matchers.columns import Array
from matchers.hashing import narrow_hash

_ODD, _PLAIN, _SIGN, _MARK = range(4)
_KIND_OF: Final = np.zeros(0x110000, dtype=np.uint8)
_KIND_OF[ord("一") : ord("龥") + 1] = _PLAIN
_KIND_OF[[ord("〇"), ord("\n"), *range(ord("0"), ord("9") + 1), *range(ord("A"), ord("Z") + 1)]] = _PLAIN
_KIND_OF[list(map(ord, "號棟單層樓巿"))] = _SIGN
"""Plain, but written otherwise where anything in the text is not."""
_KIND_OF[[ord("-"), ord("#")]] = _MARK
_UNTOUCHED: Final = re.compile("(?!.*--)[^一]*")
_ZEROS: Final = re.compile("0+")
_RUNS_MAX: Final = 9
_DIGITS_MAX: Final = 4
_LITERAL, _OF_VILLAGE, _OF_ROAD, _OF_LAST = range(4)
"""Where a place's name comes from: the tail itself, or one of the places that the start names."""
_SYMBOLS: Final = {"\ue000": _OF_VILLAGE, "\ue001": _OF_ROAD, "\ue002": _OF_LAST}
_OPAQUE: Final = -1
NO_DOOR: Final = -1


@dataclass(frozen=True, slots=True)
class ReadAddresses:
    """Some addresses, by columns of one length; `scalar` tells which were left to the scalar reader."""

    scalar: Array
    division: Array
    """For each its place among `divisions`."""
    divisions: Sequence[Division]
    own_county: Array
    """Whether it lies in the committee's own county if it names none."""
    township: Array
    place: Array
    road: Array
    collective: Array
    doors: Array
    """Group, number, building, unit and room: the number of each plus one, 0 for none; u4[5]."""


def read_addresses(raws: Sequence[str]) -> ReadAddresses:
    """Read some addresses."""
    lines = Lines(_plain_texts(raws))
    outlines, digits = lines.outlines(), lines.digits()
    scalar = lines.holding(_KIND_OF[lines.points] == _ODD)
    scalar[digits.owner[lines.points[digits.first] == ZERO]] = True
    runs = np.searchsorted(digits.owner, np.arange(len(raws) + 1))
    cuts = lines.ends - lines.starts
    numbered = runs[1:] > runs[:-1]
    cuts[numbered] = (digits.first[runs[:-1][numbered]]) - lines.starts[numbered]
    starts: dict[str, int] = {}
    tails: dict[str, int] = {}
    cut = list(zip(outlines, cuts.tolist(), strict=True))
    start_of = np.array([starts.setdefault(text[:at], len(starts)) for text, at in cut], dtype=np.int64)
    tail_of = np.array([tails.setdefault(text[at:], len(tails)) for text, at in cut], dtype=np.int64)
    return _put_together(
        _StartTable(list(starts)), list(tails), start_of, tail_of, scalar, runs[:-1], digits.value
    )


class _StartTable:
    """What some starts say, a row each."""

    def __init__(self, starts: Sequence[str]) -> None:
        rows = [_start_row(words) for words in starts]
        divisions: dict[Division, int] = {}
        self.division = np.array([divisions.setdefault(row[0], len(divisions)) for row in rows])
        self.divisions = list(divisions)
        self.far = np.array([bool(division.end) for division in divisions])[self.division]
        numbers = np.array([row[1] for row in rows], dtype=np.int64)
        self.kind, self.remark, self.township, self.village, self.road, self.last = numbers.T


@lru_cache(maxsize=1 << 14)
def place_code(name: str) -> int:
    """Return the code of a place's name, 0 for none."""
    return narrow_hash(name)


@lru_cache(maxsize=1 << 15)
def _start_row(words: str) -> tuple[Division, tuple[int, ...]]:
    start = read_start(words)
    codes = map(place_code, (start.township, start.names.village, start.names.road, start.names.last))
    return start.division, (_kind(start), not words or is_remark(words), *codes)


def _kind(start: Start) -> int:
    """Return what of a start matters to the reading of what follows it, as bits."""
    names = start.names
    if start.run.special:
        return _OPAQUE
    flags = (start.run.names, names.village, names.road, names.last, names.is_estate, names.collective)
    return sum(bool(flag) << bit for bit, flag in enumerate(flags))


def _names_of(kind: int) -> tuple[Run, Names]:
    """Return a start of some kind, with a symbol for each place that it names."""
    words, village, road, last, is_estate, collective = (bool(kind >> bit & 1) for bit in range(6))
    symbols = (symbol if given else "" for symbol, given in zip(_SYMBOLS, (village, road, last), strict=True))
    run = Run(NONE, "", "".join(_SYMBOLS) if words else "", "", "", "")
    return run, Names(*symbols, is_estate=is_estate, collective=collective)


@lru_cache(maxsize=1 << 15)
def _tail_row(kind: int, outline: str) -> tuple[int, ...]:
    """Return how a tail after a start of some kind is read.

    That is: whether by the scalar reader, where place and road come from, their hashes if from the tail
    itself, whether it is a collective household and names a place, for each door the place of its number.
    """
    runs = [run.group() for run in _ZEROS.finditer(outline)]
    left = (True, *[0] * 6, *[NO_DOOR] * 5)
    if kind == _OPAQUE or len(runs) > _RUNS_MAX:
        return left
    numbers = [str(place).ljust(len(run), "0") for place, run in enumerate(runs, 1)]
    written = iter(numbers)
    parts, numbered = read_parts(*_names_of(kind), _ZEROS.sub(lambda _: next(written), outline))
    doors = (parts.group, parts.number, parts.building, parts.unit, parts.room or parts.annex)
    place_of = {number: place for place, number in enumerate(numbers) if len(number) <= _DIGITS_MAX}
    if numbered or not all(door in place_of for door in doors if door):
        return left
    sources = [_SYMBOLS.get(name, _LITERAL) for name in (parts.place, parts.road)]
    hashes = [place_code(name) for name in (parts.place, parts.road)]
    flags = (parts.collective, parts.name_a_place)
    return (False, *sources, *hashes, *flags, *(place_of.get(door, NO_DOOR) for door in doors))


def _put_together(
    starts: _StartTable,
    tails: Sequence[str],
    start_of: Array,
    tail_of: Array,
    scalar: Array,
    first_run: Array,
    numbers: Array,
) -> ReadAddresses:
    """Read each tail once for each kind of start, and take the numbers from where they stand."""
    kind = starts.kind[start_of]
    pairs, pair_of = np.unique((kind + 1) * len(tails) + tail_of, return_inverse=True)
    kinds, ends = pairs // len(tails) - 1, pairs % len(tails)
    rows = [_tail_row(k, tails[tail]) for k, tail in zip(kinds.tolist(), ends.tolist(), strict=True)]
    table = np.array(rows, dtype=np.int64)[pair_of].T
    left, place_from, road_from, place, road, collective, names_a_place, *doors = table
    empty = np.array([not tail for tail in tails])[tail_of]
    silent = empty & (starts.remark[start_of] != 0)
    named = np.stack([starts.village, starts.road, starts.last])[:, start_of]
    township = starts.township[start_of]
    chosen = [
        np.where(silent, 0, np.choose(source, [literal, *named]))
        for source, literal in ((place_from, place), (road_from, road))
    ]
    given = [
        np.where(door == NO_DOOR, 0, numbers[np.minimum(first_run + door, len(numbers) - 1)] + 1)
        if len(numbers)
        else np.zeros(len(start_of), dtype=np.int64)
        for door in doors
    ]
    return ReadAddresses(
        scalar=scalar | (left != 0),
        division=np.where(silent, -1, starts.division[start_of]),
        divisions=starts.divisions,
        own_county=~starts.far[start_of] & ((township != 0) | (names_a_place != 0)) & ~silent,
        township=np.where(silent, 0, township),
        place=chosen[0],
        road=chosen[1],
        collective=(collective != 0) & ~silent,
        doors=np.stack(given),
    )


def _plain_texts(raws: Sequence[str]) -> list[str]:
    """Return addresses as `read_address` has them before it reads them."""
    lines = Lines(raws)
    kinds = _KIND_OF[lines.points]
    long = lines.ends - lines.starts > LENGTH_MAX
    signs, marks = lines.holding(kinds == _SIGN), lines.holding(kinds == _MARK)
    odd = lines.holding(kinds == _ODD) | long | (marks & signs)
    texts = list(raws)
    for i in np.flatnonzero(odd).tolist():
        texts[i] = plain_text(raws[i])
    for i in np.flatnonzero(marks & ~odd).tolist():
        if not _UNTOUCHED.fullmatch(raws[i]):
            texts[i] = with_plain_dashes(raws[i])
    return with_digits("\n".join(texts)).split("\n")

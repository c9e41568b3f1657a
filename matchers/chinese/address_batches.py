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
from functools import cache, lru_cache
from typing import Final, NamedTuple

import numpy as np

from matchers.chinese.address_words import NONE, Names, Run
from matchers.chinese.addresses import (
    LENGTH_MAX,
    head_end,
    is_remark,
    plain_text,
    read_head,
    read_parts,
    read_rest,
    with_digits,
    with_plain_dashes,
)
from matchers.chinese.divisions import Division
from matchers.chinese.outlines import ZERO, Lines, numbered
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
NO_DIVISION: Final = Division()


class ReadAddresses(NamedTuple):
    """Some addresses, by columns of one length."""

    scalar: Array
    """Which were left to the scalar reader: their other values mean nothing."""
    divisions: Sequence[Division]
    division: Array
    """For each its place among `divisions`."""
    own_county: Array
    """Whether it lies in the committee's own county if it names none."""
    township: Array
    place: Array
    road: Array
    doors: Array
    """Group, number, building, unit and room, a row each: the number plus one, 0 for none."""
    collective: Array


class _Cut(NamedTuple):
    """Addresses cut before their first number."""

    scalar: Array
    starts: Sequence[str]
    start_of: Array
    tails: Sequence[str]
    """Outlines of what begins with the first number."""
    tail_of: Array
    first_run: Array
    """Where the numbers of each begin among `numbers`."""
    numbers: Array


def read_addresses(raws: Sequence[str]) -> ReadAddresses:
    """Read some addresses."""
    cut = _cut(raws)
    at, starts = cut.start_of, _read_starts(cut.starts)
    kind = starts.kind[at]
    scalar, place_from, road_from, place, road, collective, names_a_place, *doors = _read_tails(cut, kind)
    silent = _silent(cut)
    township = starts.township[at]
    named = [codes[at] for codes in (starts.village, starts.road, starts.last)]
    return ReadAddresses(
        scalar=cut.scalar | (scalar != 0),
        divisions=[*starts.divisions, NO_DIVISION],
        division=np.where(silent, len(starts.divisions), starts.division[at]),
        own_county=~starts.far[at] & ((township != 0) | (names_a_place != 0)) & ~silent,
        township=np.where(silent, 0, township),
        place=np.where(silent, 0, np.choose(place_from, [place, *named])),
        road=np.where(silent, 0, np.choose(road_from, [road, *named])),
        doors=np.stack([_numbers_at(cut, door) for door in doors]),
        collective=(collective != 0) & ~silent,
    )


def _cut(raws: Sequence[str]) -> _Cut:
    """Cut addresses before their first number."""
    lines = Lines(_plain_texts(raws))
    digits = lines.digits()
    scalar = lines.holding(_KIND_OF[lines.points] == _ODD)
    scalar[digits.owner[lines.points[digits.first] == ZERO]] = True
    runs = np.searchsorted(digits.owner, np.arange(len(raws) + 1))
    has_numbers = runs[1:] > runs[:-1]
    cuts = lines.ends - lines.starts
    cuts[has_numbers] = digits.first[runs[:-1][has_numbers]] - lines.starts[has_numbers]
    pairs = list(zip(lines.coarse_outlines(digits), cuts.tolist(), strict=True))
    starts, tails = numbered([text[:at] for text, at in pairs]), numbered([text[at:] for text, at in pairs])
    return _Cut(scalar, *starts, *tails, runs[:-1], np.append(digits.value, 0))


def _numbers_at(cut: _Cut, door: Array) -> Array:
    """Return for each address one of its numbers plus one, given which; 0 for none."""
    given = door != NO_DOOR
    return np.where(given, cut.numbers[np.where(given, cut.first_run + door, -1)] + 1, 0)


def _silent(cut: _Cut) -> Array:
    """Tell which addresses are none: empty, or a remark."""
    silent = np.zeros(len(cut.start_of), dtype=bool)
    if "" in cut.tails:
        bare = np.flatnonzero(cut.tail_of == cut.tails.index(""))
        words = (cut.starts[start] for start in cut.start_of[bare].tolist())
        silent[bare] = [not text or is_remark(text) for text in words]
    return silent


class _Starts(NamedTuple):
    """What some starts say, by columns of one length."""

    divisions: Sequence[Division]
    division: Array
    far: Array
    """Whether it names a county, or something above it."""
    township: Array
    kind: Array
    village: Array
    road: Array
    last: Array


def _read_starts(starts: Sequence[str]) -> _Starts:
    """Read some starts: heads, up to the township, and what follows them are fewer than pairs of both."""
    ends = list(map(head_end, starts))
    pairs = list(zip(starts, ends, strict=True))
    heads, head_of = numbered([words[:end] for words, end in pairs])
    read = list(map(read_head, heads))
    left = [head.rest for head in read]
    rests, rest_of = numbered(
        [left[head] + words[end:] for (words, end), head in zip(pairs, head_of.tolist(), strict=True)]
    )
    divisions: dict[Division, int] = {}
    division = np.array([divisions.setdefault(head.division, len(divisions)) for head in read])[head_of]
    far = np.array([bool(division.end) for division in divisions])[division]
    township = np.array([place_code(head.township) for head in read])[head_of]
    codes = np.array(list(map(_rest_codes, rests)))[rest_of]
    return _Starts(list(divisions), division, far, township, *codes.T)


@lru_cache(maxsize=1 << 14)
def place_code(name: str) -> int:
    """Return the code of a place's name, 0 for none."""
    return narrow_hash(name)


@lru_cache(maxsize=1 << 15)
def _rest_codes(words: str) -> tuple[int, int, int, int]:
    """Return what of the words before the first number matters to the reading of what follows, and codes.

    The first is their kind, made of bits; the others are those of the village, the road and the last place.
    """
    run, names = read_rest(words)
    flags = (run.names, names.village, names.road, names.last, names.is_estate, names.collective)
    kind = _OPAQUE if run.special else sum([1 << bit for bit, flag in enumerate(flags) if flag])
    return kind, place_code(names.village), place_code(names.road), place_code(names.last)


@cache
def _names_of(kind: int) -> tuple[Run, Names]:
    """Return a start of some kind, with a symbol for each place that it names."""
    words, village, road, last, is_estate, collective = (bool(kind >> bit & 1) for bit in range(6))
    of_village, of_road, of_last = _SYMBOLS
    run = Run(NONE, "", "".join(_SYMBOLS) if words else "", "", "", "")
    return run, Names(of_village * village, of_road * road, of_last * last, is_estate, collective)


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
    parts, plain = read_parts(*_names_of(kind), _ZEROS.sub(lambda _: next(written), outline))
    doors = (parts.group, parts.number, parts.building, parts.unit, parts.room or parts.annex)
    place_of = {number: place for place, number in enumerate(numbers) if len(number) <= _DIGITS_MAX}
    if not plain or not all(door in place_of for door in doors if door):
        return left
    sources = [_SYMBOLS.get(name, _LITERAL) for name in (parts.place, parts.road)]
    hashes = [place_code(name) for name in (parts.place, parts.road)]
    flags = (parts.collective, parts.name_a_place)
    return (False, *sources, *hashes, *flags, *(place_of.get(door, NO_DOOR) for door in doors))


def _read_tails(cut: _Cut, kind: Array) -> Array:
    """Return the columns of `_tail_row`: each tail is read once for each kind of start before it."""
    pairs, pair_of = np.unique((kind - _OPAQUE) * len(cut.tails) + cut.tail_of, return_inverse=True)
    kinds, tails = pairs // len(cut.tails) + _OPAQUE, pairs % len(cut.tails)
    rows = [_tail_row(k, cut.tails[tail]) for k, tail in zip(kinds.tolist(), tails.tolist(), strict=True)]
    return np.asarray(np.array(rows, dtype=np.int64).T[:, pair_of])


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

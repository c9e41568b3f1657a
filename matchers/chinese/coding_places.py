"""Coding addresses: hashes of places, numbers of doors.

How an address is read depends on its words and on where digits stand, not on which digits they are. So its
pattern, every run of digits replaced, is read once; the digits are then filled in for a whole batch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.chinese.addresses import Address, read_address
from matchers.columns import Array
from matchers.hashing import mix, narrow_hash

PLACES: Final = ("county", "township", "place")
DOORS: Final = ("group", "number", "building", "unit", "room")
PARTS: Final = (*PLACES, *DOORS)
_READ: Final[Mapping[str, str]] = {
    **dict.fromkeys(PLACES, "u4"),
    **dict.fromkeys(DOORS, "u2"),
    "collective": "?",
}
COLUMNS: Final[Mapping[str, tuple[str, int]]] = {
    **{part: (kind, 0) for part, kind in _READ.items()}, "township_key": ("u8", 0), "place_key": ("u8", 0),
}  # fmt: skip
_DOOR_MAX: Final = 1 << 15
"""Doors' numbers below it stand for themselves plus one, others for hashes."""
_RUNS_MAX: Final = 9
_RUN_LENGTH_MAX: Final = 4
_PATTERNS_MAX: Final = 1 << 16
_DOOR_NUMBER: Final = re.compile("[1-9][0-9]{0,3}")
_OTHER_DIGITS: Final = str.maketrans("123456789", "234567891")
_ZERO, _ONE, _NINE = ord("0"), ord("1"), ord("9")


def door_code(text: str) -> int:
    """Return the code of a door's, building's or group's number: 0 for none."""
    if _DOOR_NUMBER.fullmatch(text):
        return int(text) + 1
    return _DOOR_MAX | narrow_hash(text) >> 17 if text else 0


@lru_cache(maxsize=1 << 14)
def _place_code(text: str) -> int:
    return narrow_hash(text)


def _row(address: Address) -> tuple[int, ...]:
    return (
        *(_place_code(getattr(address, part)) for part in PLACES),
        *(door_code(getattr(address, part)) for part in DOORS),
        int(address.collective),
    )


@lru_cache(maxsize=1 << 13)
def _read(raw: str) -> tuple[int, ...]:
    return _row(read_address(raw))


class _Patterns:
    """Patterns read so far: the row that each reads as, and which run of digits each of its doors is."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.rows: list[tuple[int, ...]] = []
        self.runs: list[tuple[int, ...]] = []

    def number_of(self, pattern: str) -> int:
        """Return the number of a pattern, reading it when it is new; -1 when it cannot stand for others."""
        number = self.numbers.get(pattern)
        if number is None:
            number = self.numbers[pattern] = self._read(pattern)
        return number

    def _read(self, pattern: str) -> int:
        """Read a pattern with two sets of digits: what does not change is no run, but was written in words."""
        address, other = read_address(pattern), read_address(pattern.translate(_OTHER_DIGITS))
        runs = [_run_of(getattr(address, part), getattr(other, part)) for part in PARTS]
        if None in runs or any(runs[: len(PLACES)]):
            return -1
        self.rows.append(_row(address))
        self.runs.append(tuple(run or 0 for run in runs[len(PLACES) :]))
        return len(self.rows) - 1


def _run_of(one: str, other: str) -> int | None:
    """Return which run of digits, from 1, a part of a pattern is; 0 where it is none, None where it is partly."""
    if one == other:
        return 0
    return int(one[0]) if one == one[0] * len(one) and other == one.translate(_OTHER_DIGITS) else None


_PATTERNS: Final = _Patterns()


def code_addresses(raws: Sequence[str]) -> dict[str, Array]:
    """Code some addresses, by column."""
    if len(_PATTERNS.numbers) > _PATTERNS_MAX:
        _PATTERNS.__init__()  # type: ignore[misc]
    distinct = list(dict.fromkeys(raws))
    patterns, runs, plain = _cut(distinct)
    numbers = np.full(len(distinct), -1)
    number_of = _PATTERNS.number_of
    for i in np.flatnonzero(plain).tolist():
        numbers[i] = number_of(patterns[i])
    rows = [_PATTERNS.rows[n] if n >= 0 else _read(distinct[i]) for i, n in enumerate(numbers.tolist())]
    table = np.array(rows, dtype=np.uint32).reshape(-1, len(_READ)).T
    coded = {name: column.astype(kind) for (name, kind), column in zip(_READ.items(), table, strict=True)}
    filled = np.flatnonzero(numbers >= 0)
    if len(filled):
        which = np.array([_PATTERNS.runs[n] for n in numbers[filled].tolist()])
        for place, door in enumerate(DOORS):
            at = np.flatnonzero(which[:, place])
            coded[door][filled[at]] = runs[filled[at], which[at, place] - 1] + 1
    for key, within in (("township", "county"), ("place", "township")):
        known = coded[key].astype(np.uint64)
        coded[f"{key}_key"] = np.where(known == 0, known, mix(coded[within].astype(np.uint64), known))
    if len(distinct) == len(raws):
        return coded
    at = {raw: i for i, raw in enumerate(distinct)}
    back = np.fromiter(map(at.__getitem__, raws), dtype=np.int64, count=len(raws))
    return {name: column[back] for name, column in coded.items()}


def _cut(texts: Sequence[str]) -> tuple[list[str], Array, Array]:
    """Return each text's pattern, the numbers that its runs of digits are, and whether these are plain.

    In a pattern all digits of the first run are 1, of the second 2, and so on.
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    starts = np.cumsum(lengths) - lengths
    digit = (points >= _ZERO) & (points <= _NINE)
    opens = digit.copy()
    opens[1:] &= ~digit[:-1]
    opens[starts[lengths > 0]] = digit[starts[lengths > 0]]
    first = np.flatnonzero(opens)
    owner = np.searchsorted(starts, first, side="right") - 1
    nth = np.arange(len(first)) - np.searchsorted(first, starts)[owner]
    places = np.flatnonzero(digit)
    run = np.searchsorted(first, places, side="right") - 1
    length = np.bincount(run, minlength=len(first))
    power = first[run] + length[run] - 1 - places
    usable = (nth < _RUNS_MAX) & (length <= _RUN_LENGTH_MAX) & (points[first] != _ZERO)
    plain = np.ones(len(texts), dtype=bool)
    plain[owner[~usable]] = False
    values = np.bincount(
        run, weights=(points[places] - _ZERO) * 10.0 ** np.minimum(power, _RUN_LENGTH_MAX), minlength=len(first)
    )
    runs = np.zeros((len(texts), _RUNS_MAX), dtype=np.int64)
    runs[owner[usable], nth[usable]] = values[usable].astype(np.int64)
    points[places] = _ONE + np.minimum(nth[run], _RUNS_MAX - 1)
    joined = points.tobytes().decode("utf-32-le", "surrogatepass")
    ends = (starts + lengths).tolist()
    return [joined[a:b] for a, b in zip(starts.tolist(), ends, strict=True)], runs, plain

"""The chance that a stranger agrees on a given value, as the frequency tables tell.

Counts are shrunk to a prior mean, and a value's own two records are taken out of its count: the chance asked
for is that of a third person, so a rare name on both rolls stays rare. Chances are whole millionths of a bit
from the start, so that sums do not depend on how pairs are batched.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.hashing import hash_text, mix
from matchers.latin.frequency import cells_of, phone_hashes
from matchers.latin.levels import NUMBERS
from matchers.profile import Rows, Tables

_OWN: Final = 2
"""Records of the pair itself, taken out of the count."""
_PRIORS: Final = {"given": (2e-4, 0.3), "surname": (5e-5, 0.3), "place": (1e-3, 0.5), "phone": (1e-6, 0.3),
    "employer": (1e-3, 0.3), "house_number": (2e-3, 0.5), "year": (0.014, 28.0), "day": (1 / 366, 8.0),
}  # fmt: skip
"""Mean and shape of a value's chance before counting. Names are so skewed that one not met among n others
still has a chance of some 0.3 / n."""
_CELL_PULL: Final = 2_000
"""Records of a sex and cohort that weigh as much as all others together in a given name's chance."""
_UNIT: Final = 1_000_000
_ALIKE: Final = {
    "nickname": (2 * _UNIT, -7 * _UNIT), "one_edit": (5 * _UNIT, -5 * _UNIT),
    "sound": (5 * _UNIT, -5 * _UNIT), "similar": (9 * _UNIT, -4 * _UNIT),
    "part": (_UNIT, _UNIT), "swapped": (0, -6 * _UNIT),
}  # fmt: skip
"""What a name like another one says, in bits. One person's second spelling is one of so many: some 4
nicknames, 30 slips of a finger (of each letter two neighbouring keys, left out, doubled, swapped), 30
spellings of a sound, 500 double slips. So strangers count as often as the rarer of the two names times that
many; and as often as strangers who bear the commoner name make such a mistake. Where one's given name is the
other's surname, the rarer given name stood in the wrong place."""
_ALIKE_MIN: Final = -13 * _UNIT
"""However rare a name: some name is like it."""
_ALIKE_MAX: Final = -4 * _UNIT
_SIGNS_MIN: Final = 7
"""Shorter identifiers meet by chance more often than the pool's."""
BY_VALUE: Final = (
    *("given_name", "given_name|birth equal", "surname", "surname|women", "surname|swapped"),
    *("birth_date", "birth_date|month", "birth_date|year", "locality"),
    *("street_number", "street_number|near", "street_number|far", "phone", "employer", "id_number"),
)


def microbits(share: float) -> int:
    """Return log2 of a probability in millionths of a bit, rounded."""
    return round(math.log2(share) * _UNIT)


_TWELFTH: Final = microbits(1 / 12)
_TENTH: Final = microbits(0.1)


class _Shares:
    """Log chances of hashed values: those counted, and the one of every value that was not."""

    def __init__(self, bits: Mapping[int, int], absent: int) -> None:
        ordered = sorted(bits.items())
        self._hashes = np.array([value for value, _ in ordered], dtype=np.uint64)
        self._bits = np.array([*(n for _, n in ordered), absent], dtype=np.int64)
        self.least = int(self._bits.min())

    def of(self, hashes: Array) -> Array:
        """Return the log chance of each value."""
        hashes = hashes.astype(np.uint64)
        if not len(self._hashes):
            return np.full(hashes.shape, self._bits[-1])
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        return np.asarray(self._bits[np.where(self._hashes[at] == hashes, at, len(self._hashes))])


class LatinChances:
    """Chances by value under some counted tables."""

    def __init__(self, tables: Tables) -> None:
        self._totals = tables.get("totals", {})
        self._given = self._shares(tables, "given", hash_text)
        self._surname = self._shares(tables, "surname", hash_text)
        self._place = self._shares(tables, "place", hash_text)
        self._phone = self._shares(tables, "phone", lambda key: int(key, 16))
        self._employer = self._shares(tables, "employer", lambda key: int(key, 16))
        self._number = self._shares(tables, "house_number", int)
        self._year = self._shares(tables, "year", int)
        self._day = self._shares(tables, "day", int)
        self._inside, self._outside = self._cell_shares(tables)
        self._finders: dict[str, Callable[[str, Array, Rows, Array, Array], Array]] = {
            "given_name": self._of_given, "surname": self._of_surname, "birth_date": self._of_birth,
            "locality": self._of_place, "street_number": self._of_number, "phone": self._of_phone,
            "employer": self._of_employer, "id_number": self._of_identifier,
        }  # fmt: skip

    def _shares(self, tables: Tables, name: str, hashed: Callable[[str], int]) -> _Shares:
        table, total = tables.get(name, {}), self._totals.get(name, 0)
        mean, shape = _PRIORS[name]
        bits = {hashed(key): microbits(_shrunk(n, total, mean, shape)) for key, n in table.items()}
        return _Shares(bits, microbits(_shrunk(0, total, mean, shape)))

    def _cell_shares(self, tables: Tables) -> tuple[_Shares, _Shares]:
        """Return chances of names within cells, and what a name's chance loses where its cell has it not."""
        given, total = tables.get("given", {}), self._totals.get("given", 0)
        inside: dict[int, int] = {}
        for key, n in tables.get("given_of_cell", {}).items():
            cell, _, name = key.partition(" ")
            overall = _shrunk(given.get(name, 0), total, *_PRIORS["given"])
            size = self._totals.get(f"cell {cell}", 0)
            share = (max(n - _OWN, 0) + _CELL_PULL * overall) / (size + _CELL_PULL)
            place = _in_cell(np.array([int(cell)]), np.array([hash_text(name)], dtype=np.uint64))
            inside[int(place[0])] = microbits(share)
        sizes = {int(key[5:]): n for key, n in self._totals.items() if key.startswith("cell ")}
        outside = {cell: microbits(_CELL_PULL / (n + _CELL_PULL)) for cell, n in sizes.items()}
        return _Shares(inside, 0), _Shares(outside, 0)

    def of(self, condition: str, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        """Return log2 of the chance of each pair's level in millionths of a bit; 0 where the pool's holds."""
        return self._finders[condition.partition("|")[0]](condition, levels, rows, one, other)

    def least(self, condition: str) -> int:
        """Return the least value that `of` can return for a condition."""
        return {
            "given_name": min(self._inside.least, self._given.least + self._outside.least),
            "surname": self._surname.least,
            "birth_date": self._year.least + min(self._day.least, _TWELFTH),
            "locality": self._place.least,
            "street_number": self._number.least,
            "phone": self._phone.least,
            "employer": self._employer.least,
            "id_number": (_SIGNS_MIN - 1) * _TENTH,
        }[condition.partition("|")[0]]

    def _share_of_given(self, rows: Rows, which: Array) -> Array:
        given, cell = rows["h_given"][which], cells_of(rows, which)
        inside = self._inside.of(_in_cell(cell, given))
        return np.where(inside < 0, inside, self._given.of(given) + self._outside.of(cell))

    def _of_given(self, condition: str, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        share, other_share = self._share_of_given(rows, one), self._share_of_given(rows, other)
        found = _of_names(NUMBERS[condition], levels, share, other_share)
        return np.where((levels == NUMBERS[condition]["swapped"]) & ~_is_crossed(rows, one, other), 0, found)

    def _of_surname(self, condition: str, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        surname, share = rows["h_surname"], self._surname
        if condition == "surname|swapped":
            larger = np.maximum(share.of(surname[one]), share.of(surname[other]))
            return np.where(levels == NUMBERS[condition]["exact"], larger, 0)
        return _of_names(NUMBERS[condition], levels, share.of(surname[one]), share.of(surname[other]))

    def _of_birth(self, condition: str, levels: Array, rows: Rows, one: Array, _other: Array) -> Array:
        birth = rows["birth"][one]
        share = self._year.of(birth // 10_000)
        if condition == "birth_date|month":
            share = share + _TWELFTH
        elif condition == "birth_date":
            share = share + self._day.of(birth % 10_000)
        return np.where(levels == 0, share, 0)

    def _of_place(self, condition: str, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        """Return the chance of the more frequent of the places named, whichever addresses met."""
        postcode, suburb = rows["h_postcode"], rows["h_suburb"]
        by_code, by_name = (_largest(self._place, column, one, other) for column in (postcode, suburb))
        places = NUMBERS[condition]
        coded = (postcode[one] != 0).any(axis=1) & (postcode[other] != 0).any(axis=1)
        equal = np.where(coded, by_code, by_name)
        found = np.where(levels == places["suburb"], by_name, equal)
        return np.where((levels >= 0) & (levels <= places["suburb"]), found, 0)

    def _of_number(self, _condition: str, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        return np.where(levels == 0, _largest(self._number, rows["number"], one, other), 0)

    def _of_phone(self, _condition: str, levels: Array, rows: Rows, one: Array, _other: Array) -> Array:
        return np.where(levels == 0, self._phone.of(phone_hashes(rows["phone"][one])), 0)

    def _of_employer(self, _condition: str, levels: Array, rows: Rows, one: Array, _other: Array) -> Array:
        return np.where(levels == 0, self._employer.of(rows["h_employer"][one]), 0)

    def _of_identifier(self, condition: str, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        if condition != "id_number":
            return np.zeros(len(one), dtype=np.int64)
        length = np.minimum(rows["id_length"][one], rows["id_length"][other]).astype(np.int64)
        return np.where((levels == 0) & (length < _SIGNS_MIN), length * _TENTH, 0)


def _shrunk(n: int, total: int, mean: float, shape: float) -> float:
    return (max(n - _OWN, 0) + shape) / (total + shape / mean)


def _in_cell(cell: Array, given: Array) -> Array:
    return mix(given, cell.astype(np.uint64))


def _is_crossed(rows: Rows, one: Array, other: Array) -> Array:
    """Tell whether one side's given name is, letter by letter, the other's surname."""
    given, surname = rows["h_given"], rows["h_surname"]
    crossings = ((given[a] == surname[b]) & (given[a] != 0) for a, b in ((one, other), (other, one)))
    return np.asarray(np.logical_or(*crossings))


def _largest(shares: _Shares, column: Array, one: Array, other: Array) -> Array:
    """Return the greatest chance of the values in both columns of two rows."""
    found = [np.where(column[at] != 0, shares.of(column[at]), -(1 << 40)).max(axis=1) for at in (one, other)]
    largest = np.maximum(*found)
    return np.where(largest > -(1 << 40), largest, 0)


def _of_names(numbers: Mapping[str, int], levels: Array, one: Array, other: Array) -> Array:
    """Return the chance of a name that agrees, and of one like it."""
    rarer, commoner = np.minimum(one, other), np.maximum(one, other)
    found = np.where(levels == numbers["exact"], commoner, 0)
    for level, (more, mistaken) in _ALIKE.items():
        if level in numbers:
            alike = np.clip(np.maximum(rarer + more, commoner + mistaken), _ALIKE_MIN, _ALIKE_MAX)
            found = np.where(levels == numbers[level], alike, found)
    return found


def chances(tables: Tables) -> LatinChances:
    """Return the chances that some frequency tables tell."""
    return LatinChances(tables)

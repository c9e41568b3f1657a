"""Comparing addresses, phones, employers and sex: what is the same of whole households, and one bit."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.latin.comparing_texts import are_similar, edits, for_each_pair, is_one_edit
from matchers.latin.levels import NUMBERS
from matchers.profile import MISSING, Levels, Rows

PLACES: Final = NUMBERS["locality"]
STREETS: Final = NUMBERS["street"]
HOUSES: Final = NUMBERS["street_number"]
PHONES: Final = NUMBERS["phone"]
NEAR_MAX: Final = PLACES["one_digit"]
"""The last level of localities that are probably one."""
_NO_PLACE: Final = 9
"""Farther than any level: what a combination of addresses that cannot be compared counts as."""
_POWERS: Final = 10 ** np.arange(9, dtype=np.int64)
_SAME, _SIMILAR, _OTHER = 0, 1, 2
_SWAPPED, _SLIP, _UNLIKE = 1, 2, 3
Side = tuple[Array, int]
"""Rows, and which of their two addresses."""


@lru_cache(maxsize=1 << 15)
def text_level(one: str, other: str) -> int:
    """Return 0 for equal texts, 1 for a misspelt one, 2 for different ones."""
    if one == other:
        return _SAME
    return _SIMILAR if is_one_edit(one, other) or are_similar(one, other) else _OTHER


@lru_cache(maxsize=1 << 15)
def slip_level(one: str, other: str) -> int:
    """Return 0 for equal numbers, 1 where two digits changed places, 2 for another slip, 3 otherwise.

    >>> [slip_level("2042", other) for other in ("2042", "2024", "204", "2199")]
    [0, 1, 2, 3]
    """
    if one == other:
        return _SAME
    if edits(one, other, 1) > 1:
        return _UNLIKE
    return _SWAPPED if sorted(one) == sorted(other) else _SLIP


def _text_levels(rows: Rows, column: str, one: Side, other: Side) -> Array:
    a, b = rows[column][one[0], one[1]], rows[column][other[0], other[1]]
    levels = np.zeros(len(a), dtype=np.int8)
    differ = np.flatnonzero((a != b) & (a != 0) & (b != 0))
    if len(differ):
        level = slip_level if column == "postcode" else text_level
        levels[differ] = for_each_pair(rows, a[differ], b[differ], level)
    levels[(a == 0) | (b == 0)] = MISSING
    return levels


def address_levels(rows: Rows, one: Array, other: Array, _known: Levels) -> Levels:
    """Level the nearest of the combinations of the two rows' two addresses."""
    best = _combination(rows, (one, 0), (other, 0))
    second = rows["second_address"]
    for a, b in ((0, 1), (1, 0), (1, 1)):
        given = (second[one] if a else True) & (second[other] if b else True)
        at = np.flatnonzero(np.broadcast_to(given, len(one)))
        if len(at):
            found = _combination(rows, (one[at], a), (other[at], b))
            nearer = _distance(found) < _distance({name: column[at] for name, column in best.items()})
            for name, column in found.items():
                best[name][at[nearer]] = column[nearer]
    return best


def _distance(levels: Levels) -> Array:
    """Return how far apart two addresses are: by place, then street, then number, then unit.

    Equal distances are equal levels, so it does not matter which of two equally near addresses is taken.
    """
    total = np.zeros(len(levels["locality"]), dtype=np.int64)
    for conditions in _BY_DISTANCE:
        found = np.max([levels[condition] for condition in conditions], axis=0)
        total = total * 10 + np.where(found == MISSING, _NO_PLACE, found)
    return total


_BY_DISTANCE: Final = (
    ("locality",),
    ("street", "street|near", "street|far"),
    ("street_number", "street_number|near", "street_number|far"),
    ("unit",),
)


def _combination(rows: Rows, one: Side, other: Side) -> Levels:
    place = _place_levels(rows, one, other)
    street = _text_levels(rows, "street", one, other)
    number = _number_levels(rows["number"][one[0], one[1]], rows["number"][other[0], other[1]])
    near = (place != MISSING) & (place <= NEAR_MAX)
    far = place > NEAR_MAX
    at_street = (near & (street != STREETS["differs"])) | ((place == MISSING) & (street == STREETS["equal"]))
    elsewhere = far | (street == STREETS["differs"])
    unit = _unit_levels(rows["unit"][one[0], one[1]], rows["unit"][other[0], other[1]])
    same_house = at_street & (number == HOUSES["equal"])
    unknown = ~near & ~far
    return {
        "locality": place,
        "street": np.where(unknown, street, MISSING).astype(np.int8),
        "street|near": np.where(near, street, MISSING).astype(np.int8),
        "street|far": np.where(far, street, MISSING).astype(np.int8),
        "street_number": np.where(at_street | elsewhere, MISSING, number).astype(np.int8),
        "street_number|near": np.where(at_street, number, MISSING).astype(np.int8),
        "street_number|far": np.where(elsewhere, number, MISSING).astype(np.int8),
        "unit": np.where(same_house, unit, MISSING).astype(np.int8),
    }


def _place_levels(rows: Rows, one: Side, other: Side) -> Array:
    postcode = _text_levels(rows, "postcode", one, other)
    suburb = _text_levels(rows, "suburb", one, other)
    state = rows["state"]
    a, b = state[one[0], one[1]], state[other[0], other[1]]
    same_state = (a == b) & (a != 0)
    known = (postcode != MISSING) | (suburb != MISSING) | ((a != 0) & (b != 0))
    levels = np.where(same_state, PLACES["state"], PLACES["differs"]).astype(np.int8)
    levels[postcode == _SLIP] = PLACES["one_digit"]
    levels[postcode == _SWAPPED] = PLACES["digits_swapped"]
    alike = (suburb == _SAME) | (suburb == _SIMILAR)
    levels[alike] = PLACES["suburb"]
    levels[postcode == _SAME] = PLACES["postcode"]
    levels[(postcode == _SAME) & (alike | (suburb == MISSING))] = PLACES["equal"]
    levels[(postcode == MISSING) & (suburb == _SAME)] = PLACES["equal"]
    levels[~known] = MISSING
    return levels


def _number_levels(one: Array, other: Array) -> Array:
    levels = np.zeros(len(one), dtype=np.int8)
    at = np.flatnonzero((one != other) & (one != 0) & (other != 0))
    if len(at):
        pairs = zip(one[at].tolist(), other[at].tolist(), strict=True)
        levels[at] = [slip_level(str(a), str(b)) for a, b in pairs]
    levels[(one == 0) | (other == 0)] = MISSING
    return levels


def _unit_levels(one: Array, other: Array) -> Array:
    levels = np.where(one == other, 0, 1).astype(np.int8)
    levels[(one == 0) | (other == 0)] = MISSING
    return levels


def contact_levels(rows: Rows, one: Array, other: Array, _known: Levels) -> Levels:
    """Level phones, sexes and employers."""
    return {
        "phone": _phone_levels(rows["phone"][one], rows["phone"][other]),
        "sex": _two_way(rows["sex"], one, other),
        "employer": _two_way(rows["h_employer"], one, other),
    }


def _phone_levels(one: Array, other: Array) -> Array:
    levels = np.where(one == other, PHONES["equal"], PHONES["differs"]).astype(np.int8)
    digits, other_digits = (p[:, None] // _POWERS % 10 for p in (one, other))
    unequal = digits != other_digits
    count = unequal.sum(axis=1)
    swapped = (digits[:, :-1] == other_digits[:, 1:]) & (digits[:, 1:] == other_digits[:, :-1])
    swapped &= unequal[:, :-1] & unequal[:, 1:]
    levels[(count == 1) | (swapped.any(axis=1) & (count == 2))] = PHONES["one_digit"]  # noqa: PLR2004
    levels[(one == 0) | (other == 0)] = MISSING
    return levels


def _two_way(column: Array, one: Array, other: Array) -> Array:
    levels = np.asarray(column[one] != column[other]).astype(np.int8)
    levels[(column[one] == 0) | (column[other] == 0)] = MISSING
    return levels

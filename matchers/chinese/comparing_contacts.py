"""Comparing addresses, phones and employers: what points at a household rather than at a person."""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.chinese.coding_places import DOORS, PARTS
from matchers.chinese.levels import ADDRESS, BIRTH_DATE, PHONE
from matchers.columns import Array
from matchers.profile import MISSING, Levels, Rows

PLACES: Final = {level: number for number, (level, *_) in enumerate(ADDRESS)}
PHONES: Final = {level: number for number, (level, *_) in enumerate(PHONE)}
BORN_ALIKE: Final = [level for level, *_ in BIRTH_DATE].index("exact")
UNKNOWN: Final = len(ADDRESS)
_POWERS: Final = 10 ** np.arange(11, dtype=np.int64)
MOBILE_MIN: Final = 10**10
_STEPS: Final = np.sort((np.arange(1, 10)[:, None] * _POWERS).ravel())
"""What two numbers may differ by if they differ in one digit."""
SIDES: Final = (("home", "home"), ("home", "here"), ("here", "home"), ("here", "here"))


def compare_contacts(rows: Rows, one: Array, other: Array, known: Levels) -> Levels:
    """Level phones, addresses and, where the addresses say nothing, employers."""
    phone = phone_levels(rows["phone"][one], rows["phone"][other])
    lent = phone == PHONES["equal"]
    born_alike = known["birth_date"] == BORN_ALIKE
    address, collective = address_levels(rows, one, other)
    near = (address >= 0) & (address <= PLACES["other_door"])
    employer = rows["employer"]
    return {
        "phone": np.where(born_alike, MISSING, phone),
        "phone|birth equal": np.where(born_alike, phone, MISSING),
        "address": np.where(lent | collective, MISSING, address),
        "address|phone equal": np.where(lent & ~collective, address, MISSING),
        "address|collective": np.where(collective, address, MISSING),
        "employer": np.where(near, MISSING, equal_levels(employer[one], employer[other])),
    }


def equal_levels(one: Array, other: Array) -> Array:
    """Return 0 for equal values, 1 for others, MISSING where one is 0."""
    levels = np.asarray(one != other).astype(np.int8)
    levels[(one == 0) | (other == 0)] = MISSING
    return levels


def phone_levels(phone: Array, other: Array) -> Array:
    """Return the level of each pair of phones, int8."""
    levels = np.where(phone == other, PHONES["equal"], PHONES["differs"]).astype(np.int8)
    differ = np.abs(phone - other)
    step = _STEPS[np.minimum(np.searchsorted(_STEPS, differ), len(_STEPS) - 1)] == differ
    mobile = np.flatnonzero((phone > MOBILE_MIN) & (other > MOBILE_MIN) & step)
    if len(mobile):
        digits, other_digits = (p[mobile, None] // _POWERS % 10 for p in (phone, other))
        levels[mobile[(digits != other_digits).sum(axis=1) == 1]] = PHONES["one_digit"]
    levels[(phone == 0) | (other == 0)] = MISSING
    return levels


def address_levels(rows: Rows, one: Array, other: Array) -> tuple[Array, Array]:
    """Return the nearest level of the four combinations of addresses, and whether a collective lives there.

    Beyond the township only two household addresses are compared: to live elsewhere is what migrants do.
    """
    best = np.full(len(one), UNKNOWN, dtype=np.int8)
    shared = np.zeros(len(one), dtype=bool)
    apart, other_apart = rows["apart"][one], rows["apart"][other]
    for first, second in SIDES:
        told = (apart | (first == "home")) & (other_apart | (second == "home"))
        at = np.flatnonzero(told)
        a, b = one[at], other[at]
        if not len(at):
            continue
        level = _place_levels(rows, (first, a), (second, b))
        if "here" in {first, second}:
            level[level > PLACES["township"]] = UNKNOWN
        collective = rows[f"{first}_collective"][a] | rows[f"{second}_collective"][b]
        before = best[at]
        shared[at] = np.where(level < before, collective, shared[at] & (collective | (level > before)))
        best[at] = np.minimum(before, level)
    best[(best == PLACES["differs"]) & (apart | other_apart)] = PLACES["other_origin"]
    best[best == UNKNOWN] = MISSING
    return best, shared & (best != MISSING)


def _place_levels(rows: Rows, first: tuple[str, Array], second: tuple[str, Array]) -> Array:
    """Level addresses of some side, (side, records) each; `UNKNOWN` where nothing can be compared."""
    pairs = {part: tuple(rows[f"{side}_{part}"][which] for side, which in (first, second)) for part in PARTS}
    known = {part: (a != 0) & (b != 0) for part, (a, b) in pairs.items()}
    equal = {part: known[part] & (a == b) for part, (a, b) in pairs.items()}
    fits = {part: equal[part] | ~known[part] for part in PARTS}
    # a number on a road is an estate whose name one side left out
    same = equal["place"] | (equal["road"] & equal["number"])
    # counties are merged and renamed; the village of one name in the township of one name stays
    county = fits["county"] | (equal["township"] & same)
    levels = np.full(len(first[1]), UNKNOWN, dtype=np.int8)
    levels[known["county"] & ~equal["county"]] = PLACES["differs"]
    levels[known["township"] & ~equal["township"] & ~known["county"]] = PLACES["differs"]
    levels[equal["county"]] = PLACES["county"]
    renamed = same & known["township"] & ~equal["township"] & county
    levels[renamed] = PLACES["township"]
    levels[renamed & equal["group"] & fits["number"]] = PLACES["place"]
    levels[equal["township"] & county] = PLACES["township"]
    place = same & fits["township"] & county
    at = np.flatnonzero(place)
    if len(at):
        no_room = (pairs["room"][0] == 0) & (pairs["room"][1] == 0)
        levels[at] = _door_levels(_doors(known, at), _doors(equal, at), no_room[at])
    return levels


def _doors(table: dict[str, Array], at: Array) -> dict[str, Array]:
    return {part: table[part][at] for part in DOORS}


def _door_levels(known: dict[str, Array], equal: dict[str, Array], no_room: Array) -> Array:
    """Level addresses in one village or estate."""
    fits = {part: equal[part] | ~known[part] for part in DOORS}
    levels = np.full(len(no_room), PLACES["place"], dtype=np.int8)
    contrary = ~fits["group"] | ~fits["building"] | (~fits["number"] & ~known["building"])
    levels[contrary] = PLACES["other_door"]
    rest = fits["group"] & fits["building"] & fits["unit"] & fits["number"]
    levels[rest & (equal["group"] | equal["building"])] = PLACES["group"]
    levels[rest & (equal["room"] | (no_room & equal["number"]))] = PLACES["door"]
    return levels

"""Comparing addresses, phones and employers: what points at a household rather than at a person."""

from __future__ import annotations

import numpy as np

from matchers.chinese.coding import Coder
from matchers.chinese.levels import ADDRESS, PHONE
from matchers.columns import Array

PLACES = {level: number for number, (level, *_) in enumerate(ADDRESS)}
PHONES = {level: number for number, (level, *_) in enumerate(PHONE)}
MISSING = -1
_UNKNOWN = 9
_POWERS = 10 ** np.arange(11, dtype=np.int64)
_MOBILE_MIN = 10**10


def phone_levels(coder: Coder, one: Array, other: Array) -> Array:
    """Return the level of each pair's phones, int8, -1 where one is missing."""
    phone, other_phone = coder.slots["phone"][one], coder.slots["phone"][other]
    generic = coder.slots["phone_generic"][one]
    levels = np.full(len(one), PHONES["differs"], dtype=np.int8)
    mobile = np.flatnonzero((phone > _MOBILE_MIN) & (other_phone > _MOBILE_MIN) & (phone != other_phone))
    if len(mobile):
        digits, other_digits = (p[mobile, None] // _POWERS % 10 for p in (phone, other_phone))
        unequal = digits != other_digits
        levels[mobile[unequal.sum(axis=1) == 1]] = PHONES["one_digit"]
    equal = phone == other_phone
    levels[equal] = np.where(generic[equal], PHONES["shared_by_many"], PHONES["equal"])
    levels[(phone == 0) | (other_phone == 0)] = MISSING
    return levels


def address_levels(coder: Coder, one: Array, other: Array) -> tuple[Array, Array, Array]:
    """Return the nearest level of the four combinations of addresses, and the chance of that agreement.

    Levels are int8, -1 where nothing can be compared; chances are log2 in millionths of a bit, 0 where the
    pool's chance holds; last, whether the nearest address is a collective household's. Beyond the township
    only two household addresses are compared: to live elsewhere is what migrants do.
    """
    home, here = coder.slots["household"], coder.slots["residence"]
    best = np.full(len(one), _UNKNOWN, dtype=np.int8)
    bits = np.zeros(len(one), dtype=np.int64)
    shared = np.zeros(len(one), dtype=bool)
    collective = coder.addresses["collective"]
    for first, second in ((home, home), (home, here), (here, home), (here, here)):
        level, chance = _place_levels(coder, first[one], second[other])
        if first is here or second is here:
            level[level > PLACES["township"]] = _UNKNOWN
        better = level < best
        best[better] = level[better]
        bits[better] = chance[better]
        shared[better] = (collective[first[one]] | collective[second[other]])[better]
    best[(best == PLACES["differs"]) & _states_origin(coder, one, other)] = PLACES["other_origin"]
    best[best == _UNKNOWN] = MISSING
    return best, bits, shared


def _states_origin(coder: Coder, one: Array, other: Array) -> Array:
    """Tell whether one of two rows gives a household address apart from its residence."""
    home, here = coder.slots["household"], coder.slots["residence"]
    apart = [(here[slots] != 0) & (here[slots] != home[slots]) for slots in (one, other)]
    return np.asarray(apart[0] | apart[1])


def _place_levels(coder: Coder, one: Array, other: Array) -> tuple[Array, Array]:
    a = coder.addresses
    both = {part: (a[part][one], a[part][other]) for part in _PARTS}
    known = {part: (x != 0) & (y != 0) for part, (x, y) in both.items()}
    equal = {part: known[part] & (x == y) for part, (x, y) in both.items()}
    fits = {part: equal[part] | ~known[part] for part in _PARTS}
    levels = np.full(len(one), _UNKNOWN, dtype=np.int8)
    levels[known["county"] & ~equal["county"]] = PLACES["differs"]
    levels[known["township"] & ~equal["township"] & ~known["county"]] = PLACES["differs"]
    levels[equal["county"]] = PLACES["county"]
    renamed = equal["place"] & known["township"] & ~equal["township"] & fits["county"]
    levels[renamed] = PLACES["township"]
    levels[renamed & equal["group"] & fits["number"]] = PLACES["place"]
    township = equal["township"] & fits["county"]
    levels[township] = PLACES["township"]
    place = equal["place"] & fits["township"] & fits["county"]
    levels[place] = PLACES["place"]
    contrary = known["group"] & ~equal["group"] | known["building"] & ~equal["building"]
    contrary |= known["number"] & ~equal["number"] & ~known["building"]
    levels[place & contrary] = PLACES["other_door"]
    rest = fits["group"] & fits["building"] & fits["unit"] & fits["number"]
    levels[place & rest & (equal["group"] | equal["building"])] = PLACES["group"]
    no_room = (both["room"][0] == 0) & (both["room"][1] == 0)
    door = place & rest & (equal["room"] | (no_room & equal["number"]))
    levels[door] = PLACES["door"]
    place_bits = np.maximum(a["place_bits"][one], a["place_bits"][other]).astype(np.int64)
    township_bits = np.maximum(a["township_bits"][one], a["township_bits"][other]).astype(np.int64)
    bits = np.where(place, place_bits, np.where(township, township_bits, 0))
    return levels, bits


_PARTS = ("county", "township", "place", "group", "number", "building", "unit", "room")

"""Comparing two phones, addresses and employers, as `comparing_contacts` does those of many pairs."""

from __future__ import annotations

from typing import Final

from matchers.chinese.coding_places import DOORS, PARTS
from matchers.chinese.comparing_contacts import MOBILE_MIN, PHONES, PLACES, SIDES, UNKNOWN
from matchers.profile import MISSING, Row

_COLUMNS: Final = {side: tuple((part, f"{side}_{part}") for part in PARTS) for side in ("home", "here")}
_TWELVE_DIGITS: Final = 10**11
_TOWNSHIP: Final = PLACES["township"]


def equal_level(one: int, other: int) -> int:
    """Return 0 for equal values, 1 for others, MISSING where one is 0."""
    return int(one != other) if one and other else MISSING


def phone_level(phone: int, other: int) -> int:
    """Return the level of two phones."""
    if not (phone and other):
        return MISSING
    if phone == other:
        return PHONES["equal"]
    if phone > MOBILE_MIN and other > MOBILE_MIN and abs(phone - other) < _TWELVE_DIGITS:
        digits, other_digits = str(phone), str(other)
        if len(digits) == len(other_digits) and sum(map(str.__ne__, digits, other_digits)) == 1:
            return PHONES["one_digit"]
    return PHONES["differs"]


def address_level(one: Row, other: Row) -> tuple[int, bool]:
    """Return the nearest level of the four combinations of addresses, and whether it is a collective's."""
    best, shared = UNKNOWN, False
    for first, second in SIDES:
        if (first == "here" and not one["apart"]) or (second == "here" and not other["apart"]):
            continue
        level = _place_level(first, one, second, other)
        if level > _TOWNSHIP and (first == "here" or second == "here"):
            level = UNKNOWN
        collective = one[f"{first}_collective"] or other[f"{second}_collective"]
        shared = collective if level < best else shared and (collective or level > best)
        best = min(best, level)
    if best == PLACES["differs"] and (one["apart"] or other["apart"]):
        best = PLACES["other_origin"]
    if best == UNKNOWN:
        return MISSING, False
    return best, shared


def _place_level(first: str, one: Row, second: str, other: Row) -> int:
    """Level two addresses, each of some side; `UNKNOWN` where nothing can be compared."""
    known: dict[str, bool] = {}
    equal: dict[str, bool] = {}
    for (part, column), (_, other_column) in zip(_COLUMNS[first], _COLUMNS[second], strict=True):
        a, b = one[column], other[other_column]
        known[part] = a != 0 and b != 0
        equal[part] = known[part] and a == b
    same = equal["place"] or (equal["road"] and equal["number"])
    county = equal["county"] or not known["county"] or (equal["township"] and same)
    if same and county and (equal["township"] or not known["township"]):
        rooms = one[f"{first}_room"], other[f"{second}_room"]
        return _door_level(known, equal, no_room=rooms == (0, 0))
    if equal["township"] and county:
        return _TOWNSHIP
    if same and county:  # in a township of another name
        fits = equal["number"] or not known["number"]
        return PLACES["place"] if equal["group"] and fits else _TOWNSHIP
    if known["county"]:
        return PLACES["county"] if equal["county"] else PLACES["differs"]
    return PLACES["differs"] if known["township"] and not equal["township"] else UNKNOWN


def _door_level(known: dict[str, bool], equal: dict[str, bool], *, no_room: bool) -> int:
    """Level addresses in one village or estate."""
    fits = {part: equal[part] or not known[part] for part in DOORS}
    if fits["group"] and fits["building"] and fits["unit"] and fits["number"]:
        if equal["room"] or (no_room and equal["number"]):
            return PLACES["door"]
        if equal["group"] or equal["building"]:
            return PLACES["group"]
    contrary = not fits["group"] or not fits["building"] or (not fits["number"] and not known["building"])
    return PLACES["other_door"] if contrary else PLACES["place"]

"""Comparing pairs: the steps, in the order in which they are worth taking, and what caps the outcome.

Owns how one field's level sets the conditions of another's. Knows no weights.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.chinese.coding import AWAY
from matchers.chinese.comparing_contacts import PHONES, PLACES, compare_contacts, equal_levels
from matchers.chinese.comparing_dates import LEVELS as DATES
from matchers.chinese.comparing_dates import birth_levels
from matchers.chinese.comparing_names import compare_names
from matchers.chinese.comparing_numbers import LEVELS as NUMBERS
from matchers.chinese.comparing_numbers import number_levels
from matchers.chinese.peoples import HAN
from matchers.columns import Array
from matchers.profile import MISSING, Cap, Comparison, Levels, Rows

PHONE_CONDITIONS: Final = ("phone", "phone|birth equal")
ADDRESSES: Final = ("address", "address|phone equal", "address|collective")
ON_ONE, ON_TWO = 0, 1
"""Levels of `roll`."""
CAPS: Final = (
    Cap("overall", "cap"),
    Cap("no_id_number", "cap_no_id"),
    Cap("name_and_birth_only", "cap_name_and_birth"),
)
OVERALL, NO_NUMBER, NAME_AND_BIRTH = range(len(CAPS))
WEAK_NUMBERS: Final = (
    MISSING, NUMBERS["masked_partly"], NUMBERS["masked_area_and_birth"], NUMBERS["masked_one_off"],
)  # fmt: skip


def _compare_numbers(rows: Rows, one: Array, other: Array, _known: Levels) -> Levels:
    birth = birth_levels(rows, one, other)
    number = number_levels(rows, one, other)
    agree = (birth == DATES["exact"]) | (birth == DATES["month"])
    return {
        "birth_date": birth,
        "id_number": np.where(agree, number, MISSING),
        "id_number|birth differs": np.where(agree, MISSING, number),
    }


def _compare_traits(rows: Rows, one: Array, other: Array, known: Levels) -> Levels:
    sex, ethnicity = rows["sex"], rows["ethnicity"]
    mine, theirs = ethnicity[one], ethnicity[other]
    kindred = np.where(mine == theirs, (mine != HAN).astype(np.int8), np.int8(2))
    kindred[(mine == 0) | (theirs == 0)] = MISSING
    roll = rows["committee"]
    rolls = equal_levels(roll[one], roll[other])
    basis = _basis_levels(rows["basis"][one], rows["basis"][other])
    told = np.maximum.reduce([known[condition] for condition in ADDRESSES]) != MISSING
    dormitory = known["address|collective"] != MISSING
    return {
        "sex": equal_levels(sex[one], sex[other]),
        "ethnicity": kindred,
        "roll": rolls,
        "basis": np.where((rolls == ON_TWO) & ~told, basis, MISSING),
        "basis|one roll": np.where((rolls == ON_ONE) & ~dormitory, basis, MISSING),
    }


def _basis_levels(one: Array, other: Array) -> Array:
    """Return how many of each pair are away from their household, MISSING where one does not tell."""
    away = (one == AWAY).astype(np.int8) + (other == AWAY)
    return np.where((one == 0) | (other == 0), np.int8(MISSING), away)


_NAMES: Final = ("name", "name|birth equal", "name|number equal")
COMPARISONS: Final = (
    Comparison(
        ("birth_date", "id_number", "id_number|birth differs"),
        _compare_numbers,
        (("birth_date", "id_number"), ("birth_date", "id_number|birth differs")),
    ),
    Comparison(_NAMES, compare_names, tuple((condition,) for condition in _NAMES)),
    Comparison(
        (*PHONE_CONDITIONS, *ADDRESSES, "employer"),
        compare_contacts,
        tuple((phone, address, "employer") for phone in PHONE_CONDITIONS for address in ADDRESSES),
    ),
    Comparison(
        ("sex", "ethnicity", "roll", "basis", "basis|one roll"),
        _compare_traits,
        (("sex", "ethnicity", "roll", "basis"), ("sex", "ethnicity", "roll", "basis|one roll")),
    ),
)


def cap_of(levels: Levels) -> Array:
    """Return for each pair which cap holds: what was compared sets how sure anybody can be."""
    number = np.maximum(levels["id_number"], levels["id_number|birth differs"])
    address = np.maximum(levels["address"], levels["address|phone equal"])
    address = np.maximum(address, levels["address|collective"])
    phone = np.maximum(*(levels[condition] for condition in PHONE_CONDITIONS))
    supported = (phone == PHONES["equal"]) | (phone == PHONES["one_digit"]) | (levels["employer"] == 0)
    supported |= (address >= 0) & (address <= PLACES["township"])
    supported |= (address == PLACES["county"]) & (levels["roll"] == ON_TWO)
    weak = np.isin(number, WEAK_NUMBERS)
    return np.where(weak, np.where(supported, NO_NUMBER, NAME_AND_BIRTH), OVERALL)

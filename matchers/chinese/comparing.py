"""Comparing pairs: the level of every field for many pairs at once.

Owns the order of the fields and how one field's level sets the conditions of another's. Knows no weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matchers.chinese.coding import Coder
from matchers.chinese.comparing_contacts import PHONES, PLACES, address_levels, phone_levels
from matchers.chinese.comparing_facts import BIRTH, birth_levels, number_levels
from matchers.chinese.comparing_names import name_levels
from matchers.columns import Array

MISSING = -1


@dataclass(frozen=True, slots=True)
class Compared:
    """Levels by field and condition, int8 of one length, -1 for missing; and chances found on the way."""

    levels: dict[str, Array]
    address_bits: Array


def compare(coder: Coder, one: Array, other: Array) -> Compared:
    """Compare pairs of slots field by field."""
    birth = birth_levels(coder, one, other)
    number = number_levels(coder, one, other)
    agree = (birth == BIRTH["exact"]) | (birth == BIRTH["month"])
    phone = phone_levels(coder, one, other)
    lent = (phone == PHONES["equal"]) | (phone == PHONES["shared_by_many"])
    address, address_bits, collective = address_levels(coder, one, other)
    name = _best_name_levels(coder, one, other)
    born_together = birth == BIRTH["exact"]
    near = (address >= 0) & (address <= PLACES["other_door"])
    levels = {
        "name": np.where(born_together, MISSING, name),
        "name|birth equal": np.where(born_together, name, MISSING),
        "birth_date": birth,
        "sex": _two_way(coder.slots["sex"], one, other),
        "ethnicity": _ethnicity_levels(coder, one, other),
        "id_number": np.where(agree, number, MISSING),
        "id_number|birth differs": np.where(agree, MISSING, number),
        "phone": phone,
        "address": np.where(lent | collective, MISSING, address),
        "address|phone equal": np.where(lent & ~collective, address, MISSING),
        "address|collective": np.where(collective, address, MISSING),
        "employer": np.where(near, MISSING, _two_way(coder.slots["employer"], one, other)),
    }
    return Compared(levels, address_bits)


def _best_name_levels(coder: Coder, one: Array, other: Array) -> Array:
    """Level the names; a former name is another reading of the name, and the better reading counts."""
    name, former = coder.slots["name"], coder.slots["former"]
    levels = name_levels(coder.names, name[one], name[other])
    for a, b in ((one, other), (other, one)):
        at = np.flatnonzero(former[a])
        if len(at):
            alternative = name_levels(coder.names, former[a[at]], name[b[at]])
            better = (alternative != MISSING) & (alternative < levels[at])
            levels[at[better]] = alternative[better]
    return levels


def _two_way(column: Array, one: Array, other: Array) -> Array:
    levels = np.asarray(column[one] != column[other]).astype(np.int8)
    levels[(column[one] == 0) | (column[other] == 0)] = MISSING
    return levels


def _ethnicity_levels(coder: Coder, one: Array, other: Array) -> Array:
    ethnicity = coder.slots["ethnicity"]
    levels = np.where(ethnicity[one] == ethnicity[other], (ethnicity[one] != 1).astype(np.int8), np.int8(2))
    levels[(ethnicity[one] == 0) | (ethnicity[other] == 0)] = MISSING
    return np.asarray(levels.astype(np.int8))

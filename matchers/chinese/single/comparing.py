"""Comparing one pair, step by step, as `comparing.COMPARISONS` do many."""

from __future__ import annotations

from typing import Final

from matchers.chinese.coding import AWAY
from matchers.chinese.comparing import (
    ADDRESSES,
    NAME_AND_BIRTH,
    NO_NUMBER,
    ON_ONE,
    ON_TWO,
    OVERALL,
    PHONE_CONDITIONS,
    WEAK_NUMBERS,
)
from matchers.chinese.comparing_contacts import BORN_ALIKE, PHONES, PLACES
from matchers.chinese.comparing_dates import LEVELS as DATES
from matchers.chinese.peoples import HAN
from matchers.chinese.single.contacts import address_level, equal_level, phone_level
from matchers.chinese.single.dates import birth_level
from matchers.chinese.single.names import name_level
from matchers.chinese.single.numbers import number_level
from matchers.profile import MISSING, LevelsOfOne, Row, Rows

_DATES_AGREE: Final = {DATES["exact"], DATES["month"]}


def compare_numbers(
    _rows: Rows, _slots: tuple[int, int], one: Row, other: Row, _known: LevelsOfOne
) -> LevelsOfOne:
    """Level birth dates and identity numbers."""
    birth, number = birth_level(one, other), number_level(one, other)
    agree = birth in _DATES_AGREE
    return {
        "birth_date": birth,
        "id_number": number if agree else MISSING,
        "id_number|birth differs": MISSING if agree else number,
    }


def compare_names(
    rows: Rows, slots: tuple[int, int], one: Row, other: Row, known: LevelsOfOne
) -> LevelsOfOne:
    """Level names, by what else is equal."""
    level = name_level(rows, slots, one, other)
    number = max(known["id_number"], known["id_number|birth differs"]) == 0
    birth = not number and known["birth_date"] == 0
    return {
        "name": MISSING if number or birth else level,
        "name|birth equal": level if birth else MISSING,
        "name|number equal": level if number else MISSING,
    }


def compare_contacts(
    _rows: Rows, _slots: tuple[int, int], one: Row, other: Row, known: LevelsOfOne
) -> LevelsOfOne:
    """Level phones, addresses and, where the addresses say nothing, employers."""
    phone = phone_level(one["phone"], other["phone"])
    address, collective = address_level(one, other)
    born_alike = known["birth_date"] == BORN_ALIKE
    lent, near = phone == PHONES["equal"], 0 <= address <= PLACES["other_door"]
    return {
        "phone": MISSING if born_alike else phone,
        "phone|birth equal": phone if born_alike else MISSING,
        "address": MISSING if lent or collective else address,
        "address|phone equal": address if lent and not collective else MISSING,
        "address|collective": address if collective else MISSING,
        "employer": MISSING if near else equal_level(one["employer"], other["employer"]),
    }


def compare_traits(
    _rows: Rows, _slots: tuple[int, int], one: Row, other: Row, known: LevelsOfOne
) -> LevelsOfOne:
    """Level sex, people, roll and basis."""
    mine, theirs = one["ethnicity"], other["ethnicity"]
    kindred = MISSING
    if mine and theirs:
        kindred = 2 if mine != theirs else int(mine != HAN)
    roll = equal_level(one["committee"], other["committee"])
    bases = one["basis"], other["basis"]
    basis = bases.count(AWAY) if all(bases) else MISSING
    told = any(known[condition] != MISSING for condition in ADDRESSES)
    dormitory = known["address|collective"] != MISSING
    return {
        "sex": equal_level(one["sex"], other["sex"]),
        "ethnicity": kindred,
        "roll": roll,
        "basis": basis if roll == ON_TWO and not told else MISSING,
        "basis|one roll": basis if roll == ON_ONE and not dormitory else MISSING,
    }


def cap_of_one(levels: LevelsOfOne) -> int:
    """Return which cap holds for a pair."""
    if max(levels["id_number"], levels["id_number|birth differs"]) not in WEAK_NUMBERS:
        return OVERALL
    address = max(levels["address"], levels["address|phone equal"], levels["address|collective"])
    phone = max(levels[condition] for condition in PHONE_CONDITIONS)
    supported = phone in {PHONES["equal"], PHONES["one_digit"]} or levels["employer"] == 0
    supported |= address == PLACES["county"] and levels["roll"] == ON_TWO
    return NO_NUMBER if supported or 0 <= address <= PLACES["township"] else NAME_AND_BIRTH

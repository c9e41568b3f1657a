"""Blocking keys: which mistakes they survive, and that they depend on the record alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Record
from matchers.latin.keys import KEYS, TWINS, keys_of, more_keys_of
from tests.matchers.latin.rolls import MARY, records, rows_of


def keys_by_name(record: Record) -> dict[str, set[int]]:
    rows, which = rows_of([record]), np.array([0])
    found = {name: {int(key)} - {0} for name, key in zip(KEYS, keys_of(rows, which)[0], strict=True)}
    found["id"] |= {*more_keys_of(rows, which)[1].tolist()}
    return found


def shared(one: Record, other: Record) -> set[str]:
    """Return the names of the first record's keys that the second has, under whatever name."""
    mine, theirs = keys_by_name(one), keys_by_name(other)
    every = set().union(*theirs.values())
    return {name for name, keys in mine.items() if keys & every}


NOTHING_ELSE = Record("100002", "Xavier, Zoe")


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789", min_size=5, max_size=16).filter(lambda t: len(set(t)) > 1), st.data())
def test_an_identifier_with_any_one_slip_meets_the_true_one(number: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(number) - 1))
    sign = data.draw(st.sampled_from("0123456789"))
    slips = (
        number[:at] + sign + number[at + 1 :],
        number[:at] + sign + number[at:],
        number[:at] + number[at + 1 :],
        number[: at - 1] + number[at] + number[at - 1] + number[at + 1 :] if at else number,
    )
    for slip in slips:
        if len(set(slip)) > 1 and len(slip) <= 16:
            damaged = replace(NOTHING_ELSE, id_number=slip)
            assert "id" in shared(replace(MARY, id_number=number), damaged), slip


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"name": "Margaret Featherstone"}, "names_birth"),
        ({"name": "Margaret, Featherstone"}, "names_birth"),
        ({"name": "Fetherston, Margret"}, "sounds_birth"),
        ({"name": "Featherstone, Peggy"}, "sounds_birth"),
        ({"birth_date": "1956-09-04"}, "sounds_digits"),
        ({"birth_date": "1965-04-09"}, "sounds_digits"),
        ({"birth_date": "1956-12-25"}, "names_year"),
        ({"birth_date": "1961-04-09"}, "sounds_day"),
        ({"name": "Lindqvist, Margaret"}, "birth_start"),
        ({"name": "Featherstone, Zoe"}, "birth_start2"),
        ({"name": "Xu, Zoe"}, "birth_area"),
        ({"birth_date": "", "household_address": "4/17 Wattle St, 2024"}, "names_place"),
        ({"birth_date": "", "name": "Fetherston, Margret"}, "house"),
        ({"birth_date": "", "name": "Lindqvist, Margaret", "household_address": "17, 2042"}, "house_start"),
        (
            {"household_address": "9 Banksia Rd, Perth 6000", "birth_date": "", "id_number": "xxx-xx-7735"},
            "id_end_given",
        ),
    ],
)
def test_a_person_is_found_in_spite_of_mistakes(changes: dict[str, str], key: str) -> None:
    # given a second registration without identifier and telephone
    again = replace(MARY, committee="100002", **{"id_number": "", "phone": "", **changes})
    assert key in shared(MARY, again)


def test_one_phone_and_a_former_surname_bring_records_together() -> None:
    assert "phone" in shared(MARY, replace(NOTHING_ELSE, phone=MARY.phone))
    married = replace(
        NOTHING_ELSE, name="Lindqvist, Margaret", former_name="Featherstone", birth_date="1956-12-25"
    )
    assert "sounds_year" in shared(MARY, married)


def test_nobody_without_anything_in_common_meets() -> None:
    assert shared(MARY, NOTHING_ELSE) == set()
    assert shared(Record("1", ""), Record("1", "")) == set()


@settings(max_examples=80, deadline=None)
@given(st.lists(records, min_size=1, max_size=8))
def test_keys_depend_on_the_record_alone(roll: list[Record]) -> None:
    rows = rows_of(roll)
    matrix = keys_of(rows, np.arange(len(roll)))
    assert matrix.shape == (len(roll), len(KEYS))
    assert matrix.dtype == np.uint64
    for place, record in enumerate(roll):
        alone = rows_of([record])
        assert np.array_equal(matrix[place], keys_of(alone, np.array([0]))[0])


def test_a_key_is_divided_by_keys_that_hold_more() -> None:
    everything = keys_by_name(MARY)
    assert {twin for twins in TWINS.values() for twin in twins} <= set(KEYS)
    assert all(everything[twin] for twins in TWINS.values() for twin in twins if "former" not in twin)

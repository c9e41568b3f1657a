"""Comparing: tables of examples, and the laws that hold whatever stands in the cells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Record
from matchers.columns import Array
from matchers.latin.levels import LEVELS
from matchers.latin.profile import LATIN
from matchers.profile import MISSING
from matchers.training import levels_of
from tests.matchers.latin.rolls import MARY, records, rows_of


def named_levels(one: Record, other: Record) -> dict[str, str]:
    """Return the name of the level of every condition that holds."""
    found = levels_of(LATIN, rows_of([one, other]), np.array([0]), np.array([1]))
    return {c: LEVELS[c][int(level[0])][0] for c, level in found.items() if level[0] != MISSING}


def level(field: str, one: str, other: str) -> str:
    """Return the level of two values of one field, everything else being absent."""
    column = {"given_name": "name", "surname": "name", "middle_name": "name", "suffix": "name"}.get(
        field, field
    )
    column = {"locality": "household_address", "street": "household_address"}.get(column, column)
    column = {"street_number": "household_address", "unit": "household_address"}.get(column, column)
    name = {"name": ""} if column != "name" else {}
    pair = (Record("1", **{**name, column: value}) for value in (one, other))
    found = {c.partition("|")[0]: name for c, name in named_levels(*pair).items()}
    return found.get(field, "")


@pytest.mark.parametrize(
    ("field", "one", "other", "expected"),
    [
        ("given_name", "Smith, Margaret", "Smith, Margaret Ann", "exact"),
        ("given_name", "Smith, Mary Ann", "Smith, Mary-Ann", "exact"),
        ("given_name", "Smith, Maryann", "Smith, Mary Ann", "exact"),
        ("given_name", "Smith, Peggy", "Smith, Margaret", "nickname"),
        ("given_name", "Smith, Margaret", "Smith, Margarte", "one_edit"),
        ("given_name", "Smith, Catherine", "Smith, Kathryn", "sound"),
        ("given_name", "Smith, M", "Smith, Margaret", "initial"),
        ("given_name", "Smith, Marg", "Smith, Margo", "nickname"),
        ("given_name", "Smith, Bernadette", "Smith, Bernardetta", "similar"),
        ("given_name", "Smith, Ann", "Smith, Margaret Ann", "middle_used"),
        ("given_name", "Smith, Margaret", "Margaret, Smith", "swapped"),
        ("given_name", "Smith, Margaret", "Margret, Smith", "swapped"),
        ("given_name", "Smith, Jo", "Smith, Xi", "differs"),
        ("given_name", "Smith,", "Smith, Margaret", ""),
        ("surname", "Smith, Ann", "SMITH, Ann", "exact"),
        ("surname", "O'Brien, Ann", "Obrien, Ann", "exact"),
        ("surname", "de la Cruz, Ana", "Delacruz, Ana", "exact"),
        ("surname", "Mac Donald, Ann", "MacDonald, Ann", "exact"),
        ("surname", "Featherstone, Ann", "Fetherstone, Ann", "one_edit"),
        ("surname", "Macintosh, Ann", "McIntosh, Ann", "one_edit"),
        ("surname", "Lee, Ann", "Leigh, Ann", "sound"),
        ("surname", "Smith-Jones, Ann", "Jones, Ann", "part"),
        ("surname", "Wuchatsch, Ann", "Wachatsh, Ann", "similar"),
        ("surname", "Smith, Ann", "Featherstone, Ann", "differs"),
        ("surname", "Smith, Margaret", "Margaret, Smith", "exact"),
        ("middle_name", "Smith, Ann May", "Smith, Ann May", "equal"),
        ("middle_name", "Smith, Ann M", "Smith, Ann May", "initial"),
        ("middle_name", "Smith, Ann May", "Smith, Ann Rose", "differs"),
        ("middle_name", "Smith, Ann", "Smith, Ann Rose", ""),
        ("suffix", "Smith, John Jr", "Smith, John II", "equal"),
        ("suffix", "Smith, John Jr", "Smith, John", "one_sided"),
        ("suffix", "Smith, John Jr", "Smith, John Sr", "differs"),
        ("suffix", "Smith, John", "Smith, John", ""),
        ("birth_date", "1956-04-09", "9 April 1956", "exact"),
        ("birth_date", "1956-04-09", "1956-09-04", "day_month_swapped"),
        ("birth_date", "1956-04-09", "1965-04-09", "digits_swapped"),
        ("birth_date", "1956-04-09", "1956-04-08", "one_digit"),
        ("birth_date", "1956-04-09", "1961-04-09", "year_off"),
        ("birth_date", "1956-04-09", "1956-01-01", "placeholder"),
        ("birth_date", "1956-04-09", "1956-04-23", "same_month"),
        ("birth_date", "1956-04-09", "1999-04-09", "same_day"),
        ("birth_date", "1956-04-09", "1956-12-23", "same_year"),
        ("birth_date", "1956-04-09", "1983-12-23", "differs"),
        ("birth_date", "1956-04-09", "April 1956", "month"),
        ("birth_date", "1956-04-09", "1956", "year"),
        ("birth_date", "1956-04-09", "", ""),
        ("id_number", "482-91-7735", "482917735", "exact"),
        ("id_number", "482-91-7735", "482-91-7753", "one_slip"),
        ("id_number", "482-91-7735", "482-91-775", "one_slip"),
        ("id_number", "482-91-7735", "428-91-7753", "two_slips"),
        ("id_number", "482-91-7735", "917-35-4821", "differs"),
        ("id_number", "482-91-7735", "xxx-xx-7735", "end_equal"),
        ("id_number", "482-91-7735", "xxx-xx-7753", "end_one_slip"),
        ("id_number", "482-91-7735", "xxx-xx-1264", "end_differs"),
        ("id_number", "482-91-7735", "", ""),
        ("phone", "(02) 9876 5432", "+61 2 9876 5432", "equal"),
        ("phone", "(02) 9876 5432", "(02) 9876 5423", "one_digit"),
        ("phone", "(02) 9876 5432", "(02) 5555 1234", "differs"),
        ("locality", "17, 2042", "17, 2042", "equal"),
        ("locality", "17, 2042", "17, 2024", "digits_swapped"),
        ("locality", "17, 2042", "17, 2043", "one_digit"),
        ("locality", "17, 2042", "17, 6155", "differs"),
        ("locality", "1 A St, Newtown 2042", "1 A St, Enmore 2042", "postcode"),
        ("locality", "1 A St, Newtown 2042", "1 A St, Newtwon 3199", "suburb"),
        ("locality", "1 A St, Newtown NSW", "1 A St, Dubbo NSW", "state"),
        ("locality", "17", "17, 2042", ""),
        ("street", "17 Wattle St, 2042", "17 Wattle Street, 2042", "equal"),
        ("street", "17 Wattle St, 2042", "17 Watle St, 2042", "similar"),
        ("street", "17 Wattle St, 2042", "17 Banksia Rd, 2042", "differs"),
        ("street_number", "17, 2042", "71, 2042", "digits_swapped"),
        ("street_number", "17, 2042", "7, 2042", "one_digit"),
        ("street_number", "17, 2042", "204, 2042", "differs"),
        ("unit", "4/17 Wattle St, 2042", "Unit 4, 17 Wattle St, 2042", "equal"),
        ("unit", "4/17 Wattle St, 2042", "5/17 Wattle St, 2042", "differs"),
        ("unit", "4/17 Wattle St, 2042", "5/19 Wattle St, 2042", ""),
        ("sex", "F", "female", "equal"),
        ("sex", "F", "man", "differs"),
        ("sex", "F", "x", ""),
        ("employer", "Harbour Ferries", "HARBOUR-FERRIES", "equal"),
        ("employer", "retired", "Retired", ""),
    ],
)
def test_values_agree_as_far_as_they_do(field: str, one: str, other: str, expected: str) -> None:
    assert level(field, one, other) == expected
    assert level(field, other, one) == expected


def test_a_former_surname_is_another_reading_of_the_surname() -> None:
    married = replace(MARY, name="Lindqvist, Margaret", former_name="Featherstone, Margaret")
    assert named_levels(MARY, married)["surname|women"] == "exact"
    assert named_levels(MARY, replace(married, former_name=""))["surname|women"] == "differs"


def test_the_nearest_of_two_addresses_counts() -> None:
    moved = replace(
        MARY, household_address="9 Banksia Rd, Perth WA 6000", residence_address=MARY.household_address
    )
    found = named_levels(MARY, moved)
    assert (found["locality"], found["street|near"], found["unit"]) == ("equal", "equal", "equal")


def test_of_two_crossings_as_near_the_one_that_names_a_unit_counts() -> None:
    # given the same two addresses, home and residence the other way round, one of them without the flat
    one = replace(MARY, residence_address="17 Wattle St, Newtown, NSW 2042")
    other = replace(one, household_address=one.residence_address, residence_address=MARY.household_address)
    assert named_levels(one, other)["unit"] == named_levels(other, one)["unit"] == "equal"


def test_one_condition_holds_of_a_field_at_once() -> None:
    found = named_levels(MARY, replace(MARY, household_address="17 Wattle St, Perth WA 6000"))
    fields = [condition.partition("|")[0] for condition in found]
    assert len(fields) == len(set(fields))
    assert "street|far" in found


def _both_ways(pair: list[Record]) -> tuple[dict[str, Array], dict[str, Array]]:
    rows, one, other = rows_of(pair), np.array([0]), np.array([1])
    return levels_of(LATIN, rows, one, other), levels_of(LATIN, rows, other, one)


@settings(deadline=None, max_examples=300)
@given(st.lists(records, min_size=2, max_size=2))
def test_comparing_is_symmetric_and_levels_are_of_the_table(pair: list[Record]) -> None:
    there, back = _both_ways(pair)
    for condition, rows in LEVELS.items():
        assert there[condition].dtype == np.int8
        assert int(there[condition][0]) == int(back[condition][0])
        assert MISSING <= int(there[condition][0]) < len(rows)


@settings(deadline=None, max_examples=150)
@given(records)
def test_a_record_agrees_with_itself_wherever_it_says_anything(record: Record) -> None:
    # a state alone is the same state, and no more is known of the place
    there, _ = _both_ways([record, record])
    farther = {c: LEVELS[c][int(found[0])][0] for c, found in there.items() if found[0] > 0}
    assert farther in ({}, {"locality": "state"})


@settings(deadline=None, max_examples=100)
@given(st.lists(records, min_size=3, max_size=6))
def test_pairs_compare_the_same_alone_and_in_company(roll: list[Record]) -> None:
    rows = rows_of(roll)
    one, other = np.triu_indices(len(roll), 1)
    together = levels_of(LATIN, rows, one, other)
    for place in range(len(one)):
        alone = levels_of(LATIN, rows, one[[place]], other[[place]])
        assert {c: int(found[0]) for c, found in alone.items()} == {
            c: int(found[place]) for c, found in together.items()
        }


@settings(deadline=None, max_examples=100)
@given(st.lists(records, min_size=2, max_size=2))
def test_steps_say_which_conditions_can_hold_at_once(pair: list[Record]) -> None:
    there, _ = _both_ways(pair)
    held = {condition for condition, found in there.items() if found[0] != MISSING}
    for step in LATIN.comparisons:
        mine = held & set(step.conditions)
        assert not step.together or any(mine <= set(some) for some in step.together)

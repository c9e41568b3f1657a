"""Chances by value: what the tables count, and what follows for pairs."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from matchers import Record
from matchers.latin.chances import BY_VALUE, LatinChances
from matchers.latin.frequency import count
from matchers.latin.levels import LEVELS, NUMBERS
from matchers.latin.profile import LATIN
from matchers.training import levels_of
from tests.matchers.latin.rolls import MARY, rows_of

DAYS = [f"1956-04-{1 + i % 28:02}" for i in range(400)]
ROLL = [
    *(replace(MARY, name="Smith, Mary", id_number="", birth_date=day) for day in DAYS),
    *(replace(MARY, name="Featherstone, Zenobia", phone="") for _ in range(2)),
    *(replace(MARY, name="Smyth, Mary", phone="") for _ in range(20)),
    replace(MARY, name="Featherstoe, Zenobai", phone=""),
]  # fmt: skip


def bits(condition: str, one: Record, other: Record) -> float:
    """Return log2 of the chance of the pair's level under tables counted on the roll, 0 for the pool's."""
    rows = rows_of([*ROLL, one, other])
    chances = LatinChances(count(rows, np.arange(len(ROLL))))
    pair = np.array([len(ROLL)]), np.array([len(ROLL) + 1])
    levels = levels_of(LATIN, rows, *pair)[condition]
    return float(chances.of(condition, levels, rows, *pair)[0]) / 1e6


def test_tables_count_each_value_and_leave_out_what_is_rare() -> None:
    rows = rows_of(ROLL)
    tables = count(rows, np.arange(len(ROLL)))
    assert tables["surname"] == {"smith": 400, "smyth": 20}
    assert tables["given"]["mary"] == 420
    assert tables["place"]["2042"] == tables["place"]["suburb newtown"] == len(ROLL)
    assert tables["totals"]["surname"] == len(ROLL)
    assert [*tables["phone"].values()] == [400]
    assert "9876" not in str(tables["phone"])


def test_counting_in_another_order_gives_the_same_tables() -> None:
    rows, order = rows_of(ROLL), np.arange(len(ROLL))
    assert count(rows, order) == count(rows, order[::-1])


def test_a_common_name_is_more_likely_by_chance_than_a_rare_one() -> None:
    common = bits("surname|women", ROLL[0], ROLL[1])
    rare = bits("surname|women", ROLL[400], ROLL[401])
    assert common == pytest.approx(math.log2(400 / 423), abs=5)
    assert rare < common - 5


def test_a_slip_of_a_common_name_into_another_common_name_says_less_than_into_none() -> None:
    into_none = bits("surname|women", ROLL[400], ROLL[-1])
    into_common = bits("surname|women", ROLL[0], ROLL[410])
    assert into_none < into_common < 0


def test_names_in_each_others_place_are_as_rare_as_the_names() -> None:
    swapped = replace(MARY, name="Zenobia, Featherstone", birth_date="")
    assert bits("given_name", ROLL[400], swapped) < bits(
        "given_name", ROLL[410], replace(swapped, name="Mary, Smyth")
    )


def test_what_was_not_given_has_no_chance_of_its_own() -> None:
    nobody = Record("1", "")
    assert {condition for condition in BY_VALUE if bits(condition, nobody, nobody)} == set()


@pytest.mark.parametrize("condition", BY_VALUE)
def test_no_chance_is_below_the_least_that_is_promised(condition: str) -> None:
    rows = rows_of([*ROLL, Record("1", "")])
    chances = LatinChances(count(rows, np.arange(len(ROLL))))
    every = np.arange(len(ROLL) + 1)
    for number in NUMBERS[condition].values():
        levels = np.full(len(every), number, dtype=np.int8)
        found = chances.of(condition, levels, rows, every, every[::-1])
        assert int(found.min()) >= chances.least(condition)
        assert int(found.max()) <= 0


def test_without_tables_the_shipped_means_hold() -> None:
    rows = rows_of(ROLL)
    none, levels = LatinChances({}), np.zeros(1, dtype=np.int8)
    one, other = np.array([0]), np.array([1])
    assert all(none.of(condition, levels, rows, one, other)[0] <= 0 for condition in BY_VALUE)
    assert set(BY_VALUE) <= set(LEVELS)

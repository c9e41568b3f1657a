"""The profile under the engine: people that a reviewer would know apart, with the shipped model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchers import Engine, Model, Record
from tests.matchers.latin.rolls import MARY

JOHN = Record(
    committee="100001",
    name="John Quentin Abernathy Sr",
    sex="M",
    birth_date="1948-02-11",
    household_address="3 Banksia Road, Dubbo, NSW 2830",
)
SAME = {
    "nickname": replace(MARY, name="Peggy Featherstone"),
    "misspelt": replace(MARY, name="Fetherstone, Margret A", id_number="482-91-7753"),
    "names swapped": replace(MARY, name="Margaret, Featherstone", phone=""),
    "married and moved": replace(
        MARY, name="Lindqvist, Margaret Ann", household_address="9 Banksia Rd, Perth, WA 6000", phone=""
    ),
    "day and month swapped, no identifier": replace(MARY, birth_date="1956-09-04", id_number=""),
}
OTHERS = {
    "husband": Record(
        "100002", "Featherstone, George", sex="M", birth_date="1954-11-30", id_number="113-40-2286",
        household_address=MARY.household_address, phone=MARY.phone,
    ),
    "twin": replace(MARY, name="Featherstone, Dorothy May", id_number="482-91-7741"),
    "namesake": Record(
        "100002", "Featherstone, Margaret", sex="F", birth_date="1981-07-22", id_number="905-33-1874",
        household_address="80 Ocean Parade, Cairns, QLD 4870",
    ),
}  # fmt: skip


def assessed(one: Record, other: Record) -> tuple[float, str]:
    engine = Engine(Model.default("latin"))
    engine.put([0, 1], [one, other], [0, 0])
    (pair,) = engine.score_pairs([0], [1])
    return pair.probability, pair.verdict


@pytest.mark.parametrize("case", SAME)
def test_one_person_is_known_again(case: str) -> None:
    probability, verdict = assessed(MARY, replace(SAME[case], committee="100002"))
    assert probability > 0.9
    assert verdict == "same_person"


@pytest.mark.parametrize("case", OTHERS)
def test_kin_and_namesakes_are_told_apart(case: str) -> None:
    probability, verdict = assessed(MARY, OTHERS[case])
    assert probability < 0.1
    assert verdict != "same_person"


def test_father_and_son_of_one_name_at_one_door_are_two() -> None:
    son = replace(JOHN, name="Abernathy, John Quentin, Jr", birth_date="1975-06-30")
    probability, verdict = assessed(JOHN, son)
    assert probability < 0.05
    assert verdict == "same_household"


def test_the_engine_brings_one_person_together_by_every_case() -> None:
    for again in SAME.values():
        engine = Engine(Model.default("latin"))
        engine.put([0, 1], [MARY, replace(again, committee="100002")], [0, 0])
        assert [(pair.left, pair.right) for pair in engine.pairs_of([1])] == [(0, 1)]


def test_name_and_birth_date_alone_are_never_believed_beyond_the_cap() -> None:
    bare = Record("100001", "Featherstone, Margaret Ann", birth_date="1956-04-09")
    probability, _ = assessed(bare, replace(bare, committee="100002"))
    assert probability <= Model.default("latin").thresholds.cap_name_and_birth

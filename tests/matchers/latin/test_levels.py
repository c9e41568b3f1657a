"""The shipped table: what holds of any table of chances, whatever the numbers are."""

from __future__ import annotations

import pytest

from matchers.latin.levels import LEVELS


@pytest.mark.parametrize("condition", LEVELS)
def test_the_levels_of_a_condition_share_out_each_class(condition: str) -> None:
    for place in (1, 2, 3):
        assert sum(float(row[place]) for row in LEVELS[condition]) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("condition", LEVELS)
def test_the_closest_level_speaks_for_one_person_and_the_last_against(condition: str) -> None:
    _, same, _, stranger = LEVELS[condition][0]
    _, last_same, _, last_stranger = LEVELS[condition][-1]
    assert same > stranger
    assert last_same < last_stranger or condition == "suffix"


def test_every_condition_is_of_a_field_that_has_its_plain_condition() -> None:
    plain = {condition for condition in LEVELS if "|" not in condition}
    assert {condition.partition("|")[0] for condition in LEVELS} == plain

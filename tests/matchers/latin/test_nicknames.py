from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.latin.nicknames import full_form, stand_for_each_other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bill", "william"),
        ("bill", "liam"),
        ("peggy", "margaret"),
        ("dick", "richard"),
        ("betsy", "elizabeth"),
        ("jack", "john"),
        ("sasha", "alexander"),
        ("sasha", "alexandra"),
        ("chris", "christine"),
        ("kate", "catherine"),
    ],
)
def test_a_nickname_stands_for_its_full_form_both_ways(one: str, other: str) -> None:
    assert stand_for_each_other(one, other)
    assert stand_for_each_other(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("bill", "robert"), ("alice", "alison"), ("alexander", "alexandra"), ("zoe", "zoe x")]
)
def test_names_without_a_full_form_in_common_do_not(one: str, other: str) -> None:
    assert not stand_for_each_other(one, other)


def test_only_a_nickname_of_one_name_is_written_out() -> None:
    assert full_form("peggy") == "margaret"
    assert full_form("chris") == "chris"
    assert full_form("zebedee") == "zebedee"


@given(st.sampled_from(["bill", "william", "peggy", "alex", "al", "zebedee", ""]))
def test_writing_out_twice_is_writing_out_once(name: str) -> None:
    assert full_form(full_form(name)) == full_form(name)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.cases import case_id_of
from events.registrations import RegistrationKey, roll_prefix
from tests.examples import key

parts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(parts, st.sampled_from(["county", "township"]), parts, parts)
def test_a_key_can_be_read_back_from_its_stream(cycle: str, level: str, committee: str, number: str) -> None:
    one = RegistrationKey(cycle, level, committee, number)
    assert RegistrationKey.from_stream_id(one.stream_id) == one


@given(parts, parts)
def test_different_numbers_have_different_streams(one: str, other: str) -> None:
    assert (key(one).stream_id == key(other).stream_id) == (one == other)


def test_the_streams_of_a_roll_lie_together_in_the_order_of_its_numbers() -> None:
    streams = [key(f"{n:04d}").stream_id for n in range(20)]
    assert streams == sorted(streams)
    assert all(stream.startswith(roll_prefix("2026", "county", "340123")) for stream in streams)


def test_a_slash_in_a_number_does_not_reach_into_another_roll() -> None:
    assert key("x/../310115/1").stream_id.count("/") == key("1").stream_id.count("/")


def test_another_kind_of_stream_is_no_registration() -> None:
    with pytest.raises(ValueError, match="not a registration"):
        RegistrationKey.from_stream_id("case/2026/county/340123/1")


def test_a_case_has_one_id_whichever_way_round_its_pair_is_named() -> None:
    one, other = key("1", "340123"), key("2", "310115")
    assert case_id_of(one, other) == case_id_of(other, one)
    assert case_id_of(one, other) != case_id_of(one, key("3", "310115"))
    assert len(case_id_of(one, other)) == 16

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Record
from matchers.chinese.keys import keys_of, more_keys_of
from matchers.chinese.profile import CHINESE
from matchers.chinese.single.keys import keys_of_one
from tests.matchers.chinese.registers import near_records, records, rows_of
from tests.matchers.voters import ZHANG


def assert_keyed_alike(registered: list[Record]) -> None:
    rows = rows_of(registered)
    slots = np.arange(rows.size)
    matrix = keys_of(rows, slots)
    places, more = more_keys_of(rows, slots)
    for place, slot in enumerate(slots.tolist()):
        expected = [key for key in matrix[place].tolist() if key] + more[places == place].tolist()
        assert keys_of_one(rows, slot, rows.row(slot)) == expected


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(near_records, records), min_size=1, max_size=12))
def test_a_record_has_the_keys_alone_that_it_has_among_many(registered: list[Record]) -> None:
    assert_keyed_alike(registered)


def test_odd_ways_of_writing_have_the_same_keys_alone() -> None:
    assert_keyed_alike([*CHINESE.examples, replace(ZHANG, former_name="买买提·艾力"), Record("", "")])

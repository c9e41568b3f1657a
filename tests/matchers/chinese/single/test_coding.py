import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Record
from matchers.chinese.coding import COLUMNS, TEXT_COLUMNS, code
from matchers.chinese.profile import CHINESE
from matchers.chinese.single.coding import code_one
from tests.matchers.chinese.registers import near_records, records


def assert_coded_alike(registered: list[Record]) -> None:
    many = code(registered)
    for at, record in enumerate(registered):
        one = code_one(record)
        for column, (kind, _) in COLUMNS.items():
            by_array, alone = many.columns[column][at], one.columns[column][0]
            if column in TEXT_COLUMNS:
                assert many.texts[by_array] == one.texts[alone], column
            else:
                assert np.array_equal(by_array, np.array(alone, dtype=kind)), column


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(near_records, records), max_size=12))
def test_a_record_is_coded_alone_as_it_is_among_many(registered: list[Record]) -> None:
    assert_coded_alike(registered)


def test_odd_ways_of_writing_are_coded_alone_as_they_are_among_many() -> None:
    assert_coded_alike([*CHINESE.examples, Record(committee="", name="")])

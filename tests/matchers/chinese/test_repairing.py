import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.chinese.coding_numbers import code_numbers
from matchers.chinese.identity_numbers import read_identity_number, repairs
from matchers.chinese.repairing import repaired
from tests.matchers.chinese.registers import numbers, written_numbers


def texts(digits: np.ndarray) -> list[str]:
    return ["".join("0123456789X"[d] for d in row[:18]) for row in digits.tolist()]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(numbers, written_numbers), max_size=12))
def test_repairs_of_a_batch_are_those_of_each(raws: list[str]) -> None:
    coded = code_numbers(raws)
    places, digits = repaired(coded.kind, coded.digits)
    found: list[set[str]] = [set() for _ in raws]
    for place, text in zip(places.tolist(), texts(digits), strict=True):
        found[place].add(text)
    assert found == [set(repairs(read_identity_number(raw))) for raw in raws]

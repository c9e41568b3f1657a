from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Engine, Model, Record
from matchers.chinese.profile import CHINESE
from matchers.scoring import NO_FLOOR, Scorer, Scores
from matchers.training import count
from tests.matchers.chinese.registers import near_records, records


def weighed_both_ways(
    registered: list[Record], floor: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[Scores, Scores]:
    engine = Engine(Model.default())
    engine.put(range(len(registered)), registered, [0] * len(registered))
    model = count(engine, Model.default())
    one, other = np.array(list(combinations(range(len(registered)), 2))).T
    monkeypatch.setattr("matchers.scoring.FEW", len(one))
    alone = Scorer(CHINESE, model).score(engine.rows, one, other, floor)
    by_arrays = Scorer(replace(CHINESE, single=None), model).score(engine.rows, one, other, floor)
    return alone, by_arrays


def assert_equal(alone: Scores, by_arrays: Scores) -> None:
    for name in ("kept", "strangers", "same", "household", "cap"):
        assert getattr(alone, name).tolist() == getattr(by_arrays, name).tolist(), name
    for name in ("levels", "parts", "kin_parts"):
        columns, arrays = getattr(alone, name), getattr(by_arrays, name)
        if len(alone.kept):
            assert list(columns) == list(arrays)
        for condition, column in columns.items():
            assert column.tolist() == arrays[condition].tolist(), (name, condition)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(near_records, records), min_size=2, max_size=10))
def test_a_pair_weighs_alone_what_it_weighs_among_many(registered: list[Record]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert_equal(*weighed_both_ways([*registered, *CHINESE.examples], NO_FLOOR, monkeypatch))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(near_records, records), min_size=2, max_size=10))
def test_a_pair_is_dropped_alone_where_it_is_dropped_among_many(registered: list[Record]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert_equal(*weighed_both_ways(registered, -10_000_000, monkeypatch))

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.evaluation import disparity_of

GROUPS = st.lists(st.tuples(st.integers(0, 200), st.integers(200, 5_000)), min_size=2, max_size=6)


def test_the_ratio_is_that_of_the_extreme_groups() -> None:
    found = disparity_of([40, 20, 30], [1000, 1000, 1000])
    assert found is not None
    assert (found.worst, found.best) == (0, 1)
    assert found.ratio == pytest.approx(40.5 / 20.5)
    spread = 1.96 * math.sqrt(1 / 40.5 - 1 / 1000.5 + 1 / 20.5 - 1 / 1000.5)
    assert (found.low, found.high) == pytest.approx(
        (found.ratio * math.exp(-spread), found.ratio * math.exp(spread)), rel=1e-4
    )


def test_equal_groups_are_within_what_chance_gives() -> None:
    found = disparity_of([30, 30], [1000, 1000])
    assert found is not None
    assert found.ratio == 1.0
    assert 1.0 < found.by_chance < 2.5


@pytest.mark.parametrize(
    ("hits", "totals"), [([], []), ([5], [100]), ([0, 0], [100, 100]), ([1, 2], [500, 500]), ([0, 0], [0, 0])]
)
def test_too_few_mistakes_or_groups_are_not_compared(hits: list[int], totals: list[int]) -> None:
    assert disparity_of(hits, totals) is None


def test_mistakes_that_come_in_twos_tell_half_as_much() -> None:
    single, double = disparity_of([80, 40], [1000, 1000]), disparity_of([80, 40], [1000, 1000], clump=2)
    assert single is not None
    assert double is not None
    assert double.ratio == single.ratio
    assert double.high > single.high
    assert double.by_chance > single.by_chance
    assert disparity_of([8, 8], [1000, 1000], clump=2) is None


@given(GROUPS)
def test_bounds_hold_and_the_order_of_groups_does_not_matter(groups: list[tuple[int, int]]) -> None:
    one = disparity_of([h for h, _ in groups], [n for _, n in groups])
    turned = groups[::-1]
    other = disparity_of([h for h, _ in turned], [n for _, n in turned])
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.low <= one.ratio <= one.high
        assert one.ratio >= 1
        assert one.by_chance >= 1
        assert one.ratio == pytest.approx(other.ratio)

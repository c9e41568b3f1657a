from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.evaluation import Judged, curve_of, metrics_at, recall_at_precision
from tests.matchers.evaluation.judging import any_pairs, judged, shuffled

THRESHOLDS = st.floats(0.001, 1.0)


def test_metrics_count_what_was_found_missed_and_flagged_wrongly() -> None:
    pairs = judged((0.9, True), (0.6, False), (0.5, True), (0.3, True), (0.0, True), (0.2, False))
    at_half = metrics_at(pairs, 0.5)
    assert (at_half.flagged, at_half.found, at_half.false, at_half.missed, at_half.true) == (3, 2, 1, 2, 4)
    assert at_half.precision.value == pytest.approx(2 / 3)
    assert at_half.recall.value == pytest.approx(2 / 4)
    assert at_half.f1.value == pytest.approx(4 / 7)


@given(any_pairs(), THRESHOLDS)
def test_never_more_is_found_than_is_true_and_counts_add_up(pairs: Judged, threshold: float) -> None:
    at = metrics_at(pairs, threshold)
    assert 0 <= at.found <= at.true
    assert at.found + at.missed == at.true
    assert at.found + at.false == at.flagged


@given(any_pairs(), THRESHOLDS, st.integers(0, 99))
def test_the_order_of_pairs_does_not_matter(pairs: Judged, threshold: float, seed: int) -> None:
    other = shuffled(pairs, seed)
    assert metrics_at(pairs, threshold) == metrics_at(other, threshold)
    assert curve_of(pairs) == curve_of(other)
    assert recall_at_precision(pairs, 0.9) == recall_at_precision(other, 0.9)


@given(any_pairs(), THRESHOLDS, THRESHOLDS)
def test_a_higher_threshold_finds_no_more(pairs: Judged, one: float, other: float) -> None:
    low, high = metrics_at(pairs, min(one, other)), metrics_at(pairs, max(one, other))
    assert (high.flagged <= low.flagged, high.found <= low.found) == (True, True)


def test_perfect_flags_score_1_and_empty_ones_find_nothing() -> None:
    perfect = metrics_at(judged((0.9, True), (0.8, True)), 0.5)
    assert (perfect.precision.value, perfect.recall.value, perfect.f1.value) == (1.0, 1.0, 1.0)
    nothing = metrics_at(judged((0.0, True), (0.0, True)), 0.5)
    assert (nothing.precision.value, nothing.recall.value, nothing.f1.value) == (None, 0.0, 0.0)
    empty = metrics_at(judged(), 0.5)
    assert (empty.precision.value, empty.recall.value, empty.f1.value) == (None, None, None)


@given(any_pairs(least=1))
def test_each_point_of_the_curve_is_what_its_threshold_gives(pairs: Judged) -> None:
    curve = curve_of(pairs)
    for threshold, precision, recall in zip(curve.threshold, curve.precision, curve.recall, strict=True):
        at = metrics_at(pairs, threshold)
        assert (precision, recall) == (at.precision.value, at.recall.value)
    assert list(curve.recall) == sorted(curve.recall)


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    pairs = judged(*((0.001 * i, i % 3 > 0) for i in range(1, 1000)))
    curve = curve_of(pairs, points_max=50)
    assert len(curve.threshold) == 50
    assert [curve.threshold[0], curve.threshold[-1]] == pytest.approx([0.999, 0.001])


@given(any_pairs(), st.sampled_from((0.5, 0.9, 0.999, 1.0)))
def test_recall_at_a_precision_is_the_best_over_all_thresholds(pairs: Judged, wanted: float) -> None:
    thresholds = {float(p) for p in pairs.probability if p > 0}
    good = [
        at.recall.value
        for at in (metrics_at(pairs, t) for t in thresholds)
        if at.precision.value is not None and at.precision.value >= wanted and at.recall.value is not None
    ]
    at = recall_at_precision(pairs, wanted)
    if good:
        assert at.recall.value == max(good)
        assert at.precision.value is not None
        assert at.precision.value >= wanted
    elif pairs.true.any():
        assert (at.threshold, at.recall.value) == (None, 0.0)


def test_pairs_of_one_probability_are_flagged_together() -> None:
    pairs = judged((0.9, True), (0.9, False), (0.8, True))
    assert list(curve_of(pairs).precision) == pytest.approx([1 / 2, 2 / 3])
    assert recall_at_precision(pairs, 0.6).flagged == 3


@pytest.mark.parametrize(
    ("probability", "true"),
    [([0.1], [True, False]), ([1.1], [True]), ([float("nan")], [True]), ([[0.1]], [[True]])],
)
def test_what_are_no_judged_pairs_is_refused(probability: list[float], true: list[bool]) -> None:
    with pytest.raises(ValueError, match=r"probabilit"):
        Judged(np.array(probability), np.array(true, dtype=bool))


def test_truth_that_is_no_yes_or_no_is_refused() -> None:
    with pytest.raises(ValueError, match="yes or no"):
        Judged(np.array([0.5]), np.array([1]))


@pytest.mark.parametrize("threshold", [0.0, -0.1, 1.1])
def test_a_threshold_that_flags_what_was_not_flagged_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        metrics_at(judged((0.5, True)), threshold)

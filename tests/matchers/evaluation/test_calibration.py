from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.evaluation import Judged, bits_of, calibration_of, histogram_of
from matchers.evaluation.calibration import brier, log_loss
from tests.matchers.evaluation.judging import any_pairs, judged, shuffled

WATCH = 0.05


def test_the_error_is_the_weighted_gap_between_stated_and_observed() -> None:
    """Four pairs said to be 0.95, three of them true; four at 0.25, two true."""
    pairs = judged(*[(0.95, i < 3) for i in range(4)], *[(0.25, i < 2) for i in range(4)])
    calibration = calibration_of(pairs, WATCH)
    assert calibration.fixed.error == pytest.approx(0.5 * 0.20 + 0.5 * 0.25)
    assert [b.pairs for b in calibration.fixed.bins] == [4, 4]
    assert [b.observed.value for b in calibration.fixed.bins] == [0.5, 0.75]


def test_certain_and_right_is_perfect() -> None:
    calibration = calibration_of(judged((1.0, True), (1.0, True)), WATCH)
    assert (calibration.fixed.error, calibration.equal_count.error, calibration.brier) == (0.0, 0.0, 0.0)
    assert calibration.log_loss == pytest.approx(0.0, abs=1e-5)


@pytest.mark.parametrize("pairs", [judged(), judged((0.0, True), (0.01, False))], ids=["none", "all below"])
def test_without_flagged_pairs_there_is_no_figure(pairs: Judged) -> None:
    calibration = calibration_of(pairs, WATCH)
    assert (calibration.pairs, calibration.fixed.error, calibration.brier) == (0, None, None)
    assert (calibration.equal_count.bins, calibration.log_loss) == ((), None)


@given(any_pairs(), st.integers(0, 99))
def test_figures_are_bounded_and_the_order_of_pairs_does_not_matter(pairs: Judged, seed: int) -> None:
    one, other = calibration_of(pairs, WATCH), calibration_of(shuffled(pairs, seed), WATCH)
    if one.pairs:
        for mine, theirs in ((one.fixed, other.fixed), (one.equal_count, other.equal_count)):
            assert mine.error == pytest.approx(theirs.error)
            assert mine.error is not None
            assert 0 <= mine.error <= 1
            assert sum(b.pairs for b in mine.bins) == one.pairs
            assert all(b.low - 1e-12 <= b.stated <= b.high + 1e-12 for b in mine.bins)
        assert one.brier is not None
        assert one.log_loss is not None
        assert 0 <= one.brier <= 1
        assert one.log_loss >= 0


@given(any_pairs(least=1))
def test_the_error_never_exceeds_the_mean_gap_of_single_pairs(pairs: Judged) -> None:
    flagged = pairs.only(pairs.probability >= WATCH)
    if len(flagged):
        single = float(np.mean(np.abs(flagged.probability - flagged.true)))
        error = calibration_of(pairs, WATCH).fixed.error
        assert error is not None
        assert error <= single + 1e-12


def test_the_error_by_chance_is_what_right_probabilities_show_on_average() -> None:
    lots = np.random.default_rng(3)
    probability = lots.uniform(0.05, 1.0, 400)
    errors, expected = [], 0.0
    for _ in range(300):
        fixed = calibration_of(Judged(probability, lots.random(400) < probability), WATCH).fixed
        assert fixed.error is not None
        assert fixed.error_by_chance is not None
        errors.append(fixed.error)
        expected = fixed.error_by_chance
    assert np.mean(errors) == pytest.approx(expected, rel=0.06)


def test_brier_and_log_loss_are_those_of_the_definition() -> None:
    probability, true = np.array([0.8, 0.4]), np.array([True, False])
    assert brier(probability, true) == pytest.approx((0.04 + 0.16) / 2)
    assert log_loss(probability, true) == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)


def test_certain_and_wrong_costs_much_but_not_without_limit() -> None:
    assert log_loss(np.array([1.0]), np.array([False])) == pytest.approx(math.log(1e6), rel=1e-3)


@given(any_pairs())
def test_the_histogram_holds_every_flagged_pair_once(pairs: Judged) -> None:
    histogram = histogram_of(pairs, WATCH)
    flagged = pairs.only(pairs.probability >= WATCH)
    assert sum(histogram.true) == int(flagged.true.sum())
    assert sum(histogram.false) == len(flagged) - int(flagged.true.sum())
    assert len(histogram.edges) == len(histogram.true) + 1


def test_even_odds_are_0_bits() -> None:
    assert bits_of(np.array([0.5, 0.8])).tolist() == pytest.approx([0.0, 2.0])

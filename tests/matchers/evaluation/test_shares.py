from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.evaluation.shares import f1_of, share_of, wilson

COUNTS = st.integers(0, 10_000)


def test_wilsons_interval_is_that_of_the_textbook() -> None:
    """Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263, 15 of 148, 1 of 29, 0 of 20."""
    told = [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
        (0, 20, 0.0, 0.1611),
    ]
    for hits, total, low, high in told:
        assert wilson(hits, total) == pytest.approx((low, high), abs=5e-5)


@given(COUNTS, COUNTS)
def test_a_share_lies_within_its_interval_and_both_between_0_and_1(hits: int, misses: int) -> None:
    share = share_of(hits, hits + misses)
    if share.total:
        assert share.value is not None
        assert share.low is not None
        assert share.high is not None
        assert 0 <= share.low <= share.value <= share.high <= 1


@given(COUNTS, COUNTS)
def test_hits_and_misses_mirror_each_other(hits: int, misses: int) -> None:
    one, other = share_of(hits, hits + misses), share_of(misses, hits + misses)
    if one.low is not None and other.high is not None:
        assert one.low == pytest.approx(1 - other.high, abs=1e-12)


@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(2, 50))
def test_more_of_the_same_narrows_the_interval(hits: int, misses: int, times: int) -> None:
    def width(factor: int) -> float:
        low, high = wilson(factor * hits, factor * (hits + misses))
        return high - low

    assert width(times) < width(1)


def test_nothing_of_nothing_is_no_figure() -> None:
    assert share_of(0, 0).value is None
    assert f1_of(0, 0, 0).value is None


@pytest.mark.parametrize(("hits", "total"), [(3, 2), (-1, 2)])
def test_more_hits_than_there_are_to_hit_are_refused(hits: int, total: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share_of(hits, total)


@given(st.integers(1, 5000), COUNTS, COUNTS)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(found: int, false: int, missed: int) -> None:
    precision, recall = found / (found + false), found / (found + missed)
    f1 = f1_of(found, false, missed)
    assert f1.value is not None
    assert f1.value == pytest.approx(2 * precision * recall / (precision + recall))
    assert f1.low is not None
    assert f1.high is not None
    assert 0 <= f1.low <= f1.value <= f1.high <= 1

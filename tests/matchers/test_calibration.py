import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Calibration
from matchers.calibration import LABELS_MIN, calibrate


def decided(slope: float, shift: float, count: int, seed: int) -> tuple[list[float], list[bool]]:
    """Return model odds in bits, and what people find when the truth is another multiple of them."""
    draw = random.Random(seed)
    bits = [draw.uniform(-5, 12) for _ in range(count)]
    return bits, [draw.random() < 1 / (1 + 2 ** -(slope * x + shift)) for x in bits]


def test_too_few_decisions_teach_nothing() -> None:
    bits, same = decided(0.4, -2.0, LABELS_MIN - 1, seed=1)
    assert calibrate(bits, same) == Calibration()


def test_decisions_of_one_kind_only_teach_nothing() -> None:
    assert calibrate([3.0] * 500, [True] * 500) == Calibration()


@pytest.mark.parametrize(("slope", "shift"), [(0.5, -1.0), (1.0, 0.0), (1.3, 1.5)])
def test_many_decisions_are_believed(slope: float, shift: float) -> None:
    found = calibrate(*decided(slope, shift, 20_000, seed=2))
    assert found.slope == pytest.approx(slope, rel=0.08)
    assert found.shift == pytest.approx(shift, abs=0.3)


def test_an_overconfident_model_is_believed_less_after_a_few_hundred_decisions() -> None:
    found = calibrate(*decided(0.5, 0.0, 400, seed=3))
    assert 0.4 < found.slope < 0.8


@settings(max_examples=25, deadline=None)
@given(st.floats(0.3, 2.0), st.floats(-4, 4), st.integers(0, 99))
def test_the_order_of_pairs_never_changes(slope: float, shift: float, seed: int) -> None:
    assert calibrate(*decided(slope, shift, 500, seed)).slope > 0

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.evaluation.wording import estimate, part, per_100k, slice_name, trap_name
from matchers.evaluation import share_of


@given(st.floats(0, 1), st.integers(2, 6))
def test_only_what_is_1_reads_as_1_and_only_what_is_0_as_0(value: float, decimals: int) -> None:
    text = part(value, decimals)
    assert (text == f"{1:.{decimals}f}") == (value == 1)
    assert (text == f"{0:.{decimals}f}") == (value == 0)


def test_a_figure_stands_with_its_interval() -> None:
    assert estimate("en", share_of(1000, 1000)) == "1.0000 (0.9962–1.0000)"
    assert estimate("zh", share_of(0, 0)) == "–"
    assert per_100k("en", share_of(3, 20_000)) == "15.0 (5.1–44.1)"


@pytest.mark.parametrize(
    ("dimension", "name", "zh", "en"),
    [
        ("sex", "male", "男", "male"),
        ("cohort", "-1939", "≤ 1939", "≤ 1939"),
        ("cohort", "2000-", "≥ 2000", "≥ 2000"),
        ("name_frequency", "2-5", "2–5", "2–5"),
        ("ethnicity", "维吾尔", "维吾尔", "维吾尔"),
        ("sex", "not_stated", "未填", "not stated"),
        ("errors", "a-new-kind", "a-new-kind", "a-new-kind"),
    ],
)
def test_slices_are_named_in_words_and_unknown_ones_by_themselves(
    dimension: str, name: str, zh: str, en: str
) -> None:
    assert (slice_name("zh", dimension, name), slice_name("en", dimension, name)) == (zh, en)


def test_kinds_of_lookalikes_are_named_in_words_and_unknown_ones_by_themselves() -> None:
    assert (trap_name("zh", "twins"), trap_name("en", "odd_ones")) == ("双胞胎", "odd_ones")

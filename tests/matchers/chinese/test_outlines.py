"""Many texts at once, their digits told apart from their words."""

import re

from hypothesis import given
from hypothesis import strategies as st

from matchers.chinese.outlines import Lines, numbered

texts = st.lists(
    st.text(st.sampled_from("三组号0123456789-\n٣𠮷\ud800"), max_size=12), min_size=1, max_size=9
)


@given(texts)
def test_an_outline_is_the_text_with_every_digit_as_0(written: list[str]) -> None:
    outlines = Lines(written).outlines()
    assert outlines == [re.sub("[0-9]", "0", text).replace("\n", "\r") for text in written]


@given(texts)
def test_a_coarse_outline_tells_apart_what_has_three_digits_and_what_has_more_than_four(
    written: list[str],
) -> None:
    lines = Lines(written)
    as_written = zip(lines.outlines(), lines.coarse_outlines(lines.digits()), strict=True)
    shorter = {1: "0", 2: "0", 3: "000", 4: "000"}
    for outline, coarse in as_written:
        assert coarse == re.sub("0+", lambda run: shorter.get(len(run[0]), run[0]), outline)


@given(texts)
def test_runs_of_digits_are_found_in_each_text_in_turn(written: list[str]) -> None:
    found = Lines(written).digits()
    runs = [(place, run.group()) for place, text in enumerate(written) for run in re.finditer("[0-9]+", text)]
    assert found.owner.tolist() == [place for place, _ in runs]
    assert found.length.tolist() == [len(run) for _, run in runs]
    assert found.value.tolist() == [int(run[:4]) for _, run in runs]


@given(texts)
def test_texts_that_hold_a_character_are_told(written: list[str]) -> None:
    lines = Lines(written)
    assert lines.holding(lines.points == ord("组")).tolist() == ["组" in text for text in written]


@given(texts)
def test_distinct_texts_are_numbered_in_their_order(written: list[str]) -> None:
    distinct, at = numbered(written)
    assert distinct == list(dict.fromkeys(written))
    assert [distinct[place] for place in at] == written

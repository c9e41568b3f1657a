"""Differences by character: the golden set, and laws that hold for any two texts."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dedup.masking import mask
from dedup.web.differences import Piece, compare, masked
from dedup.web.identity import compare_numbers
from tests.dedup.web.golden import ADDRESSES, NAMES, NUMBERS, PHONES

TEXTS = st.text(alphabet="王玮伟国國12１ ·*AaX𠮷\U000e0100", max_size=12)


def told(pieces: tuple[Piece, ...], before: str = "") -> list[str]:
    return [f"{before}{'+'.join(p.kinds)} {p.left}>{p.right}" for p in pieces if p.kinds]


def test_the_golden_set_is_as_large_as_promised() -> None:
    assert len(NAMES) + len(NUMBERS) + len(ADDRESSES) + len(PHONES) >= 150


@pytest.mark.parametrize(("left", "right", "expected"), NAMES)
def test_names_differ_as_a_careful_reader_sees(left: str, right: str, expected: str) -> None:
    assert "; ".join(told(compare(left, right, is_name=True))) == expected


@pytest.mark.parametrize(("left", "right", "expected"), ADDRESSES + PHONES)
def test_addresses_and_phones_differ_as_a_careful_reader_sees(left: str, right: str, expected: str) -> None:
    assert "; ".join(told(compare(left, right))) == expected


@pytest.mark.parametrize(("left", "right", "expected", "left_check", "right_check"), NUMBERS)
def test_identity_numbers_differ_part_by_part(
    left: str, right: str, expected: str, left_check: str, right_check: str
) -> None:
    found = compare_numbers(left, right)
    assert "; ".join(d for part in found.parts for d in told(part.pieces, f"{part.name}: ")) == expected
    assert (found.left.state, found.right.state) == (left_check, right_check)


def test_a_failing_check_digit_tells_which_one_the_others_ask_for() -> None:
    assert compare_numbers("110105194912310021", "").left.expected == "X"


@given(TEXTS, TEXTS)
def test_the_pieces_of_a_side_joined_are_its_value(left: str, right: str) -> None:
    pieces = compare(left, right)
    assert ("".join(p.left for p in pieces), "".join(p.right for p in pieces)) == (left, right)


@given(TEXTS, TEXTS)
def test_what_is_marked_the_same_is_the_same_and_what_differs_differs(left: str, right: str) -> None:
    for piece in compare(left, right):
        assert (piece.left == piece.right) == (not piece.kinds)


@given(TEXTS)
def test_a_value_does_not_differ_from_itself(value: str) -> None:
    assert told(compare(value, value)) == []


@given(TEXTS, TEXTS)
@example("2伟", "1玮2")
def test_the_other_way_round_the_same_kinds_are_seen_as_often(left: str, right: str) -> None:
    def cheapness(pieces: tuple[Piece, ...]) -> int:
        return sum(len(p.left) + len(p.right) for p in pieces if not p.kinds)

    assert (cheapness(compare(left, right)) == 0) == (cheapness(compare(right, left)) == 0)


def test_masking_hides_the_middle_and_keeps_the_marks() -> None:
    left, right = "13800138000", "13800318000"
    pieces = masked(compare(left, right), mask("phone", left), mask("phone", right))
    assert "".join(p.left for p in pieces) == "138****8000"
    assert told(pieces) == ["swapped **>**"]


def test_a_very_long_value_is_cut_into_pieces_all_the_same() -> None:
    left, right = "甲" * 5_000, "乙" * 4_000
    pieces = compare(left, right)
    assert "".join(p.left for p in pieces) == left
    assert "".join(p.right for p in pieces) == right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.chinese.identity_numbers import Kind, check_digit, read_identity_number, repairs
from tests.matchers.voters import number

VALID = number("511321", "19870305", "123")
orders = st.integers(1, 999).map("{:03}".format)


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        (VALID, Kind.VALID, VALID),
        ("11010519491231002ｘ", Kind.VALID, "11010519491231002X"),
        (" 110105 19491231 002x ", Kind.VALID, "11010519491231002X"),
        ("110105491231002", Kind.CONVERTED, "11010519491231002X"),
        ("110105********002X", Kind.MASKED, "110105********002X"),
        ("1101051949123＊＊＊＊＊", Kind.MASKED, "1101051949123*****"),
        ("110105194912310000", Kind.MASKED, "110105194912310***"),
        ("1.10101E+17", Kind.MASKED, "110101************"),
        ("无", Kind.NONE, ""),
        ("军字第0012345号", Kind.NONE, ""),
        ("1101051949123100", Kind.ODD, "1101051949123100"),
    ],
)
def test_a_number_is_read_as_far_as_it_can_be(raw: str, kind: Kind, text: str) -> None:
    found = read_identity_number(raw)
    assert (found.kind, found.text) == (kind, text)


@given(orders, st.integers(0, 16), st.integers(1, 9))
def test_every_substitution_is_exposed_and_repaired(order: str, position: int, shift: int) -> None:
    true = number("511321", "19870305", order)
    wrong = true[:position] + str((int(true[position]) + shift) % 10) + true[position + 1 :]
    found = read_identity_number(wrong)
    assert found.kind in {Kind.INVALID, Kind.MASKED, Kind.NONE}
    if found.kind == Kind.INVALID:
        assert true in repairs(found)


@given(orders, st.integers(0, 16))
def test_every_adjacent_swap_and_dropped_or_doubled_digit_is_repaired(order: str, position: int) -> None:
    true = number("511321", "19870305", order)
    swapped = true[:position] + true[position + 1] + true[position] + true[position + 2 :]
    for wrong in (swapped, true[:position] + true[position + 1 :], true[: position + 1] + true[position:]):
        found = read_identity_number(wrong)
        if found.kind in {Kind.INVALID, Kind.ODD}:
            assert true in repairs(found)


def test_the_check_digit_is_that_of_the_standards_example() -> None:
    assert check_digit("11010519491231002") == "X"

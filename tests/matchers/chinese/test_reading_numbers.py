"""What one identity number is read as, and every repair of a damaged one."""

from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.chinese.identity_numbers import (
    IdentityNumber,
    Kind,
    check_digit,
    is_valid,
    read_identity_number,
    repairs,
)

TRUE = "11010519491231002X"
"""The standard's own example."""

NUMBERS = [
    ("11010519491231002x", Kind.VALID, TRUE),
    ("１１０１０５１９４９１２３１００２ｘ", Kind.VALID, TRUE),
    ("11010519491231002Ⅹ", Kind.VALID, TRUE),
    ("110105 19491231 002X", Kind.VALID, TRUE),
    ("110105-19491231-002X", Kind.VALID, TRUE),
    ("'11010519491231002X", Kind.VALID, TRUE),
    ("\ufeff11010519491231002X\u200b", Kind.VALID, TRUE),
    ("11O1O519491231OO2X", Kind.VALID, TRUE),
    ("l10I0519491231002X", Kind.VALID, TRUE),
    ("11010519491231002×", Kind.VALID, TRUE),
    ("身份证号：11010519491231002X", Kind.VALID, TRUE),
    ("身份证11010519491231002X", Kind.VALID, TRUE),
    ("11010519491231002X（旧）", Kind.VALID, TRUE),
    ("440524188001010014", Kind.VALID, "440524188001010014"),
    ("110105491231002", Kind.CONVERTED, TRUE),
    ("110105 491231 002", Kind.CONVERTED, TRUE),
    ("1.10105491231002E+14", Kind.CONVERTED, TRUE),
    ("110105001231996", Kind.CONVERTED, "110105180012319961"),
    ("11010519491231003X", Kind.INVALID, "11010519491231003X"),
    ("110105194913310021", Kind.INVALID, "110105194913310021"),
    ("1101051949123100X1", Kind.INVALID, "1101051949123100X1"),
    ("110105X94912310021", Kind.MASKED, "110105*94912310021"),
    ("11010519491231002", Kind.ODD, "11010519491231002"),
    ("110105194912310021X", Kind.ODD, "110105194912310021X"),
    ("1101051949123100", Kind.ODD, "1101051949123100"),
    ("110105********002X", Kind.MASKED, "110105********002X"),
    ("110105＊＊＊＊＊＊＊＊0021", Kind.MASKED, "110105********0021"),
    ("110105●●●●●●●●0021", Kind.MASKED, "110105********0021"),
    ("110105········0021", Kind.MASKED, "110105********0021"),
    ("110105xxxxxxxx0021", Kind.MASKED, "110105********0021"),
    ("110105XXXXXXXX002X", Kind.MASKED, "110105********002X"),
    ("110105××××××××0021", Kind.MASKED, "110105********0021"),
    ("110105________0021", Kind.MASKED, "110105********0021"),
    ("110105--------0021", Kind.MASKED, "110105********0021"),
    ("110105…0021", Kind.MASKED, "110105********0021"),
    ("110105......0021", Kind.MASKED, "110105********0021"),
    ("110105****0021", Kind.MASKED, "110105********0021"),
    ("1101051949****0021", Kind.MASKED, "1101051949****0021"),
    ("11010519491231****", Kind.MASKED, "11010519491231****"),
    ("11010519491231XXXX", Kind.MASKED, "11010519491231****"),
    ("1101**********0021", Kind.MASKED, "1101**********0021"),
    ("**************0021", Kind.MASKED, "**************0021"),
    ("****002X", Kind.MASKED, "**************002X"),
    ("尾号0021", Kind.MASKED, "**************0021"),
    ("后四位：002X", Kind.MASKED, "**************002X"),
    ("1101051949?2310021", Kind.MASKED, "1101051949*2310021"),
    ("110105000000000021", Kind.MASKED, "110105********0021"),
    ("110105194912310000", Kind.MASKED, "110105194912310***"),
    ("110105194912310000.0", Kind.MASKED, "110105194912310***"),
    ("1.10105194912310E+17", Kind.MASKED, "110105194912310***"),
    ("1.10105E+17", Kind.MASKED, "110105************"),
    ("1.10105e+17", Kind.MASKED, "110105************"),
    ("1.10105E+14", Kind.MASKED, "110105************"),
    ("1.101054912E+14", Kind.MASKED, "110105194912******"),
]
REASONS = [
    ("", ""),
    ("无", ""),
    ("不详", ""),
    ("/", ""),
    ("军字第0012345号", "military"),
    ("南字第 1234567 号", "military"),
    ("军官证南字第0012345号", "military"),
    ("士兵证", "military"),
    ("G12345678", "passport"),
    ("EA1234567", "passport"),
    ("H12345678", "hong_kong_macao_taiwan"),
    ("港澳通行证", "hong_kong_macao_taiwan"),
    ("CHN110090010101", "foreign_resident"),
    ("111111111111111111", "placeholder"),
    ("000000000000000000", "placeholder"),
    ("111111111111111", "placeholder"),
    ("1****************1", "unreadable"),
    ("1234", "unreadable"),
    ("待补", "unreadable"),
    ("1.5E+3", "unreadable"),
]


@pytest.mark.parametrize(("raw", "kind", "text"), NUMBERS)
def test_a_number_is_read_however_it_was_written(raw: str, kind: Kind, text: str) -> None:
    found = read_identity_number(raw)
    assert (found.kind, found.text, found.reason) == (kind, text, "")


@pytest.mark.parametrize(("raw", "reason"), REASONS)
def test_where_no_number_is_it_is_told_what_stands_there(raw: str, reason: str) -> None:
    assert read_identity_number(raw) == IdentityNumber(Kind.NONE, "", reason)


@pytest.mark.parametrize(
    ("raw", "born", "sex", "area"),
    [
        (TRUE, date(1949, 12, 31), "F", "110105"),
        ("110105491231002", date(1949, 12, 31), "F", "110105"),
        ("440524188001010014", date(1880, 1, 1), "M", "440524"),
        ("110105891231996", date(1889, 12, 31), "F", "110105"),
        ("110105********0031", None, "M", "110105"),
        ("11010519491231****", date(1949, 12, 31), "", "110105"),
        ("**************0021", None, "F", ""),
        ("11010519491231003X", date(1949, 12, 31), "", "110105"),
        ("11010519491231002", None, "", ""),
        ("无", None, "", ""),
    ],
)
def test_a_number_states_birth_sex_and_area(raw: str, born: date | None, sex: str, area: str) -> None:
    number = read_identity_number(raw)
    assert (number.born, number.sex, number.area) == (born, sex, area)


@pytest.mark.parametrize(
    ("first17", "document"),
    [
        ("81000019900101002", "hong_kong_macao_taiwan"),
        ("82000019900101002", "hong_kong_macao_taiwan"),
        ("83000019900101002", "hong_kong_macao_taiwan"),
        ("97010119900101002", "foreign_resident"),
        ("11010519900101002", ""),
    ],
)
def test_permits_of_the_same_structure_are_told(first17: str, document: str) -> None:
    number = read_identity_number(first17 + check_digit(first17))
    assert (number.kind, number.document) == (Kind.VALID, document)


def in_force(text: str) -> bool:
    """Tell independently of the reader whether 18 characters are a number."""
    if len(text) != 18 or not text[:17].isdigit() or text[17] not in "0123456789X" or text[0] == "0":
        return False
    weighted = sum(int(c) * 2 ** (17 - i) for i, c in enumerate(text[:17])) + (
        10 if text[17] == "X" else int(text[17])
    )
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return weighted % 11 == 1 and 1860 <= born.year <= 2030


def near(text: str) -> set[str]:
    """Return all numbers one substitution, swap, insertion or deletion away."""
    digits = "0123456789X"
    return {
        near
        for near in chain(
            (text[:i] + d + text[i + 1 :] for i in range(len(text)) for d in digits),
            (text[:i] + d + text[i:] for i in range(len(text) + 1) for d in digits),
            (text[:i] + text[i + 1 :] for i in range(len(text))),
            (text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)),
        )
        if in_force(near)
    }


def damaged(true: str) -> set[str]:
    """Return everything one slip makes of a number."""
    digits = "0123456789"
    return {
        *(true[:i] + d + true[i + 1 :] for i in range(18) for d in digits),
        *(true[:i] + d + true[i:] for i in range(18) for d in digits),
        *(true[:i] + true[i + 1 :] for i in range(18)),
        *(true[:i] + true[i + 1] + true[i] + true[i + 2 :] for i in range(17)),
    } - {true}


@pytest.mark.parametrize("true", [TRUE, "440524188001010014", "511321198703051238", "330113200002290019"])
def test_repairs_are_all_numbers_one_slip_away_and_no_others(true: str) -> None:
    true = true[:17] + check_digit(true[:17])
    for wrong in damaged(true):
        number = read_identity_number(wrong)
        if number.kind in {Kind.INVALID, Kind.ODD}:
            assert repairs(number) == sorted(near(number.text)), wrong
            assert true in repairs(number), wrong


def test_no_two_sound_numbers_are_one_substitution_or_neighbours_swap_apart() -> None:
    assert not [near for near in damaged(TRUE) if len(near) == 18 and in_force(near)]


written = st.text(max_size=30) | st.text("0123456789Xx*＊●…._-E+OlI号军字第 ：", max_size=24)


@given(written)
def test_a_number_read_again_is_the_same(raw: str) -> None:
    once = read_identity_number(raw)
    assert read_identity_number(once.text).text == once.text


@given(written)
def test_what_is_read_holds_what_its_kind_promises(raw: str) -> None:
    number = read_identity_number(raw)
    assert (number.kind == Kind.VALID) <= in_force(number.text)
    assert is_valid(number.text) == in_force(number.text)
    assert number.kind in {Kind.NONE, Kind.ODD} or len(number.text) == 18


@given(st.sampled_from("0X*E.军字_-"), st.sampled_from("1x…+号: "))
def test_a_very_long_text_is_read_at_once(one: str, other: str) -> None:
    assert read_identity_number((one + other) * 500).kind in Kind

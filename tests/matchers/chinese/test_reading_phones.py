"""What the numbers of one cell are read as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.chinese.phones import read_phone, read_phones

MOBILE = "13800138000"
ONE = [
    ("13800138000", MOBILE),
    ("138 0013 8000", MOBILE),
    ("138-0013-8000", MOBILE),
    ("138.0013.8000", MOBILE),
    ("138－0013－8000", MOBILE),
    ("１３８００１３８０００", MOBILE),
    ("+8613800138000", MOBILE),
    ("+86 138-0013-8000", MOBILE),
    ("+86-13800138000", MOBILE),
    ("(+86)13800138000", MOBILE),
    ("008613800138000", MOBILE),
    ("8613800138000", MOBILE),
    ("013800138000", MOBILE),
    ("13800138000.0", MOBILE),
    ("'13800138000", MOBILE),
    ("\u200b13800138000", MOBILE),
    (" 13800138000 ", MOBILE),
    ("13800138000（父）", MOBILE),
    ("父亲：13800138000", MOBILE),
    ("张三13800138000", MOBILE),
    ("手机13800138000", MOBILE),
    ("Tel:13800138000", MOBILE),
    ("13800138000号", MOBILE),
    ("19912345678", "19912345678"),
    ("13333333333", "13333333333"),  # a line that may be somebody's
    ("0817-5521234", "08175521234"),
    ("0817 5521234", "08175521234"),
    ("08175521234", "08175521234"),
    ("(0817)5521234", "08175521234"),
    ("（0817）5521234", "08175521234"),
    ("010-62781234", "01062781234"),
    ("0817-5521234-801", "08175521234"),
    ("0817-5521234转801", "08175521234"),
    ("0817-5521234 ext.801", "08175521234"),
    ("0817-5521234#801", "08175521234"),
    ("0817-5521234分机801", "08175521234"),
    ("+86-817-5521234", "08175521234"),
    ("+86 10 62781234", "01062781234"),
    ("5521234", "5521234"),
    ("62781234", "62781234"),
    ("400-810-1234", "4008101234"),
    ("1380013800", "1380013800"),  # one digit short, kept as it is
    ("138001380001", "138001380001"),
]
NOTHING = [
    "", " ", "无", "没有", "不详", "/", "0", "1", "12345", "661234", "1111111", "00000000000", "11111111111",
    "12345678901", "1234567", "98765432", "1.38001E+10", "1.38E10", "——", "同上", "\n", "999999999999",
    "转801",
]  # fmt: skip
SEVERAL = [
    ("13800138000、13900139000", (MOBILE, "13900139000")),
    ("13800138000,13900139000", (MOBILE, "13900139000")),
    ("13800138000/13900139000", (MOBILE, "13900139000")),
    ("13800138000；0817-5521234", (MOBILE, "08175521234")),
    ("13800138000 13900139000", (MOBILE, "13900139000")),
    ("1380013800013900139000", (MOBILE, "13900139000")),
    ("13800138000或13900139000", (MOBILE, "13900139000")),
    ("父13800138000母13900139000", (MOBILE, "13900139000")),
    ("13800138000\n13900139000", (MOBILE, "13900139000")),
    ("13800138000、13800138000", (MOBILE,)),
    ("无、13800138000", (MOBILE,)),
    ("0817-5521234、13800138000", ("08175521234", MOBILE)),
    ("无", ()),
]


@pytest.mark.parametrize(("raw", "expected"), ONE)
def test_a_number_is_read_to_the_digits_of_its_line(raw: str, expected: str) -> None:
    assert read_phone(raw) == expected


@pytest.mark.parametrize("raw", NOTHING)
def test_what_leads_nowhere_is_no_number(raw: str) -> None:
    assert read_phone(raw) == ""
    assert read_phones(raw) == ()


@pytest.mark.parametrize(("raw", "expected"), SEVERAL)
def test_all_numbers_of_a_cell_are_told_the_first_counts(raw: str, expected: tuple[str, ...]) -> None:
    assert read_phones(raw) == expected
    assert read_phone(raw) == (expected[0] if expected else "")


written = st.text(max_size=30) | st.text("0123456789-+() ,、/转无E.父", max_size=26)


@given(written)
def test_a_number_read_again_is_the_same(raw: str) -> None:
    for phone in read_phones(raw):
        assert read_phones(phone) == (phone,)


@given(written)
def test_only_digits_are_left(raw: str) -> None:
    assert all(phone.isascii() and phone.isdigit() for phone in read_phones(raw))


@given(st.sampled_from("01+-转(9"), st.sampled_from("38) ,父E"))
def test_a_very_long_text_is_read_at_once(one: str, other: str) -> None:
    assert isinstance(read_phones((one + other) * 500), tuple)

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.letters.legible import legible, masked, month_of_birth

HELD = frozenset(map(ord, "张三·买买提䶮𠅤abc <#[]\u202e\ue000〔〕U+0123456789ABCDEF"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("张三", "张三"),
        ("买买提·张三", "买买提·张三"),
        ("𠅤䶮", "𠅤䶮"),
        ("张\n三\t三", "张 三 三"),
        ("张𫞦", "张〔U+2B7A6〕"),
        ("张\ue000", "张〔U+E000〕"),
        ("张\u202e三", "张〔U+202E〕三"),
        ("张\u200b三", "张〔U+200B〕三"),
        ("张\x00", "张〔U+0000〕"),
        ("张\U000e0100三", "张三"),
        ("#[三]", "#[三]"),
    ],
)
def test_what_has_no_shape_is_shown_as_its_code_point(value: str, shown: str) -> None:
    assert legible(value, HELD) == shown


@given(st.text())
def test_only_characters_that_a_font_holds_are_printed(value: str) -> None:
    assert {ord(character) for character in legible(value, HELD)} <= HELD


@given(st.text())
def test_what_is_legible_stays_as_it_is(value: str) -> None:
    once = legible(value, HELD)
    assert legible(once, HELD) == once


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("张伟明", "张伟明"),
        ("第12选区", "第12选区"),
        ("2026-10-12", "2026-10-12"),
        ("2026-10-12 08:30", "2026-10-12 08:30"),
        ("证号110105199003050007", "证号110105********0007"),
        ("11010519900305000X", "110105********000X"),
        ("110105 19900305 000X", "110105********000X"),
        ("１１０１０５１９９００３０５０００７", "１１０１０５********０００７"),
        ("110105900305000", "110105*****5000"),
        ("电话13800138000转", "电话138****8000转"),
        ("110105********0007", "110105********0007"),
    ],
)
def test_numbers_of_people_are_masked_wherever_they_stand(value: str, shown: str) -> None:
    assert masked(value) == shown


@given(st.text(), st.from_regex(r"[0-9]{17}[0-9Xx]", fullmatch=True), st.text())
def test_no_identity_number_passes_in_full(before: str, number: str, after: str) -> None:
    assert number not in masked(f"{before} {number} {after}")
    assert not re.search(r"[0-9]{15}", masked(f"{before} {number} {after}"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1990-03-05", "1990-03"),
        ("1990年3月5日", "1990-03"),
        ("1990.12.5", "1990-12"),
        ("19900305", "1990-03"),
        ("1990-03", "1990-03"),
        ("199003", "1990-03"),
        ("", ""),
        ("约1990-03-05", "约****-**-**"),
        ("05/03/1990", "**/**/****"),
    ],
)
def test_a_birth_date_loses_its_day(value: str, shown: str) -> None:
    assert month_of_birth(value) == shown

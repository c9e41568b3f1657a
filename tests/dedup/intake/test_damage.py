from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from dedup.catalogue import LANGUAGES, has_message
from dedup.intake.damage import WARNINGS, check_character, damage_of

SOUND = "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        (SOUND, []),
        ("440524188001010014", []),
        ("11010519491231002x", []),
        ("１１０１０５１９４９１２３１００２Ｘ", []),
        ("110105 19491231 002X", []),
        ("110105194912310021", ["id_check_digit"]),
        ("110105194912310000", ["id_zeroed"]),
        ("1.10105E+17", ["id_scientific"]),
        ("1.10105194912310E+17", ["id_scientific"]),
        ("110105********002X", ["id_masked"]),
        ("1101051949****002X", ["id_masked"]),
        ("110105194912XXXXXX", ["id_masked"]),
        ("1***…X", ["id_masked"]),
        ("110105491231002", ["id_15_digits"]),
        ("1101051949123100", ["id_length"]),
        ("1101051949123100210", ["id_length"]),
        ("军字第123456号", ["id_characters"]),
        ("无", ["id_characters"]),
        ("11010519491331" + "002" + check_character("11010519491331002"), ["id_birth_date"]),
    ],
)
def test_an_identity_number_is_judged(number: str, codes: list[str]) -> None:
    assert damage_of({"id_number": number}) == codes


@given(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True))
def test_the_check_character_is_that_of_the_standard(digits: str) -> None:
    assert check_character(digits) == ric.calc_check_digit(digits + "0")


def test_an_abolished_address_code_is_no_damage() -> None:
    digits = "33010319600101001"
    assert damage_of({"id_number": digits + check_character(digits)}) == []


@pytest.mark.parametrize(
    ("birth_date", "codes"),
    [
        ("1949-12-31", []),
        ("1949年12月", []),
        ("1949", []),
        ("农历1949年11月12日", []),
        ("1949-12-30", ["birth_date_disagrees_with_id"]),
        ("1950年", ["birth_date_disagrees_with_id"]),
        ("不详", ["birth_date_unreadable"]),
        ("1949-02-30", ["birth_date_unreadable"]),
    ],
)
def test_a_birth_date_is_held_against_the_number(birth_date: str, codes: list[str]) -> None:
    assert damage_of({"id_number": SOUND, "birth_date": birth_date}) == codes


@pytest.mark.parametrize(
    ("sex", "codes"),
    [("女", []), ("F", []), ("未知", []), ("男", ["sex_disagrees_with_id"]), ("人", ["sex_unreadable"])],
)
def test_a_sex_is_held_against_the_number(sex: str, codes: list[str]) -> None:
    assert damage_of({"id_number": SOUND, "sex": sex}) == codes


def test_nothing_is_held_against_a_number_that_is_damaged_itself() -> None:
    assert damage_of({"id_number": "110105194912310000", "sex": "男", "birth_date": "1980-01-01"}) == [
        "id_zeroed"
    ]


@pytest.mark.parametrize(
    ("phone", "codes"),
    [
        *(
            (good, [])
            for good in (
                "13800138000",
                "+86 138-0013-8000",
                "0551-62345678",
                "6234567",
                "１３８００１３８０００",
            )
        ),
        *((good, []) for good in ("13800138000/0551-62345678", "13800138000（父）", "86-13800138000")),
        *((bad, ["phone_length"]) for bad in ("138", "无", "138001380001234567", "12/34")),
    ],
)
def test_a_phone_number_is_judged_by_its_length(phone: str, codes: list[str]) -> None:
    assert damage_of({"phone": phone}) == codes


@given(
    st.dictionaries(
        st.sampled_from(["id_number", "birth_date", "sex", "phone"]), st.text(min_size=1, max_size=30)
    )
)
def test_no_text_breaks_the_judge_and_every_code_is_known(values: dict[str, str]) -> None:
    assert set(damage_of(values)) <= set(WARNINGS)


def test_every_code_is_said_in_both_languages() -> None:
    missing = [c for c in WARNINGS for language in LANGUAGES if not has_message(language, f"warning-{c}")]
    assert missing == []

from __future__ import annotations

import pytest

from dedup.evaluation.reading import Evidence, Person, evidence_of, is_one_slip_else_equal, read_person
from tests.examples import voter

VALID, OTHER = "340123198503120018", "340123196111020027"
SLIPPED, SWAPPED, TWO_SLIPS = "340123198503120011", "340123198530120018", "340123198503130011"
MASKED, OLD, SHORT = "340123********0018", "340123850312001", "34012319850312001"


def person(number: str = VALID, **values: str) -> Person:
    return read_person(voter(id_number=number, **values))


@pytest.mark.parametrize(
    ("one", "other", "evidence"),
    [
        (VALID, VALID, "both_valid"),
        (VALID, f" {VALID[:6]} {VALID[6:]}", "both_valid"),
        (VALID, OTHER, "both_valid_differ"),
        (VALID, SLIPPED, "typed_wrong"),
        (SHORT, VALID, "typed_wrong"),
        (VALID, MASKED, "masked"),
        (SLIPPED, MASKED, "masked"),
        (VALID, OLD, "fifteen_digits"),
        (VALID, "", "missing"),
        (MASKED, "", "missing"),
    ],
)
def test_the_weaker_number_decides_what_a_pair_can_tell(one: str, other: str, evidence: Evidence) -> None:
    assert evidence_of(person(one), person(other)) == evidence
    assert evidence_of(person(other), person(one)) == evidence


@pytest.mark.parametrize(
    ("number", "is_slip"), [(SLIPPED, True), (SWAPPED, True), (TWO_SLIPS, False), (VALID, False)]
)
def test_one_slip_is_one_digit_or_two_neighbours(number: str, is_slip: bool) -> None:
    assert is_one_slip_else_equal(person(), person(number)) is is_slip
    assert is_one_slip_else_equal(person(number), person()) is is_slip


def test_a_slip_beside_another_difference_is_not_one_slip_else_equal() -> None:
    assert not is_one_slip_else_equal(person(), person(SLIPPED, name="王小民"))
    assert not is_one_slip_else_equal(person(), person(SLIPPED, birth_date="1985-03-13"))


@pytest.mark.parametrize(
    ("name", "script", "folded"),
    [
        ("王 小明", "han", "王小明"),
        ("买买提．艾力", "transliterated", "买买提·艾力"),
        ("Wang Xiaoming", "latin", "wangxiaoming"),
    ],
)
def test_names_are_folded_and_their_script_is_told(name: str, script: str, folded: str) -> None:
    read = read_person(voter(name=name))
    assert (read.script, read.name) == (script, folded)


@pytest.mark.parametrize("word", ["汉族", "汉", "01", "Han"])
def test_han_is_han_however_it_is_written(word: str) -> None:
    assert read_person(voter(ethnicity=word)).ethnicity == "汉"


def test_what_a_row_does_not_say_its_number_says() -> None:
    read = read_person(voter(sex="", birth_date="", id_number=VALID))
    assert (read.sex, read.birth) == ("male", 19850312)
    assert (read_person(voter(sex="", id_number="")).sex, read.has_number) == ("", True)


def test_the_row_goes_before_its_number() -> None:
    read = read_person(voter(sex="女", birth_date="1985年4月"))
    assert (read.sex, read.birth) == ("female", 19850400)

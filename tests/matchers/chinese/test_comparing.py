"""Levels of pairs: symmetrical, and what they are named for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Record
from matchers.chinese.comparing import CAPS, NAME_AND_BIRTH, NO_NUMBER, cap_of
from matchers.chinese.comparing_dates import may_be_near
from matchers.chinese.levels import CONDITIONS
from matchers.chinese.profile import CHINESE
from matchers.profile import Levels
from matchers.training import levels_of
from tests.matchers.chinese.registers import near_records, records, rows_of
from tests.matchers.voters import ABROAD, ZHANG, number


def compare(one: Record, other: Record) -> dict[str, str]:
    """Return the level of each condition that holds."""
    found = levels_of(CHINESE, rows_of([one, other]), np.array([0]), np.array([1]))
    return {c: CONDITIONS[c][int(level[0])][0] for c, level in found.items() if level[0] >= 0}


def all_levels(roll: list[Record]) -> tuple[Levels, Levels]:
    """Return the levels of all pairs, and of the same with sides exchanged."""
    one, other = np.triu_indices(len(roll), 1)
    rows = rows_of(roll)
    return levels_of(CHINESE, rows, one, other), levels_of(CHINESE, rows, other, one)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(near_records, min_size=2, max_size=8), st.lists(records, min_size=2, max_size=5)))
def test_levels_are_the_same_whichever_record_comes_first(roll: list[Record]) -> None:
    forth, back = all_levels(roll)
    assert {c: level.tolist() for c, level in forth.items()} == {
        c: level.tolist() for c, level in back.items()
    }


@settings(max_examples=100, deadline=None)
@given(st.lists(near_records, min_size=2, max_size=8))
def test_a_pair_has_the_same_levels_alone_and_in_any_company(roll: list[Record]) -> None:
    together, _ = all_levels(roll)
    one, other = np.triu_indices(len(roll), 1)
    for place, (i, j) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        alone, _ = all_levels([roll[i], roll[j]])
        assert {c: int(level[0]) for c, level in alone.items()} == {
            c: int(level[place]) for c, level in together.items()
        }


@settings(max_examples=100, deadline=None)
@given(st.lists(near_records, min_size=2, max_size=6))
def test_levels_and_caps_exist_and_conditions_of_a_field_exclude_one_another(roll: list[Record]) -> None:
    found, _ = all_levels(roll)
    for condition, levels in found.items():
        assert levels.dtype == np.int8
        assert ((levels >= -1) & (levels < len(CONDITIONS[condition]))).all()
    for step in CHINESE.comparisons:
        for held in zip(*(found[c] >= 0 for c in step.conditions), strict=True):
            conditions = {c for c, holds in zip(step.conditions, held, strict=True) if holds}
            assert any(conditions <= {*together} for together in step.together or (step.conditions,))
    assert np.isin(cap_of(found), range(len(CAPS))).all()


@pytest.mark.parametrize(
    ("raw", "level"),
    [
        ("1972-05-18", "exact"),
        ("1972年5月", "month"),
        ("1972", "year"),
        ("1972-04-06", "lunar"),
        ("1972-05-81", "year"),
        ("1972-05-13", "one_digit"),
        ("1927-05-18", "digits_swapped"),
        ("1972-01-01", "placeholder"),
        ("1974-05-18", "one_digit"),
        ("1981-05-18", "year_off"),
        ("1972-05-27", "same_month"),
        ("1972-09-27", "same_year"),
        ("1950-09-27", "differs"),
    ],
)
def test_birth_dates_agree_on_the_best_level_that_fits(raw: str, level: str) -> None:
    assert compare(ZHANG, replace(ABROAD, birth_date=raw))["birth_date"] == level


def test_a_number_speaks_for_its_rows_date_where_the_other_has_none() -> None:
    mistyped = replace(ZHANG, birth_date="1975-11-18")
    assert compare(mistyped, replace(ABROAD, id_number=""))["birth_date"] == "exact"


VALID = ZHANG.id_number


@pytest.mark.parametrize(
    ("raw", "level"),
    [
        (VALID, "exact"),
        (VALID.lower(), "exact"),
        (VALID[:6] + VALID[8:17], "exact"),
        (VALID[:8] + "3" + VALID[9:], "one_edit"),
        (VALID[:10] + VALID[11] + VALID[10] + VALID[12:], "one_edit"),
        (VALID[:4] + VALID[5:], "one_edit"),
        (VALID[:4] + VALID[4] + VALID[4:], "one_edit"),
        (VALID[:3] + "7" + VALID[4:16] + "9" + VALID[17:], "two_edits"),
        (VALID[:6] + "********" + VALID[14:], "masked_area_and_end"),
        ("*" * 14 + VALID[14:], "masked_end"),
        (VALID[:14] + "****", "masked_area_and_birth"),
        (VALID[:15] + "000", "masked_area_and_birth"),
        (VALID[:6] + "************", "masked_partly"),
        (VALID[:3] + "7" + VALID[4:6] + "********" + VALID[14:], "masked_one_off"),
        (VALID[:14] + "9****"[:4], "masked_differs"),
        (number("512922", "19720518", "303"), "neighbouring"),
        (number("512924", "19720518", "301"), "other_area"),
        (number("330113", "19720518", "555"), "differs_sound"),
        (number("330113", "19720518", "555")[:17] + "0", "differs_damaged"),
    ],
)
def test_numbers_agree_on_the_best_level_that_fits(raw: str, level: str) -> None:
    assert compare(ZHANG, replace(ABROAD, id_number=raw))["id_number"] == level


def test_numbers_of_other_birth_dates_are_judged_by_other_chances() -> None:
    later = replace(ABROAD, birth_date="1975-11-02")
    assert compare(ZHANG, later)["id_number|birth differs"] == "exact"
    assert "id_number" not in compare(ZHANG, later)


def test_two_numbers_of_fifteen_digits_differ_by_their_order_as_neighbours_do() -> None:
    old, neighbour = VALID[:6] + VALID[8:17], VALID[:6] + VALID[8:14] + "303"
    assert compare(replace(ZHANG, id_number=old), replace(ABROAD, id_number=old))["id_number"] == "exact"
    found = compare(replace(ZHANG, id_number=old), replace(ABROAD, id_number=neighbour))
    assert found["id_number"] == "neighbouring"


def test_two_masked_numbers_agree_by_what_both_show() -> None:
    one = replace(ZHANG, id_number=VALID[:14] + "****")
    other = replace(ABROAD, id_number=VALID[:6] + "********" + VALID[14:])
    assert compare(one, other)["id_number"] == "masked_partly"


HOME = "四川省南充市南部县三官镇天井沟村3组26号"
FLAT = "浙江省杭州市临平区运河街道文化路199号枫林新村2栋1单元602室"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (HOME, "南部县三官镇天井沟村三社二十六号", "door"),
        (HOME, "南部县三官镇天井沟村3组", "group"),
        (HOME, "南部县三官镇天井沟村", "place"),
        (HOME, "南部县三官镇天井沟村5组8号", "other_door"),
        (HOME, "南部县三官镇", "township"),
        (HOME, "南部县定水镇大田村1组3号", "county"),
        (HOME, "陕西省安康市平利县广佛镇松河村2组1号", "differs"),
        (FLAT, "余杭区运河街道文化路199号枫林新村2幢1单元602室", "door"),
        (FLAT, "运河街道文化路199号2幢602室", "door"),
        (FLAT, "运河街道文化路199号枫林新村2幢602室", "door"),
        (FLAT, "运河街道文化路199号枫林新村3幢602室", "other_door"),
        (FLAT, "运河街道文化路87号", "township"),
    ],
)
def test_addresses_agree_on_the_nearest_level_that_fits(one: str, other: str, level: str) -> None:
    first, second = (Record(c, "张建国", household_address=raw) for c, raw in (("1", one), ("2", other)))
    assert compare(first, second)["address"] == level


def test_a_village_in_a_county_of_another_name_is_the_same_village() -> None:
    merged = replace(
        ABROAD, household_address="四川省巴中市虚设县三官镇天井沟村3组26号", residence_address=""
    )
    assert compare(replace(ZHANG, phone=""), merged)["address"] == "door"


def test_who_gives_two_addresses_contradicts_another_origin() -> None:
    elsewhere = replace(ABROAD, household_address="陕西省安康市平利县广佛镇松河村2组1号")
    assert compare(ZHANG, elsewhere)["address"] == "other_origin"
    moved = replace(elsewhere, residence_address=elsewhere.household_address)
    assert compare(ZHANG, moved)["address"] == "differs"


def test_a_dormitory_shared_is_judged_as_a_collective_but_a_village_house_is_not() -> None:
    dormitory = "临平区运河街道文化路199号枫林电子厂宿舍1幢312室"
    one = Record("330113", "张建国", residence_address=dormitory)
    assert compare(one, replace(one, name="李娜"))["address|collective"] == "door"
    villager = replace(one, household_address=HOME)
    assert compare(villager, replace(villager, name="李娜"))["address"] == "door"


def test_an_equal_phone_changes_what_an_address_is_worth() -> None:
    assert compare(ZHANG, replace(ABROAD, phone=ZHANG.phone))["address|phone equal"] == "door"


@pytest.mark.parametrize(
    ("phone", "level"), [("152 9492 8427", "equal"), ("15294928420", "one_digit"), ("15294928070", "differs")]
)
def test_phones_agree_on_the_best_level_that_fits(phone: str, level: str) -> None:
    assert compare(ZHANG, replace(ABROAD, phone=phone))["phone|birth equal"] == level
    elsewhen = replace(ABROAD, phone=phone, birth_date="1988-01-01", id_number="")
    assert compare(ZHANG, elsewhen)["phone"] == level


def test_an_employer_counts_where_the_addresses_say_nothing() -> None:
    one = Record("330113", "张建国", employer="枫林电子厂")
    assert compare(one, one)["employer"] == "equal"
    assert "employer" not in compare(
        replace(one, household_address=HOME), replace(one, household_address=HOME)
    )


def test_what_was_compared_sets_the_cap() -> None:
    bare = Record("1", "张建国", birth_date="1972-05-18")
    at_home = replace(bare, household_address=HOME)

    def cap(one: Record, other: Record) -> str:
        levels = levels_of(CHINESE, rows_of([one, other]), np.array([0]), np.array([1]))
        return CAPS[int(cap_of(levels)[0])].name

    assert cap(bare, bare) == "name_and_birth_only"
    assert cap(at_home, at_home) == "no_id_number"
    assert cap(ZHANG, ABROAD) == "overall"


@given(st.lists(st.dates(), min_size=2, max_size=2), st.integers(0, 7), st.integers(0, 9))
def test_no_slip_of_a_date_is_ruled_out_beforehand(born: list[date], place: int, digit: int) -> None:
    text = born[0].strftime("%Y%m%d").zfill(8)
    swapped = text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
    for other in (text[:place] + str(digit) + text[place + 1 :], swapped, text[:4] + text[6:] + text[4:6]):
        pair = np.array([int(text)]), np.array([int(other)])
        assert int(text) == int(other) or may_be_near(*pair).all()


BARE = Record("511321", "张建国", sex="男", birth_date="1972-05", basis="household")


@pytest.mark.parametrize(
    ("basis", "level"), [("household", "both_household"), ("residence", "one_away"), ("", None)]
)
def test_the_basis_speaks_where_no_addresses_do(basis: str, level: str | None) -> None:
    host = replace(BARE, committee="330113", basis=basis)
    assert compare(BARE, host).get("basis") == level
    assert compare(BARE, replace(BARE, basis=basis)).get("basis|one roll") == level
    assert "basis" not in compare(replace(ZHANG, basis="household"), replace(ABROAD, basis="unit"))


def test_in_a_dormitory_everybody_is_away() -> None:
    dormitory = "浙江省杭州市临平区运河街道振兴路1号枫林电子厂宿舍2幢401室"
    one = replace(ABROAD, household_address="", residence_address=dormitory, basis="unit")
    found = compare(one, replace(one, name="张国强"))
    assert "address|collective" in found
    assert "basis|one roll" not in found


def test_a_stated_county_supports_on_two_rolls_but_not_on_the_countys_own() -> None:
    home = "四川省南充市南部县三官镇天井沟村3组26号"
    one = replace(BARE, birth_date="1972-05-18", household_address=home)
    other = replace(one, household_address="四川省南充市南部县王家镇响水桥村4组33号")
    for committee, cap in (("330113", NO_NUMBER), ("511321", NAME_AND_BIRTH)):
        rows = rows_of([one, replace(other, committee=committee)])
        assert cap_of(levels_of(CHINESE, rows, np.array([0]), np.array([1])))[0] == cap

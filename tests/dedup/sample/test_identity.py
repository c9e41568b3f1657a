from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from dedup.sample.draws import Draws
from dedup.sample.errors_of_numbers import is_valid
from dedup.sample.identity import (
    DAYS,
    FIRST_DAY,
    GROUPS,
    Numbering,
    birth_day,
    check_character,
    compose,
    day_number,
    shorten,
)

SEXES = st.sampled_from(("男", "女"))


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_standards_own_examples_have_the_right_check_character(number: str) -> None:
    assert check_character(number[:17]) == number[17]


@given(day=st.integers(0, len(DAYS) - 1), serial=st.integers(0, 999), area=st.integers(110101, 659004))
def test_a_composed_number_ends_with_its_check_character(day: int, serial: int, area: int) -> None:
    number = compose(str(area), day, serial)
    assert len(number) == 18
    assert number[6:14] == DAYS[day]
    assert ric.calc_check_digit(number) == number[17] == check_character(number[:17])


@given(block=st.integers(0, 999), blocks=st.integers(1, 1_000), sex=SEXES, seed=st.integers(0, 99))
def test_an_odd_serial_is_a_mans_and_an_even_one_a_womans(
    block: int, blocks: int, sex: str, seed: int
) -> None:
    numbering = Numbering(Draws(seed), block % blocks, blocks)
    day, number = numbering.issue("511321", day_number(1980, 5, 17), sex)
    assert number[6:14] == DAYS[day]
    assert int(number[16]) % 2 == (sex == "男")
    assert is_valid(number)


@given(sexes=st.tuples(SEXES, SEXES), seed=st.integers(0, 999))
def test_twins_have_one_birth_date_and_neighbouring_serials(sexes: tuple[str, str], seed: int) -> None:
    numbering = Numbering(Draws(seed), 3, 40)
    _, elder, younger = numbering.issue_twins("512922", day_number(1985, 2, 1), sexes)
    assert elder[:14] == younger[:14]
    assert 1 <= int(younger[14:17]) - int(elder[14:17]) <= 3
    assert [int(number[16]) % 2 for number in (elder, younger)] == [sex == "男" for sex in sexes]


def test_blocks_never_give_out_one_number_twice() -> None:
    day = day_number(1990, 3, 3)
    dealers = [Numbering(Draws("dealing", block), block, 5) for block in range(5)]
    given_out = [dealer.issue("511321", day, "男")[1] for dealer in dealers]
    one_block = Numbering(Draws(1), 2, 5)
    given_out += [one_block.issue("511321", day, "女")[1] for _ in range(GROUPS // 5 + 20)]
    assert len(set(given_out)) == len(given_out)


def test_a_full_day_passes_a_birth_on_to_the_next_day() -> None:
    numbering = Numbering(Draws(1), 0, 1)
    day = day_number(1990, 3, 3)
    days = [numbering.issue("511321", day, "男")[0] for _ in range(GROUPS + 1)]
    assert days == [day] * GROUPS + [day + 1]


def test_more_blocks_than_serials_of_a_day_shift_birthdays_by_days_only() -> None:
    wanted = day_number(1970, 6, 1)
    for block in range(0, 4_000, 97):
        day, _ = Numbering(Draws(block), block, 4_000).issue("511321", wanted, "女")
        assert 0 <= day - wanted <= 40


def test_a_15_digit_number_drops_century_and_check_character() -> None:
    assert shorten("11010519491231002X") == "110105491231002"
    assert shorten("511321200104180248") is None


def test_birthdays_stay_in_their_year_and_heap_on_new_years_day() -> None:
    draws = Draws("birthdays")
    days = [birth_day(draws, 1950) for _ in range(20_000)]
    assert {DAYS[day][:4] for day in days} == {"1950"}
    new_year = sum(DAYS[day] == "19500101" for day in days) / len(days)
    assert 0.02 < new_year < 0.035


def test_day_numbers_count_from_the_first_day() -> None:
    assert DAYS[day_number(2000, 2, 29)] == "20000229"
    assert day_number(FIRST_DAY.year) == 0
    assert DAYS[-1] == date(2010, 12, 31).strftime("%Y%m%d")

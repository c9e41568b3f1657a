"""Blocking keys: which damage they survive for certain, and that they are pure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Record
from matchers.chinese.keys import KEYS, NAMES, TWINS, keys_of, more_keys_of
from tests.matchers.chinese.registers import records, rows_of, sound_numbers
from tests.matchers.voters import ABROAD, ZHANG


def keys_by_name(roll: list[Record], place: int) -> dict[str, set[int]]:
    rows, which = rows_of(roll), np.array([place])
    _, more = more_keys_of(rows, which)
    found = {name: {int(key)} - {0} for name, key in zip(NAMES, keys_of(rows, which)[0], strict=True)}
    found["id"] |= {*more.tolist()}
    return found


def shared(one: Record, other: Record) -> set[str]:
    """Return the names of the first record's keys that the second has, under whatever name."""
    mine, theirs = (keys_by_name([record], 0) for record in (one, other))
    every = set().union(*theirs.values())
    return {name for name, keys in mine.items() if keys & every}


def edits(number: str) -> list[str]:
    """Return every number one substitution, swap of neighbours, loss or gain of a digit away."""
    found = {number[:i] + d + number[i + 1 :] for i in range(18) for d in "0123456789"}
    found |= {number[:i] + number[i + 1] + number[i] + number[i + 2 :] for i in range(17)}
    found |= {number[:i] + number[i + 1 :] for i in range(18)}
    found |= {number[:i] + d + number[i:] for i in range(19) for d in "0123456789"}
    return sorted(found - {number})


@settings(max_examples=15, deadline=None)
@given(sound_numbers.filter(lambda n: "19720230" not in n and n[14:17] != "000" and not n.endswith("000")))
def test_a_number_with_any_one_slip_meets_the_true_one(number: str) -> None:
    # given people who have nothing else in common than one number, each copy with another slip
    damaged = [Record("330113", "李娜", id_number=text) for text in edits(number)]
    true = keys_by_name([Record("511321", "张建国", id_number=number)], 0)["id"]
    rows = rows_of(damaged)
    which = np.arange(len(damaged))
    places, more = more_keys_of(rows, which)
    met = {*places[np.isin(more, [*true])].tolist()}
    whole = {*np.flatnonzero(keys_of(rows, which)[:, NAMES.index("id")] == next(iter(true))).tolist()}
    # then all meet it but those that end in zeros, as Excel's rounding does: they are read as masked
    missed = [damaged[i].id_number for i in which.tolist() if i not in met | whole]
    assert [text for text in missed if not text.endswith("000")] == []


@settings(max_examples=80, deadline=None)
@given(st.lists(records, min_size=1, max_size=10))
def test_keys_depend_on_the_record_alone(roll: list[Record]) -> None:
    rows, which = rows_of(roll), np.arange(len(roll))
    together = keys_of(rows, which)
    places, more = more_keys_of(rows, which)
    for i, record in enumerate(roll):
        alone = rows_of([record])
        assert keys_of(alone, np.array([0]))[0].tolist() == together[i].tolist()
        assert more_keys_of(alone, np.array([0]))[1].tolist() == more[places == i].tolist()


BARE = Record("330113", ZHANG.name, sex="男", birth_date=ZHANG.birth_date)
HOME = ZHANG.household_address
END = ZHANG.id_number[14:]


@pytest.mark.parametrize(
    ("other", "key"),
    [
        (Record("2", "李大为", birth_date="1972-5-18", id_number="512922********" + END), "month_end"),
        (Record("2", "李大为", birth_date="1972年5月", id_number="512***********" + END), "month_end"),
        (Record("2", "李大为", birth_date="1980-5-18", id_number=ZHANG.id_number), "month_end"),
        (Record("2", "章健国", id_number="33011319800101" + END[:3] + "9"), "order_sound"),
        (Record("2", "章健国", birth_date="1972"), "sound_year"),
        (Record("2", "张健国", birth_date="1972年5月"), "sound_month"),
        (Record("2", "张伟", birth_date="1972-05-18"), "date_surname"),
        (Record("2", "张□国", birth_date="1972-05-18"), "date_surname"),
        (Record("2", "李建国", birth_date="1972-05-18"), "given_day"),
        (Record("2", "李建国", birth_date="1927-05-18"), "given_day"),
        (Record("2", "张建国", birth_date="1972-04-06"), "sound_year"),
        (Record("2", "张建国", birth_date="1972-08-15"), "sound_year"),
        (Record("2", "李四", phone=ZHANG.phone), "phone"),
        (Record("2", "張建國", household_address="南部县定水镇"), "name_county"),
        (Record("2", "章健国", household_address="三官镇天井沟村"), "sound_place"),
        (Record("2", "张大为", household_address="南部县三官镇天井沟村三社26号"), "door_surname"),
        (Record("2", "张大为", household_address="陕西省平利县", residence_address=HOME), "door_surname"),
        (Record("2", "李子轩", former_name="张建国", birth_date="1972"), "sound_year"),
    ],
)  # fmt: skip
def test_a_damaged_record_meets_the_true_one(other: Record, key: str) -> None:
    assert key in shared(ZHANG, other)


def test_a_birthday_told_by_the_moon_meets_the_solar_one_across_new_year() -> None:
    # 1972-12-20 of the lunar calendar is 1973-01-23
    told = replace(BARE, birth_date="1972-12-20")
    assert "sound_year" in shared(replace(BARE, birth_date="1973-01-23"), told)


def test_a_wrong_birth_date_is_helped_by_the_number_that_knows_it() -> None:
    mistyped = replace(ZHANG, birth_date="1975-11-02")
    assert {"id_date_surname"} <= shared(mistyped, replace(BARE, name="张伟"))


def test_a_posted_month_meets_the_number_that_knows_it() -> None:
    mistyped, posted = replace(ZHANG, birth_date="1975-11-02"), Record("2", ZHANG.name, birth_date="1972-05")
    assert "id_month" in shared(mistyped, posted)


@pytest.mark.parametrize("other", ["艾力·买买提", "买买提·吐尔逊", "麦麦提艾力", "买买提"])
def test_parts_of_a_transliterated_name_meet_the_whole(other: str) -> None:
    one = Record("1", "买买提·艾力", ethnicity="维吾尔", birth_date="1972-05-18", household_address=HOME)
    assert {"token_year", "token2_year", "date_place"} & shared(one, replace(one, name=other))


def test_a_short_name_of_a_people_without_surnames_is_looked_up_as_a_part() -> None:
    one = Record("1", "艾山·沙吾提·艾山", ethnicity="维吾尔", birth_date="1974-11-04")
    assert "token_year" in shared(one, replace(one, name="艾山"))


def test_a_han_name_is_not_looked_up_as_a_part_of_another() -> None:
    found = keys_by_name([Record("1", "江丽木", ethnicity="汉族", birth_date="1972-05-18")], 0)
    assert not any(found[key] for key in NAMES if key.startswith("token"))


def test_what_is_not_given_has_no_key() -> None:
    rows = rows_of([Record("1", "")])
    assert not keys_of(rows, np.array([0])).any()
    assert len(more_keys_of(rows, np.array([0]))[1]) == 0


def test_a_full_record_has_some_ten_keys() -> None:
    found = keys_by_name([ABROAD], 0)
    assert sum(bool(keys) for keys in found.values()) <= 13


def test_twins_are_made_of_parts_that_a_record_has_or_lacks_on_its_own() -> None:
    assert {*TWINS} <= {*NAMES}
    assert len({*NAMES}) == len(KEYS)

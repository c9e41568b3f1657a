"""Coding a batch at once gives what the scalar readers give, whatever stands in the cells."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Record
from matchers.chinese.addresses import read_address
from matchers.chinese.characters import character_code
from matchers.chinese.coding import COLUMNS, TEXT_COLUMNS, code
from matchers.chinese.coding_numbers import DIGITS
from matchers.chinese.dates import read_birth_date
from matchers.chinese.identity_numbers import Kind, birth_date_in, read_identity_number
from matchers.chinese.names import HAN_LENGTH_MAX, read_name
from matchers.chinese.peoples import HAN
from matchers.chinese.phones import read_phone
from matchers.hashing import hash_text, narrow_hash
from matchers.profile import Coded
from tests.matchers.chinese.registers import records as any_records
from tests.matchers.chinese.registers import rows_of
from tests.matchers.voters import ABROAD, ZHANG

rolls = st.lists(any_records, min_size=1, max_size=12)


def row(coded: Coded, place: int) -> dict[str, object]:
    values = {name: np.asarray(column)[place].tolist() for name, column in coded.columns.items()}
    return values | {name: coded.texts[values[name]] for name in TEXT_COLUMNS}


def as_number(year: int, month: int, day: int) -> int:
    return year * 10_000 + month * 100 + day


@settings(max_examples=150, deadline=None)
@given(rolls)
def test_records_code_alike_alone_and_in_any_company(roll: list[Record]) -> None:
    together = code(roll)
    assert [row(code([record]), 0) for record in roll] == [row(together, i) for i in range(len(roll))]


@settings(max_examples=150, deadline=None)
@given(rolls)
def test_names_are_coded_as_the_scalar_reader_reads_them(roll: list[Record]) -> None:
    coded = code(roll)
    for i, record in enumerate(roll):
        name, found = read_name(record.name), row(coded, i)
        assert found["spelled"] == hash_text(name.spelled)
        assert found["folded"] == hash_text(name.folded)
        if name.tokens or len(name.characters) > HAN_LENGTH_MAX:
            assert (found["name"], found["name_length"], found["surname_length"]) == ([0, 0, 0, 0], 0, 0)
            assert found["long"]
        else:
            codes = [*map(character_code, name.characters), 0, 0, 0, 0][:HAN_LENGTH_MAX]
            lengths = (len(name.characters), name.surname_length)
            assert (found["name"], found["name_length"], found["surname_length"]) == (codes, *lengths)
            assert not found["long"]


@settings(max_examples=150, deadline=None)
@given(rolls)
def test_numbers_dates_and_phones_are_coded_as_the_scalar_readers_read_them(roll: list[Record]) -> None:
    coded = code(roll)
    for i, record in enumerate(roll):
        number, born, found = (
            read_identity_number(record.id_number),
            read_birth_date(record.birth_date),
            row(coded, i),
        )
        assert found["id_kind"] == number.kind
        digits = ["0123456789X*".find(c) for c in number.text[:DIGITS]]
        assert found["id_digits"] == [d if d >= 0 else 11 for d in digits] + [12] * (DIGITS - len(digits))
        in_number = None if number.kind in {Kind.NONE, Kind.ODD} else birth_date_in(number.text)
        assert found["id_birth"] == (
            as_number(in_number.year, in_number.month, in_number.day) if in_number else 0
        )
        stated = as_number(born.year, born.month, born.day)
        assert found["birth"] == (stated or found["id_birth"])
        assert found["lunar"] == ([as_number(*d) for d in born.from_lunar] + [0, 0])[:2]
        assert found["phone"] == int(read_phone(record.phone)[:18] or 0)


@settings(max_examples=100, deadline=None)
@given(rolls)
def test_addresses_are_coded_as_the_scalar_reader_reads_them(roll: list[Record]) -> None:
    coded = code(roll)
    for i, record in enumerate(roll):
        found = row(coded, i)
        for side, raw in (("home", record.household_address), ("here", record.residence_address)):
            address = read_address(raw, record.committee)
            for part in ("county", "township", "place", "road"):
                assert found[f"{side}_{part}"] == narrow_hash(getattr(address, part))
            for part in ("group", "number", "building", "unit"):
                assert (found[f"{side}_{part}"] == 0) == (getattr(address, part) == "")
            assert found[f"{side}_collective"] == address.collective


@given(rolls)
def test_columns_are_of_the_kinds_declared(roll: list[Record]) -> None:
    coded = code(roll)
    assert coded.texts[0] == ""
    assert not any("\n" in text for text in coded.texts)
    for name, (kind, width) in COLUMNS.items():
        column = np.asarray(coded.columns[name])
        assert column.dtype == kind or name in TEXT_COLUMNS, name
        assert column.shape == ((len(roll), width) if width else (len(roll),)), name


@given(rolls)
def test_stored_records_can_be_written_and_read_back(roll: list[Record]) -> None:
    rows = rows_of(roll)
    again = rows_of([])
    again.restore(rows.state())
    for name in COLUMNS:
        assert np.array_equal(rows[name][: len(roll)], again[name])
    assert [rows.text(n) for n in rows["long"][: len(roll)]] == [again.text(n) for n in again["long"]]


def test_what_is_not_stated_is_taken_from_a_sound_number() -> None:
    bare = Record("1", ZHANG.name, id_number=ZHANG.id_number)
    found = row(code([bare, Record("1", "李娜")]), 0)
    assert (found["sex"], found["birth"], found["id_sound"]) == (1, 19720518, True)


def test_a_masked_number_tells_the_sex_where_it_shows_it() -> None:
    masked = [ZHANG.id_number[:6] + "********" + ZHANG.id_number[14:], ZHANG.id_number[:14] + "****"]
    assert code([Record("1", "张建国", id_number=text) for text in masked]).columns["sex"].tolist() == [1, 0]


def test_a_number_that_contradicts_its_row_is_not_sound() -> None:
    wrong = Record("1", ZHANG.name, sex="女", id_number=ZHANG.id_number)
    late = Record("1", ZHANG.name, birth_date="1973-05", id_number=ZHANG.id_number)
    fits = Record("1", ZHANG.name, birth_date="1972-05", id_number=ZHANG.id_number)
    assert code([wrong, late, fits]).columns["id_sound"].tolist() == [False, False, True]


def test_a_residence_is_apart_when_it_is_given_and_another_place() -> None:
    at_home = ZHANG
    silent = Record("1", "李娜", household_address=ZHANG.household_address)
    assert code([at_home, silent, ABROAD]).columns["apart"].tolist() == [False, False, True]


def test_han_is_told_in_any_spelling() -> None:
    coded = code([Record("1", "李娜", ethnicity=text) for text in ("汉", "汉族", "01", "Han", "回族", "")])
    assert (coded.columns["ethnicity"] == HAN).tolist() == [True] * 4 + [False] * 2

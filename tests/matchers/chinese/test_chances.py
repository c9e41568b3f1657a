from dataclasses import replace

import numpy as np
import pytest

from matchers import Record
from matchers.chinese import frequency
from matchers.chinese.chances import AREA_POOLED, NAMES, NEIGHBOURING, ValueChances
from matchers.chinese.frequency import count_tables
from matchers.chinese.profile import CHINESE
from matchers.columns import Array
from matchers.rows import RecordRows
from tests.matchers.voters import ZHANG, number


def rows_of(records: list[Record]) -> tuple[RecordRows, Array]:
    rows = RecordRows(CHINESE)
    return rows, rows.append(CHINESE.code(records), len(records))


def chances_of(records: list[Record]) -> ValueChances:
    return ValueChances(count_tables(*rows_of(records)))


def test_the_two_records_of_a_rare_name_do_not_make_it_common() -> None:
    roll = [replace(ZHANG, name=f"李{chr(0x4E00 + i)}") for i in range(500)]
    rows, which = rows_of([ZHANG])
    rare = chances_of([*roll, ZHANG, ZHANG]).name_shares(rows, which)
    common = chances_of([*roll, *[ZHANG] * 40]).name_shares(rows, which)
    assert common[0] > 100 * rare[0]


def test_published_shares_hold_before_a_roll_is_counted() -> None:
    chances = ValueChances({})
    rows, which = rows_of([replace(ZHANG, name=name) for name in ("王伟", "尉迟璟雯")])
    common, rare = chances.surname_shares(rows, which)
    assert common > 100 * rare
    common, rare = chances.given_shares(rows, which)
    assert common > rare


def test_heaped_days_are_likelier_to_coincide() -> None:
    rows, which = rows_of([replace(ZHANG, birth_date=f"1972-01-0{day}") for day in (1, 2)])
    heaped, ordinary = ValueChances({}).date_shares(rows, which)
    assert heaped > 3 * ordinary


def test_a_phone_of_many_rows_says_little() -> None:
    clerk = [replace(ZHANG, name=f"李{chr(0x4E00 + i)}") for i in range(30)]
    rows, which = rows_of([ZHANG, ZHANG])
    one, other = which[:1], which[1:]
    equal = np.zeros(1, dtype=np.int8)
    assert chances_of(clerk).of("phone", equal, rows, one, other)[0] > -3_000_000
    assert chances_of(clerk[:3]).of("phone", equal, rows, one, other)[0] == 0


def test_counting_does_not_depend_on_the_order_of_records() -> None:
    roll = [replace(ZHANG, name=f"李{chr(0x4E00 + i % 7)}", phone=f"1380013800{i % 4}") for i in range(60)]
    assert count_tables(*rows_of(roll)) == count_tables(*rows_of(roll[::-1]))


def test_no_table_holds_a_name_phone_or_place_as_written() -> None:
    tables = count_tables(*rows_of([ZHANG] * 20))
    written = "".join(key for table in ("names", "phones", "places", "employers") for key in tables[table])
    assert written
    assert set(written) <= set("0123456789abcdef")


def _neighbours_chance(roll: list[Record], one: Record, other: Record) -> int:
    rows, which = rows_of([one, other])
    level = np.array([NEIGHBOURING], dtype=np.int8)
    return int(chances_of(roll).of("id_number", level, rows, which[:1], which[1:])[0])


def test_numbers_of_one_area_say_less_on_the_roll_of_that_area() -> None:
    born = [f"1972{month:02}{day:02}" for month in range(1, 13) for day in range(1, 28)]
    at_home = [replace(ZHANG, id_number=number("512922", date, "301")) for date in born]
    elsewhere = [replace(ZHANG, id_number=number("330125", date, "301")) for date in born]
    other = replace(ZHANG, id_number=number("512922", "19720518", "303"))
    assert _neighbours_chance(at_home, ZHANG, other) > -500_000
    assert _neighbours_chance(elsewhere, ZHANG, other) == round(np.log2(AREA_POOLED) * 1e6)
    assert _neighbours_chance(elsewhere + at_home, ZHANG, other) < _neighbours_chance(at_home, ZHANG, other)


def test_a_part_shared_by_long_names_is_no_rare_surname() -> None:
    rows, which = rows_of(
        [replace(ZHANG, name=name) for name in ("艾力·吾买尔", "吾买尔·艾山", "尉迟璟", "尉迟雯")]
    )
    level = np.array([NAMES["surname_only"]] * 2, dtype=np.int8)
    long, rare = ValueChances({}).of("name", level, rows, which[::2], which[1::2])
    assert long == 0
    assert rare < -10_000_000


def test_a_table_cut_short_holds_the_most_frequent_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    # names of one and two characters, in Latin letters, dotted; people of no known sex or age
    names = ["张伟", "张伟明", "欧阳娜", "OU YANG Na", "LI Na", "买买提·艾力", "阿依古丽·买买提", "李(王争)"]
    roll = [
        replace(
            ZHANG,
            name=names[i % 8],
            sex="男女"[i % 3 : i % 3 + 1],
            birth_date=f"19{60 + i % 40}",
            id_number="",
        )
        for i in range(900)
    ] + [replace(ZHANG, name=name, sex="", birth_date="", id_number="") for name in names * 4]
    rows = rows_of(roll)
    whole = count_tables(*rows)
    for kept in (1, 2, 5, 9):
        monkeypatch.setattr(frequency, "KEPT", dict.fromkeys(frequency.KEPT, kept))
        cut = count_tables(*rows)
        for kind in frequency.KEPT:
            often = sorted(whole[kind].items(), key=lambda item: (-item[1], item[0]))[:kept]
            assert cut[kind] == dict(often), kind

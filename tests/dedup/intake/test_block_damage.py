from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dedup.intake.block_damage import damage_of_rows
from dedup.intake.damage import damage_of

SOUND = "11010519491231002X"
NUMBERS = [
    SOUND, "440524188001010014", "110105194912310021", "11010519490231002X", "110105********002X",
    "110105491231002", "１１０１０５１９４９１２３１００２Ｘ", "无", "1.10105E+17", "",
]  # fmt: skip
DATES = ["1949-12-31", "19491231", "1949.12", "农历1949年11月12日", "1880/1/1", "1949-02-31", "昨天", ""]
SEXES = ["男", "女", "M", "2", "未知", "?", ""]
PHONES = ["13800138000", "0551-62634567", "1380013800", "１３８００１３８０００", "12", ""]

ROWS = st.lists(st.tuples(*map(st.sampled_from, (NUMBERS, DATES, SEXES, PHONES))), min_size=1, max_size=30)
COLUMNS = ("id_number", "birth_date", "sex", "phone")


@given(ROWS, st.sets(st.sampled_from(COLUMNS)))
def test_rows_together_have_the_damage_that_they_have_one_by_one(
    rows: list[tuple[str, ...]], there: set[str]
) -> None:
    every = zip(COLUMNS, zip(*rows, strict=True), strict=True)
    columns = {name: column for name, column in every if name in there}

    found = damage_of_rows(columns, len(rows))

    singly = [tuple(damage_of({n: c[i] for n, c in columns.items()})) for i in range(len(rows))]
    assert [found.get(i, ()) for i in range(len(rows))] == singly


def test_sound_rows_have_no_entry() -> None:
    values = {"id_number": [SOUND, "12"], "birth_date": ["1949-12-31"] * 2, "sex": ["女", "男"]}
    assert damage_of_rows(values, 2) == {1: ("id_length",)}

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.intake.blocks import BlockReader
from dedup.intake.heading import RowReader, heading_of
from dedup.intake.limits import Limits
from dedup.intake.rows import Block, SourceRow

LIMITS = Limits()
HEADING = heading_of(1, ["登记编号", "登记人", "姓名", "性别"], LIMITS)
CELLS = ["A1", "登记编号", "姓名", "登记人", "合计", "合计:3", "制表人：王", "附件", "\u3000", " ", "", "王"]
ROWS = st.lists(st.lists(st.sampled_from(CELLS), min_size=4, max_size=4), min_size=1, max_size=5)


def read(rows: list[list[str]]) -> Block | None:
    return BlockReader(HEADING, LIMITS).read(7, rows, 100)


@given(ROWS)
@settings(max_examples=400)
def test_a_block_has_the_rows_that_are_read_one_by_one(rows: list[list[str]]) -> None:
    block = read(rows)
    if block is not None:
        reader = RowReader(HEADING, LIMITS)
        assert block.rows() == [reader.read(number, row) for number, row in enumerate(rows, 7)]


@given(ROWS.filter(lambda rows: read(rows) is not None), st.integers(0, 6))
def test_a_block_that_is_parted_has_the_same_rows(rows: list[list[str]], size: int) -> None:
    block = read(rows)
    assert block
    first, rest = block.parted(size)
    assert (first.rows() + rest.rows(), len(first)) == (block.rows(), min(size, len(block)))


def test_voters_rows_are_a_block() -> None:
    block = read([["A1", "", "王", "男"], ["A2", "甲", "李", ""]])
    assert block
    assert block.rows() == [
        SourceRow(7, {"registration_id": "A1", "name": "王", "sex": "男"}),
        SourceRow(8, {"registration_id": "A2", "name": "李"}, {"登记人": "甲"}),
    ]


def test_rows_of_which_one_needs_care_are_no_block() -> None:
    sound = ["A1", "", "王", "男"]
    for other in (["A2"], ["A2", "", "李", "", "surplus"], ["", "", "", ""], ["合计", "", "", ""]):
        assert read([sound, other]) is None
    assert read([sound, ["登记编号", "登记人", "姓名", "性别"]]) is None
    assert BlockReader(HEADING, LIMITS).read(7, [sound], LIMITS.cell_chars_max + 1) is None

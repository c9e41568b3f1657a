from __future__ import annotations

import tracemalloc
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.intake import delimited
from dedup.intake.delimited import DELIMITERS, Records
from dedup.intake.limits import Limits
from dedup.intake.lines import Lines
from dedup.intake.tables import open_table
from tests.dedup.intake.files import HEADERS, as_csv, look, problems, read, refusal, roll, values, write

HEAD = ",".join(HEADERS) + "\n"
GOOD = "".join(",".join(row) + "\n" for row in roll(4))


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_the_one_that_shows_the_headers(tmp_path: Path, delimiter: str) -> None:
    table, rows = look(write(tmp_path, as_csv(roll(3), delimiter=delimiter)))
    assert table.format == ("tsv" if delimiter == "\t" else "csv")
    assert values(rows, "household_address") == [row[5] for row in roll(3)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_end_ends_a_line(tmp_path: Path, ending: str) -> None:
    rows = read(write(tmp_path, (HEAD + GOOD).replace("\n", ending)))
    assert [row.number for row in rows] == [2, 3, 4, 5]


def test_a_cell_may_hold_line_breaks_and_the_row_is_numbered_by_its_first_line(tmp_path: Path) -> None:
    rows = read(write(tmp_path, HEAD + 'A1,340123,"王\n小\n明",男,,\n' + GOOD))
    assert [row.number for row in rows] == [2, 5, 6, 7, 8]
    assert rows[0].values["name"] == "王\n小\n明"


def test_titles_above_and_signatures_below_are_no_voters(tmp_path: Path) -> None:
    titles = "肥西县选民登记表,,,,,\n填报单位：上派镇,,,,,\n,,,,,\n"
    table, rows = look(
        write(tmp_path, titles + HEAD + GOOD + "\n合计,,4人,,,\n填表人：张三,,审核人：李四,,,\n盖章,,,,,\n")
    )
    assert [row.number for row in rows] == [5, 6, 7, 8]
    assert table.skipped_rows == 4


def test_a_header_printed_on_every_page_is_no_voter(tmp_path: Path) -> None:
    table, rows = look(write(tmp_path, HEAD + GOOD + HEAD + GOOD))
    assert (len(rows), table.skipped_rows) == (8, 1)


@pytest.mark.parametrize("name", ["合计发", "小计", "总", "共同", "注定", "单位平", "审核员"])
def test_a_voter_with_a_strange_name_is_not_taken_for_a_footer(tmp_path: Path, name: str) -> None:
    rows = read(write(tmp_path, HEAD + f"A1,340123,{name},男,,\n" + GOOD))
    assert len(rows) == 5


@pytest.mark.parametrize("name", ["合计发", "小计", "共同", "公章盖", "盖章平", "注定"])
def test_a_name_in_the_first_column_is_not_taken_for_a_footer(tmp_path: Path, name: str) -> None:
    text = f"姓名,登记编号,区划代码\n{name}生,A1,340123\n王小明,A2,340123\n合计：2人,,\n"
    assert values(read(write(tmp_path, text)), "name") == [f"{name}生", "王小明"]


def test_a_row_with_a_name_is_a_voter_whatever_stands_before_it(tmp_path: Path) -> None:
    text = "序号,登记编号,区划代码,姓名\n合计,A1,340123,王小明\n合计,,,1人\n"
    assert values(read(write(tmp_path, text)), "name") == ["王小明"]


def test_columns_of_the_committees_own_are_kept(tmp_path: Path) -> None:
    text = "序号,登记编号,区划代码,姓名,,家庭,家庭\n1,A1,340123,王小明,甲,乙,丙\n"
    (row,) = read(write(tmp_path, text))
    assert row.extra == {"序号": "1", "#5": "甲", "家庭": "乙", "家庭 (2)": "丙"}


def test_a_short_row_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    rows = read(write(tmp_path, HEAD + "A1,340123,王小明\n" + GOOD))
    assert rows[0].values == {"registration_id": "A1", "committee": "340123", "name": "王小明"}
    assert problems(rows) == []


def test_a_row_of_ten_thousand_columns_costs_one_row(tmp_path: Path) -> None:
    rows = read(write(tmp_path, HEAD + "A9,340123,李静" + ",x" * 10_000 + "\n" + GOOD))
    assert problems(rows) == [(2, "too_many_columns")]
    assert rows[0].values["registration_id"] == "A9"
    assert sum(map(len, rows[0].extra.values())) <= 4_000
    assert len(rows) == 5


def test_a_header_of_ten_thousand_columns_is_refused(tmp_path: Path) -> None:
    text = ",".join(f"列{n}" for n in range(10_000)) + "," + HEAD + GOOD
    assert refusal(write(tmp_path, text)) == "columns-too-many"


@pytest.mark.parametrize("megabytes", [1, 100])
def test_a_file_that_is_one_endless_line_is_refused_in_little_memory(tmp_path: Path, megabytes: int) -> None:
    path = write(tmp_path, b"a,b" * (megabytes * 350_000))
    tracemalloc.start()
    try:
        assert refusal(path) == "line-too-long"
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()


def test_an_endless_line_among_good_rows_costs_one_row(tmp_path: Path) -> None:
    path = write(tmp_path, (HEAD + GOOD).encode() + b"x" * 5_000_000 + b"\n" + GOOD.encode())
    rows = read(path)
    assert problems(rows) == [(6, "line_too_long")]
    assert len(rows) == 9


def test_a_cell_that_is_too_long_costs_its_row_and_is_cut(tmp_path: Path) -> None:
    rows = read(write(tmp_path, HEAD + f"A9,340123,李静,女,,{'长' * 9_000}\n" + GOOD))
    assert problems(rows) == [(2, "cell_too_long")]
    assert len(rows[0].values["household_address"]) == 4_000


@pytest.mark.parametrize("follows", [2, 50, 500])
def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path, follows: int) -> None:
    rows = read(write(tmp_path, HEAD + 'A9,340123,"李静,女,,\n' + GOOD * follows))
    assert problems(rows) == [(2, "unclosed_quote")]
    assert len(rows) == 1 + 4 * follows


def test_a_quote_that_is_closed_in_a_later_row_costs_only_the_broken_rows(tmp_path: Path) -> None:
    text = HEAD + 'A9,340123,"李静,女,,\n' + GOOD + 'A8,340123,"王静,女,,\n' + GOOD + GOOD
    rows = read(write(tmp_path, text))
    assert problems(rows) == [(2, "unclosed_quote"), (7, "unclosed_quote")]
    assert len(rows) == 14


def test_a_quote_that_is_closed_properly_in_a_later_row_is_known_by_the_missing_cells(tmp_path: Path) -> None:
    text = HEAD + 'A9,340123,"李静,女,,\n' + GOOD + 'A8,340123,王静,女,,东村"\n' + GOOD
    rows = read(write(tmp_path, text))
    assert problems(rows) == [(2, "unclosed_quote")]
    assert len(rows) == 10


def test_a_row_is_not_taken_with_half_of_its_last_cell(tmp_path: Path) -> None:
    rows = read(write(tmp_path, HEAD + 'A9,340123,李静,女,,"东\n村",西村\n' + GOOD))
    assert problems(rows) == [(2, "unclosed_quote")]
    assert len(rows) == 6


def test_a_quote_inside_a_cell_is_a_character(tmp_path: Path) -> None:
    rows = read(write(tmp_path, HEAD + 'A9,340123,李"小"静,女,,"东"村\n' + GOOD))
    assert problems(rows) == []
    assert rows[0].values["name"] == '李"小"静'
    assert len(rows) == 5


def test_every_row_quoted_badly_is_still_quick(tmp_path: Path) -> None:
    rows = read(write(tmp_path, HEAD + 'A9,340123,"李静,女,,\n' * 3_001))
    assert len(rows) == 3_001
    assert {reason for _, reason in problems(rows)} == {"unclosed_quote"}


def test_a_long_file_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = write(tmp_path, as_csv(roll(40_000)))
    tracemalloc.start()
    try:
        with open_table(path) as table:
            assert sum(1 for _ in table.rows()) == 40_000
            assert abs((table.rows_hint or 0) - 40_000) < 4_000
            assert table.bytes_read == table.bytes_total
        assert tracemalloc.get_traced_memory()[1] < 10e6
    finally:
        tracemalloc.stop()


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12), after=st.integers(0, 14))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_written_is_read_back_and_resumes_anywhere(
    tmp_path: Path, rows: list[tuple[str, str, str]], after: int
) -> None:
    filled = [[f"K{n}", "340123", "王" + name, sex, note] for n, (name, sex, note) in enumerate(rows)]
    headers = ("登记编号", "区划代码", "姓名", "性别", "备注")
    path = write(tmp_path, as_csv(filled, headers))
    everything = read(path)
    columns = ("registration_id", "committee", "name", "sex", "note")
    for row, cells in zip(everything, filled, strict=True):
        given_cells = {c: t for c, t in zip(columns, cells, strict=True) if t and not t.isspace()}
        assert row.values == given_cells
    assert read(path, after=after) == [row for row in everything if row.number > after]


@given(
    text=st.lists(st.sampled_from(["甲", "b", ",", ",", '"', '""', "\n", "\n", "\r\n", "\r", " "])).map(
        "".join
    ),
    width=st.sampled_from([None, 1, 2, 3]),
    chars_max=st.sampled_from([4, 40]),
    block_lines=st.integers(1, 4),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_lines_read_together_are_the_rows_that_they_are_one_by_one(
    tmp_path: Path, text: str, width: int | None, chars_max: int, block_lines: int
) -> None:
    path = write(tmp_path, text)
    limits = replace(Limits(), record_chars_max=chars_max)

    with closing(Lines(path, "utf-8", chars_max)) as one, closing(Lines(path, "utf-8", chars_max)) as other:
        together, single = (Records(lines, ",", width, limits) for lines in (one, other))
        with patch.object(delimited, "_BLOCK_LINES", block_lines):
            assert list(together) == list(single._one_by_one())

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.errors import BadInput
from dedup.intake.looking import look_at
from tests.dedup.intake.files import as_csv, roll, write, write_xlsx


def test_the_beginning_of_a_file_is_seen_with_its_format_encoding_and_header(tmp_path: Path) -> None:
    look = look_at(write(tmp_path, "选民名册\n" + as_csv(roll(3), delimiter="\t"), encoding="gb18030"))
    assert (look.format, look.encoding) == ("tsv", "gb18030_2022")
    heading = look.heading()
    assert (heading.number, heading.columns[0].column) == (2, "registration_id")
    assert look.rows[2][1][0] == "A0001"


def test_where_no_header_is_known_the_first_of_the_widest_rows_is_taken_for_it_until_told(
    tmp_path: Path,
) -> None:
    look = look_at(write(tmp_path, "某县\n档号;称呼\nA1;王小明\nA2;李静\n"))
    assert look.heading().number == 2
    assert look.heading(row=3).columns[1].header == "王小明"
    assert [m.column for m in look.heading({"档号": "registration_id"}).columns] == ["registration_id", None]


def test_the_sheet_that_holds_a_register_is_seen_or_the_one_named(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "roll.xlsx", [("登记编号", "姓名"), ("A1", "王小明")], ("甲", "乙"))
    assert look_at(path).sheet == "甲"
    assert look_at(path, sheet="乙").sheets == ("甲", "乙")
    with pytest.raises(BadInput) as refused:
        look_at(path, sheet="丙")
    assert refused.value.code == "workbook-sheet-missing"


def test_members_of_json_lines_are_its_header(tmp_path: Path) -> None:
    look = look_at(write(tmp_path, '{"档号": "A1", "姓名": "王小明"}\n{"档号": "A2"}\n', "roll.jsonl"))
    assert [m.header for m in look.heading().columns] == ["档号", "姓名"]
    assert [cells for _, cells in look.rows[1:]] == [["A1", "王小明"], ["A2", ""]]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        look_at(write(tmp_path, b"%PDF-1.7 and more"))
    assert refused.value.code == "file-binary"
    with pytest.raises(BadInput) as refused:
        look_at(write(tmp_path, "长" * 200_000))
    assert refused.value.code == "header-missing"

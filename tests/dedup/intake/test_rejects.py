from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from dedup.catalogue import LANGUAGES, Language
from dedup.intake.rejects import write_rejects, write_rejects_book
from dedup.intake.submission import Submission, parse_submission
from dedup.spreadsheet import FORMULA_STARTS
from events.files import RejectedRow
from tests.dedup.intake.files import read


def rejects() -> list[RejectedRow]:
    return [
        RejectedRow(
            row=5, field="name", reason="missing_name", personal={"registration_id": "A1", "phone": "1"}
        ),
        RejectedRow(row=9, field="", reason="not_json", personal={"…": "{nonsense", "序号": "7"}),
    ]


def cells_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_file_says_where_why_what_to_do_and_what_was_given(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    write_rejects(path, rejects(), "zh")
    header, first, second = cells_of(path)
    assert header == ["行号", "列", "代码", "原因", "处理办法", "登记编号", "姓名", "联系电话", "…", "序号"]
    assert first == ["5", "姓名", "missing_name", "没有姓名", "请填写姓名", "A1", "", "1", "", ""]
    assert second[0] == "9"
    assert second[8:] == ["{nonsense", "7"]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [p.name for p in tmp_path.iterdir()] == ["rejects.csv"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_is_a_formula(tmp_path: Path, start: str, language: Language) -> None:
    evil = f"{start}cmd|' /C calc'!A0"
    path = tmp_path / "rejects.csv"
    write_rejects(
        path, [RejectedRow(row=2, field="", reason="not_json", personal={"name": evil, evil: evil})], language
    )
    cells = [cell for row in cells_of(path) for cell in row]
    assert sum("calc" in cell for cell in cells) == 3
    assert not any(cell.startswith(FORMULA_STARTS) for cell in cells)


def test_a_corrected_rejects_file_can_be_imported(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    given = {"registration_id": "A1", "committee": "340123", "phone": "+8613800138000"}
    write_rejects(path, [RejectedRow(row=5, field="name", reason="missing_name", personal=given)], "zh")
    header, cells = cells_of(path)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        cells[header.index("姓名")] = "王小明"
        csv.writer(file).writerows([header, cells])
    (row,) = read(path)
    taken = parse_submission(row)
    assert isinstance(taken, Submission)
    assert (taken.registration_id, taken.committee, taken.personal["phone"]) == tuple(given.values())


def test_columns_stand_as_the_file_has_them(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    write_rejects(path, rejects(), "zh", ["序号", "phone", "name", "registration_id"])
    assert cells_of(path)[0][5:] == ["序号", "联系电话", "姓名", "登记编号", "…"]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_the_workbook_holds_texts_only_and_can_be_imported(tmp_path: Path, start: str) -> None:
    path = tmp_path / "rejects.xlsx"
    evil = f"{start}1+1"
    given = {"registration_id": "A1", "committee": "340123", "note": evil, "id_number": "110105194912310021"}
    write_rejects_book(path, [RejectedRow(row=5, field="name", reason="missing_name", personal=given)], "zh")
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>" not in sheet
    (row,) = read(path)
    assert row.values["id_number"] == "110105194912310021"
    assert "1+1" in row.values["note"]

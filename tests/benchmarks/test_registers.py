from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.registers import home_committee, read_register, register_files, without_host_ids
from tests.benchmarks.files import write_csv

HOME = {"登记编号": "1", "选举委员会": "511321", "姓名": "王芳", "公民身份号码": "512922195301018290"}
HOST = {"id": "R-1", "committee": "440306", "name": "王芳", "national id": "512922195301018290"}


def folder_of(tmp_path: Path) -> Path:
    write_csv(tmp_path / "home.csv", [HOME, {**HOME, "登记编号": "2"}], encoding="gb18030")
    (tmp_path / "host.jsonl").write_text(json.dumps(HOST) + "\n", encoding="utf-8")
    write_csv(tmp_path / "truth.csv", [{"left_committee": "", "right_committee": ""}])
    return tmp_path


def test_registers_are_read_in_any_encoding_and_format_by_canonical_columns(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    home, host = register_files(folder)
    assert [row["registration_id"] for row in read_register(home)] == ["1", "2"]
    assert list(read_register(host)) == [
        {"registration_id": "R-1", "committee": "440306", "name": "王芳", "id_number": "512922195301018290"}
    ]


def test_title_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "home.csv"
    path.write_text("选民登记表,,\n登记编号,姓名,备注\n1,王芳,\n", encoding="utf-8")
    assert list(read_register(path)) == [{"registration_id": "1", "name": "王芳"}]


def test_a_folder_without_truth_is_refused(tmp_path: Path) -> None:
    write_csv(tmp_path / "home.csv", [HOME])
    with pytest.raises(SystemExit, match=r"truth\.csv"):
        register_files(tmp_path)


def test_only_the_home_committee_keeps_its_identity_numbers(tmp_path: Path) -> None:
    given, out = tmp_path / "given", tmp_path / "out"
    given.mkdir()
    without_host_ids(folder_of(given), out, home_committee(given))
    home, host = register_files(out)
    assert all(row["id_number"] == HOME["公民身份号码"] for row in read_register(home))
    assert not any("id_number" in row for row in read_register(host))
    assert [row["name"] for row in read_register(host)] == ["王芳"]

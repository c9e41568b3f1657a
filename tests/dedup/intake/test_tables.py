"""Laws of every format at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.intake.rows import Table
from dedup.intake.tables import open_table
from tests.dedup.intake.files import HEADERS, as_csv, as_jsonl, look, read, roll, write, write_xlsx

Writer = Callable[[Path, list[list[str]]], Path]


def csv_file(folder: Path, rows: list[list[str]]) -> Path:
    return write(folder, as_csv(rows), encoding="gb18030")


def jsonl_file(folder: Path, rows: list[list[str]]) -> Path:
    return write(folder, as_jsonl(rows), "roll.jsonl")


def xlsx_file(folder: Path, rows: list[list[str]]) -> Path:
    return write_xlsx(folder / "roll.xlsx", [HEADERS, *rows])


every_format = pytest.mark.parametrize("write_file", [csv_file, jsonl_file, xlsx_file])


@every_format
def test_a_register_reads_the_same_in_every_format(tmp_path: Path, write_file: Writer) -> None:
    rows = read(write_file(tmp_path, roll(30)))
    columns = ("registration_id", "committee", "name", "sex", "id_number", "household_address")
    assert [row.values for row in rows] == [dict(zip(columns, cells, strict=True)) for cells in roll(30)]
    assert not any(row.extra or row.problem or row.warnings for row in rows)


@every_format
def test_the_columns_are_told_as_given_and_as_understood(tmp_path: Path, write_file: Writer) -> None:
    table, _ = look(write_file(tmp_path, roll(3)))
    assert tuple(match.header for match in table.columns) == HEADERS
    assert [match.column for match in table.columns][:3] == ["registration_id", "committee", "name"]


@every_format
def test_reading_resumes_after_any_row(tmp_path: Path, write_file: Writer) -> None:
    path = write_file(tmp_path, roll(12))
    everything = read(path)
    for after in range(15):
        assert read(path, after=after) == [row for row in everything if row.number > after]


@every_format
def test_progress_goes_from_nothing_to_the_whole(tmp_path: Path, write_file: Writer) -> None:
    with open_table(write_file(tmp_path, roll(5_000))) as table:
        seen = [read_so_far(table) for _ in table.rows()]
        assert seen == sorted(seen)
        assert table.bytes_read == table.bytes_total
        assert abs((table.rows_hint or 0) - 5_000) < 500


def read_so_far(table: Table) -> int:
    return table.bytes_read


@every_format
def test_a_committee_may_be_given_once_for_the_file(tmp_path: Path, write_file: Writer) -> None:
    rows = read(write_file(tmp_path, [[cells[0], "", *cells[2:]] for cells in roll(3)]), committee=True)
    assert all("committee" not in row.values for row in rows)

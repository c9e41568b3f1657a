from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dedup.cases.case import Case
from dedup.cases.evolving import fold
from dedup.errors import Unavailable
from dedup.publish.flags_csv import COLUMNS, write_flags
from tests.examples import flagged, key


def case(number: str = "A0001") -> Case:
    folded = fold([flagged(key(number), key("B0001", "310115"))])
    assert folded is not None
    return folded


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_flag_is_one_row_with_all_columns(tmp_path: Path) -> None:
    path = tmp_path / "flags.csv"
    assert write_flags(path, [case()], "en") == 1
    (row,) = read(path)
    assert tuple(row) == COLUMNS
    assert (row["left_registration_id"], row["right_registration_id"]) == ("B0001", "A0001")
    assert (row["probability"], row["class"]) == ("0.970000", "same_person")
    assert row["reasons"] == "ID number identical (+12.5 bits)"


def test_excel_reads_it_as_utf8_and_runs_nothing_in_it(tmp_path: Path) -> None:
    path = tmp_path / "flags.csv"
    write_flags(path, [case("=HYPERLINK(1)")], "zh")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(path)[0]["right_registration_id"] == "'=HYPERLINK(1)"


def test_a_file_that_cannot_be_written_leaves_the_old_one_alone(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        write_flags(tmp_path / "no-such-folder" / "flags.csv", [case()], "en")
    path = tmp_path / "flags.csv"
    path.write_text("old")

    def dying() -> Case:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_flags(path, (dying() for _ in range(1)), "en")
    assert path.read_text() == "old"

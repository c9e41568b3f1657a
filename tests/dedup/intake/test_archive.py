from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from dedup.intake.archive import check_archive
from dedup.intake.limits import Limits
from tests.dedup.intake.files import refusal, roll, write, write_xlsx, write_zip

BOOK = "xl/workbook.xml"


@pytest.mark.parametrize(
    ("part", "kind"), [(BOOK, "xlsx"), ("xl/workbook.bin", "xlsb"), ("content.xml", "ods")]
)
def test_a_workbook_is_known_by_its_parts(tmp_path: Path, part: str, kind: str) -> None:
    assert check_archive(write_zip(tmp_path / "book", {part: b"<x/>"}), Limits()) == kind


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({BOOK: b"", "xl/worksheets/sheet1.xml": b"0" * 30_000_000}, "workbook-bomb"),
        ({BOOK: b"", **{f"xl/{n}.xml": b"x" for n in range(3_000)}}, "workbook-bomb"),
        ({BOOK: b"", **{f"xl/{n}.xml": b"0" * 900_000 for n in range(30)}}, "workbook-bomb"),
        ({BOOK: b"", "../../evil.xml": b"x"}, "workbook-unreadable"),
        ({BOOK: b"", "/etc/passwd": b"x"}, "workbook-unreadable"),
        ({"roll.csv": b"a,b"}, "file-compressed"),
        ({"word/document.xml": b"<x/>"}, "file-compressed"),
        ({"inner.zip": b"PK\x03\x04" * 90}, "file-compressed"),
        ({}, "file-compressed"),
    ],
)
def test_an_archive_that_is_no_sound_workbook_is_refused(
    tmp_path: Path, parts: dict[str, bytes], code: str
) -> None:
    assert refusal(write_zip(tmp_path / "book.xlsx", parts)) == code


def test_an_encrypted_part_is_told_as_a_password(tmp_path: Path) -> None:
    content = bytearray(write_zip(tmp_path / "a.xlsx", {BOOK: b"<x/>"}).read_bytes())
    directory = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, directory + 8, 1)
    assert refusal(write(tmp_path, bytes(content), "a.xlsx")) == "workbook-password"


def test_a_part_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(BOOK, "<a/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(BOOK, "<b/>")
    assert refusal(path) == "workbook-bomb"


@pytest.mark.parametrize("keep", [4, 30, 0.3, 0.9])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, keep: float) -> None:
    whole = write_xlsx(tmp_path / "whole.xlsx", [["登记编号"], *roll(5)]).read_bytes()
    bytes_kept = int(keep if keep > 1 else keep * len(whole))
    assert refusal(write(tmp_path, whole[:bytes_kept], "cut.xlsx")) == "workbook-unreadable"


def test_a_directory_that_claims_too_much_is_refused_before_it_is_read(tmp_path: Path) -> None:
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 60_000, 60_000, 10, 0, 0)
    assert refusal(write(tmp_path, b"PK\x03\x04" + b"x" * 50 + end, "lie.xlsx")) == "workbook-bomb"

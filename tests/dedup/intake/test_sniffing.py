from __future__ import annotations

import bz2
import gzip
import lzma
import os
from pathlib import Path

import pytest

from dedup.errors import BadInput, Exit
from dedup.intake.limits import Limits
from dedup.intake.sniffing import sniff
from tests.dedup.intake.files import HEADERS, as_csv, as_jsonl, look, refusal, roll, write

TEXT = as_csv(roll(3))
HEAD = ",".join(HEADERS) + "\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf", "file-empty"),
        (b" \r\n\t\n", "file-empty"),
        (gzip.compress(TEXT.encode()), "file-compressed"),
        (bz2.compress(TEXT.encode()), "file-compressed"),
        (lzma.compress(TEXT.encode()), "file-compressed"),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 90, "file-compressed"),
        (b"Rar!\x1a\x07" + b"x" * 90, "file-compressed"),
        (b"%PDF-1.7\n...", "file-binary"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 90, "file-binary"),
        (b"SQLite format 3\0" + b"x" * 90, "file-binary"),
        (bytes(range(256)) * 400, "file-nul"),
        (bytes(range(1, 256)) * 400, "encoding-unknown"),
        (b"<html><body><table>", "file-html"),
        ("\ufeff <?xml version='1.0'?><Workbook>".encode("utf-16-le"), "file-html"),
        ("[1]".encode("utf-16"), "file-json-array"),
        (HEAD.encode(), "file-header-only"),
        (("标题\n" + HEAD + "\n,,,,,\n").encode(), "file-header-only"),
        (b"1,2,3\n4,5,6\n", "header-missing"),
        ("王小明\n李静\n".encode(), "header-missing"),
        (("\n" * 30 + TEXT).encode(), "header-missing"),
        ("姓名,性别\n王小明,男\n".encode(), "column-missing"),
        ("登记编号,姓名\n1,王小明\n".encode(), "column-missing"),
        ("登记编号,区划代码,姓名,身份证,身份证号\n1,340123,王,2,3\n".encode(), "column-twice"),
        ("登记编号,区划代码,姓名,姓名\n1,340123,王,李\n".encode(), "column-twice"),
    ],
)
def test_what_is_no_register_is_refused_with_a_remedy(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(write(tmp_path, content)) == code


def test_what_is_no_file_is_refused_with_a_remedy(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(tmp_path) == "file-is-directory"
    assert refusal(tmp_path / "nothing.csv") == "file-missing"
    assert refusal(pipe) == "file-not-regular"
    assert refusal(Path("/dev/zero")) == "file-not-regular"
    assert refusal(tmp_path / ("x" * 400)) == "file-unreadable"


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "sparse.csv"
    with path.open("wb") as file:
        file.write(b"x")
        file.truncate(5 * 1024**3)
    with pytest.raises(BadInput) as refused:
        sniff(path, Limits())
    assert refused.value.code == "file-too-large"
    assert refused.value.exit_code == Exit.BAD_INPUT


@pytest.mark.parametrize("name", ["roll.csv", "roll.jsonl", "roll.xlsx", "roll"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_the_content_and_not_the_name_says_what_a_file_is(tmp_path: Path, name: str, encoding: str) -> None:
    assert look(write(tmp_path, TEXT, name, encoding))[0].format == "csv"
    assert look(write(tmp_path, as_jsonl(roll(3)), name, encoding))[0].format == "jsonl"

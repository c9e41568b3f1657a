from __future__ import annotations

from pathlib import Path

import pytest

from dedup.errors import BadInput
from dedup.intake.lines import Line, Lines


def open_lines(folder: Path, content: bytes, chars_max: int = 10, encoding: str = "utf-8") -> Lines:
    path = folder / "text"
    path.write_bytes(content)
    return Lines(path, encoding, chars_max)


def read_all(lines: Lines) -> list[Line]:
    return list(iter(lines.next_line, None))


def test_lines_are_numbered_and_a_long_one_is_cut(tmp_path: Path) -> None:
    lines = open_lines(tmp_path, b"a\r\n" + b"b" * 35 + b"\nc")
    assert read_all(lines) == [Line(1, "a\r\n"), Line(2, "b" * 11, whole=False), Line(3, "c")]
    lines.close()


def test_lines_are_given_out_together_as_long_as_they_are_new_and_whole(tmp_path: Path) -> None:
    lines = open_lines(tmp_path, b"a\nb\nc\n" + b"d" * 35 + b"\ne\nf\n")
    assert lines.next_lines(2) == (1, ["a\n", "b\n"])
    assert lines.next_lines(9) == (3, [])
    assert [lines.next_line() for _ in range(2)] == [Line(3, "c\n"), Line(4, "d" * 11, whole=False)]
    lines.hand_back([Line(4, "d")])
    assert lines.next_lines(9) == (5, [])
    assert read_all(lines) == [Line(4, "d"), Line(5, "e\n"), Line(6, "f\n")]
    assert lines.next_lines(9) == (7, [])
    lines.close()


def test_lines_that_are_handed_back_come_again_in_order(tmp_path: Path) -> None:
    lines = open_lines(tmp_path, b"a\nb\nc\n")
    first = lines.next_line()
    second = lines.next_line()
    assert first
    assert second
    lines.hand_back([first, second])
    assert [line.number for line in read_all(lines)] == [1, 2, 3]
    lines.close()


def test_a_file_that_changed_meanwhile_is_an_error_of_the_file(tmp_path: Path) -> None:
    lines = open_lines(tmp_path, b"a\n\xff\xff\n")
    with pytest.raises(BadInput, match="was changed"):
        read_all(lines)
    lines.close()
    lines = open_lines(tmp_path, b"a\n\xff\xff\n")
    with pytest.raises(BadInput, match="was changed"):
        lines.next_lines(9)
    lines.close()


def test_what_was_read_stays_known_after_closing(tmp_path: Path) -> None:
    lines = open_lines(tmp_path, b"a\nb\n")
    read_all(lines)
    lines.close()
    assert lines.bytes_read == 4

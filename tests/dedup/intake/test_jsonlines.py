from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dedup.intake.files import HEADERS, as_jsonl, look, problems, read, refusal, roll, values, write

KEY = '"登记编号": "A1", "区划代码": "340123", "姓名": "王小明"'
GOOD = "{" + KEY + "}\n"


def test_objects_are_rows_numbered_by_their_line(tmp_path: Path) -> None:
    table, rows = look(write(tmp_path, "\n" + as_jsonl(roll(3)) + "\n" + GOOD))
    assert table.format == "jsonl"
    assert [row.number for row in rows] == [2, 3, 4, 6]
    assert values(rows, "name")[:3] == [row[2] for row in roll(3)]


def test_numbers_are_kept_as_they_are_written(tmp_path: Path) -> None:
    line = '{"id": 7, "committee": 340123, "name": "王", "id_number": 110105194912310021, "x": 1.50'
    line += ', "y": -0.0e1}'
    (row,) = read(write(tmp_path, line))
    assert row.values["id_number"] == "110105194912310021"
    assert row.values["registration_id"] == "7"
    assert row.extra == {"x": "1.50", "y": "-0.0e1"}


def test_null_is_nothing_and_structures_are_kept_as_text(tmp_path: Path) -> None:
    (row,) = read(write(tmp_path, "{" + KEY + ', "性别": null, "备注": ["甲", 1], "户主": true}'))
    assert "sex" not in row.values
    assert row.values["note"] == '["甲", "1"]'
    assert row.extra == {"户主": "true"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nonsense", "not_json"),
        ('{"a": ', "not_json"),
        ("[1, 2]", "not_an_object"),
        ('"text"', "not_an_object"),
        ("{" + KEY + ', "备注": ' + "[" * 100_000 + "}", "nested_too_deep"),
        ("{" + KEY + ', "x": ' + '{"a":' * 40 + "1" + "}" * 41, "nested_too_deep"),
        ("{" + KEY + ', "身份证": "1", "身份证号": "2"}', "column_twice"),
        ("{" + KEY + ', "备注": "' + "长" * 5_000 + '"}', "cell_too_long"),
        ("{" + KEY + ', "备注": "\\ud800"}', "not_text"),
        ("{" + KEY + ', "备注": "\\u0000"}', "not_text"),
        ("{" + KEY + "," + ",".join(f'"c{n}": 1' for n in range(300)) + "}", "too_many_columns"),
        ('{"姓名": "' + "x" * 3_000_000 + '"}', "line_too_long"),
    ],
)
def test_a_bad_line_costs_one_row(tmp_path: Path, line: str, reason: str) -> None:
    rows = read(write(tmp_path, GOOD + line + "\n" + GOOD))
    assert problems(rows) == [(2, reason)]
    assert len(rows) == 3


def test_brackets_in_a_text_are_no_nesting(tmp_path: Path) -> None:
    rows = read(write(tmp_path, "{" + KEY + ', "备注": "' + '[{\\"' * 60 + '"}\n'))
    assert problems(rows) == []


def test_members_that_only_later_rows_have_are_read(tmp_path: Path) -> None:
    rows = read(write(tmp_path, GOOD * 30 + "{" + KEY + ', "Phone": "13800138000"}'))
    assert rows[-1].values["phone"] == "13800138000"


def test_a_million_different_names_of_members_do_not_fill_the_memory(tmp_path: Path) -> None:
    text = "".join("{" + KEY + f', "k{n}": 1' + "}\n" for n in range(2_000))
    table, rows = look(write(tmp_path, text))
    assert len(rows) == 2_000
    assert len(table.columns) <= 256


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{nonsense\n{more\n", "json-unreadable"),
        ('[{"a": 1}]', "file-json-array"),
        ('{"姓名": "王"}\n', "column-missing"),
        ('{"姓名": "' + "x" * 500_000, "line-too-long"),
    ],
)
def test_a_file_that_is_no_register_is_refused(tmp_path: Path, text: str, code: str) -> None:
    assert refusal(write(tmp_path, text)) == code


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8), after=st.integers(0, 9)
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_written_is_read_back_and_resumes_anywhere(
    tmp_path: Path, rows: list[list[str]], after: int
) -> None:
    filled = [[f"K{n}", "340123", *cells] for n, cells in enumerate(rows)]
    path = write(tmp_path, as_jsonl(filled, HEADERS))
    everything = read(path)
    columns = ("registration_id", "committee", "name", "sex", "id_number")
    for row, cells in zip(everything, filled, strict=True):
        assert row.values == {c: t for c, t in zip(columns, cells, strict=True) if t and not t.isspace()}
    assert read(path, after=after) == [row for row in everything if row.number > after]

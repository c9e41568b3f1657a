from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.intake.workbook_child import _text_of
from tests.dedup.intake.files import HEADERS, roll, write_xlsx

SETTINGS = {
    "memory_bytes": 2**31,
    "cpu_s": 20,
    "sheets_max": 9,
    "header_rows": 20,
    "columns_max": 256,
    "cell_chars_max": 4_000,
}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13800138000.0, "13800138000"),
        (-3.0, "-3"),
        (0.1, "0.1"),
        (1.5, "1.5"),
        (999_999_999_999_999.0, "999999999999999"),
        (110105194912310021.0, ["110105194912310000"]),
        (1e30, ["1e+30"]),
        (float("nan"), ""),
        (True, "TRUE"),
        (date(1990, 1, 5), "1990-01-05"),
        (datetime(1990, 1, 5, tzinfo=UTC).replace(tzinfo=None), "1990-01-05"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=26), "1 day, 2:00:00"),
    ],
)
def test_a_cell_is_the_text_that_a_spreadsheet_shows(cell: float, text: str | list[str]) -> None:
    assert _text_of(cell) == text


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_whole_number_of_fifteen_digits_is_kept(number: int) -> None:
    assert _text_of(float(number)) == str(number)


@given(st.integers(10**17, 10**18 - 1))
def test_an_identity_number_in_a_number_cell_keeps_fifteen_digits_and_says_so(number: int) -> None:
    cell = _text_of(float(number))
    assert isinstance(cell, list)
    shown = cell[0]
    assert shown.endswith("000")
    assert len(shown) in {18, 19}
    assert abs(int(shown) - number) <= 600


def test_the_child_serves_heads_then_the_sheet_that_is_asked_for(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "roll.xlsx", [HEADERS, *roll(600)], sheets=("甲", "乙"))
    done = subprocess.run(
        [sys.executable, "-m", "dedup.intake.workbook_child", str(path), json.dumps(SETTINGS)],
        input=b'"\\u7532"\n',
        capture_output=True,
        check=True,
    )
    first, *batches, last = map(json.loads, done.stdout.splitlines())
    assert [(sheet["name"], sheet["rows"], len(sheet["head"])) for sheet in first["sheets"]] == [
        ("甲", 601, 20),
        ("乙", 601, 20),
    ]
    assert sum(len(batch["rows"]) for batch in batches) == 601
    assert last == {"end": True}


def test_the_child_does_not_load_the_product(tmp_path: Path) -> None:
    code = (
        "import sys, dedup.intake.workbook_child; print([m for m in sys.modules if m.startswith('dedup.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "['dedup.intake', 'dedup.intake.workbook_child']"

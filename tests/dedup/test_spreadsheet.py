from __future__ import annotations

import pytest

from dedup.spreadsheet import inert, plain


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_cell_that_could_run_is_made_text(start: str) -> None:
    assert inert(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize("cell", ["", "张伟", "340123", "a=b", "00017"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert inert(cell) == cell


@pytest.mark.parametrize("cell", ["=1+1", "-7", "'s-Gravenhage", "", "张伟", "'"])
def test_what_was_made_inert_can_be_read_back(cell: str) -> None:
    assert plain(inert(cell)) == cell

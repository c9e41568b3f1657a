from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dedup.errors import Unavailable
from dedup.evaluation.wrong import COLUMNS, write_wrong_pairs
from tests.dedup.evaluation.examples import flags, pair, truth


def test_mistakes_are_listed_the_grossest_first(tmp_path: Path) -> None:
    lost, doubtful, right = pair("1/-a", "2/b"), pair("1/c", "2/d"), pair("1/e", "2/f")
    mild, gross, watched = pair("1/c", "2/x"), pair("1/c", "2/y"), pair("1/c", "2/z")
    told = truth(lost, doubtful, right, traps={gross: ("twins",)}, errors=("id_missing",))
    flagged = flags({doubtful: 0.4, right: 0.9, mild: 0.5, gross: 0.99, watched: 0.3}, told="why").flagged
    path = tmp_path / "wrong.csv"
    assert write_wrong_pairs(path, told, flagged, "en") == 4
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(COLUMNS)
    assert [(r["mistake"], r["probability"], r["known"], r["reasons"]) for r in rows] == [
        ("false", "0.990000", "twins", "why"),
        ("false", "0.500000", "", "why"),
        ("missed", "0", "id_missing", ""),
        ("missed", "0.400000", "id_missing", "why"),
    ]
    assert rows[2]["left_registration_id"] == "'-a"


def test_a_list_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        write_wrong_pairs(tmp_path / "absent" / "wrong.csv", truth(), flags({}).flagged, "en")

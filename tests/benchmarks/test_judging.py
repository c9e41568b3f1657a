from __future__ import annotations

from pathlib import Path

from benchmarks.judging import judge
from tests.benchmarks.files import write_csv


def pair(left: str, right: str, **more: str) -> dict[str, str]:
    sides = {"left_committee": "511321", "left_registration_id": left}
    return {**sides, "right_committee": "440306", "right_registration_id": right, **more}


def test_flags_are_judged_by_the_products_own_evaluation(tmp_path: Path) -> None:
    write_csv(tmp_path / "truth.csv", [pair("1", "1"), pair("2", "2")])
    write_csv(tmp_path / "traps.csv", [pair("3", "3", trap="twins")])
    flags = write_csv(
        tmp_path / "flags.csv",
        [pair("1", "1", probability="0.999"), pair("3", "3", probability="0.6")],
    )
    figures = judge(flags, tmp_path)
    assert (figures["true_pairs"], figures["precision"], figures["recall"]) == (2, 0.5, 0.5)
    assert figures["precision_99"] == 1.0
    assert figures["traps"] == {"twins": [1, 1]}
    assert "bounds" not in figures

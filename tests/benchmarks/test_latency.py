from __future__ import annotations

from pathlib import Path

from benchmarks.latency import divide, percentiles_ms
from benchmarks.registers import read_register, write_sample


def test_percentiles_are_of_the_ranked_times() -> None:
    assert percentiles_ms([at / 1000 for at in range(100, 0, -1)]) == {
        "p50_ms": 50.0,
        "p99_ms": 99.0,
        "max_ms": 100.0,
    }
    assert percentiles_ms([]) == {}


def test_a_divided_sample_holds_every_row_once(tmp_path: Path) -> None:
    write_sample(tmp_path / "sample", rows=400, seed=1)
    files = divide(tmp_path / "sample", tmp_path / "divided", arrivals=20)
    given = [row for path in sorted((tmp_path / "sample").glob("ho*")) for row in read_register(path)]
    later = list(read_register(tmp_path / "divided" / "arrivals.csv"))
    now = [row for path in files for row in read_register(path)]
    assert len(later) == 20
    assert {row["committee"] for row in later} & {"511321"} == set()
    key = lambda row: (row["committee"], row["registration_id"], row.get("name", ""))  # noqa: E731
    assert sorted(map(key, given)) == sorted(map(key, now + later))

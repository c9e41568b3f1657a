from __future__ import annotations

from benchmarks.results_page import page, table

MEASURED = {
    "measured": "2026-11-24",
    "command": "python -m benchmarks --rows 3000",
    "machine": {
        "processor": "a processor",
        "cores": 2,
        "memory_gib": 8,
        "python": "3.11",
        "load_1min_before": 0.1,
    },
    "versions": {"splink": "5.0.0"},
    "runs": 1,
}


def test_a_table_without_rows_is_left_out() -> None:
    assert table(("a", "b"), []) == []
    assert table(("a", "b"), [(1, 2)]) == ["| a | b |", "|---|---|", "| 1 | 2 |"]


def test_what_was_not_measured_has_no_section() -> None:
    told = page(MEASURED)
    assert "python -m benchmarks --rows 3000" in told
    assert "## " not in told


def test_a_contender_that_failed_is_told_with_the_reason() -> None:
    failed = {
        "name": "FEBRL 3",
        "rows": 5_000,
        "fields": "demo",
        "product": {"failure": "…\nno such profile"},
    }
    told = page({**MEASURED, "febrl": [failed]})
    assert "- FEBRL 3, demo: this product failed: `no such profile`" in told

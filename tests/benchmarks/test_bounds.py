from __future__ import annotations

from typing import Any

import pytest

from benchmarks.bounds import AS_THEY_COME, NO_IDS, growths, judged, sides


def side(**figures: object) -> dict[str, Any]:
    return {
        "precision": 0.999,
        "precision_99": 1.0,
        "wall_s": 40.0,
        "cpu_s": 40.0,
        "memory_mib": 900,
        **figures,
    }


def sample(rows: int, product: dict[str, Any]) -> dict[str, Any]:
    peer = side(linking_wall_s=50.0, linking_cpu_s=80.0, memory_mib=1_800)
    return {
        "name": f"{rows:,} rows",
        "rows": rows,
        "seed": 1,
        "ids": AS_THEY_COME,
        "product": product,
        "peer": {"best": "identity", "variants": {"identity": peer, "core": side()}},
    }


def test_the_peer_is_held_against_with_its_best_variant() -> None:
    assert [name for name, _ in sides(sample(50_000, side()))] == ["this product", "Splink, identity"]


def test_a_contender_that_failed_has_no_side() -> None:
    assert [name for name, _ in sides(sample(50_000, {"failure": "…"}))] == ["Splink, identity"]


def test_growth_is_per_row_and_from_the_smallest_sample_that_is_large_enough() -> None:
    samples = [
        sample(50_000, side(cpu_s=1.0)),
        sample(100_000, side(cpu_s=10.0)),
        sample(1_000_000, side(cpu_s=120.0, precision=0.9985)),
    ]
    growth = next(growths(samples))
    assert growth.cost == pytest.approx(1.2)
    assert growth.lost == pytest.approx(0.0005)


def test_one_size_alone_tells_no_growth() -> None:
    assert list(growths([sample(100_000, side())])) == []


def test_speed_is_judged_at_a_million_rows_beside_the_peers_training_and_prediction() -> None:
    results = {"registers": [sample(1_000_000, side(wall_s=60.0))]}
    verdicts = {bound.about.rpartition(": ")[2]: (bound.measured, bound.verdict) for bound in judged(results)}
    assert verdicts == {
        "wall clock, of Splink's": ("1.20000", "**missed**"),
        "memory, of Splink's": ("0.50000", "held"),
    }


def test_small_samples_are_not_held_against_bounds_of_accuracy() -> None:
    bound = {"bound": "f1", "at_least": True, "limit": 0.995, "value": 0.99, "where": "", "status": "not_met"}
    small, large = (
        list(judged({"registers": [sample(rows, side(bounds=[bound]))]})) for rows in (50_000, 200_000)
    )
    assert small == []
    assert [(told.promised, told.measured, told.verdict) for told in large] == [
        ("≥ 0.995", "0.99000", "**missed**")
    ]


def test_without_the_hosts_numbers_a_lower_f1_is_promised() -> None:
    f1 = {
        "bound": "f1",
        "at_least": True,
        "limit": 0.995,
        "value": 0.98,
        "low": 0.975,
        "high": 0.984,
        "where": "",
    }
    figures = {**sample(200_000, side(bounds=[{**f1, "status": "not_met"}])), "ids": NO_IDS}
    assert [(told.promised, told.verdict) for told in judged({"registers": [figures]})] == [
        ("≥ 0.97", "held")
    ]

"""The contenders: this product's own command, and the peer's two steps, each as processes of their own."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.judging import PROBABILITY_MIN, judge
from benchmarks.processes import Failed, Usage, run_measured

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """Registers to be matched, and what is true of them."""

    name: str
    rows: int
    files: list[Path]
    truth: Path
    """The folder of truth.csv and traps.csv."""
    scratch: Path
    """An empty folder for what the contenders write."""
    facts: Figures = field(default_factory=dict)
    """What else a reader wants to know: seed, whether hosts have identity numbers."""
    profile: str = "chinese"
    by_slices: bool = True
    """Whether the registers are read once more for slices and bounds."""


def run_product(task: Task, runs: int) -> Figures:
    """Run `dedup match`, files to flags, on a durable store that is new each time."""
    usages = []
    for run in range(runs):
        out = task.scratch / f"product-{run}.csv"
        command = [sys.executable, "-m", "dedup", "match", *map(str, task.files), "--out", str(out)]
        options = ["--min-probability", str(PROBABILITY_MIN), "--lang", "en"]
        if task.profile != "chinese":
            options += ["--profile", task.profile]
        try:
            usages.append(run_measured([*command, *options]))
        except Failed as failure:
            return {"failure": str(failure)}
    usage = _median(usages)
    return {**usage.as_json(), **_judged(out, task)}


def run_peer_on_registers(task: Task, variants: Sequence[str], runs: int) -> Figures:
    """Clean once, then train and predict with every variant."""
    cleaned = task.scratch / "cleaned.parquet"
    clean = _module("splink_cleaning", *map(str, task.files), "--out", str(cleaned))
    figures: Figures = {"cleaning": run_measured(clean).as_json(), "variants": {}}
    outs = {variant: task.scratch / f"peer-{at}.csv" for at, variant in enumerate(variants)}
    for variant, out in outs.items():
        command = _module("splink_registers", str(cleaned), "--variant", variant, "--out", str(out))
        figures["variants"][variant] = _run_peer(command, out, task, runs)
    best = best_of(figures["variants"])
    figures["variants"][best] |= _judged(outs[best], task)
    return figures | {"best": best}


def run_peer_on_febrl(task: Task, models: Sequence[str], runs: int) -> Figures:
    """Train and predict with each of the peer's demonstrated models."""
    variants = {}
    for model in models:
        out = task.scratch / "peer.csv"
        command = _module("splink_febrl", *map(str, task.files), "--model", model, "--out", str(out))
        variants[model] = _run_peer(command, out, task, runs)
    return {"variants": variants, "best": best_of(variants)}


def best_of(variants: Figures) -> str:
    """Return the variant of the highest F1: chosen with the truth in hand, in the peer's favour."""
    return max(variants, key=lambda name: float(variants[name]["f1"]))


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.{name}", *arguments]


def _run_peer(command: list[str], out: Path, task: Task, runs: int) -> Figures:
    usage = _median([run_measured(command) for _ in range(runs)])
    steps = json.loads(usage.output)
    linking = {
        f"linking_{unit}": round(steps["train"][unit] + steps["predict"][unit], 2)
        for unit in ("wall_s", "cpu_s")
    }
    return {**usage.as_json(), "steps": steps, **linking, **judge(out, task.truth)}


def _median(usages: Sequence[Usage]) -> Usage:
    """Return the run whose wall clock is the median (the lower one of two)."""
    middle = statistics.median_low([usage.wall_s for usage in usages])
    return next(usage for usage in usages if usage.wall_s == middle)


def _judged(out: Path, task: Task) -> Figures:
    return judge(out, task.truth, task.files if task.by_slices else ())

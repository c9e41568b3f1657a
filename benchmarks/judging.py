"""Flags held against the truth by `dedup evaluate`: one judge, the same for every contender's flags."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.processes import run_measured

Figures = dict[str, Any]

PROBABILITY_MIN: Final = 0.05
"""Every contender hands in its pairs down to here, so that doubtful probabilities are judged too."""
_HALF: Final = 0.5
_CERTAIN: Final = 0.99


def judge(flags: Path, truth: Path, registers: Sequence[Path] = ()) -> Figures:
    """Return the figures of some flags; with the registers behind them also by slices, and the bounds.

    `truth` is the folder of truth.csv and, where there is one, traps.csv.
    """
    traps = truth / "traps.csv"
    command = [sys.executable, "-m", "dedup", "evaluate", "--truth", str(truth / "truth.csv")]
    options = ["--traps", str(traps)] if traps.exists() else []
    options += ["--flags", str(flags), "--no-search", "--json", "--lang", "en"]
    told = run_measured([*command, *options, *map(str, registers)]).output
    return figures_of(json.loads(told), with_bounds=bool(registers))


def figures_of(report: Figures, *, with_bounds: bool) -> Figures:
    """Return what a results page wants of a report of `dedup evaluate`."""
    at = {metrics["threshold"]: metrics for metrics in report["thresholds"]}
    half, certain = at[_HALF], at[_CERTAIN]
    figures = {
        "true_pairs": half["true"],
        "precision": half["precision"]["value"],
        "recall": half["recall"]["value"],
        "f1": half["f1"]["value"],
        "f1_low": half["f1"]["low"],
        "f1_high": half["f1"]["high"],
        "precision_99": certain["precision"]["value"],
        "recall_99": certain["recall"]["value"],
        "recall_at_precision": report["recall_at_precision"][0]["recall"]["value"],
        "ece": report["calibration"]["fixed"]["error"],
        "traps": {
            trap["kind"]: [trap["flagged"]["hits"], trap["flagged"]["total"]] for trap in report["traps"]
        },
    }
    return figures | ({"bounds": report["bounds"]} if with_bounds else {})

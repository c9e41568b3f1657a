"""Accuracy on sample registers: what `dedup match` finds, held against the truth.

    .venv/bin/python benchmarks/accuracy.py --rows 200000 --seed 90210
    .venv/bin/python benchmarks/accuracy.py --registers DIR      # registers of your own, with a truth.csv

Prints precision, recall and F1 at probability ≥ 0.5, precision at ≥ 0.99, calibration, and recall by kind of
error. The match is the product's own command in a process of its own.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

Pair = tuple[tuple[str, str], tuple[str, str]]
BINS = 10


@dataclass(frozen=True, slots=True)
class Truth:
    """The pairs that are one person, with what was done to each, and the look-alikes that are not."""

    errors: dict[Pair, tuple[str, ...]]
    traps: dict[Pair, str]


def pair_of(row: dict[str, str]) -> Pair:
    """Return a row's pair, unordered."""
    sides = (
        (row["left_committee"], row["left_registration_id"]),
        (row["right_committee"], row["right_registration_id"]),
    )
    one, other = sorted(sides)
    return one, other


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with a header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_truth(folder: Path) -> Truth:
    """Read truth.csv and, where there is one, traps.csv."""
    errors = {
        pair_of(r): tuple(e for e in r["errors"].split(";") if e) for r in read_rows(folder / "truth.csv")
    }
    traps_file = folder / "traps.csv"
    traps = {pair_of(r): r["trap"] for r in read_rows(traps_file)} if traps_file.exists() else {}
    return Truth(errors, traps)


def read_flags(path: Path) -> dict[Pair, float]:
    """Read flags, each pair once."""
    rows = read_rows(path)
    flags = {pair_of(row): float(row["probability"]) for row in rows}
    if len(flags) != len(rows):
        raise SystemExit(f"{path}: {len(rows) - len(flags)} pairs stand there twice")
    return flags


def run(*arguments: str) -> None:
    """Run the product's command line."""
    subprocess.run([sys.executable, "-m", "dedup", *arguments], check=True, stdout=subprocess.DEVNULL)


def ratio(part: int, whole: int) -> float:
    """Return a share, 1.0 of nothing."""
    return part / whole if whole else 1.0


def measure(flags: dict[Pair, float], truth: Truth) -> dict[str, object]:
    """Return the figures."""
    at_half = {pair for pair, p in flags.items() if p >= 0.5}
    at_99 = {pair for pair, p in flags.items() if p >= 0.99}
    true = truth.errors.keys()
    precision, recall = ratio(len(at_half & true), len(at_half)), ratio(len(at_half & true), len(true))
    missed = true - at_half
    return {
        "true_pairs": len(true),
        "flags_at_0.5": len(at_half),
        "precision": round(precision, 5),
        "recall": round(recall, 5),
        "f1": round(2 * precision * recall / (precision + recall), 5) if precision + recall else 0.0,
        "precision_at_0.99": round(ratio(len(at_99 & true), len(at_99)), 5),
        "recall_at_0.99": round(ratio(len(at_99 & true), len(true)), 5),
        "calibration": calibration(flags, true),
        "recall_by_error": recall_by_error(truth, missed),
        "false_flags_by_trap": dict(Counter(truth.traps.get(p, "no trap") for p in at_half - true)),
        "traps": dict(sorted(Counter(truth.traps.values()).items())),
    }


def calibration(flags: dict[Pair, float], true: Iterable[Pair]) -> dict[str, object]:
    """Return stated against observed shares in ten bins, and their mean difference (ECE)."""
    known = set(true)
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for pair, p in flags.items():
        bins[min(int(p * BINS), BINS - 1)].append((p, pair in known))
    rows, error = [], 0.0
    for members in filter(None, bins):
        stated = sum(p for p, _ in members) / len(members)
        observed = sum(hit for _, hit in members) / len(members)
        error += abs(stated - observed) * len(members)
        rows.append({"stated": round(stated, 4), "observed": round(observed, 4), "pairs": len(members)})
    return {"ece": round(error / max(len(flags), 1), 5), "bins": rows}


def recall_by_error(truth: Truth, missed: Iterable[Pair]) -> dict[str, str]:
    """Return, for each kind of error, how many of its pairs were found."""
    every, lost = Counter[str](), Counter[str]()
    gone = set(missed)
    for pair, errors in truth.errors.items():
        for error in errors or ("none",):
            every[error] += 1
            lost[error] += pair in gone
    return {e: f"{every[e] - lost[e]}/{every[e]}" for e in sorted(every)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Accuracy of dedup match on registers with a known truth.")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=90_210)
    parser.add_argument("--registers", type=Path, help="folder of registers with a truth.csv")
    parser.add_argument("--errors", type=Path, help="write missed and false pairs here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.registers or Path(scratch) / "registers"
        if arguments.registers is None:
            run("sample", "--out", str(folder), "--rows", str(arguments.rows), "--seed", str(arguments.seed))
        files = [p for p in sorted(folder.iterdir()) if p.is_file() and p.stem not in {"truth", "traps"}]
        out = Path(scratch) / "flags.csv"
        run("match", *map(str, files), "--out", str(out), "--min-probability", "0.05", "--lang", "en")
        truth, flags = read_truth(folder), read_flags(out)
        print(json.dumps(measure(flags, truth), ensure_ascii=False, indent=1))
        if arguments.errors:
            write_errors(arguments.errors, truth, flags, read_rows(out))


def write_errors(path: Path, truth: Truth, flags: dict[Pair, float], rows: list[dict[str, str]]) -> None:
    """Write what was missed and what was flagged wrongly, for reading one by one."""
    reasons = {pair_of(row): row["reasons"] for row in rows}
    wrong = [p for p, probability in flags.items() if probability >= 0.5 and p not in truth.errors]
    missed = [p for p in truth.errors if flags.get(p, 0.0) < 0.5]
    with path.open("w", encoding="utf-8") as file:
        for kind, pairs in (("false", wrong), ("missed", missed)):
            for pair in pairs:
                told = truth.traps.get(pair, "") or ";".join(truth.errors.get(pair, ()))
                file.write(f"{kind}\t{pair}\t{flags.get(pair, 0.0):.4f}\t{told}\t{reasons.get(pair, '')}\n")


if __name__ == "__main__":
    main()

"""Accuracy on sample registers: `dedup sample`, `dedup match` and `dedup evaluate`, one after the other.

    .venv/bin/python benchmarks/accuracy.py --rows 200000 --seed 90210 --html accuracy.html
    .venv/bin/python benchmarks/accuracy.py --registers DIR      # registers of your own, with a truth.csv

Each is the product's own command in a process of its own; docs/evaluation.md explains what is printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

KNOWN = {"truth", "traps"}


def run(*arguments: str | Path, quiet: bool = True) -> None:
    """Run the product's command line."""
    command = [sys.executable, "-m", "dedup", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL if quiet else None)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Accuracy of dedup match on registers with a known truth.")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=90_210)
    parser.add_argument("--registers", type=Path, help="folder of registers with a truth.csv")
    parser.add_argument("--html", type=Path, help="write the page here")
    parser.add_argument("--wrong", type=Path, help="write missed and wrongly flagged pairs here")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, store = asked.registers or Path(scratch) / "registers", Path(scratch) / "store"
        if asked.registers is None:
            run("sample", "--out", folder, "--rows", str(asked.rows), "--seed", str(asked.seed))
        files = [p for p in sorted(folder.iterdir()) if p.is_file() and p.stem not in KNOWN]
        run("match", *files, "--out", Path(scratch) / "flags.csv", "--store", store)
        traps = ["--traps", folder / "traps.csv"] if (folder / "traps.csv").exists() else []
        written = [
            part
            for option, path in (("--html", asked.html), ("--wrong", asked.wrong))
            if path
            for part in (option, path)
        ]
        shape = ["--json"] if asked.json else ["--lang", "en"]
        truth = ("--truth", folder / "truth.csv", *traps)
        run("evaluate", *truth, "--store", store, *written, *shape, quiet=False)


if __name__ == "__main__":
    main()

"""Speed and memory of `dedup match`, files to flags, durable log included, as whole processes.

    .venv/bin/python benchmarks/throughput.py --rows 200000 --runs 3

Machines are noisy, so each run is paired with a yardstick in the same minute: how long this machine's SQLite
takes to commit the same rows, as bare text, in the same batches with the same durability. The ratio to the
yardstick is what to compare between machines; the bounds are the product's own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS_PER_SECOND_MIN = 2_000
MEMORY_MIB_MAX = 1_024
BATCH_ROWS = 2_000


def yardstick(files: list[Path], folder: Path) -> float:
    """Return the seconds that SQLite takes to commit the files' lines, synchronous FULL, in batches."""
    lines = [line for path in files for line in path.read_bytes().splitlines()]
    began = time.perf_counter()
    connection = sqlite3.connect(folder / "yardstick.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, content BLOB)")
    for start in range(0, len(lines), BATCH_ROWS):
        connection.execute("BEGIN")
        some = ((line,) for line in lines[start : start + BATCH_ROWS])
        connection.executemany("INSERT INTO line (content) VALUES (?)", some)
        connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - began


def match(files: list[Path], folder: Path) -> dict[str, float]:
    """Run the command once; return its wall and processor seconds and its peak memory in MiB."""
    command = [sys.executable, "-m", "dedup", "match", *map(str, files), "--out", str(folder / "flags.csv")]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit(f"dedup match ended with status {status}")
    return {"wall_s": wall, "cpu_s": usage.ru_utime + usage.ru_stime, "memory_mib": usage.ru_maxrss / 1024}


def main() -> None:
    """Measure and print; exit 1 when a bound is broken."""
    parser = argparse.ArgumentParser(description="Speed and memory of dedup match.")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        registers = Path(scratch) / "registers"
        sample = [sys.executable, "-m", "dedup", "sample", "--out", str(registers)]
        began = time.perf_counter()
        options = ["--rows", str(arguments.rows), "--seed", str(arguments.seed), "--json"]
        told = json.loads(subprocess.run([*sample, *options], check=True, capture_output=True).stdout)
        sample_s = time.perf_counter() - began
        files = [Path(file) for file in told["files"]]
        runs = []
        for _ in range(arguments.runs):
            folder = Path(tempfile.mkdtemp(dir=scratch))
            figures = match(files, folder)
            figures["yardstick_s"] = yardstick(files, folder)
            runs.append(figures)
            shutil.rmtree(folder)
    rows = told["rows"]
    wall = statistics.median(run["wall_s"] for run in runs)
    report = {
        "rows": rows,
        "cores": os.cpu_count(),
        "sample_rows_per_s": round(rows / sample_s),
        "rows_per_s": round(rows / wall),
        "wall_s": [round(run["wall_s"], 2) for run in runs],
        "cpu_s": [round(run["cpu_s"], 2) for run in runs],
        "memory_mib": round(max(run["memory_mib"] for run in runs)),
        "times_yardstick": round(statistics.median(run["wall_s"] / run["yardstick_s"] for run in runs), 1),
        "bounds": {"rows_per_s_min": ROWS_PER_SECOND_MIN, "memory_mib_max": MEMORY_MIB_MAX},
    }
    print(json.dumps(report, indent=1))
    held = report["rows_per_s"] >= ROWS_PER_SECOND_MIN and report["memory_mib"] <= MEMORY_MIB_MAX
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()

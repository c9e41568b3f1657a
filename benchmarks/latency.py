"""Single arrivals into a store of many registrations: append to flagged, and how soon a restart can match.

    .venv/bin/python -m benchmarks.latency --registrations 1000000

A sample is divided: all but some host rows become the store, through the product's own command. A new
process then opens the store and takes the rest one by one through the product's own pieces: a row becomes a
submission, a durable event, and the projector flags its pairs durably before the next row comes. The log
waits for the disk twice for each arrival, once for the event and once for the flags.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from benchmarks.registers import Row, home_committee, read_register, register_files, write_sample
from dedup.bootstrap import Service, open_service
from dedup.intake.registrar import Context, decide, statement_of, stream_of
from dedup.intake.rows import SourceRow
from dedup.intake.submission import Submission, parse_submission
from dedup.projector.projector import Projector
from dedup.settings import Settings
from events.log import Write

ARRIVALS: Final = 2_000
SEED: Final = 16_180
WARM_UP: Final = 20
"""First arrivals left out of the percentiles; the first one is told by itself."""
CYCLE: Final = "2026"
ACTOR: Final = "benchmark"


def divide(folder: Path, out: Path, arrivals: int) -> list[Path]:
    """Write a sample's registers anew but for evenly spread host rows, which go to `arrivals.csv`."""
    out.mkdir()
    home = home_committee(folder)
    hosts = sum(
        row.get("committee") != home for path in register_files(folder) for row in read_register(path)
    )
    step, seen, files = max(hosts // arrivals, 1), 0, []
    columns = sorted({name for path in register_files(folder) for row in read_register(path) for name in row})
    with ExitStack() as stack:
        later = _writer(stack, out / "arrivals.csv", columns)
        for path in register_files(folder):
            files.append(out / f"{path.stem}.csv")
            now = _writer(stack, files[-1], columns)
            for row in read_register(path):
                seen += row.get("committee") != home
                held = row.get("committee") != home and seen % step == 0 and seen // step <= arrivals
                (later if held else now).writerow(row)
    return files


def _writer(stack: ExitStack, path: Path, columns: Sequence[str]) -> csv.DictWriter[str]:
    file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    writer = csv.DictWriter(file, columns, restval="")
    writer.writeheader()
    return writer


def arrive(store: Path, arrivals: Path, started: float) -> dict[str, Any]:
    """Open the store and take the arrivals one by one; `started` is when this process was begun."""
    with open_service(Settings(store=store, actor=ACTOR)) as service:
        adopted = service.adopted()
        if adopted is None:
            raise SystemExit(f"{store}: no model was adopted there")
        projector = service.projector(adopted)
        projector.run()
        projector.warm()
        rows = read_register(arrivals)
        first = _take(service, projector, next(rows), 1)
        restart_s = time.perf_counter() - started
        busy_since = time.process_time()
        taken = [_take(service, projector, row, number) for number, row in enumerate(rows, 2)]
        busy_s = time.process_time() - busy_since
    return {
        "restart_s": round(restart_s, 2),
        "first_ms": round(sum(first[:2]) * 1000, 2),
        "arrivals": len(taken) + 1,
        "flagged": sum(flagged for *_, flagged in taken) + first[2],
        "arrival": percentiles_ms([append + match for append, match, _ in taken[WARM_UP:]]),
        "append": percentiles_ms([append for append, _, _ in taken[WARM_UP:]]),
        "match": percentiles_ms([match for _, match, _ in taken[WARM_UP:]]),
        "processor_ms": round(busy_s / len(taken) * 1000, 2),
        "memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _take(service: Service, projector: Projector, row: Row, number: int) -> tuple[float, float, int]:
    """Take one arrival; return the seconds until it was in the log, until it was flagged, and the flags."""
    began = time.perf_counter()
    submission = parse_submission(SourceRow(number, row))
    if not isinstance(submission, Submission):
        raise SystemExit(f"arrival {number} was rejected: {submission.reason}")
    stream_id = stream_of(submission, CYCLE)
    statement = statement_of(submission, number, Context(ACTOR, service.clock(), "arrivals"))
    latest = service.log.read_latest([stream_id]).get(stream_id)
    head: Any = latest.event if latest else None
    _, event = decide(head, statement.event_class.model_validate(statement.fields))
    if event is not None:
        service.log.append([Write(stream_id, latest.version if latest else 0, (event,))])
    appended = time.perf_counter()
    flagged = 0
    while (advance := projector.advance()) is not None:
        flagged += advance.flagged
    return appended - began, time.perf_counter() - appended, flagged


def percentiles_ms(seconds: Sequence[float]) -> dict[str, float]:
    """Return the median, the 99th of a hundred and the worst, in milliseconds."""
    if not seconds:
        return {}
    ranked = sorted(seconds)
    at_99 = min(len(ranked) - 1, -(-99 * len(ranked) // 100) - 1)
    chosen = {"p50_ms": ranked[(len(ranked) - 1) // 2], "p99_ms": ranked[at_99], "max_ms": ranked[-1]}
    return {name: round(value * 1000, 2) for name, value in chosen.items()}


def disk_ms(folder: Path, times: int = 200) -> float:
    """Return the median milliseconds in which this disk makes 4 KiB durable: the floor of any durable log."""
    taken = []
    with (folder / "disk").open("wb", buffering=0) as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(b"\0" * 4096)
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - began)
    return round(sorted(taken)[times // 2] * 1000, 2)


def _build(folder: Path, registrations: int, arrivals: int) -> None:
    """Build a store of a sample's registrations, and the file of arrivals beside it."""
    write_sample(folder / "sample", registrations + arrivals, SEED)
    files = divide(folder / "sample", folder / "divided", arrivals)
    shutil.rmtree(folder / "sample")
    command = [sys.executable, "-m", "dedup", "match", *map(str, files), "--out", str(folder / "flags.csv")]
    subprocess.run(
        [*command, "--store", str(folder / "store")],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _tell(figures: dict[str, Any]) -> Iterator[str]:
    yield f"store of {figures['registrations']:,} registrations, {figures['arrivals']:,} arrivals"
    yield f"restart until the first match: {figures['restart_s']} s"
    for step in ("arrival", "append", "match"):
        yield f"{step}: " + ", ".join(f"{name} {value}" for name, value in figures[step].items())
    yield f"processor: {figures['processor_ms']} ms an arrival"
    yield f"disk: {figures['disk_ms']} ms for 4 KiB made durable"


def main() -> None:
    """Build, measure in a process of its own, and print."""
    parser = argparse.ArgumentParser(description="Latency of single arrivals into a large store.")
    parser.add_argument("--registrations", type=int, default=1_000_000)
    parser.add_argument(
        "--arrivals", type=int, help=f"default: {ARRIVALS:,}, at most a twentieth of the store"
    )
    parser.add_argument("--scratch", type=Path, help="folder for the store")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--in-store", nargs=2, metavar=("FOLDER", "STARTED"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.in_store:
        folder, started = Path(arguments.in_store[0]), float(arguments.in_store[1])
        print(json.dumps(arrive(folder / "store", folder / "divided" / "arrivals.csv", started)))
        return
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        folder = Path(scratch)
        arrivals = arguments.arrivals or min(ARRIVALS, arguments.registrations // 20)
        _build(folder, arguments.registrations, arrivals)
        # The clock counts since the machine started, in every process alike.
        child = [sys.executable, "-m", "benchmarks.latency", "--in-store", scratch, str(time.perf_counter())]
        told = subprocess.run(child, check=True, capture_output=True, text=True)
        figures = {
            "registrations": arguments.registrations,
            **json.loads(told.stdout),
            "disk_ms": disk_ms(folder),
        }
    print(json.dumps(figures, indent=1) if arguments.json else "\n".join(_tell(figures)))


if __name__ == "__main__":
    main()

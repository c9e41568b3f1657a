r"""This product and Splink 5 on identical files in one run: accuracy, wall clock, processor time, memory.

    .venv/bin/python -m pip install -e '.[benchmarks]'
    .venv/bin/python -m benchmarks --rows 50000 100000 200000 1000000 --febrl --latency 1000000 \
        --out docs/results.md

Every number on the results page comes from one run of this command. `--registers DIR` measures registers of
any other origin that have a truth.csv. `benchmarks/splink_model.py` says how the peer was tuned.
"""

from __future__ import annotations

import argparse
import json
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final, get_args

from benchmarks import febrl
from benchmarks.bounds import AS_THEY_COME, NO_IDS
from benchmarks.contenders import Figures, Task, run_peer_on_febrl, run_peer_on_registers, run_product
from benchmarks.processes import Failed, machine, run_measured
from benchmarks.registers import home_committee, read_register, register_files, without_host_ids, write_sample
from benchmarks.results_page import page
from benchmarks.splink_febrl import MODELS
from benchmarks.splink_model import VARIANTS

SEEDS: Final = (61_803, 27_182, 14_142)
"""The first is every sample's; the smallest sample is drawn with each. None was looked at in building."""
VARIANTS_KEPT: Final = 3
"""Of the peer's variants, those that go on to larger samples: the best on the smallest one."""
PACKAGES: Final = ("splink", "duckdb", "recordlinkage", "numpy")
IDS: Final = (AS_THEY_COME, NO_IDS)


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    results: Figures = {
        "measured": datetime.now(UTC).date().isoformat(),
        "command": _command(arguments),
        "machine": machine(),
        "versions": {package: version(package) for package in PACKAGES},
        "runs": arguments.runs,
    }
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        for part, figures in _measure_all(arguments, Path(scratch)):
            results.setdefault(part, []).append(figures)
            if arguments.json_out:  # a run takes long; what was measured is not lost when it is broken off
                arguments.json_out.write_text(_as_json(results), encoding="utf-8")
    if arguments.out:
        arguments.out.write_text(page(results), encoding="utf-8")
    print(_as_json(results) if arguments.json else page(results))


def _command(arguments: argparse.Namespace) -> str:
    """Return what was asked to be measured, without where it was written to."""
    given: list[object] = ["--rows", *arguments.rows] if arguments.rows else []
    given += ["--seeds", *arguments.seeds] if arguments.rows else []
    given += ["--registers", *(path.name for path in arguments.registers)] if arguments.registers else []
    given += ["--febrl"] if arguments.febrl else []
    given += ["--latency", arguments.latency] if arguments.latency else []
    given += ["--variants", *arguments.variants] if arguments.variants else []
    given += ["--only", arguments.only] if arguments.only else []
    given += ["--runs", arguments.runs] if arguments.runs > 1 else []
    return f"python -m benchmarks {shlex.join(map(str, given))}"


def _measure_all(arguments: argparse.Namespace, scratch: Path) -> Iterator[tuple[str, Figures]]:
    for figures in _measure_registers(arguments, scratch):
        yield "registers", figures
    if arguments.febrl:
        for figures in _measure_febrl(arguments, scratch):
            yield "febrl", figures
    if arguments.latency:
        yield "latency", _measure_latency(arguments.latency, scratch)


def _as_json(results: Figures) -> str:
    return json.dumps(results, ensure_ascii=False, indent=1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="This product and Splink 5 on identical files, in one run."
    )
    parser.add_argument("--rows", type=int, nargs="*", default=[], help="sizes of sample registers")
    parser.add_argument(
        "--seeds", type=int, nargs="+", default=list(SEEDS), help="seeds of the smallest sample"
    )
    parser.add_argument("--registers", type=Path, nargs="*", default=[], help="folders with a truth.csv")
    parser.add_argument("--febrl", action="store_true", help="also the public data sets FEBRL 1 to 4")
    parser.add_argument("--latency", type=int, metavar="N", help="also single arrivals into a store of N")
    parser.add_argument("--runs", type=int, default=1, help="runs of each contender; the median counts")
    parser.add_argument(
        "--variants", nargs="+", choices=VARIANTS, help="the peer's variants, instead of trying all"
    )
    parser.add_argument("--only", choices=("product", "peer"), help="run one contender only")
    parser.add_argument("--out", type=Path, help="write the results page here")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the page")
    parser.add_argument("--json-out", type=Path, help="also write the JSON here")
    parser.add_argument("--scratch", type=Path, help="folder for what is written meanwhile")
    arguments = parser.parse_args()
    if not (arguments.rows or arguments.registers or arguments.febrl or arguments.latency):
        parser.error("nothing to measure: give --rows, --registers, --febrl or --latency")
    return arguments


def _measure_registers(arguments: argparse.Namespace, scratch: Path) -> Iterator[Figures]:
    """Measure the samples, smallest first, then the folders given; each with and without hosts' numbers."""
    chosen = {ids: list(arguments.variants or VARIANTS) for ids in IDS}
    tried: dict[str, list[Figures]] = {ids: [] for ids in IDS}
    for at, rows in enumerate(sorted(arguments.rows)):
        for seed in arguments.seeds if at == 0 else arguments.seeds[:1]:
            with _folder(scratch) as folder:
                _note(f"sample of {rows:,} rows, seed {seed}")
                write_sample(folder / "given", rows, seed)
                for ids, task in _tasks(folder, f"{rows:,} rows", {"seed": seed}):
                    figures = _measure(arguments, task, chosen[ids])
                    tried[ids].append(figures)
                    yield figures
        if at == 0 and arguments.only != "product":
            chosen = {ids: _best(tried[ids], chosen[ids]) for ids in IDS}
    for given in arguments.registers:
        with _folder(scratch) as folder:
            shutil.copytree(given, folder / "given")
            for _, task in _tasks(folder, given.name, {}):
                yield _measure(arguments, task, list(arguments.variants or VARIANTS))


def _best(measured: list[Figures], variants: list[str]) -> list[str]:
    """Return the peer's best variants, by F1 over all seeds."""

    def f1(variant: str) -> float:
        return sum(float(f["peer"]["variants"][variant]["f1"]) for f in measured if "peer" in f)

    return sorted(variants, key=f1, reverse=True)[:VARIANTS_KEPT]


def _tasks(folder: Path, name: str, facts: Figures) -> Iterator[tuple[str, Task]]:
    """Return the registers as they came, then without the hosts' identity numbers."""
    given = folder / "given"
    rows = sum(1 for path in register_files(given) for _ in read_register(path))
    for ids in IDS:
        files = folder / "without"
        if ids == IDS[0]:
            files = given
        else:
            without_host_ids(given, files, home_committee(given))
        scratch = folder / f"scratch-{ids.split(maxsplit=1)[0]}"
        scratch.mkdir()
        yield ids, Task(name, rows, register_files(files), given, scratch, {**facts, "ids": ids})
        shutil.rmtree(scratch)


def _measure(arguments: argparse.Namespace, task: Task, variants: list[str]) -> Figures:
    return _both(arguments, task, partial(run_peer_on_registers, task, variants, arguments.runs))


def _both(arguments: argparse.Namespace, task: Task, run_peer: Callable[[], Figures] | None) -> Figures:
    figures: Figures = {"name": task.name, "rows": task.rows, **task.facts}
    if arguments.only != "peer":
        _note(f"  product: {task.name}, {task.facts}")
        figures["product"] = run_product(task, arguments.runs)
    if arguments.only != "product" and run_peer:
        _note(f"  peer: {task.name}, {task.facts}")
        try:
            figures["peer"] = run_peer()
        except Failed as failure:
            figures["peer_failure"] = str(failure)
    return figures


def _measure_febrl(arguments: argparse.Namespace, scratch: Path) -> Iterator[Figures]:
    """Measure both contenders with the peer's demonstrations' fields, this product with all fields too."""
    for fields in get_args(febrl.Fields):
        for number in febrl.NUMBERS:
            with _folder(scratch) as folder:
                files = febrl.write(folder / "given", number, fields)
                rows = sum(1 for path in files for _ in read_register(path))
                facts = {"fields": fields}
                task = Task(
                    f"FEBRL {number}", rows, files, folder / "given", folder, facts, "latin", by_slices=False
                )
                run_peer = partial(run_peer_on_febrl, task, MODELS, arguments.runs)
                yield _both(arguments, task, run_peer if fields == "demo" else None)


def _measure_latency(registrations: int, scratch: Path) -> Figures:
    _note(f"latency: a store of {registrations:,} registrations")
    command = [sys.executable, "-m", "benchmarks.latency", "--registrations", str(registrations), "--json"]
    try:
        figures: Figures = json.loads(run_measured([*command, "--scratch", str(scratch)]).output)
    except Failed as failure:
        return {"name": "single arrivals", "product": {"failure": str(failure)}}
    return figures


@contextmanager
def _folder(scratch: Path) -> Iterator[Path]:
    """Return a folder that is gone afterwards: a million rows fill a disk quickly."""
    folder = Path(tempfile.mkdtemp(dir=scratch))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

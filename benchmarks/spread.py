"""Matching spread over workers: end to end from the producer to flags, and against one process.

    .venv/bin/python -m benchmarks.spread --registrations 50000 --matchers 1 2 4

A broker and a PostgreSQL of its own are started on the same machine. `dedup match` on SQLite says first which
flags there are, and with which model; each run afterwards must come to the same digests, else it fails.
Two things are timed for each number of matchers: everything at once, one worker of each kind beside the
matchers, from the first message sent to the last flag; and matching alone, of a log that holds everything.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks.streaming import PARTITIONS, SEED, append_rate, producer_rate
from dedup.connecting import Streams
from dedup.database import LOG_FILE
from dedup.projector.adoption import adopted_model
from dedup.sample import SampleRequest, write_sample
from dedup.settings import Settings
from events.log import EventLog
from events.sqlite import open_sqlite_log
from events.streams import Message
from matchers import Model
from tests.broker.broker import Broker
from tests.children import children_of
from tests.dedup.working.fleet import Fleet, Truth, postgres_log, stated_anew, truth_of
from tests.dedup.working.traffic import messages_of
from tests.dedup.working.workers import environment, run
from tests.postgres import Server, find_server

LOOK_S: Final = 0.05
QUIET_S: Final = 5.0
"""After so long without another report matching has ended."""


def embedded(files: Sequence[Path], store: Path) -> tuple[Model, Truth]:
    """Return the model and the truth of one process."""
    run(environment(""), "match", *files, "--store", store, "--out", store.with_suffix(".csv"))
    with closing(open_sqlite_log(store / LOG_FILE)) as log:
        adopted = adopted_model(log)
        if adopted is None:
            raise SystemExit("dedup match adopted no model")
        return adopted.model, truth_of(log)


def end_to_end(
    fleet: Fleet, messages: list[Message], model: Model, matchers: int, servers: dict[str, int]
) -> dict[str, Any]:
    """Return registrations/s of each stage, everything at once, and processor time by process."""
    run(fleet.env, "store", "migrate")
    with postgres_log(fleet.url) as log, closing(fleet.sink()) as sink:
        stated_anew(log, model)
        fleet.start(intake=1, keys=1, matcher=matchers, cases=1)
        await_workers(fleet)
        began, before = time.monotonic(), processor_us(fleet, servers)
        producer = threading.Thread(target=sink.write, args=(messages,))
        producer.start()
        marks = {"intake": await_intake(log, len(messages)) - began}
        producer.join()
        fleet.await_flags(log)
        marks["flags"] = time.monotonic() - began
        after = processor_us(fleet, servers)
    told: dict[str, Any] = {name: round(len(messages) / seconds) for name, seconds in marks.items()}
    told["processor_us"] = {name: round((after[name] - before[name]) / len(messages)) for name in after}
    return told


def processor_us(fleet: Fleet, servers: dict[str, int]) -> dict[str, int]:
    """Return the processor time that each kind of worker, the broker and the database have had, in μs."""
    used: dict[str, int] = {}
    for kind, process in fleet.workers:
        used[kind] = used.get(kind, 0) + _ticks([process.pid])
    for name, leader in servers.items():
        used[name] = _ticks([leader, *children_of(leader)])
    used["producer"] = _ticks([os.getpid()])
    return {name: ticks * 1_000_000 // os.sysconf("SC_CLK_TCK") for name, ticks in used.items()}


def _ticks(pids: Sequence[int]) -> int:
    """Return the time of processes and of their children that have ended."""
    total = 0
    for pid in set(pids):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        total += sum(map(int, fields[11:15]))
    return total


def await_workers(fleet: Fleet) -> None:
    """Wait until every worker has said that it works: starting Python is not what is measured."""
    kinds = {kind for kind, _ in fleet.workers}
    while not all((fleet.folder / f"{kind}.log").read_text().count("lag") for kind in kinds):
        time.sleep(LOOK_S)
    time.sleep(2)


def await_intake(log: EventLog, messages: int) -> float:
    """Wait until intake has committed all the messages; return when that was."""
    while True:
        taken = [at for name, at in log.consumers().items() if ".registrations.v1/" in name]
        if sum(taken) >= messages:
            break
        time.sleep(LOOK_S)
    return time.monotonic()


def matching_rate(fleet: Fleet, registrations: int, matchers: int) -> int:
    """Return registrations/s of matchers alone, whose topic holds everything already.

    From the first reports to the last, and of what is reported in between: how long Python takes to start
    is not counted.
    """
    run(fleet.env, "worker", "keys", "--drain", "--store", fleet.folder / "store")
    fleet.start(matcher=matchers)
    began, ended, first, reports = 0.0, 0.0, 0, 0
    while not reports or time.monotonic() < ended + QUIET_S:
        now = fleet.reports()
        if now > reports:
            ended, reports = time.monotonic(), now
            began, first = began or ended, first or now
        time.sleep(LOOK_S)
    fleet.end()
    return round(registrations * (reports - first) / reports / (ended - began))


def check(fleet: Fleet, truth: Truth) -> None:
    """Fail unless the fleet's log says what one process says, bit for bit."""
    with postgres_log(fleet.url) as log:
        found = truth_of(log)
    if found.flags != truth.flags or found.digest.flags != truth.digest.flags:
        raise SystemExit("the flags are not those of one process")
    if found.digest.registrations != truth.digest.registrations:
        raise SystemExit("the registrations are not those of the files")


def measure(registrations: int, matchers: Sequence[int], folder: Path) -> dict[str, Any]:
    """Return all the rates, in registrations a second."""
    programs = find_server()
    if programs is None:
        raise SystemExit("PostgreSQL's server is not installed: apt-get install postgresql")
    request = SampleRequest(out=folder / "registers", rows=registrations, seed=SEED, format="jsonl")
    files = write_sample(request).files
    messages = messages_of(files)
    model, truth = embedded(files, folder / "embedded")
    told: dict[str, Any] = {"registrations": len(messages), "flags": len(truth.flags)}
    told["append_per_s"] = round(append_rate(messages, folder / "memory"))
    broker, server = Broker(folder / "broker"), Server(programs)
    broker.start()
    servers = {"broker": broker.pid, "database": server.pid}
    try:
        streams = Streams(Settings(kafka_bootstrap_servers=broker.bootstrap, kafka_topic_prefix="alone."))
        streams.create(PARTITIONS, replication=1)
        told["produce_per_s"] = round(producer_rate(streams, messages))
        for count in matchers:
            fleet = Fleet(broker.bootstrap, server.new_database(), folder / f"fleet-{count}", max(matchers))
            with ended(fleet):
                told[f"end_to_end_per_s_{count}_matchers"] = end_to_end(
                    fleet, messages, model, count, servers
                )
                check(fleet, truth)
            with ended(Fleet(broker.bootstrap, fleet.url, fleet.folder, max(matchers))) as alone:
                told[f"match_per_s_{count}_matchers"] = matching_rate(alone, len(messages), count)
    finally:
        broker.kill()
        server.remove()
    return told


@contextmanager
def ended(fleet: Fleet) -> Iterator[Fleet]:
    """Let no worker outlive us."""
    try:
        yield fleet
    finally:
        fleet.end()


def main() -> None:
    """Measure and print as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--registrations", type=int, default=50_000)
    parser.add_argument("--matchers", type=int, nargs="+", default=[1, 2, 4])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        json.dump(measure(given.registrations, given.matchers, Path(folder)), sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()

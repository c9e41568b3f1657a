"""Registrations through Kafka: how fast they are sent, taken in, and appended to the log.

    .venv/bin/python -m benchmarks.streaming --registrations 50000 --workers 1 2

A broker of its own is started from the artefacts that the tests use, on the same machine. Each figure is
measured by itself, from the first message to the last: the producer against the broker; intake without the
broker, out of memory; worker processes against the broker, which holds everything already.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from dedup.clock import system_clock
from dedup.connecting import REGISTRATIONS, Streams
from dedup.database import LOG_FILE
from dedup.intake.streaming import StreamIntake
from dedup.sample import SampleRequest, write_sample
from dedup.settings import Settings
from events.registrations import VoterRegistered
from events.sqlite import open_sqlite_log
from events.streams import Message
from events.streams.feed import SourcesFeed
from events.streams.memory import MemoryStream
from tests.broker.broker import Broker
from tests.dedup.working.traffic import messages_of
from tests.dedup.working.workers import command, environment

PARTITIONS: Final = 4
SEED: Final = 27_182
CYCLE: Final = "2026"


def append_rate(messages: list[Message], store: Path) -> float:
    """Return messages/s from memory into the log: reading, deciding and appending, without a broker."""
    store.mkdir()
    with closing(open_sqlite_log(store / LOG_FILE)) as log:
        feed = SourcesFeed({"memory": MemoryStream(messages)}, log.position_of)
        intake = StreamIntake(log, feed, MemoryStream(), system_clock, cycle=CYCLE, actor="benchmark")

        def run() -> None:
            while intake.step(0):
                pass

        return len(messages) / timed(run)


def producer_rate(streams: Streams, messages: list[Message]) -> float:
    """Return messages/s that are confirmed by the broker."""
    with closing(streams.sink(REGISTRATIONS)) as sink:
        sink.write(messages[:100])
        return (len(messages) - 100) / timed(lambda: sink.write(messages[100:]))


def intake_rate(env: dict[str, str], store: Path, messages: int, workers: int) -> float:
    """Return messages/s of worker processes, from the first event in the log to the last message."""
    arguments = ("worker", "intake", "--drain", "--store", store)
    processes = [
        subprocess.Popen(command(*arguments), env=env, stdout=subprocess.DEVNULL) for _ in range(workers)
    ]
    with waiting(processes):
        while not (store / LOG_FILE).exists():
            time.sleep(0.01)
        with closing(open_sqlite_log(store / LOG_FILE)) as log:
            while (head := log.head()) < 2:
                time.sleep(0.002)
            began = time.monotonic()
            while any(process.poll() is None for process in processes):
                if log.head() != head:
                    head, last = log.head(), time.monotonic()
                time.sleep(0.02)
            if log.count((VoterRegistered,)) == 0:
                raise SystemExit("nothing was taken in")
    return messages / (last - began)


@contextmanager
def waiting(processes: list[subprocess.Popen[bytes]]) -> Iterator[None]:
    """Let no process outlive us."""
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(registrations: int, workers: list[int], folder: Path) -> dict[str, Any]:
    """Return all the rates, in messages a second."""
    request = SampleRequest(out=folder / "registers", rows=registrations, seed=SEED, format="jsonl")
    messages = messages_of(write_sample(request).files)
    told: dict[str, Any] = {"registrations": len(messages), "partitions": PARTITIONS}
    told["append_per_s"] = round(append_rate(messages, folder / "memory"))
    broker = Broker(folder / "broker")
    broker.start()
    try:
        streams = Streams(Settings(kafka_bootstrap_servers=broker.bootstrap))
        streams.create(PARTITIONS, replication=1)
        told["produce_per_s"] = round(producer_rate(streams, messages))
        for count in workers:
            env = {**environment(broker.bootstrap), "DEDUP_KAFKA_GROUP_ID": f"workers-{count}"}
            rate = intake_rate(env, folder / f"store-{count}", len(messages), count)
            told[f"intake_per_s_{count}_workers"] = round(rate)
    finally:
        broker.kill()
    return told


def main() -> None:
    """Measure and print as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--registrations", type=int, default=50_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        json.dump(measure(given.registrations, given.workers, Path(folder)), sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()

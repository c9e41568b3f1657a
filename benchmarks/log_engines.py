"""`python -m benchmarks.log_engines URL`: the log's rates on SQLite and PostgreSQL, side by side in one run.

The database must be empty and is filled; every append is durable on both.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from events.codec import Encoded
from events.log import EventLog, Write
from events.postgres import migrate_postgres, open_postgres_log
from events.postgres_connections import PostgresOptions
from events.registrations import RegistrationWithdrawn
from events.sqlite import open_sqlite_log

STATE: Final = b"x" * 300
SECONDS: Final = 3.0
BATCHES: Final = (1, 10, 100, 1_000, 5_000)


def main(url: str) -> None:
    """Print a table of events a second."""
    options = PostgresOptions(url)
    migrate_postgres(options)
    with tempfile.TemporaryDirectory() as folder:
        logs = {
            "SQLite": open_sqlite_log(Path(folder) / "log.sqlite"),
            "PostgreSQL": open_postgres_log(options),
        }
        print("| what | " + " | ".join(logs) + " |\n|---|" + "---:|" * len(logs))
        for batch in BATCHES:
            rates = [f"{_append_rate(log, batch):,.0f}" for log in logs.values()]
            print(f"| append, {batch:,} at once | " + " | ".join(rates) + " |")
        rates = [f"{_read_rate(log):,.0f}" for log in logs.values()]
        print("| read in order, undecoded | " + " | ".join(rates) + " |")
        for log in logs.values():
            log.close()


def _append_rate(log: EventLog, batch: int) -> float:
    writes = _batches(log, batch)
    begun, events = time.perf_counter(), 0
    while time.perf_counter() - begun < SECONDS:
        log.append(next(writes))
        events += batch
    return events / (time.perf_counter() - begun)


def _batches(log: EventLog, batch: int) -> Iterator[list[Write]]:
    event = Encoded(log.codec.topic_of(RegistrationWithdrawn), STATE)
    number = 0
    while True:
        yield [Write(f"bench/{batch}/{number + n:09d}", 0, (event,)) for n in range(batch)]
        number += batch


def _read_rate(log: EventLog) -> float:
    begun, position, events = time.perf_counter(), 0, 0
    while time.perf_counter() - begun < SECONDS and (page := log.read_encoded_after(position, limit=5_000)):
        position, events = page[-1].position, events + len(page)
    return events / (time.perf_counter() - begun)


if __name__ == "__main__":
    main(sys.argv[1])

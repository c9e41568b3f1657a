"""Everything that matching is spread over, as operators run it: processes on a broker and a PostgreSQL."""

from __future__ import annotations

import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kafka import KafkaConsumer
from kafka.structs import TopicPartition

from dedup.audit.digest import Digest, digest_of
from dedup.projector.adoption import adopt
from dedup.tables.sqlite import file_tables
from dedup.views.cases import CaseQuery, open_case_view
from events.cases import Assessment
from events.log import EventLog
from events.models import ModelAdopted
from events.postgres import open_postgres_log
from events.postgres_connections import PostgresOptions
from events.registrations import RegistrationEvent
from events.streams.brokers import BrokerConnection
from events.streams.kafka import KafkaSink
from matchers import Model
from tests.dedup.spread.world import flags_in
from tests.dedup.working.workers import environment, run, start
from tests.examples import NOON

PARTITIONS = 4
PATIENCE_S = 120
LOOK_S = 0.2


@dataclass(frozen=True, slots=True)
class Truth:
    """What a log says in the end."""

    digest: Digest
    flags: dict[tuple[str, str], Assessment]


def truth_of(log: EventLog) -> Truth:
    """Return the digests of a log, and its flags with all that is said of them."""
    with closing(open_case_view(file_tables(":memory:"))) as view:
        view.catch_up(log)
        return Truth(digest_of(log, view.find(CaseQuery())), flags_in(log))


def stated_anew(log: EventLog, model: Model) -> None:
    """Put a model in force."""
    adopt(log, model, "clerk", lambda: NOON)


@contextmanager
def postgres_log(url: str) -> Iterator[EventLog]:
    """Open the log in a database for a while."""
    with closing(open_postgres_log(PostgresOptions(url, pool_size=1))) as log:
        yield log


class Fleet:
    """Workers on topics of their own and one database."""

    def __init__(self, bootstrap: str, url: str, folder: Path, shares: int = PARTITIONS) -> None:
        self.folder, self.shares = folder, shares
        folder.mkdir(parents=True, exist_ok=True)
        self.prefix = f"{uuid.uuid4().hex[:8]}."
        self.env = environment(bootstrap, self.prefix, DEDUP_DATABASE_URL=url, DEDUP_DATABASE_POOL_SIZE="1")
        self.url, self._connection = url, BrokerConnection(bootstrap)
        self.workers: list[tuple[str, subprocess.Popen[bytes]]] = []
        run(self.env, "worker", "topics", "--partitions", str(PARTITIONS), "--shares", str(shares))

    def sink(self) -> KafkaSink:
        """Return where committees send registrations."""
        return KafkaSink(self._connection, f"{self.prefix}registrations.v1")

    def start(self, **counts: int) -> None:
        """Start so many workers of each kind."""
        for kind, count in counts.items():
            for _ in range(count):
                self.workers.append((kind, self._worker(kind)))

    def _worker(self, kind: str) -> subprocess.Popen[bytes]:
        arguments = ("worker", kind, "--json", "--every", "1", "--store", self.folder / "store")
        return start(self.env, self.folder / f"{kind}.log", *arguments)

    def strike(self, place: int) -> None:
        """Kill a worker and start another in its place."""
        kind, process = self.workers[place]
        process.kill()
        process.wait()
        self.workers[place] = kind, self._worker(kind)

    def end(self) -> None:
        """Kill them all."""
        for _, process in self.workers:
            process.kill()
            process.wait()
        self.workers.clear()

    def reports(self) -> int:
        """Return how many frames matchers have sent."""
        with closing(KafkaConsumer(**self._connection.options(10_000))) as consumer:
            places = [TopicPartition(f"{self.prefix}matching.pairs.v1", n) for n in range(self.shares)]
            return sum(consumer.end_offsets(places).values())

    def await_flags(self, log: EventLog, patience_s: float = PATIENCE_S) -> None:
        """Wait until every lane of cases has come past the last registration."""
        deadline = time.monotonic() + patience_s
        while not self._is_settled(log):
            assert time.monotonic() < deadline, self._last_words()
            assert all(process.poll() is None for _, process in self.workers), self._last_words()
            time.sleep(LOOK_S)

    def _is_settled(self, log: EventLog) -> bool:
        lanes = [at for name, at in log.consumers().items() if name.startswith("matching-cases/")]
        if len(lanes) < self.shares:
            return False
        return not log.read_encoded_after(min(lanes), limit=1, of=(RegistrationEvent, ModelAdopted))

    def _last_words(self) -> str:
        return "\n".join(
            f"{path.name}: {path.read_text(errors='replace')[-600:]}" for path in self.folder.glob("*.log")
        )

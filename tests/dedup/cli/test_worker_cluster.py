"""One broker of three is lost while registrations come in."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

from dedup.sample import SampleRequest, write_sample
from events.streams.brokers import BrokerConnection
from events.streams.kafka import KafkaSink
from tests.broker.cluster import Cluster
from tests.dedup.cli.test_worker import digest, send_all
from tests.dedup.working.traffic import messages_of
from tests.dedup.working.workers import PATIENCE_S, environment, last_status, run, start

ROWS = 1_000


def test_a_lost_broker_of_three_stops_nothing_and_loses_nothing(cluster: Cluster, tmp_path: Path) -> None:
    files = write_sample(SampleRequest(out=tmp_path, rows=ROWS, seed=8, hosts=2, format="jsonl")).files
    run(environment(""), "import", *files, "--store", tmp_path / "expected")
    env = environment(cluster.bootstrap, "three.")
    run(env, "worker", "topics", "--partitions", "3", "--replication", "3")
    messages = messages_of(files)
    arguments = ("worker", "intake", "--json", "--store", tmp_path / "store")
    worker = start(env, tmp_path / "worker.log", *arguments)
    try:
        with closing(
            KafkaSink(BrokerConnection(cluster.bootstrap), "three.registrations.v1", "binary")
        ) as sink:
            producer = threading.Thread(target=send_all, args=(sink, messages, 250), daemon=True)
            producer.start()
            producer.join(1.5)
            cluster.brokers[0].kill()
            producer.join(PATIENCE_S)
            assert not producer.is_alive()
        told = last_status(run(env, *arguments[:2], "--drain", *arguments[2:]))
    finally:
        worker.kill()
        worker.wait()
    assert set(told["lag"].values()) == {0}
    assert digest(tmp_path / "store") == digest(tmp_path / "expected")

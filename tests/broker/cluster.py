"""Three brokers in KRaft mode on loopback ports, each a controller too; any one may be killed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.broker.broker import Broker, Member, free_port, new_id

_NODES: Final = (1, 2, 3)
_SAFE: Final = """
default.replication.factor=3
min.insync.replicas=2
offsets.topic.replication.factor=3
replica.lag.time.max.ms=2000
"""


class Cluster:
    """Three brokers that are started, and ended, together."""

    def __init__(self, folder: Path) -> None:
        cluster, ports = new_id(), {node: (free_port(), free_port()) for node in _NODES}
        controllers = ",".join(f"{n}@127.0.0.1:{ports[n][1]}:{new_id()}" for n in _NODES)
        addresses = ",".join(f"127.0.0.1:{ports[n][1]}" for n in _NODES)
        self.brokers = [
            Broker(
                folder / str(node), _SAFE, member=Member(node, cluster, *ports[node], controllers, addresses)
            )
            for node in _NODES
        ]

    @property
    def bootstrap(self) -> str:
        """Return the addresses for clients."""
        return ",".join(broker.bootstrap for broker in self.brokers)

    def start(self) -> None:
        """Start all: one alone would wait for a majority."""
        with ThreadPoolExecutor(len(self.brokers)) as pool:
            list(pool.map(Broker.start, self.brokers))

    def kill(self) -> None:
        """End all of them at once."""
        for broker in self.brokers:
            broker.kill()

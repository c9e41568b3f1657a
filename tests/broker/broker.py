"""One broker in KRaft mode: formatted, started, killed and started again on the same ports and storage."""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.broker.artefacts import NoBroker, jars, java

_START_S: Final = 60
_STOP_S: Final = 20
_JVM: Final = ("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
"""A small broker that is there soon: tests start it and stop it again."""

_LOGGING: Final = """
rootLogger.level = WARN
rootLogger.appenderRef.out.ref = out
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d %p %c %m%n
"""


def free_port() -> int:
    """Return a loopback port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_id() -> str:
    """Return an id as Kafka writes them: it may not begin as an option does."""
    return "d" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")[1:]


@dataclass(frozen=True, slots=True)
class Member:
    """A broker's place in a cluster of several."""

    node: int
    cluster: str
    port: int
    controller_port: int
    controllers: str
    """All of the first controllers, as the storage tool wants them."""
    addresses: str
    """Where all controllers are."""


class Broker:
    """A broker of its own; whoever starts it stops it."""

    def __init__(
        self, folder: Path, extra: str = "", *, scram: str = "", member: Member | None = None
    ) -> None:
        self._folder = folder
        self._member = member
        self._port, self._controller_port, self.secure_port = free_port(), free_port(), free_port()
        if member is not None:
            self._port, self._controller_port = member.port, member.controller_port
        self._java, self._jars = java(), jars()
        self._process: subprocess.Popen[bytes] | None = None
        self._said_before = 0
        self._configure(extra)
        self._format(scram)

    @property
    def bootstrap(self) -> str:
        """Return the address for clients."""
        return f"127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """Return the process id. Raises NoBroker when it does not run."""
        if self._process is None:
            raise NoBroker("the broker is not running")
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self._folder / "broker.log").open("ab") as log:
            self._said_before = log.tell()
            self._process = subprocess.Popen(self._command("kafka.Kafka"), stdout=log, stderr=log)
        deadline = time.monotonic() + _START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise NoBroker(f"the broker did not start: {self._last_words()}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Ask it to end; end it when it does not."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process = None

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=1):
                return (
                    b"Kafka Server started" in (self._folder / "broker.log").read_bytes()[self._said_before :]
                )
        except OSError:
            return False

    def _configure(self, extra: str) -> None:
        controller = self._controller_port
        self._folder.mkdir(parents=True, exist_ok=True)
        settings = f"""
process.roles=broker,controller
node.id={self._member.node if self._member else 1}
controller.quorum.bootstrap.servers={self._member.addresses if self._member else f"127.0.0.1:{controller}"}
listeners=PLAINTEXT://127.0.0.1:{self._port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{self._port},CONTROLLER://127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL
log.dirs={self._folder / "data"}
auto.create.topics.enable=false
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=1000
broker.heartbeat.interval.ms=200
{extra.format(port=self._port, controller=controller, secure=self.secure_port)}
"""
        (self._folder / "broker.properties").write_text(settings, encoding="utf-8")
        started = "logger.started.name = kafka.server.KafkaRaftServer\nlogger.started.level = INFO\n"
        (self._folder / "log4j2.properties").write_text(_LOGGING + started, encoding="utf-8")

    def _format(self, scram: str) -> None:
        cluster = self._member.cluster if self._member else new_id()
        first = ["--initial-controllers", self._member.controllers] if self._member else ["--standalone"]
        users = ["--add-scram", scram] if scram else []
        command = self._command("kafka.tools.StorageTool", "format", *first, *users, f"-t={cluster}", "-c")
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoBroker(f"the storage could not be formatted: {(done.stdout + done.stderr)[-500:]}")

    def _command(self, entrance: str, *arguments: str) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={self._folder / 'log4j2.properties'}"
        classes = ["-cp", f"{self._jars}/*", entrance]
        return [self._java, *_JVM, logging, *classes, *arguments, str(self._folder / "broker.properties")]

    def _last_words(self) -> str:
        return (self._folder / "broker.log").read_text(errors="replace")[-800:]


def is_alive(pid: int) -> bool:
    """Tell whether a process exists."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True

"""`dedup serve` as a process of its own, which may be killed, and clients that do not give up."""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from dedup.access.granting import GrantRole
from dedup.access.policy import Action
from dedup.access.roles import Grant, Role
from dedup.bootstrap import open_service
from dedup.settings import Settings
from events.cases import case_id_of
from events.log import EventLog
from tests.broker.broker import free_port
from tests.dedup.api.world import HOME, HOST, put_on_rolls
from tests.dedup.working.workers import start
from tests.examples import key

PATIENCE_S = 60.0
PASSWORD = "fifteen-plum-trees"  # noqa: S105 - an invented one
CLERK = Grant(Role.CLERK, "county", HOME)
Answer = tuple[int, dict[str, str], Any]


def prepare(settings: Settings, pairs: int) -> tuple[str, list[str]]:
    """Make a store with a reviewer and flagged pairs; return a clerk's token, and the cases."""
    ids = []
    with open_service(settings, create=True) as service:
        accounts = service.accounts
        accounts.create("li", PASSWORD, "root")
        for grant in (CLERK, Grant(Role.REVIEWER, "county", HOME)):
            accounts.carry_out("li", GrantRole("root", grant))
        for number in range(pairs):
            left, right = key(f"B{number}", HOST), key(f"A{number}", HOME)
            put_on_rolls(service.log, left, right, **somebody(number))
            ids.append(case_id_of(left, right))
        token = accounts.issue_token("li", "t", CLERK, [Action.SUBMIT_REGISTRATION], days=1, actor="root")
        service.current_queues()
    return token, ids


def somebody(number: int) -> dict[str, str]:
    """Return what tells one person from the others: a negative number is nobody of those with a positive."""
    chance = random.Random(number)
    birth_date = date(1940, 1, 1) + timedelta(days=chance.randrange(24_000))
    return {
        "name": "".join(chance.choice("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨") for _ in "姓名字"),
        "id_number": "",
        "birth_date": birth_date.isoformat(),
        "phone": f"139{chance.randrange(10**8):08d}",
        "household_address": f"安徽省合肥市肥西县上派镇{chance.randrange(10**5)}号",
    }


class Serving:
    """A server process on a port that stays the same when it is started again."""

    def __init__(self, folder: Path, settings: Settings, **env: str) -> None:
        self.port, self._folder = free_port(), folder
        url = settings.database_url
        self.env = {
            **os.environ,
            "DEDUP_STORE": str(settings.store),
            "DEDUP_WORKERS": "0",
            "DEDUP_DATABASE_CONNECT_TIMEOUT_S": "2",
            **({"DEDUP_DATABASE_URL": url.get_secret_value()} if url else {}),
            **env,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; return when it answers."""
        arguments = ("serve", "--port", str(self.port))
        self.process = start(self.env, self._folder / "server.log", *arguments)
        self.until(lambda: self.ask("GET", "/livez")[0] == 200)

    def kill(self) -> None:
        """End it by SIGKILL."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:  # noqa: ANN401
        """Return the status, headers and JSON body of an answer; status 0 when there is none."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)) as connection:
            try:
                content = None if body is None else json.dumps(body)
                json_kind = {} if body is None else {"Content-Type": "application/json"}
                connection.request(method, path, content, {**json_kind, **sent})
                answer = connection.getresponse()
                told = answer.read()
            except (OSError, http.client.HTTPException):
                return 0, {}, None
        return (
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            json.loads(told) if told else None,
        )

    def sign_in(self) -> dict[str, str]:
        """Return the headers of the reviewer's session."""
        status, headers, told = self.ask("POST", "/session", {"name": "li", "password": PASSWORD})
        assert status == 200, told
        return {"Cookie": headers["set-cookie"].split(";")[0], "X-CSRF-Token": told["csrf"]}

    def until(self, holds: Callable[[], bool], patience_s: float = PATIENCE_S) -> float:
        """Wait until something holds; return how long it took."""
        began = time.monotonic()
        while not holds():
            assert time.monotonic() < began + patience_s, (self._folder / "server.log").read_text()[-2000:]
            time.sleep(0.05)
        return time.monotonic() - began


@dataclass
class Clients:
    """A clerk's system that hands registrations in and a reviewer who decides, until told to stop."""

    serving: Serving
    token: str
    session: dict[str, str]
    cases: list[str]
    handed_in: list[str] = field(default_factory=list)
    """Numbers of the registrations that were acknowledged."""
    decided: list[str] = field(default_factory=list)
    """Cases on which the position was acknowledged."""
    refusals: Counter[tuple[int, str]] = field(default_factory=Counter)
    unsafe: list[Answer] = field(default_factory=list)
    """Answers that tell of a fault and are not 503 with the time to come again."""
    stopped: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin."""
        self.threads = [threading.Thread(target=work) for work in (self._hand_in, self._decide)]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """End, each after its request."""
        self.stopped.set()
        for thread in self.threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive()

    def progress(self) -> int:
        """Return how much was acknowledged."""
        return len(self.handed_in) + len(self.decided)

    def _hand_in(self) -> None:
        number = 0
        while not self.stopped.is_set():
            number += 1
            row = {"registration_id": f"N{number}", "committee": HOME, "sex": "女", **somebody(-number)}
            self._insist(partial(self._submit, row), self.handed_in, f"N{number}")

    def _submit(self, row: dict[str, str], attempt: int) -> Answer:
        again = {"Idempotency-Key": f"{row['registration_id']}/{attempt}"}
        return self.serving.ask("POST", "/registrations", row, Authorization=f"Bearer {self.token}", **again)

    def _decide(self) -> None:
        for case_id in self.cases:
            if self.stopped.is_set():
                return
            self._insist(partial(self._position, case_id), self.decided, case_id)
            time.sleep(0.02)

    def _position(self, case_id: str, _attempt: int) -> Answer:
        headers = {**self.session, "If-Match": "*"}
        return self.serving.ask("POST", f"/cases/{case_id}/position", {"outcome": "host_keeps"}, **headers)

    def _insist(self, act: Callable[[int], Answer], done: list[str], what: str) -> None:
        for attempt in range(100_000):
            status, headers, told = act(attempt)
            if status == 200:
                done.append(what)
                return
            if status:
                self.refusals[status, told["type"]] += 1
                if status != 503 or "retry-after" not in headers or not told["detail"]:
                    self.unsafe.append((status, headers, told))
            if self.stopped.is_set():
                return
            time.sleep(0.1)


def streams_of(log: EventLog, prefix: str) -> Counter[str]:
    """Return how many events each stream has."""
    return Counter(recorded.stream_id for recorded in log.read_prefix(prefix))

"""Answers with many open cases: list, detail and command through the application, in process, on SQLite.

`python -m benchmarks.api` fills a store with flagged pairs of two committees and asks as their reviewers do.
What is timed is the whole of a request inside the application: permission, reading, deciding, appending, the
answer's JSON; not the network, and not the follower, which works beside it.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from fastapi.testclient import TestClient

from dedup.access.granting import GrantRole
from dedup.access.roles import Grant, Role
from dedup.api.app import create_app
from dedup.bootstrap import Service, open_service
from dedup.settings import Settings
from events.cases import Assessment, CaseFlagged, Evidence, case_id_of, case_stream_id
from events.log import Write
from events.registrations import Entry, RegistrationKey, Voter, VoterRegistered

HOME, HOSTS = "511321", ("310115", "330110", "440306", "510116")
BOUND_MS: Final = 50.0
_BATCH: Final = 2_000
_EVIDENCE: Final = (
    ("name", "exact", 13.2),
    ("birth_date", "exact", 7.6),
    ("id_number", "exact", 12.5),
    ("sex", "equal", 1.4),
)
_PASSWORD: Final = "a long benchmark passphrase"  # noqa: S105 - of an invented account in a folder thrown away


@dataclass(frozen=True)
class Timing:
    """Milliseconds of some requests."""

    name: str
    milliseconds: list[float]

    def quantile(self, share: float) -> float:
        """Return the time that a share of the requests stayed under."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]

    def as_json(self) -> dict[str, Any]:
        """Return the figures."""
        return {
            "what": self.name,
            "requests": len(self.milliseconds),
            "p50_ms": round(statistics.median(self.milliseconds), 2),
            "p95_ms": round(self.quantile(0.95), 2),
            "p99_ms": round(self.quantile(0.99), 2),
        }


def fill(service: Service, cases: int, seed: int) -> list[str]:
    """Write flagged pairs as the projector would, and let the read model take them in."""
    chance, ids = random.Random(seed), []
    for start in range(0, cases, _BATCH):
        writes = []
        for number in range(start, min(start + _BATCH, cases)):
            home = RegistrationKey("2026", "county", HOME, f"H{number:07d}")
            host = RegistrationKey("2026", "county", HOSTS[number % len(HOSTS)], f"S{number:07d}")
            ids.append(case_id_of(home, host))
            writes += _pair(home, host, chance.uniform(0.5, 0.9999))
        service.log.append(writes)
    service.current_queues()
    return ids


def _pair(home: RegistrationKey, host: RegistrationKey, probability: float) -> list[Write]:
    now = datetime.now(UTC)
    left, right = sorted((home, host), key=lambda key: key.stream_id)
    flag = CaseFlagged(
        actor="projector",
        happened_at=now,
        recorded_at=now,
        left=left.stream_id,
        right=right.stream_id,
        kind="cross_committee",
        home="left" if left == home else "right",
        assessment=Assessment(
            probability=probability,
            verdict="same_person",
            evidence=tuple(Evidence(field=field, level=level, bits=bits) for field, level, bits in _EVIDENCE),
            model="benchmark",
            coincidences=1e-9,
        ),
    )
    return [
        *(Write(key.stream_id, 0, (_registered(now, key),)) for key in (home, host)),
        Write(case_stream_id(case_id_of(home, host)), 0, (flag,)),
    ]


def _registered(now: datetime, key: RegistrationKey) -> VoterRegistered:
    number = int(key.registration_id[1:])
    voter = Voter(
        name=f"王小{chr(0x4E00 + number % 5000)}",
        sex="男",
        birth_date="1985-03-12",
        id_number=f"511321198503{number % 10_000:06d}"[:18],
        household_address="四川省南充市南部县大坪镇红旗寨村六组八号",
        phone="13800138000",
    )
    return VoterRegistered(
        actor="clerk", happened_at=now, recorded_at=now, entry=Entry(basis="household"), personal=voter
    )


@contextmanager
def reviewers(service: Service) -> Iterator[tuple[TestClient, dict[str, str], dict[str, str]]]:
    """Yield a client of the application, and the headers of a reviewer of each side."""
    accounts = service.accounts
    for name, committee in (("zhao", HOME), ("li", HOSTS[0])):
        accounts.create(name, _PASSWORD, "benchmark")
        accounts.carry_out(name, GrantRole("benchmark", Grant(Role.REVIEWER, "county", committee)))
    with TestClient(create_app(service, accounts, follow=False), base_url="https://testserver") as client:
        yield client, _signed_in(client, "zhao"), _signed_in(client, "li")


def _signed_in(client: TestClient, name: str) -> dict[str, str]:
    answer = client.post("/session", json={"name": name, "password": _PASSWORD})
    answer.raise_for_status()
    cookie = answer.headers["set-cookie"].split(";")[0]
    client.cookies.clear()
    return {"Cookie": cookie, "X-CSRF-Token": answer.json()["csrf"]}


def measure(name: str, times: int, ask: Callable[[int], Any]) -> Timing:
    """Time requests one after the other; the first few, which load modules, are not counted."""
    for number in range(3):
        ask(number)
    spent = []
    for number in range(3, times + 3):
        began = time.perf_counter()
        answer = ask(number)
        spent.append(1_000 * (time.perf_counter() - began))
        answer.raise_for_status()
    return Timing(name, spent)


def run(service: Service, cases: int, times: int, seed: int) -> list[Timing]:
    """Fill the store and time the three kinds of requests."""
    ids = fill(service, cases, seed)
    chance = random.Random(seed)
    with reviewers(service) as (client, home, _host):
        queue = f"/committees/county/{HOME}/cases"
        pairs = f"/committees/county/{HOME}/counterparts"
        cursors: list[str | None] = [None]

        def page(_number: int) -> Any:  # noqa: ANN401
            params: dict[str, Any] = {"limit": 50}
            if cursors[-1]:
                params["cursor"] = cursors[-1]
            answer = client.get(queue, params=params, headers=home)
            cursors.append(answer.json()["next"])
            return answer

        def narrowed(number: int) -> Any:  # noqa: ANN401
            params: dict[str, Any] = {"counterpart": HOSTS[number % len(HOSTS)], "waiting": True, "limit": 50}
            return client.get(queue, params=params, headers=home)

        def command(number: int) -> Any:  # noqa: ANN401
            case_id = ids[number * 7 % len(ids)]
            return client.post(
                f"/cases/{case_id}/position",
                json={"outcome": "host_keeps"},
                headers={**home, "If-Match": '"1"'},
            )

        return [
            measure("list, page by page", times, page),
            measure("list, one counterpart, waiting", times, narrowed),
            measure("detail", times, lambda _: client.get(f"/cases/{chance.choice(ids)}", headers=home)),
            measure("command (position)", times, command),
            measure("counterparts", times, lambda _: client.get(pairs, headers=home)),
        ]


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dedup-benchmark-") as folder:
        settings = Settings(store=Path(folder), workers=0)
        with open_service(settings, create=True) as service:
            timings = run(service, asked.cases, asked.times, asked.seed)
    figures = [timing.as_json() for timing in timings]
    held = all(timing.quantile(0.95) <= BOUND_MS for timing in timings)
    print(
        json.dumps(
            {"cases": asked.cases, "bound_p95_ms": BOUND_MS, "held": held, "timings": figures}, indent=2
        )
    )


if __name__ == "__main__":
    main()

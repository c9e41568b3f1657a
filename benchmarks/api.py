"""How long the API takes with very many open cases: a queue's page, one case, one command, in this process.

    .venv/bin/python -m benchmarks.api --cases 100000 --requests 500

Every request goes through the whole application, routing, permissions, disclosure on record and SQLite with
`synchronous=FULL`, without a network. Half of all cases belong to one committee, whose queue is what is
listed; commands go to random cases. The store is made anew unless it is there.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from fastapi.testclient import TestClient

from dedup.access.roles import Account, Grant, Role
from dedup.api.app import create_app
from dedup.bootstrap import Service, open_service
from dedup.clock import system_clock
from dedup.settings import Settings
from events.cases import Assessment, CaseFlagged, Evidence, case_id_of, case_stream_id
from events.event import Event
from events.log import Write
from events.registrations import Entry, RegistrationKey, Voter, VoterRegistered

BOUND_MS: Final = 50.0
BIG: Final = "440306"
"""The host of half of all cases."""
HOSTS: Final = tuple(f"44{number:04d}" for number in range(1901, 1921))
HOMES: Final = tuple(f"51{number:04d}" for number in range(1301, 1381))
CHUNK: Final = 2_000
EVIDENCE: Final = tuple(
    Evidence(field=field, level="exact", bits=bits)
    for field, bits in (("name", 9.5), ("birth_date", 7.6), ("id_number", 12.5), ("surname", 0.3))
)
WARM_UP: Final = 20


class Doors:
    """Lets the reviewers of all committees in by their committee's code."""

    def by_session(self, _session_id: str) -> None:
        """Let nobody in."""

    def by_token(self, token: str) -> Account | None:
        """Return the reviewer of a committee."""
        return Account(f"reviewer-{token}", frozenset({Grant(Role.REVIEWER, "county", token)}))


def pair(number: int) -> tuple[RegistrationKey, RegistrationKey]:
    """Return the registrations of a case."""
    host = BIG if number % 2 else HOSTS[number // 2 % len(HOSTS)]
    home = HOMES[number * 7 % len(HOMES)]
    return (
        RegistrationKey("2026", "county", host, f"R-{number:07d}"),
        RegistrationKey("2026", "county", home, f"N-{number:07d}"),
    )


def fill(service: Service, count: int) -> None:
    """Write registrations and open cases into the log, and let the read model take them in."""
    for first in range(0, count, CHUNK):
        service.log.append(
            [w for number in range(first, min(first + CHUNK, count)) for w in _writes(service, number)]
        )
    service.current_queues()


def _writes(service: Service, number: int) -> Iterator[Write]:
    left, right = pair(number)
    now = service.clock()
    said: dict[str, Any] = {"actor": "benchmark", "happened_at": now, "recorded_at": now}
    voter = Voter(
        name="王小明",
        sex="男",
        birth_date="1985-03-12",
        id_number=f"511301198503{number % 100_000:05d}0",
        household_address=f"四川省南充市顺庆区人民路{number}号",
        phone=f"138{number:08d}",
    )
    standing: Event = VoterRegistered(**said, entry=Entry(basis="residence"), personal=voter)
    assessment = Assessment(
        probability=0.5 + number % 499 / 1_000, verdict="same_person", evidence=EVIDENCE, model="benchmark"
    )
    yield Write(left.stream_id, 0, (standing,))
    yield Write(right.stream_id, 0, (standing,))
    flag = CaseFlagged(
        **said,
        left=left.stream_id,
        right=right.stream_id,
        kind="cross_committee",
        home="right",
        assessment=assessment,
    )
    yield Write(case_stream_id(case_id_of(left, right)), 0, (flag,))


class Asking:
    """Sends requests and remembers how long each took."""

    def __init__(self, client: TestClient, cases: int) -> None:
        self._client = client
        self._cases = cases
        self._random = random.Random(1)
        self._cursor = ""

    def any_case(self) -> tuple[str, str]:
        """Return a random case and its host."""
        left, right = pair(self._random.randrange(self._cases))
        return case_id_of(left, right), left.committee

    def get(self, url: str, who: str) -> Any:  # noqa: ANN401 - the client's answer
        """Ask for something."""
        answer = self._client.get(url, headers={"Authorization": f"Bearer {who}"})
        answer.raise_for_status()
        return answer

    def first_page(self) -> None:
        """List the urgent end of the big queue."""
        self._cursor = self.get(f"/committees/county/{BIG}/cases", BIG).json()["next"]

    def next_page(self) -> None:
        """List the page that follows, again and again, deep into the queue."""
        url = f"/committees/county/{BIG}/cases?limit=200&cursor={self._cursor}"
        self._cursor = self.get(url, BIG).json()["next"] or self._cursor

    def narrowed_page(self) -> None:
        """List the cases with one of the counterparts."""
        home = self._random.choice(HOMES)
        self.get(f"/committees/county/{BIG}/cases?counterpart={home}&unclaimed=true", BIG)

    def rare_page(self) -> None:
        """List what nearly nothing in the queue is."""
        self.get(f"/committees/county/{BIG}/cases?waiting=false&state=disputed", BIG)

    def counterparts(self) -> None:
        """Count the big queue by counterpart."""
        self.get(f"/committees/county/{BIG}/counterparts", BIG)

    def detail(self) -> None:
        """Read a random case."""
        case_id, host = self.any_case()
        self.get(f"/cases/{case_id}", host)

    def command(self, name: str, body: dict[str, str]) -> Callable[[], None]:
        """Return what carries a command out on a random case."""

        def carry_out() -> None:
            case_id, host = self.any_case()
            headers = {"Authorization": f"Bearer {host}", "If-Match": "*"}
            answer = self._client.post(f"/cases/{case_id}/{name}", json=body, headers=headers)
            if answer.status_code not in {200, 409}:
                answer.raise_for_status()

        return carry_out


def measured(act: Callable[[], None], times: int) -> dict[str, float]:
    """Return the middle, the 95th and the 99th of a hundred, and the longest, in milliseconds."""
    for _ in range(WARM_UP):
        act()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1_000)
    taken.sort()
    places = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99, "max_ms": 1.0}
    return {name: round(taken[min(int(place * times), times - 1)], 2) for name, place in places.items()}


def run(service: Service, cases: int, requests: int, *, follow: bool) -> dict[str, Any]:
    """Measure all that is asked of the API."""
    app = create_app(service, Doors(), follow=follow)
    with TestClient(app, base_url="https://testserver") as client:
        asking = Asking(client, cases)
        acts: dict[str, Callable[[], None]] = {
            "list": asking.first_page,
            "list deep": asking.next_page,
            "list by counterpart": asking.narrowed_page,
            "list rare": asking.rare_page,
            "counterparts": asking.counterparts,
            "detail": asking.detail,
            "command claim": asking.command("claim", {}),
            "command comment": asking.command("comments", {"text": "电话核实"}),
            "command position": asking.command("position", {"outcome": "host_keeps", "reason": "持证明"}),
        }
        return {name: measured(act, requests) for name, act in acts.items()}


def main() -> int:
    """Measure, print JSON, and tell by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument("--store", type=Path, default=None, help="where the store is, or is made")
    parser.add_argument("--follow", action="store_true", help="with the thread that follows the log")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dedup-api-") as folder:
        store = given.store or Path(folder)
        began = time.perf_counter()
        with open_service(Settings(store=store, workers=0), create=True, clock=system_clock) as service:
            if service.log.head() == 0:
                fill(service, given.cases)
            filled_s = time.perf_counter() - began
            found = run(service, given.cases, given.requests, follow=given.follow)
    bounded = {name: figures["p95_ms"] <= BOUND_MS for name, figures in found.items()}
    told = {
        "cases": given.cases,
        "requests": given.requests,
        "follower": given.follow,
        "fill_s": round(filled_s, 1),
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "within_bound": bounded,
        "milliseconds": found,
    }
    json.dump(told, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    return 0 if all(bounded.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

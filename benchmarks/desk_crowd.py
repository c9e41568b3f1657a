"""Twenty reviewers of two committees at once, who decide through the pages over HTTP.

    python -m benchmarks.desk_crowd --cases 20000 --reviewers 20 --decisions 50

Each works through the queue as a browser does: the decision is sent under the version seen, and
the next card is fetched beside it. Several take one case at the same moment, as people do who share a queue;
all but one are told so (412). Afterwards the log is asked what became of every word that was confirmed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx2

from benchmarks.desk import HOME, HOST, PASSWORD, fill, served
from dedup.access.granting import GrantRole
from dedup.access.roles import Grant, Role
from dedup.api.caller import SESSION_COOKIE
from dedup.bootstrap import Service, open_service
from dedup.settings import Settings
from events.cases import case_stream_id
from events.resolutions import PositionTaken

TIMEOUT_S: Final = 60
_MAIN: Final = re.compile(r'data-case="([^"]+)" data-version="([0-9]+)" data-next="([^"]+)"')
_CSRF: Final = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Reviewer:
    """Somebody at the desk, and what the server answered."""

    name: str
    address: str
    session: str
    place: int
    """Which case of the queue this one begins with."""
    card_ms: list[float] = field(default_factory=list)
    deed_ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    confirmed: list[str] = field(default_factory=list)

    def work(self, decisions: int, pause_s: float, began: threading.Barrier) -> None:
        """Decide so many cases, one after another, looking at each for a while."""
        with httpx2.Client(base_url=self.address, timeout=TIMEOUT_S) as client:
            cookie = {"Cookie": f"{SESSION_COOKIE}={self.session}"}
            began.wait(TIMEOUT_S)
            queue = client.get("/desk/queue", headers=cookie).text
            listed = re.findall(r'href="(/desk/cases/[^"/?]+)"', queue)
            following = listed[self.place] if listed else ""
            chance = random.Random(self.place)
            for _ in range(decisions):
                if not following.startswith("/desk/cases/"):
                    return
                time.sleep(pause_s * (0.5 + chance.random()))
                following = self._decide(client, cookie, following)

    def _decide(self, client: httpx2.Client, cookie: dict[str, str], address: str) -> str:
        since = time.perf_counter()
        asked = cookie | {"X-Desk-Next": "1"}
        card = client.get(address, headers=asked)
        while card.is_redirect:  # the library would follow without the cookie
            card = client.get(card.headers["location"], headers=asked)
        self.card_ms.append((time.perf_counter() - since) * 1000)
        self.statuses[card.status_code] += 1
        found, csrf = _MAIN.search(card.text.replace("\n ", "")), _CSRF.search(card.text)
        if found is None or csrf is None:
            return ""
        case_id, version, following = found.groups()
        shown = following.rpartition("/")[2] if following.startswith("/desk/cases/") else ""
        form = {"csrf": csrf[1], "version": version, "deed": "position not_same///", "shown": shown}
        since = time.perf_counter()
        answer = client.post(f"/desk/cases/{case_id}/deeds", headers=cookie, data=form)
        self.deed_ms.append((time.perf_counter() - since) * 1000)
        self.statuses[answer.status_code] += 1
        if answer.status_code in {200, 303}:
            self.confirmed.append(case_id)
        return following


def employ(service: Service, address: str, count: int) -> list[Reviewer]:
    """Return reviewers, half of them of each committee."""
    people = []
    for n in range(count):
        name = f"reviewer.{n}"
        service.accounts.create(name, PASSWORD, "administrator")
        grant = Grant(Role.REVIEWER, "county", HOME if n % 2 else HOST)
        service.accounts.carry_out(name, GrantRole("administrator", grant))
        session, _ = service.accounts.sign_in(name, PASSWORD, f"10.0.0.{n}")
        people.append(Reviewer(name, address, session, place=n))
    return people


def lost(service: Service, people: list[Reviewer]) -> int:
    """Return how many confirmed words the log does not hold, or holds more than once."""
    wrong = 0
    for person in people:
        for case_id in person.confirmed:
            stream = service.log.read_stream(case_stream_id(case_id))
            said = [r for r in stream if isinstance(r.event, PositionTaken) and r.event.actor == person.name]
            wrong += len(said) != 1
    return wrong


def at(share: int, values: list[float]) -> float:
    """Return a percentile, in milliseconds to the tenth."""
    ranked = sorted(values)
    return round(ranked[min(len(ranked) * share // 100, len(ranked) - 1)], 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--decisions", type=int, default=50)
    parser.add_argument("--pause-s", type=float, default=2.0, help="seconds that a card is looked at")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dedup-crowd-") as folder:
        settings = Settings(store=Path(folder) / "store", workers=1)
        with open_service(settings, create=True) as service:
            fill(service, asked.cases)
            with served(service) as address:
                people, began = employ(service, address, asked.reviewers), threading.Barrier(asked.reviewers)
                since = time.perf_counter()
                with ThreadPoolExecutor(asked.reviewers) as crowd:
                    for done in [crowd.submit(p.work, asked.decisions, asked.pause_s, began) for p in people]:
                        done.result()
                took_s = time.perf_counter() - since
            cards = [ms for person in people for ms in person.card_ms]
            deeds = [ms for person in people for ms in person.deed_ms]
            statuses = sum((person.statuses for person in people), Counter[int]())
            confirmed = sum(len(person.confirmed) for person in people)
            figures = {
                "cases": asked.cases,
                "reviewers": asked.reviewers,
                "pause_s": asked.pause_s,
                **{f"card_p{share}_ms": at(share, cards) for share in (50, 95, 100)},
                **{f"deed_p{share}_ms": at(share, deeds) for share in (50, 95, 100)},
                "statuses": {str(status): count for status, count in sorted(statuses.items())},
                "confirmed": confirmed,
                "lost_or_doubled": lost(service, people),
                "decisions_per_s": round(confirmed / took_s, 1),
            }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

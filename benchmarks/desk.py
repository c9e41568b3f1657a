"""From the key that decides a case to the next card on the screen, with many open cases.

    python -m benchmarks.desk --cases 100000 --decisions 200

Builds a store with that many flagged pairs of two committees, serves the site on this machine, and lets a
real Chromium decide one case after another by two keys. What is timed is the page's own clock, from the
second key to the second frame after the next card stands in the document. Needs the extra `dev`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from dedup.access.granting import GrantRole
from dedup.access.roles import Grant, Role
from dedup.api.serving import server_of
from dedup.bootstrap import Service, open_service
from dedup.settings import Settings
from dedup.web.site import create_site
from events.cases import Assessment, CaseFlagged, Evidence, case_id_of, case_stream_id
from events.log import Write
from events.registrations import Entry, RegistrationKey, Voter, VoterRegistered
from matchers.chinese.identity_numbers import check_digit

HOME, HOST, PASSWORD = "340123", "310115", "a long enough phrase"
BATCH = 2_000
PAGES = 20
NOW = datetime(2026, 9, 1, tzinfo=UTC)
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
WATCH = """() => {
  window.times = [];
  let since = 0;
  addEventListener("keydown", () => {
    if (document.querySelector("details.menu[open]")) since = performance.now();
  }, true);
  new MutationObserver((changes) => {
    if (!since || !changes.some((c) => Array.from(c.addedNodes).some((n) => n.id === "main"))) return;
    const began = since;
    since = 0;
    requestAnimationFrame(() => requestAnimationFrame(() => window.times.push(performance.now() - began)));
  }).observe(document.body, {childList: true});
}"""


def voter(n: int, *, host: bool) -> Voter:
    """Return one side's values of a person; every third is written a little differently by the host."""
    body = f"340123{1950 + n % 55}{n % 12 + 1:02}{n % 28 + 1:02}{n % 1000:03}"
    number = body + check_digit(body)
    name = SURNAMES[n % 10] + GIVEN[n // 10 % 20] + GIVEN[n // 200 % 20]
    return Voter(
        name=name[0] + name[2] + name[1] if host and n % 3 == 0 else name,
        sex="男" if int(number[16]) % 2 else "女",
        ethnicity="汉族",
        birth_date=f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
        id_number=number,
        household_address=f"安徽省合肥市肥西县上派镇南街{n % 900 + 1}号",
        residence_address=f"上海市浦东新区花木街道锦绣路{n % 700 + 1}号" if host else "",
        phone=f"138{n:08}",
    )


def pair(n: int) -> tuple[Write, ...]:
    """Return the events of one flagged pair."""
    keys = (
        RegistrationKey("2026", "county", HOME, f"A{n:07}"),
        RegistrationKey("2026", "county", HOST, f"B{n:07}"),
    )
    said = {"actor": "projector", "happened_at": NOW, "recorded_at": NOW}
    registered = [
        Write(
            key.stream_id,
            0,
            (
                VoterRegistered(
                    **said,
                    entry=Entry(basis="residence" if host else "household"),
                    personal=voter(n, host=host),
                ),
            ),
        )
        for key, host in zip(keys, (False, True), strict=True)
    ]
    bits = {
        "prior": -14.0,
        "name": 13.0,
        "birth_date": 7.5,
        "id_number": 11.0,
        "sex": 1.0,
        "address": 2.0,
        "phone": 3.5,
        "cap": -10.5,
    }
    levels = {"prior": "", "cap": "overall", "sex": "equal", "address": "door", "phone": "equal"}
    evidence = tuple(Evidence(field=f, level=levels.get(f, "exact"), bits=b) for f, b in bits.items())
    found = Assessment(
        probability=0.99, verdict="same_person", evidence=evidence, model="bench", coincidences=0.001
    )
    left, right = sorted(key.stream_id for key in keys)
    home = "left" if left == keys[0].stream_id else "right"
    flagged = CaseFlagged(**said, left=left, right=right, kind="cross_committee", home=home, assessment=found)
    return (*registered, Write(case_stream_id(case_id_of(*keys)), 0, (flagged,)))


def fill(service: Service, count: int) -> None:
    """Write the pairs, and a reviewer who works on them."""
    service.accounts.begin("administrator", PASSWORD)
    service.accounts.create("reviewer", PASSWORD, "administrator")
    service.accounts.carry_out("reviewer", GrantRole("administrator", Grant(Role.REVIEWER, "county", HOST)))
    for start in range(0, count, BATCH):
        service.log.append([w for n in range(start, min(start + BATCH, count)) for w in pair(n)])
    service.current_queues()


@contextmanager
def served(service: Service, *, follow: bool = False) -> Iterator[str]:
    """Serve the site as `dedup serve` does, without the thread that matches unless asked; yield where."""
    server = server_of(create_site(service, service.accounts, follow=follow), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.handle_exit(signal.SIGTERM, None)
    thread.join(10)


def decide(page: Page, address: str, decisions: int) -> list[float]:
    """Decide cases one after another; return the milliseconds of each."""
    page.goto(f"{address}/desk/sign-in")
    page.fill("[name=name]", "reviewer")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/queue*")
    page.keyboard.press("1")
    page.wait_for_url("**/desk/cases/*")
    page.evaluate(WATCH)
    for n in range(decisions):
        page.wait_for_timeout(1_000)  # a reviewer looks at the card
        page.keyboard.press("1")
        page.keyboard.press("1")
        page.wait_for_function("n => window.times.length > n", arg=n)
    times: list[float] = page.evaluate("window.times")
    return times


def opened_ms(page: Page, address: str) -> float:
    """Return the median time in which the server answers with a page."""
    times = []
    for _ in range(PAGES):
        since = time.perf_counter()
        page.request.get(address)
        times.append((time.perf_counter() - since) * 1000)
    return round(statistics.median(times), 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dedup-desk-") as folder:
        settings = Settings(store=Path(folder) / "store", workers=1)
        with open_service(settings, create=True) as service:
            began = time.perf_counter()
            fill(service, asked.cases)
            filled_s = time.perf_counter() - began
            with served(service) as address, sync_playwright() as playwright:
                path = shutil.which("chromium") or playwright.chromium.executable_path
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
                page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
                times = sorted(decide(page, address, asked.decisions))
                lists = {
                    f"{name}_ms": opened_ms(page, f"{address}/desk/{name}") for name in ("queue", "dashboard")
                }
                browser.close()
    at = {
        f"p{share}_ms": round(times[min(len(times) * share // 100, len(times) - 1)], 1)
        for share in (50, 95, 99)
    }
    print(
        json.dumps(
            {
                "cases": asked.cases,
                "decisions": len(times),
                **at,
                "mean_ms": round(statistics.mean(times), 1),
                "slowest_ms": round(times[-1], 1),
                **lists,
                "load": os.getloadavg()[0],
                "filled_s": round(filled_s, 1),
            }
        )
    )


if __name__ == "__main__":
    main()

"""A site with two committees, their rolls, and people who may sign in; a real server and a real browser."""

from __future__ import annotations

import csv
import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dedup.access.granting import GrantRole
from dedup.access.roles import Grant, Role
from dedup.api.serving import server_of
from dedup.bootstrap import Service, open_service
from dedup.committees import Committee
from dedup.intake.importing import ImportRequest
from dedup.settings import Settings
from dedup.views.queues import QueueQuery
from dedup.web.site import create_site
from matchers.chinese.identity_numbers import check_digit

HOME, HOST = "340123", "310115"
PASSWORD = "a long enough phrase"  # noqa: S105 - of invented people
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\u202e{{7*7}}"
PEOPLE = (
    ("常天赐", "常天赐"),
    ("張曉紅", "张小红"),
    ("王伟", "王玮"),
    ("欧阳建国", "欧阳国建"),
    ("阿依古丽·买买提", "阿依古丽买买提"),
    ("𠮷野明", "𠮷野明"),
    ("刘建军", "刘健军"),
    ("陈渐", "陈浙"),
    ("赵国强", "赵国强"),
    ("孙玉兰", "孙玉兰"),
    ("周志强", "周智强"),
    ("吴敏", "吴敏"),
)
"""How the home roll and the host roll write the same people."""
SIGNED_IN = {
    "host.reviewer": Grant(Role.REVIEWER, "county", HOST),
    "home.reviewer": Grant(Role.REVIEWER, "county", HOME),
    "host.clerk": Grant(Role.CLERK, "county", HOST),
    "host.chief": Grant(Role.SUPERVISOR, "county", HOST),
    "superior": Grant(Role.SUPERIOR, "", "000000"),
    "auditor": Grant(Role.AUDITOR),
}


class Clock:
    """A time in the cycle, whenever tests are run; it goes on as the machine's does, and can be put on."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        gone = timedelta(seconds=time.monotonic() - self._began)
        return datetime(2026, 9, 1, 4, 0, tzinfo=UTC) + gone + self.ahead


def id_number(n: int, year: int = 1980) -> str:
    body = f"340123{year + n % 20}{n % 12 + 1:02}{n % 27 + 1:02}{n % 500:03}"
    return body + check_digit(body)


def rolls(folder: Path) -> tuple[Path, Path]:
    """Write both committees' rolls: everybody of PEOPLE on both, others on one only."""
    headers = [
        "登记编号",
        "姓名",
        "性别",
        "民族",
        "出生日期",
        "公民身份号码",
        "户籍地址",
        "现居住地址",
        "联系电话",
        "工作单位",
        "登记依据",
    ]
    home = [_row(n, "A", pair[0], "户籍") for n, pair in enumerate(PEOPLE)]
    host = [_row(n, "B", pair[1], "居住") for n, pair in enumerate(PEOPLE)]
    home += [_row(n + 100, "A", f"何{chr(0x5B89 + n)}", "户籍") for n in range(20)]
    host += [_row(n + 300, "B", f"高{chr(0x5B89 + n)}", "居住") for n in range(20)]
    home[0][9] = host[0][9] = HOSTILE
    paths = folder / "home.csv", folder / "host.csv"
    for path, rows in zip(paths, (home, host), strict=True):
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([headers, *rows])
    return paths


def _row(n: int, prefix: str, name: str, basis: str) -> list[str]:
    number = id_number(n)
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    sex = "男" if int(number[16]) % 2 else "女"
    address = f"安徽省合肥市肥西县上派镇南街{n + 1}号"
    lives = "" if prefix == "A" else f"上海市浦东新区花木街道锦绣路{n + 8}号"
    return [f"{prefix}{n:04}", name, sex, "汉族", born, number, address, lives, f"138{n:08}", "", basis]


@dataclass(frozen=True)
class Place:
    """A served site."""

    service: Service
    address: str
    rolls: tuple[Path, Path]
    clock: Clock


@contextmanager
def opened_place(folder: Path) -> Iterator[Place]:
    """Serve a site over a fresh store until done."""
    settings, clock = Settings(store=folder / "store", workers=1), Clock()
    with open_service(settings, create=True, clock=clock) as service:
        paths = rolls(folder)
        _fill(service, paths)
        server = server_of(create_site(service, service.accounts), "127.0.0.1", 0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            _wait(lambda: server.started and service.queues.count(_waiting()) >= len(PEOPLE))
            port = server.servers[0].sockets[0].getsockname()[1]
            yield Place(service, f"http://127.0.0.1:{port}", paths, clock)
        finally:
            server.handle_exit(signal.SIGTERM, None)
            thread.join(10)


def _waiting() -> QueueQuery:
    return QueueQuery(committee=Committee("county", HOST), waiting=True, probability_min=0.5)


def _fill(service: Service, paths: tuple[Path, Path]) -> None:
    service.accounts.begin("administrator", PASSWORD)
    for name, grant in SIGNED_IN.items():
        service.accounts.create(name, PASSWORD, "administrator")
        service.accounts.carry_out(name, GrantRole("administrator", grant))
    with service.importer as importer:
        for path, committee in zip(paths, (HOME, HOST), strict=True):
            importer.run(
                ImportRequest(path=path, cycle="2026", actor="clerk", committee=committee, level="county")
            )


def _wait(until: Callable[[], bool], timeout_s: float = 60) -> None:
    end = time.monotonic() + timeout_s
    while not until():
        assert time.monotonic() < end, "the site did not come up"
        time.sleep(0.1)


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Start Chromium: the system's, else the one that playwright installed."""
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        path = system or playwright.chromium.executable_path
        if not Path(path).exists():
            assert not os.environ.get("CI"), "no Chromium: apt-get install chromium"
            pytest.skip("no Chromium here")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


WATCH = """
  window.violations = []; window.shifts = [];
  addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
  new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    if (!one.hadRecentInput) window.shifts.push(one.value);
  })).observe({type: "layout-shift", buffered: true});
"""
"""What a page keeps of itself: what the policy kept from running, and what moved without anybody's doing."""


@contextmanager
def signed_in(
    browser: Browser, place: Place, name: str, language: str = "zh-CN", *, scripts: bool = True
) -> Iterator[Page]:
    """Open a page at the queue as somebody; what went wrong in the browser fails the test."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale=language, java_script_enabled=scripts
    )
    context.add_init_script(WATCH)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("dialog", lambda dialog: faults.append(f"dialog {dialog.message}"))
    page.on("request", lambda r: None if r.url.startswith((place.address, "data:")) else faults.append(r.url))
    enter(page, place, name)
    yield page
    assert faults == []
    close(context)


def enter(page: Page, place: Place, name: str) -> None:
    page.goto(f"{place.address}/desk/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/(queue|accounts)"))


def close(context: BrowserContext) -> None:
    context.close()

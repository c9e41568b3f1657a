"""Pictures of the desk for the README: queue, case and overview, on sample registers of invented people.

    python -m benchmarks.screenshots docs

Needs the extra `dev` and Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.desk import PASSWORD, served
from dedup.access.granting import GrantRole
from dedup.access.roles import Grant, Role
from dedup.bootstrap import Service, open_service
from dedup.calendars.desk import CalendarDesk
from dedup.calendars.drafting import Draft, drafted
from dedup.cases.commands import TakePosition
from dedup.cases.outcomes import Said
from dedup.committees import Committee
from dedup.settings import Settings
from dedup.views.cases import CaseQuery

ROWS = 3_000
HOME_POLLS_DAYS, HOST_POLLS_DAYS, PUBLISHED_DAYS_AGO = 34, 21, 2
SPOKEN_EVERY = 5
ALIKE = frozenset({"homophone", "similar_shape", "variant"})


def dress(service: Service) -> str:
    """Give the committees with most cases in common people and calendars; return the host's code."""
    found = service.cases.find(CaseQuery(flagged=True, kind="cross_committee", probability_min=0.5))
    ((home, host), _) = Counter(
        (c.left.committee, c.right.committee) if c.home == "left" else (c.right.committee, c.left.committee)
        for c in found
        if c.home
    ).most_common(1)[0]
    service.accounts.begin("administrator", PASSWORD)
    service.accounts.create("wang.fang", PASSWORD, "administrator")
    for role in (Role.SUPERVISOR, Role.CLERK):
        service.accounts.carry_out("wang.fang", GrantRole("administrator", Grant(role, "county", host)))
    desk, today = CalendarDesk(service.log, service.clock), service.clock().date()
    for code, days in ((home, HOME_POLLS_DAYS), (host, HOST_POLLS_DAYS)):
        published = today - timedelta(days=PUBLISHED_DAYS_AGO)
        draft = Draft(election_day=today + timedelta(days=days), publication_day=published)
        desk.set(drafted("2026", Committee("county", code), draft, None), "wang.fang")
    for case in [c for c in found if host in {c.left.committee, c.right.committee}][::SPOKEN_EVERY]:
        other = "left" if case.right.committee == host else "right"
        service.desk.carry_out(case.case_id, TakePosition("li.ming", other, Said("host_keeps", home=other)))  # type: ignore[arg-type]
    service.current_queues()
    return host


def telling(service: Service, host: str) -> str:
    """Return a case whose two sides differ in a name and in another field."""
    cases = service.cases.find(CaseQuery(committee=host, kind="cross_committee", probability_min=0.9))

    def differing(case_levels: dict[str, str]) -> int:
        return sum(level not in {"exact", "equal", "door", ""} for level in case_levels.values())

    ranked = max(
        cases,
        key=lambda c: (
            {e.field: e.level for e in c.assessment.evidence}.get("name")
            in {"homophone", "similar_shape", "variant"},
            differing({e.field: e.level for e in c.assessment.evidence}),
        ),
    )
    return ranked.case_id


def take(page: Page, address: str, case_id: str, folder: Path) -> None:
    """Sign in and take the pictures."""
    page.goto(f"{address}/desk/sign-in")
    page.fill("[name=name]", "wang.fang")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/queue*")
    page.screenshot(path=folder / "desk-queue.png")
    page.goto(f"{address}/desk/cases/{case_id}")
    page.wait_for_timeout(500)
    page.screenshot(path=folder / "desk-case.png")
    page.goto(f"{address}/desk/dashboard")
    page.screenshot(path=folder / "desk-overview.png")


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    with tempfile.TemporaryDirectory(prefix="dedup-pictures-") as made:
        demo = Path(made) / "demo"
        asked = [sys.executable, "-m", "dedup", "demo", "--rows", str(ROWS), "--out", str(demo)]
        subprocess.run(asked, check=True, stdout=subprocess.DEVNULL)
        with open_service(Settings(store=demo / "store", workers=1)) as service:
            host = dress(service)
            with served(service, follow=True) as address, sync_playwright() as playwright:
                path = shutil.which("chromium") or playwright.chromium.executable_path
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
                page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
                take(page, address, telling(service, host), folder)
                browser.close()


if __name__ == "__main__":
    main()

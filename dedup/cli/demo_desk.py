"""The end of the demonstration: the reviewers' desk over the sample, with an account for each part."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import timedelta
from typing import Final

from dedup.access.granting import GrantRole
from dedup.access.roles import Grant, Role
from dedup.bootstrap import Service
from dedup.calendars.days import day_in_china
from dedup.calendars.drafting import Draft, drafted
from dedup.cli.serve import PORT
from dedup.cli.session import Session, print_table
from dedup.committees import Committee
from dedup.views.cases import CaseQuery

ADDRESS: Final = "127.0.0.1"
ADMINISTRATOR: Final = "admin"
_DAYS_TO_POLL: Final = (33, 40)
"""Of host and home: far enough that nothing is frozen, near enough that deadlines show."""


def open_desk(session: Session, port: int = PORT) -> None:
    """Make demonstration accounts and calendars, print how to sign in, and serve until interrupted."""
    from dedup.api.serving import server_of
    from dedup.web.site import create_site

    with session.open() as service:
        home, host = _committees(service)
        _set_calendars(service, host, home)
        people = _accounts(service, home, host)
        app = create_site(service, service.accounts)
        print(session.say("demo-desk", address=f"http://{ADDRESS}:{port}/"))
        headers = [session.say(f"header-{name}") for name in ("account", "password", "roles")]
        print_table(headers, people)
        print(session.say("demo-stop"), flush=True)
        server_of(app, ADDRESS, port).run()


def _committees(service: Service) -> tuple[str, str]:
    """Return the home and the host committee that share most cases."""
    pairs: Counter[tuple[str, str]] = Counter()
    for case in service.current_cases().find(CaseQuery(flagged=True, kind="cross_committee")):
        if case.home:
            home, host = (case.left, case.right) if case.home == "left" else (case.right, case.left)
            pairs[home.committee, host.committee] += 1
    ((pair, _),) = pairs.most_common(1)
    return pair


def _set_calendars(service: Service, *committees: str) -> None:
    today = day_in_china(service.clock())
    for committee, days in zip(committees, _DAYS_TO_POLL, strict=True):
        party = Committee("county", committee)
        draft = Draft(election_day=today + timedelta(days=days))
        calendar = drafted(service.settings.cycle, party, draft, standing=None)
        service.calendars.set(calendar, ADMINISTRATOR)


def _accounts(service: Service, home: str, host: str) -> list[tuple[str, str, str]]:
    """Make an account for each part, each with a password of its own that is shown this once."""
    grants = {
        "home": Grant(Role.SUPERVISOR, "county", home),
        "host": Grant(Role.SUPERVISOR, "county", host),
        "superior": Grant(Role.SUPERIOR, code="000000"),
        "auditor": Grant(Role.AUDITOR),
    }
    password = secrets.token_urlsafe(12)
    service.accounts.begin(ADMINISTRATOR, password)
    people = [(ADMINISTRATOR, password, Role.ADMINISTRATOR.value)]
    for name, grant in grants.items():
        password = secrets.token_urlsafe(12)
        service.accounts.create(name, password, ADMINISTRATOR)
        service.accounts.carry_out(name, GrantRole(ADMINISTRATOR, grant))
        people.append((name, password, " ".join(filter(None, (grant.role.value, grant.level, grant.code)))))
    return people

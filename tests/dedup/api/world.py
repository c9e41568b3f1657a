"""A served store: two committees with one flagged pair, people of every role, a client."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.testclient import TestClient

from dedup.access.roles import Account, Grant, Role
from dedup.api.app import create_app
from dedup.api.follower import Progress
from dedup.bootstrap import Service, open_service
from dedup.settings import Settings
from events.cases import case_id_of, case_stream_id
from events.log import EventLog, Write
from events.registrations import RegistrationKey
from tests.examples import NOON, flagged, key, registered

HOST, HOME, FAR = "310115", "340123", "440106"
LEFT, RIGHT = key("B0001", HOST), key("A0001", HOME)
"""Shanghai sorts before Anhui: the host is left, the home is right."""
FOREIGN: Final = (key("C0001", FAR), key("D0001", "510104"))
"""A pair of two other committees."""
CASE, FOREIGN_CASE = case_id_of(LEFT, RIGHT), case_id_of(*FOREIGN)
COMMITTEES: Final = {"host": HOST, "home": HOME, "far": FAR}
COMMITTEE_ROLES: Final = (Role.CLERK, Role.REVIEWER, Role.SUPERVISOR)


def _grants() -> dict[str, frozenset[Grant]]:
    people = {
        f"{role.value}-{place}": frozenset({Grant(role, "county", code)})
        for role in COMMITTEE_ROLES
        for place, code in COMMITTEES.items()
    }
    return people | {
        "second-host": frozenset({Grant(Role.REVIEWER, "county", HOST)}),
        "nation": frozenset({Grant(Role.SUPERIOR, code="000000")}),
        "province": frozenset({Grant(Role.SUPERIOR, code="340000")}),
        "auditor": frozenset({Grant(Role.AUDITOR)}),
        "administrator": frozenset({Grant(Role.ADMINISTRATOR)}),
        "nobody-yet": frozenset(),
    }


PEOPLE: Final = {name: Account(name, grants) for name, grants in _grants().items()}
"""Accounts by name; `province` covers one of the two committees only, `second-host` works beside
`reviewer-host`."""


class Doors:
    """Lets people in by their names as tokens, and in a browser by a session of the same name."""

    def __init__(self) -> None:
        self.accounts = dict(PEOPLE)

    def by_session(self, session_id: str, *, used: bool = True) -> tuple[Account, str] | None:  # noqa: ARG002 - as the real one
        """Return the account of a session, and its secret."""
        account = self.accounts.get(session_id)
        return (account, f"secret-of-{session_id}") if account else None

    def by_token(self, token: str) -> Account | None:
        """Return the account of a token."""
        return self.accounts.get(token)


@dataclass
class Served:
    """A store behind the API."""

    service: Service
    app: FastAPI
    client: TestClient
    doors: Doors

    def caught_up(self) -> None:
        """Let the read model see what the log holds."""
        self.service.watcher.follow()
        self.service.current_queues()
        self.app.state.follower.progress = Progress(self.service.log.head(), NOON)

    @property
    def version(self) -> str:
        """Return the version of the case, as an entity tag."""
        return f'"{self.service.desk.load(CASE).version}"'

    def flag(self, left: RegistrationKey, right: RegistrationKey, **values: str) -> None:
        """Put two registrations on their rolls and flag them."""
        put_on_rolls(self.service.log, left, right, **values)


def put_on_rolls(log: EventLog, left: RegistrationKey, right: RegistrationKey, **values: str) -> None:
    """Put two registrations on their rolls and flag them."""
    log.append(
        [
            Write(left.stream_id, 0, (registered(2, **values),)),
            Write(right.stream_id, 0, (registered(2, **values),)),
            Write(case_stream_id(case_id_of(left, right)), 0, (flagged(left, right, home="right"),)),
        ]
    )


def as_(name: str, **more: str) -> dict[str, str]:
    """Return the headers of a request by somebody."""
    return {"Authorization": f"Bearer {name}", "Accept-Language": "en", **more}


@contextmanager
def served(folder: Path, *, raises: bool = True, **values: str) -> Iterator[Served]:
    """Serve a new store with the pair and a foreign one; `values` are what the pair's voters have given."""
    with open_service(Settings(store=folder, workers=0), create=True, clock=lambda: NOON) as service:
        doors = Doors()
        app = create_app(service, doors, follow=False)
        with TestClient(app, base_url="https://testserver", raise_server_exceptions=raises) as client:
            world = Served(service, app, client, doors)
            world.flag(LEFT, RIGHT, **values)
            world.flag(*FOREIGN)
            world.caught_up()
            yield world

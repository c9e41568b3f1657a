"""Who may open which page and do what there: every address of the desk × every role, against the table.

As for the API (tests/dedup/api/test_matrix.py), the relations are written down, not computed; what a role may
do in a relation is the table's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response

from dedup.access.jurisdiction import Relation
from dedup.access.policy import Action, allowed
from dedup.access.roles import COMMITTEE_ROLES, Role
from dedup.api.caller import SESSION_COOKIE
from dedup.api.case_commands import ORDERS
from dedup.bootstrap import open_service
from dedup.settings import Settings
from dedup.web.site import create_site, page_routes
from tests.dedup.api.routes import ABSENT_CASE
from tests.dedup.api.test_matrix import RELATIONS, relation_of, role_of
from tests.dedup.api.world import (
    CASE,
    FAR,
    FOREIGN,
    FOREIGN_CASE,
    HOST,
    LEFT,
    PEOPLE,
    RIGHT,
    Doors,
    put_on_rolls,
)
from tests.examples import NOON

SIGN_IN: Final = "/desk/sign-in"
BY_LINE: Final = "by line"
OWN: Final = "own committee"
"""Pages about a committee show one of the visitor's own, whatever the address says."""


@dataclass(frozen=True)
class Example:
    """A valid request of a page, and what it needs."""

    action: Action | None
    """None for what anybody may ask who is signed in."""
    about: str = "nothing"
    form: dict[str, str] = field(default_factory=dict)
    query: str = ""
    absent: bool = False
    """Whether it asks for something that is not there, which is then the answer to everybody."""
    open: bool = False
    """Whether nobody need be signed in."""


def _deed(name: str, **more: str) -> dict[str, str]:
    return {"deed": name, "version": "*", **more}


EXAMPLES: Final[dict[str, Example]] = {
    "GET /desk/queue": Example(Action.LIST_CASES, query=f"committee=county/{HOST}"),
    "GET /desk/cases/{case_id}": Example(Action.SEE_CASE, "case"),
    "GET /desk/cases/{case_id}/history": Example(Action.READ_HISTORY, "case"),
    "POST /desk/cases/{case_id}/deeds": Example(Action.SEE_CASE, "case", _deed("no-deed-at-all")),
    "POST /desk/queue/bulk": Example(Action.BULK, BY_LINE, {"action": "not_same", "case": CASE}),
    "GET /desk/dashboard": Example(Action.LIST_CASES, OWN, query=f"committee=county/{HOST}"),
    "GET /desk/calendar": Example(Action.LIST_CASES, OWN, query=f"committee=county/{HOST}"),
    "POST /desk/calendar": Example(
        Action.SET_CALENDAR, "left roll", {"committee": f"county/{HOST}", "election_day": "2026-11-08"}
    ),
    "GET /desk/import": Example(Action.IMPORT_FILE, OWN),
    "POST /desk/import": Example(
        Action.IMPORT_FILE, "left roll", {"committee": f"county/{HOST}", "waiting": "0" * 64}
    ),
    "GET /desk/import/{upload_id}": Example(Action.IMPORT_FILE, "left roll", absent=True),
    "POST /desk/import/{upload_id}": Example(Action.IMPORT_FILE, "left roll", absent=True),
    "GET /desk/import/{upload_id}/rejects": Example(Action.IMPORT_FILE, "left roll", absent=True),
    "GET /desk/cases/{case_id}/letters": Example(Action.SEND_LETTER, "case"),
    "POST /desk/cases/{case_id}/letters": Example(Action.SEND_LETTER, "case", {"kind": "inquiry"}),
    "GET /desk/cases/{case_id}/letters/{position}.pdf": Example(Action.SEND_LETTER, "case", absent=True),
    "POST /desk/views": Example(None, form={"deed": "none"}),
    "GET /desk/accounts": Example(Action.ADMINISTER_ACCOUNTS),
    "POST /desk/accounts": Example(
        Action.ADMINISTER_ACCOUNTS, form={"change": "enable", "account": "li"}, absent=True
    ),
    "GET /desk/keys": Example(None),
    "GET /desk": Example(None, open=True),
    "GET /": Example(None, open=True),
    "GET /desk/assets/{digest}/{name}": Example(None, open=True),
    "GET /desk/sign-in": Example(None, open=True),
    "POST /desk/sign-in": Example(None, form={"name": "nobody", "password": "not-a-password"}, open=True),
    "POST /desk/sign-out": Example(None),
    "POST /desk/language": Example(None, form={"language": "en", "here": "/desk/queue"}, open=True),
}
DEEDS: Final = {order.name: order.action for order in ORDERS}
FORMS: Final[dict[str, dict[str, str]]] = {
    "assign": {"assignee": "second-host"},
    "comments": {"text": "看过"},
    "refuse": {"reason": "不同意"},
    "escalate": {"reason": "对方不答复"},
    "reopen": {"reason": "新情况"},
}
SAID: Final = frozenset({"position", "proposal", "judgment", "advice"})


class Site:
    """The desk over a store with a pair of two committees and one of two others."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def send(self, name: str, who: str | None, example: Example, *, case: str = CASE) -> Response:
        """Send an example as somebody, or as nobody."""
        method, _, path = name.partition(" ")
        path = path.replace("{case_id}", case).replace("{digest}", "0").replace("{name}", "no.css")
        path = path.replace("{upload_id}", "0" * 32).replace("{position}", "1")
        form = {key: value.replace(CASE, case) for key, value in example.form.items()}
        cookie = {"Cookie": f"{SESSION_COOKIE}={who}"} if who else {}
        data = form | ({"csrf": f"secret-of-{who}"} if who else {})
        return self.client.request(
            method, f"{path}?{example.query}", data=data if method == "POST" else None, headers=cookie
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("matrix") / "store"
    with open_service(Settings(store=folder, workers=0), create=True, clock=lambda: NOON) as service:
        put_on_rolls(service.log, LEFT, RIGHT)
        put_on_rolls(service.log, *FOREIGN)
        service.current_queues()
        app = create_site(service, Doors(), follow=False)
        with TestClient(app, base_url="https://testserver", follow_redirects=False) as client:
            yield Site(client)


def named(route: APIRoute) -> list[str]:
    return [f"{method} {route.path}" for method in route.methods or ()]


def may(who: str, action: Action, about: str) -> bool:
    role = role_of(who)
    if role is None:
        return False
    if about == OWN:
        return role in COMMITTEE_ROLES and allowed(role, action, Relation.OWN)
    if about in {"nothing", BY_LINE}:
        return any(allowed(role, action, relation) for relation in Relation)
    return allowed(role, action, relation_of(who, about))  # type: ignore[arg-type]


def said(answer: Response, case: str) -> str:
    """Return what an answer says, without the case that was asked for."""
    return answer.text.replace(case, "").replace(case[:8], "")


def test_every_page_has_an_example() -> None:
    assert {name for route in page_routes() for name in named(route)} == set(EXAMPLES)


@pytest.mark.parametrize("name", [name for name, example in EXAMPLES.items() if not example.open])
def test_a_page_opens_for_whom_the_table_of_permissions_says(name: str, site: Site) -> None:
    example = EXAMPLES[name]
    nobody = site.send(name, None, example)
    if name.startswith("GET"):
        assert (nobody.status_code, nobody.headers["location"]) == (303, SIGN_IN)
    else:
        assert nobody.status_code == 401
    for who in PEOPLE:
        answer = site.send(name, who, example)
        if name == "GET /desk/queue" and role_of(who) is Role.ADMINISTRATOR:
            assert answer.headers["location"] == "/desk/accounts"
        elif example.action is None or may(who, example.action, example.about):
            assert answer.status_code not in {401, 403}, (who, answer.text)
            assert answer.status_code != 404 or example.absent, (who, answer.text)
        else:
            assert answer.status_code in {403, 404}, (who, answer.status_code)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_done_for_whom_the_table_says(deed: str, site: Site) -> None:
    name = "POST /desk/cases/{case_id}/deeds"
    words = f"{deed} host_keeps///" if deed in SAID else deed
    example = Example(DEEDS[deed], "case", _deed(words, **FORMS.get(deed, {})))
    for who in PEOPLE:
        answer = site.send(name, who, example)
        if may(who, DEEDS[deed], "case"):
            assert answer.status_code not in {401, 403, 404}, (who, answer.text)
        else:
            assert answer.status_code == 404, (who, answer.status_code)


@pytest.mark.parametrize(
    "name",
    ["GET /desk/cases/{case_id}", "GET /desk/cases/{case_id}/history", "POST /desk/cases/{case_id}/deeds"],
)
def test_a_case_of_others_is_answered_as_one_that_is_not(name: str, site: Site) -> None:
    example = EXAMPLES[name]
    if name.startswith("POST"):
        example = Example(example.action, "case", _deed("position not_same///"))
    asked = 0
    for who in PEOPLE:
        if role_of(who) in {Role.AUDITOR, None} or who == "nation" or who.endswith("-far"):
            continue
        foreign = site.send(name, who, example, case=FOREIGN_CASE)
        absent = site.send(name, who, example, case=ABSENT_CASE)
        assert foreign.status_code == absent.status_code == 404
        assert said(foreign, FOREIGN_CASE) == said(absent, ABSENT_CASE)
        assert dict(foreign.headers).keys() == dict(absent.headers).keys()
        asked += 1
    assert asked >= 8


@pytest.mark.parametrize("path", ["queue", "dashboard", "calendar"])
def test_the_name_of_another_committee_in_an_address_shows_the_own_one(path: str, site: Site) -> None:
    def shown(committee: str) -> str:
        answer = site.send(
            f"GET /desk/{path}", "reviewer-host", Example(None, query=f"committee=county/{committee}")
        )
        assert answer.status_code == 200
        return re.sub(r"committee=county[^&\"]*|value=\"/desk/[^\"]*\"", "", answer.text)

    assert shown(FAR) == shown("999999") == shown(HOST)


def test_many_cases_at_once_hold_none_of_others(site: Site) -> None:
    for case in (FOREIGN_CASE, ABSENT_CASE):
        answer = site.send(
            "POST /desk/queue/bulk", "reviewer-host", EXAMPLES["POST /desk/queue/bulk"], case=case
        )
        assert answer.status_code == 200
        assert 'value="yes"' not in answer.text
    foreign, absent = (
        said(
            site.send("POST /desk/queue/bulk", "reviewer-host", EXAMPLES["POST /desk/queue/bulk"], case=case),
            case,
        )
        for case in (FOREIGN_CASE, ABSENT_CASE)
    )
    assert foreign == absent


def test_the_relations_cover_everybody() -> None:
    assert {who.rpartition("-")[2] for who in PEOPLE if role_of(who)} <= set(RELATIONS)


def test_a_forged_form_does_nothing_whoever_sends_it(site: Site) -> None:
    for name, example in EXAMPLES.items():
        if name.startswith("POST") and not example.open:
            forged: dict[str, Any] = {**example.form, "csrf": "forged"}
            path = name.removeprefix("POST ").replace("{case_id}", CASE)
            for who in PEOPLE:
                answer = site.client.post(path, data=forged, headers={"Cookie": f"{SESSION_COOKIE}={who}"})
                assert answer.status_code == 403, (name, who)

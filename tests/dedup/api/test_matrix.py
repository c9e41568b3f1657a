"""Who may do what: every route × every role × every relation, against the table of permissions.

The relations are written down here, not computed by the code under test; what a role may do in a relation is
the table's word, and what the API answers must be the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from dedup.access.jurisdiction import Relation
from dedup.access.policy import Action, allowed
from dedup.access.roles import Role
from tests.dedup.api.routes import ABSENT_CASE, EXAMPLES, Route, Subject, all_routes
from tests.dedup.api.world import CASE, FOREIGN_CASE, PEOPLE, Served, served

R = Relation
ROUTES: Final = {route.name: route for route in all_routes()}
RELATIONS: Final[dict[str, dict[Subject, R]]] = {
    "host": {"case": R.OWN, "left roll": R.OWN},
    "home": {"case": R.OWN, "left roll": R.COUNTERPART},
    "far": {"case": R.UNRELATED, "left roll": R.UNRELATED},
    "nation": {"case": R.SUPERIOR, "left roll": R.SUPERIOR},
    "province": {"case": R.UNRELATED, "left roll": R.UNRELATED},
    "auditor": {"case": R.UNRELATED, "left roll": R.UNRELATED},
    "administrator": {"case": R.UNRELATED, "left roll": R.UNRELATED},
}
REFUSED: Final = {401, 403, 404}
OPEN_ANSWERS: Final = {
    "POST /session": {401},
    "GET /files/{sha256}": {404},
    "GET /files/{sha256}/rejects": {404},
    "GET /committees/{level}/{code}/calendar": {404},
    "POST /certificates/use": {404},
    "POST /certificates/revoke": {404},
}
"""What is right for somebody who may ask: the password is wrong, there is no such file."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("matrix") / "store") as opened:
        opened.app.state.stopping.set()  # streams of events end at once
        yield opened


def role_of(who: str) -> Role | None:
    return next((grant.role for grant in PEOPLE[who].grants), None)


def relation_of(who: str, about: Subject) -> R:
    if about == "nothing":
        return R.UNRELATED
    place = who.rpartition("-")[2]
    return RELATIONS.get(place, {}).get(about, R.UNRELATED)


def expected(route: Route, who: str | None, about: Subject) -> int:
    """Return the status of a refusal, or 200 for whatever else the answer may be."""
    if route.action is None:
        return 200
    if who is None:
        return 401
    role = role_of(who)
    if role is None or not any(allowed(role, route.action, relation) for relation in R):
        return 403
    if about == "nothing":
        return 200
    return 200 if allowed(role, route.action, relation_of(who, about)) else 404


def test_every_route_declares_exactly_one_policy() -> None:
    assert {name for name, route in ROUTES.items() if len(route.permits) != 1} == set()


def test_every_route_has_an_example() -> None:
    assert set(ROUTES) == set(EXAMPLES)


def test_only_health_problems_and_signing_in_are_open_to_anybody() -> None:
    assert {name for name, route in ROUTES.items() if route.action is None} == {
        "GET /livez", "GET /readyz", "GET /startupz", "GET /problems", "GET /problems/{code}",
        "POST /session",
    }  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_route_answers_as_the_table_of_permissions_says(name: str, shared: Served) -> None:
    route, example = ROUTES[name], EXAMPLES[name]
    for who in (None, *PEOPLE):
        answer = example.send(shared, route, who)
        want = expected(route, who, example.about)
        if example.refuses_by_line and want == 404:
            assert answer.status_code == 200, (who, answer.text)
            lines = answer.json()["lines"]
            assert all(
                not line.get("done") and line.get("effect", "rejected") == "rejected" for line in lines
            )
        elif want == 200:
            assert answer.status_code not in REFUSED - OPEN_ANSWERS.get(name, set()), (who, answer.text)
        else:
            assert answer.status_code == want, (who, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "name", [name for name, example in EXAMPLES.items() if "{case_id}" in name or CASE in str(example.body)]
)
def test_a_case_of_others_is_answered_as_one_that_is_not(name: str, shared: Served) -> None:
    route, example = ROUTES[name], EXAMPLES[name]
    for who in PEOPLE:
        if role_of(who) in {Role.AUDITOR, None} or who == "nation" or who.endswith("-far"):
            continue
        foreign = example.send(shared, route, who, case=FOREIGN_CASE)
        absent = example.send(shared, route, who, case=ABSENT_CASE)
        assert foreign.status_code == absent.status_code
        assert foreign.status_code in {403, 404} or example.refuses_by_line
        assert foreign.text.replace(FOREIGN_CASE, "") == absent.text.replace(ABSENT_CASE, "")
        assert {h for h in foreign.headers if h != "content-length"} == {
            h for h in absent.headers if h != "content-length"
        }


def test_an_action_that_no_route_needs_is_known_to_be_missing() -> None:
    elsewhere = {
        Action.SEE_COUNTERPART,  # decides what of a case is shown
        Action.UNMASK,  # asked beside looking a registration up
        Action.ADOPT_MODEL,  # the owner's, at the command line
        Action.READ_HEALTH,  # open to anybody
        Action.READ_AUDIT,
        Action.PUBLISH,
    }
    assert {route.action for route in ROUTES.values()} | elsewhere >= set(Action) - NOT_YET


NOT_YET: Final = {
    Action.ADMINISTER_ACCOUNTS,
}


@pytest.mark.parametrize("who", ["reviewer-host", "reviewer-home"])
def test_a_disabled_account_is_let_in_nowhere(who: str, tmp_path: Path) -> None:
    with served(tmp_path / "store") as world:
        del world.doors.accounts[who]
        for name in ("GET /cases/{case_id}", "GET /session"):
            assert EXAMPLES[name].send(world, ROUTES[name], who).status_code == 401

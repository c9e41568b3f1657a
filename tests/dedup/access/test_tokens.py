"""A token is for one committee, for some actions, for a while, and ends with what it was made from."""

from __future__ import annotations

import pytest

from dedup.access.granting import Disable, Enable, GrantRole, RevokeRole
from dedup.access.jurisdiction import Relation, relation_to_case
from dedup.access.policy import Action, permits
from dedup.access.roles import Account, Grant, Role
from dedup.access.tokens import ACTIONS, PREFIX
from dedup.committees import Committee
from dedup.errors import BadRequest
from tests.dedup.access.door import CLERK, Door

OTHER = Grant(Role.CLERK, "county", "310115")
REVIEWER = Grant(Role.REVIEWER, "county", "340123")


@pytest.fixture
def door(either_door: Door) -> Door:
    return either_door


def issued(door: Door, days: int = 90, *scope: Action) -> str:
    actions = scope or (Action.SUBMIT_REGISTRATION,)
    return door.accounts.issue_token("li", "register", CLERK, actions, days=days, actor="root")


def may(account: Account | None, action: Action, committee: str) -> bool:
    assert account is not None
    parties = [Committee("county", committee)]
    return any(permits(account, g, action, relation_to_case(account, g, parties)) for g in account.grants)


def test_a_token_allows_its_actions_for_its_committee_and_nothing_else_that_the_account_may(
    door: Door,
) -> None:
    door.accounts.carry_out("li", GrantRole("root", OTHER))
    found = door.accounts.by_token(issued(door))
    allowed = {(a, c) for a in Action for c in ("340123", "310115") if may(found, a, c)}
    assert allowed == {(Action.SUBMIT_REGISTRATION, "340123")}
    assert may(door.accounts.load("li"), Action.SUBMIT_REGISTRATION, "310115")


def test_a_token_runs_out(door: Door) -> None:
    token = issued(door, 2)
    door.later(days=1, hours=23)
    assert door.accounts.by_token(token) is not None
    door.later(hours=1)
    assert door.accounts.by_token(token) is None


def test_a_token_ends_at_once_when_it_is_revoked_or_replaced(door: Door) -> None:
    first = issued(door)
    second = issued(door)
    assert door.accounts.by_token(first) is None
    door.accounts.revoke_token("li", "register", "root")
    assert door.accounts.by_token(second) is None


def test_a_token_ends_with_the_role_it_was_made_from_and_rests_while_the_account_does(door: Door) -> None:
    token = issued(door)
    door.accounts.carry_out("li", Disable("root"))
    assert door.accounts.by_token(token) is None
    door.accounts.carry_out("li", Enable("root"))
    assert door.accounts.by_token(token) is not None
    door.accounts.carry_out("li", RevokeRole("root", CLERK))
    assert door.accounts.by_token(token) is None


def test_no_token_lets_a_system_decide_or_administer(door: Door) -> None:
    door.accounts.carry_out("li", GrantRole("root", REVIEWER))
    for action in set(Action) - ACTIONS:
        with pytest.raises(BadRequest) as refused:
            door.accounts.issue_token("li", "x", REVIEWER, [action], days=1, actor="root")
        assert refused.value.code == "token-scope"
    assert not ACTIONS & {Action.TAKE_POSITION, Action.ADMINISTER_ACCOUNTS, Action.UNMASK, Action.HAND_OVER}


@pytest.mark.parametrize(
    "grant", [OTHER, REVIEWER, Grant(Role.ADMINISTRATOR), Grant(Role.SUPERIOR, "", "340100")]
)
def test_a_token_is_made_only_from_a_committees_role_that_the_account_holds(door: Door, grant: Grant) -> None:
    with pytest.raises(BadRequest) as refused:
        door.accounts.issue_token("li", "x", grant, [Action.LIST_CASES], days=1, actor="root")
    assert refused.value.code == "token-grant"


@pytest.mark.parametrize("days", [0, -1, 401])
def test_a_token_lasts_neither_no_time_nor_for_ever(door: Door, days: int) -> None:
    with pytest.raises(BadRequest):
        issued(door, days)


def test_revoking_a_token_that_does_not_exist_is_said(door: Door) -> None:
    with pytest.raises(BadRequest) as refused:
        door.accounts.revoke_token("li", "unheard-of", "root")
    assert refused.value.code == "token-unknown"


def test_a_token_shows_scanners_what_it_is(door: Door) -> None:
    assert issued(door).startswith(PREFIX)


def test_a_person_is_not_confined_and_a_disabled_account_may_nothing() -> None:
    at_work = Account("li", frozenset({CLERK}))
    assert permits(at_work, CLERK, Action.IMPORT_FILE, Relation.OWN)
    assert not permits(
        Account("li", frozenset({CLERK}), disabled=True), CLERK, Action.IMPORT_FILE, Relation.OWN
    )
    assert not permits(at_work, OTHER, Action.IMPORT_FILE, Relation.OWN)

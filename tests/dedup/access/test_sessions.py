"""A session ends by rest, by age, by a word, and by any change to what the account may do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dedup.access.granting import Disable, GrantRole, RevokeRole
from dedup.access.roles import Grant, Role
from dedup.errors import BadRequest
from tests.dedup.access.door import CLERK, PASSWORD, Door


@pytest.fixture
def door(either_door: Door) -> Door:
    return either_door


def test_a_session_that_is_used_lives_on_and_one_that_rests_for_a_quarter_of_an_hour_ends(door: Door) -> None:
    session = door.sign_in()
    for _ in range(3):
        door.later(minutes=14)
        assert door.accounts.by_session(session) is not None
    door.later(minutes=15)
    assert door.accounts.by_session(session) is None


def test_a_session_ends_after_eight_hours_however_busy(door: Door) -> None:
    session = door.sign_in()
    for _ in range(47):
        door.later(minutes=10)
        assert door.accounts.by_session(session) is not None
    door.later(minutes=10)
    assert door.accounts.by_session(session) is None


CHANGES: dict[str, Callable[[Door], object]] = {
    "disabled": lambda door: door.accounts.carry_out("li", Disable("root")),
    "granted": lambda door: door.accounts.carry_out(
        "li", GrantRole("root", Grant(Role.REVIEWER, "county", "340123"))
    ),
    "revoked": lambda door: door.accounts.carry_out("li", RevokeRole("root", CLERK)),
    "password": lambda door: door.accounts.set_password("li", "another-plum-tree", "root"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_to_the_account_ends_all_its_sessions_at_once(
    door: Door, change: Callable[[Door], object]
) -> None:
    sessions = [door.sign_in("10.0.0.7"), door.sign_in("10.0.0.8")]
    change(door)
    assert [door.accounts.by_session(session) for session in sessions] == [None, None]


def test_a_change_to_one_account_leaves_the_others_signed_in(door: Door) -> None:
    roots, _ = door.accounts.sign_in("root", PASSWORD, "10.0.0.1")
    door.accounts.carry_out("li", Disable("root"))
    assert door.accounts.by_session(roots) is not None


def test_signing_in_again_ends_the_session_that_the_caller_came_with(door: Door) -> None:
    planted = door.sign_in()
    fresh = door.sign_in(replaces=planted)
    assert fresh != planted
    assert door.accounts.by_session(planted) is None
    assert door.accounts.by_session(fresh) is not None


def test_a_refused_sign_in_leaves_the_session_that_the_caller_came_with(door: Door) -> None:
    session = door.sign_in()
    with pytest.raises(BadRequest):
        door.sign_in("10.0.0.7", "wrong-plum-trees", session)
    assert door.accounts.by_session(session) is not None


def test_signing_out_ends_the_session(door: Door) -> None:
    session = door.sign_in()
    door.accounts.sign_out(session)
    assert door.accounts.by_session(session) is None


def test_each_session_has_a_secret_of_its_own_against_forged_requests(door: Door) -> None:
    (_, one), (_, other) = (door.accounts.sign_in("li", PASSWORD, "10.0.0.7") for _ in range(2))
    assert one != other


def test_a_session_does_not_begin_on_a_password_that_was_changed_meanwhile(door: Door) -> None:
    proven = door.secrets.password_of("li")
    assert proven is not None
    door.accounts.set_password("li", "another-plum-tree", "root")
    assert door.secrets.sessions.open("li", proven, door.now) is None


@pytest.mark.parametrize("unheard_of", ["", "x", "dedup_x"])
def test_an_id_that_was_never_given_is_no_session(door: Door, unheard_of: str) -> None:
    assert door.accounts.by_session(unheard_of) is None


def test_what_a_page_asks_by_itself_keeps_no_session_alive(door: Door) -> None:
    session = door.sign_in()
    for _ in range(2):
        door.later(minutes=7)
        assert door.accounts.by_session(session, used=False) is not None
    door.later(minutes=2)
    assert door.accounts.by_session(session) is None

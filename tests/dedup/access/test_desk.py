"""The desk of accounts: who is let in, what is on record, and that no secret is."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import cast

import pytest
from argon2 import PasswordHasher

from dedup.access.desk import NAME, OWNER
from dedup.access.granting import Disable, Enable, GrantRole, RevokeRole
from dedup.access.policy import Action
from dedup.access.roles import Account, Grant, Role
from dedup.errors import BadRequest, Conflict
from events.accounts import AccountEvent, account_stream_id
from tests.dedup.access.door import CLERK, PASSWORD, Door


def test_the_first_administrator_is_made_while_there_is_no_account_and_never_again(tmp_path: Path) -> None:
    door = Door(tmp_path)
    first = door.accounts.begin("root", PASSWORD)
    assert (first.roles, first.version) == (frozenset({Role.ADMINISTRATOR}), 3)
    with pytest.raises(Conflict) as refused:
        door.accounts.begin("another", PASSWORD)
    assert refused.value.code == "accounts-begun"
    door.close()


def test_a_name_is_taken_once(door: Door) -> None:
    with pytest.raises(Conflict) as refused:
        door.accounts.create("li", PASSWORD, "root")
    assert refused.value.code == "account-exists"


@pytest.mark.parametrize("name", ["", "a/b", " li", "li\n", "x" * 65, OWNER])
def test_a_name_that_could_be_mistaken_is_refused(door: Door, name: str) -> None:
    with pytest.raises(BadRequest) as refused:
        door.accounts.create(name, PASSWORD, "root")
    assert refused.value.code == "account-name"


def test_a_short_password_leaves_no_account_behind(door: Door) -> None:
    with pytest.raises(BadRequest):
        door.accounts.create("wang", "short", "root")
    assert door.accounts.find("wang") is None


@pytest.mark.parametrize(
    ("name", "password"),
    [("li", "wrong-plum-trees"), ("nobody", PASSWORD), ("no/name", PASSWORD), ("wang", PASSWORD)],
    ids=["wrong password", "unknown account", "impossible name", "disabled account"],
)
def test_whatever_is_wrong_the_refusal_is_the_same(door: Door, name: str, password: str) -> None:
    door.accounts.create("wang", PASSWORD, "root")
    door.accounts.carry_out("wang", Disable("root"))
    with pytest.raises(BadRequest) as refused:
        door.accounts.sign_in(name, password, "10.0.0.7")
    assert (refused.value.code, refused.value.facts) == ("sign-in-refused", {})


def test_a_refusal_leaves_nothing_in_the_log(door: Door) -> None:
    before = door.log.head()
    for name in ("li", "nobody"):
        with pytest.raises(BadRequest):
            door.accounts.sign_in(name, "wrong-plum-trees", "10.0.0.7")
    assert door.log.head() == before


def test_a_hash_with_parameters_of_the_past_is_renewed_at_sign_in(door: Door) -> None:
    past = PasswordHasher(time_cost=1, memory_cost=1_024, parallelism=1).hash(PASSWORD)
    door.secrets.set_password("li", past)
    session = door.sign_in()
    renewed = door.secrets.password_of("li")
    assert renewed is not None
    assert renewed != past
    assert door.accounts.by_session(session) is not None
    assert door.sign_in()


def test_the_account_is_what_its_events_say(door: Door) -> None:
    door.accounts.carry_out("li", GrantRole("root", Grant(Role.REVIEWER, "county", "340123")))
    door.accounts.carry_out("li", RevokeRole("root", CLERK))
    found = door.accounts.load("li")
    assert found == Account("li", frozenset({Grant(Role.REVIEWER, "county", "340123")}), version=5)
    assert [account.name for account in door.accounts.all()] == ["li", "root"]


def test_a_command_repeated_changes_nothing_and_ends_no_session(door: Door) -> None:
    session, before = door.sign_in(), door.log.head()
    door.accounts.carry_out("li", GrantRole("root", CLERK))
    assert door.log.head() == before
    assert door.accounts.by_session(session) is not None


def test_no_secret_stands_in_the_log_and_none_in_clear_anywhere(door: Door) -> None:
    passwords = [PASSWORD, "another-plum-tree-canary"]
    door.accounts.set_password("li", passwords[1], "root")
    session, csrf = door.accounts.sign_in("li", passwords[1], "192.0.2.77")
    token = door.accounts.issue_token("li", "t", CLERK, [Action.LIST_CASES], days=9, actor="root")
    replaced = door.accounts.issue_token("li", "t", CLERK, [Action.LIST_CASES], days=9, actor="root")
    door.accounts.revoke_token("li", "t", "root")
    with pytest.raises(BadRequest):
        door.accounts.sign_in("li", "mistyped-canary-password", "192.0.2.78")
    for command in (Disable("root"), Enable("root"), RevokeRole("root", CLERK), GrantRole("root", CLERK)):
        door.accounts.carry_out("li", command)
    hashes = [door.secrets.password_of(name) for name in ("li", "root")]
    assert None not in hashes
    secrets = [*passwords, session, token, replaced, "mistyped-canary-password", "192.0.2.7"]
    files = {path: path.read_bytes() for path in door.folder.iterdir()}
    in_log = b"".join(data for path, data in files.items() if path.name.startswith("log.sqlite"))
    assert b"AccountDisabled.v1" in in_log, "the canary looked at the wrong files"
    for secret in [*secrets, csrf, *hashes]:
        assert cast("str", secret).encode() not in in_log
    for secret in secrets:
        assert all(secret.encode() not in data for data in files.values())


def test_only_the_services_user_may_read_the_file_of_secrets(door: Door) -> None:
    for path in door.folder.glob("access.sqlite*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_event_of_an_account_stands_in_its_own_stream(door: Door) -> None:
    door.sign_in()
    recorded = door.log.read_stream(account_stream_id("li"))
    assert [r.event.stored_name for r in recorded] == [
        "AccountCreated",
        "PasswordSet",
        "RoleGranted",
        "SignedIn",
    ]
    assert {cast("AccountEvent", r.event).account for r in recorded} == {"li"}


def test_names_of_people_are_names_of_accounts() -> None:
    assert NAME.fullmatch("李晓明")
    assert NAME.fullmatch("li.xiaoming@340123")

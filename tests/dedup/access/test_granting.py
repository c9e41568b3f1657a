"""Laws of granting: duties stay apart, nobody grants to himself, an account is its events."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.access.granting import (
    AccountCommand,
    Disable,
    Enable,
    GrantRole,
    RevokeRole,
    create,
    decide,
    evolve,
    fold,
)
from dedup.access.roles import Grant, Role
from dedup.errors import Conflict, DedupError

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
VOTER_READING = {Role.CLERK, Role.REVIEWER, Role.SUPERVISOR, Role.SUPERIOR}
GRANTS = [
    *(Grant(role, "county", "440106") for role in (Role.CLERK, Role.REVIEWER, Role.SUPERVISOR)),
    Grant(Role.SUPERIOR, "", "440100"),
    Grant(Role.AUDITOR),
    Grant(Role.ADMINISTRATOR),
]
ACTORS = st.sampled_from(["root", "li", "me"])
COMMANDS: st.SearchStrategy[AccountCommand] = st.one_of(
    st.builds(GrantRole, ACTORS, st.sampled_from(GRANTS)),
    st.builds(RevokeRole, ACTORS, st.sampled_from(GRANTS)),
    st.builds(Disable, ACTORS),
    st.builds(Enable, ACTORS),
)


@given(st.lists(COMMANDS, max_size=40))
def test_no_sequence_of_commands_joins_two_duties_or_lets_an_account_change_itself(
    commands: list[AccountCommand],
) -> None:
    events = [*create("me", "root", NOW)]
    account = evolve(None, events[0])
    for command in commands:
        try:
            new = decide(account, command, NOW)
        except DedupError:
            continue
        assert command.actor != "me"
        for event in new:
            events.append(event)
            account = evolve(account, event)
        duties = [Role.ADMINISTRATOR in account.roles, Role.AUDITOR in account.roles]
        assert sum([*duties, bool(account.roles & VOTER_READING)]) <= 1
    assert fold(events) == account


def test_an_account_that_grants_to_itself_is_told_so() -> None:
    account = evolve(None, create("me", "root", NOW)[0])
    with pytest.raises(Conflict) as refused:
        decide(account, GrantRole("me", GRANTS[0]), NOW)
    assert refused.value.code == "grant-to-oneself"

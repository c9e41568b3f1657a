"""Three duties of three people: every pair of roles."""

from __future__ import annotations

import itertools

import pytest

from dedup.access.roles import Grant, Role, may_share, separated

COMMITTEE_OR_SUPERIOR = {"clerk", "reviewer", "supervisor", "superior"}


@pytest.mark.parametrize(("one", "other"), list(itertools.product(Role, Role)))
def test_only_roles_of_one_duty_share_an_account(one: Role, other: Role) -> None:
    expected = one == other or {one.value, other.value} <= COMMITTEE_OR_SUPERIOR
    assert may_share(one, other) == expected
    assert separated([one, other]) == expected


@pytest.mark.parametrize(
    ("grant", "well_formed"),
    [
        (Grant(Role.CLERK, "county", "440106"), True),
        (Grant(Role.CLERK, "", "440106"), False),
        (Grant(Role.REVIEWER, "county", ""), False),
        (Grant(Role.SUPERIOR, "", "440100"), True),
        (Grant(Role.SUPERIOR, "county", "440100"), False),
        (Grant(Role.SUPERIOR, "", "44"), False),
        (Grant(Role.AUDITOR), True),
        (Grant(Role.ADMINISTRATOR, "", "000000"), False),
    ],
)
def test_a_role_is_granted_only_for_what_it_can_be(grant: Grant, well_formed: bool) -> None:
    assert grant.well_formed == well_formed

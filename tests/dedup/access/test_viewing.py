"""Whose eyes a grant has on a case."""

from __future__ import annotations

import pytest

from dedup.access.roles import Account, Grant, Role
from dedup.access.viewing import viewer_of
from dedup.committees import Committee

TIANHE, YUEXIU, BEIJING = (
    Committee("county", "440106"),
    Committee("county", "440104"),
    Committee("county", "110105"),
)
TIANHES = Grant(Role.REVIEWER, "county", "440106")


@pytest.mark.parametrize(
    ("grant", "left", "right", "viewer"),
    [
        (TIANHES, TIANHE, YUEXIU, "left"),
        (TIANHES, YUEXIU, TIANHE, "right"),
        (TIANHES, TIANHE, TIANHE, "both"),
        (TIANHES, YUEXIU, BEIJING, None),
        (Grant(Role.SUPERIOR, "", "440100"), TIANHE, YUEXIU, "superior"),
        (Grant(Role.SUPERIOR, "", "440100"), TIANHE, BEIJING, None),
        (Grant(Role.AUDITOR), TIANHE, YUEXIU, "record"),
        (Grant(Role.ADMINISTRATOR), TIANHE, YUEXIU, None),
    ],
)
def test_a_grant_sees_a_case_with_its_own_eyes(
    grant: Grant, left: Committee, right: Committee, viewer: str | None
) -> None:
    account = Account("me", frozenset({grant}))
    assert viewer_of(account, grant, left, right) == viewer
    disabled = Account("me", frozenset({grant}), disabled=True)
    assert viewer_of(disabled, grant, left, right) is None
    assert viewer_of(None, grant, left, right) is None

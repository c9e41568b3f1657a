"""Which body covers which committee, and what a grant is to a case and to a registration."""

from __future__ import annotations

import pytest

from dedup.access.jurisdiction import Relation, covers, relation_to_case, relation_to_registration
from dedup.access.roles import Account, Grant, Role
from dedup.committees import Committee

TIANHE, YUEXIU, BEIJING = (
    Committee("county", "440106"),
    Committee("county", "440104"),
    Committee("county", "110105"),
)
MINE = Grant(Role.REVIEWER, "county", "440106")
CITY = Grant(Role.SUPERIOR, "", "440100")
REVIEWER, BODY = Account("reviewer", frozenset({MINE})), Account("body", frozenset({CITY}))


@pytest.mark.parametrize(
    ("body", "committee", "covered"),
    [
        ("440100", "440106", True),
        ("440100", "440106001", True),
        ("440100", "440206", False),
        ("440000", "440206", True),
        ("000000", "110105", True),
        ("440106", "440106001", True),
        ("440106", "440106", False),
        ("441900", "441900003", True),
        ("310000", "310115", True),
        ("659000", "659001", True),
        ("44", "440106", False),
        ("440100", "", False),
        ("000000", "committee", False),
    ],
)
def test_a_body_covers_what_its_division_holds(body: str, committee: str, covered: bool) -> None:
    assert covers(body, committee) == covered


def test_a_committee_owns_its_cases_and_a_common_superior_covers_both_sides() -> None:
    assert relation_to_case(REVIEWER, MINE, [TIANHE, BEIJING]) is Relation.OWN
    assert relation_to_case(REVIEWER, MINE, [YUEXIU, BEIJING]) is Relation.UNRELATED
    assert relation_to_case(BODY, CITY, [TIANHE, YUEXIU]) is Relation.SUPERIOR
    assert relation_to_case(BODY, CITY, [TIANHE, BEIJING]) is Relation.UNRELATED
    assert relation_to_case(None, MINE, [TIANHE]) is Relation.ANONYMOUS


def test_the_other_sides_registration_is_related_only_through_a_live_case() -> None:
    assert relation_to_registration(REVIEWER, MINE, YUEXIU) is Relation.UNRELATED
    assert relation_to_registration(REVIEWER, MINE, YUEXIU, [TIANHE]) is Relation.COUNTERPART
    assert relation_to_registration(BODY, CITY, YUEXIU) is Relation.UNRELATED
    assert relation_to_registration(BODY, CITY, YUEXIU, [TIANHE]) is Relation.SUPERIOR


def test_a_disabled_account_and_a_grant_not_held_are_related_to_nothing() -> None:
    disabled = Account("reviewer", frozenset({MINE}), disabled=True)
    assert relation_to_case(disabled, MINE, [TIANHE]) is Relation.UNRELATED
    assert relation_to_case(BODY, MINE, [TIANHE]) is Relation.UNRELATED

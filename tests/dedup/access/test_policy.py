"""The table of permissions, cell by cell against expectations written down a second time."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Final

import pytest

import dedup
from dedup.access.jurisdiction import Relation
from dedup.access.policy import Action, allowed
from dedup.access.roles import Role

COLUMNS: Final = (
    Role.CLERK,
    Role.REVIEWER,
    Role.SUPERVISOR,
    Role.SUPERIOR,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
# o own, c counterpart, s superior, x every signed-in relation, * everybody, - nobody
EXPECTED: Final = """
list_cases          o o o s x -
see_case            o o o s x -
see_registration    o o o s x -
see_counterpart     c c c s x -
unmask              o o o - - -
claim               - o o - - -
take_position       - o o - - -
withdraw_position   - o o - - -
propose             - o o - - -
accept              - o o - - -
refuse              - o o - - -
keep                - o o - - -
hand_over           - o o - - -
restore             - o o - - -
publish_correction  - o o - - -
comment             o o o - - -
assign              - - o - - -
bulk                - o o - - -
escalate            - o o - - -
advise              - - - s - -
file_appeal         - o o - - -
decide_appeal       - o o - - -
file_suit           - o o - - -
record_judgment     - o o - - -
note_ballot         - o o - - -
reopen              - o o - - -
send_letter         - o o - - -
read_history        o o o s x -
read_why            o o o s x -
import_file         o - - - - -
submit_registration o - - - - -
issue_certificate   o - - - - -
use_certificate     o - - - - -
revoke_certificate  o - o - - -
set_calendar        - - o - - -
publish             - - o - - -
read_metrics        - - - - x x
administer_accounts - - - - - x
read_audit          - - - - x -
adopt_model         - - - - - -
read_health         * * * * * *
sign_in             * * * * * *
"""
LETTERS: Final = {
    "o": {"own"},
    "c": {"counterpart"},
    "s": {"superior"},
    "x": {"own", "counterpart", "superior", "unrelated"},
    "*": {"own", "counterpart", "superior", "unrelated", "anonymous"},
    "-": set[str](),
}
ROWS: Final = {line.split()[0]: line.split()[1:] for line in EXPECTED.strip().splitlines()}


def test_expectations_name_every_action_once() -> None:
    assert sorted(ROWS) == sorted(Action)
    assert len(EXPECTED.strip().splitlines()) == len(Action)


@pytest.mark.parametrize(("role", "action"), list(itertools.product(Role, Action)))
def test_a_role_may_do_what_is_expected_and_nothing_else(role: Role, action: Action) -> None:
    expected = LETTERS[ROWS[action][COLUMNS.index(role)]]
    assert {relation for relation in Relation if allowed(role, action, relation)} == expected


@pytest.mark.parametrize(("action", "relation"), list(itertools.product(Action, Relation)))
def test_nobody_signed_in_reaches_only_health_and_sign_in(action: Action, relation: Relation) -> None:
    assert allowed(None, action, relation) == (action in {Action.READ_HEALTH, Action.SIGN_IN})


def test_the_api_asks_what_an_account_may_within_its_token_and_never_the_bare_table() -> None:
    folder = Path(dedup.__file__).parent / "api"
    bare = [path.name for path in folder.glob("*.py") if re.search(r"\ballowed\b\(", path.read_text("utf-8"))]
    assert bare == []

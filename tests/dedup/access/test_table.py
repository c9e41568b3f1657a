"""The document shows the table that is in force."""

from __future__ import annotations

from pathlib import Path

from dedup.access.policy import Action
from dedup.access.roles import Role
from dedup.access.table import as_markdown

DOCUMENT = Path(__file__).parents[3] / "docs" / "access.md"


def test_the_document_shows_the_table_that_is_in_force() -> None:
    assert f"\n{as_markdown()}\n" in DOCUMENT.read_text(encoding="utf-8")


def test_the_table_has_a_row_for_every_action_and_a_column_for_every_role() -> None:
    header, _, *rows = as_markdown().splitlines()
    assert header == f"| action | {' | '.join(Role)} |"
    assert [row.split("`")[1] for row in rows] == list(Action)


def test_a_cell_names_the_relations_in_which_a_role_may_act() -> None:
    rows = as_markdown().splitlines()
    assert "| `see_counterpart` | counterpart | counterpart | counterpart | superior | any | – |" in rows
    assert "| `read_health` |" + " everybody |" * len(Role) in rows

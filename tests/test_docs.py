"""The documents say what the program does: commands, settings, columns, exit codes, the life cycle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from dedup.calendars.drafting import RULE_NAMES
from dedup.calendars.gates import GateName
from dedup.calendars.presets import PRESETS
from dedup.cases.lifecycle import State, diagram
from dedup.cases.outcomes import RULES
from dedup.catalogue import say
from dedup.cli.app import app
from dedup.columns import CANONICAL
from dedup.errors import Exit
from dedup.publish.flags_csv import COLUMNS
from dedup.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CASES = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")


def _subcommands(group: str) -> list[str]:
    command = getattr(typer.main.get_command(app), "commands", {})[group]
    return sorted(command.commands)


def commands() -> list[str]:
    group = typer.main.get_command(app)
    return sorted(getattr(group, "commands", {}))


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`dedup {command}" in README


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_every_setting_is_in_the_readme(setting: str) -> None:
    assert f"`DEDUP_{setting.upper()}`" in README


@pytest.mark.parametrize("column", CANONICAL)
def test_every_column_is_in_the_readme(column: str) -> None:
    assert f"`{column}`" in README


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_the_flags_is_in_the_readme(column: str) -> None:
    assert f"`{column}`" in README


@pytest.mark.parametrize("code", list(Exit))
def test_every_exit_code_is_in_the_readme(code: Exit) -> None:
    assert re.search(rf"^\| {code.value} \| \w", README, re.MULTILINE)


@pytest.mark.parametrize("name", [*RULE_NAMES, *GateName, *PRESETS])
def test_every_rule_gate_and_preset_of_a_calendar_is_in_its_page(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "calendar.md").read_text(encoding="utf-8")


def test_the_picture_of_the_life_cycle_is_drawn_from_the_table() -> None:
    assert f"```mermaid\n{diagram()}\n```" in CASES


@pytest.mark.parametrize("state", [state for state in State if state is not State.UNFLAGGED])
def test_every_state_of_a_case_is_in_its_page(state: State) -> None:
    assert f"| `{state.value}` | {say('zh', f'state-{state.value}')} |" in CASES


@pytest.mark.parametrize("outcome", RULES)
def test_every_outcome_is_in_the_page_of_cases(outcome: str) -> None:
    assert f"| `{outcome}` | {say('zh', f'outcome-{outcome}')}; " in CASES


@pytest.mark.parametrize("command", sorted(_subcommands("cases")))
def test_every_command_on_cases_is_in_their_page_or_the_readme(command: str) -> None:
    assert re.search(rf"`[^`]*\b{command}\b[^`]*`", CASES + README)


def test_every_link_within_the_project_leads_somewhere() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} → {target}"


def test_the_two_commands_of_the_readme_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in ("demo", "test"):
        assert f"\nmake {command}\n" in README
        assert f"\n{command}:" in makefile


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")

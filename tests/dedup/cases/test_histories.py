"""Two thousand histories of fifty steps, and the faults that they must find."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from dedup.cases.lifecycle import IllegalTransition
from tests.dedup.cases.faults import FAULTS, Plant
from tests.dedup.cases.histories import Histories, Setting
from tests.dedup.cases.witness import Objection

STEPS = 50
SETTINGS = {
    "a migrant on home and host roll": Setting(),
    "two rolls that poll on one day": Setting(polls=(12, 12)),
    "bases that do not tell which is home": Setting(home="", polls=(30, 9)),
    "two registrations with one committee": Setting(kind="within_committee", home="", polls=(20, 20)),
}
HISTORIES_EACH = 500
FAULT_HISTORIES_EACH = 1_500
"""At most: the search ends with the first history that a fault spoils, after some hundred at the latest."""
IN_CI = os.environ.get("CI", "").lower() == "true"
"""There a failure must be one that can be played again; everywhere else every run searches anew."""


def machine(setting: Setting) -> type[Histories]:
    return type("Histories", (Histories,), {"setting": setting})


def run(setting: Setting, histories: int, *, repeatable: bool = False) -> None:
    """Play histories: the same ones each time where a run must be repeatable, else new ones."""
    phases = [Phase.generate] if repeatable else [Phase.generate, Phase.shrink]
    chosen = settings(
        phases=phases,
        derandomize=repeatable or IN_CI,
        report_multiple_bugs=False,
        max_examples=histories,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine(setting), settings=chosen)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_no_history_ends_with_both_kept_or_both_removed(setting: Setting) -> None:
    run(setting, HISTORIES_EACH)


@pytest.mark.parametrize("plant", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises((Objection, IllegalTransition)):
        run_all()


def run_all() -> None:
    for setting in SETTINGS.values():
        run(setting, FAULT_HISTORIES_EACH, repeatable=True)


def test_the_faults_are_many_enough_to_trust_the_histories() -> None:
    assert len(FAULTS) >= 10

from __future__ import annotations

from dataclasses import replace

import pytest

from dedup.calendars.lawful import faults
from dedup.calendars.presets import NATIONAL, PRESETS, Preset, preset_for, preset_named
from dedup.errors import BadRequest
from tests.examples import calendar


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_a_preset_is_lawful_for_a_committee_of_its_place_and_names_its_source(preset: Preset) -> None:
    there = replace(calendar(committee=preset.code.ljust(6, "0") or "340123"), rules=preset.rules)
    assert list(faults(there)) == []
    assert preset.source


@pytest.mark.parametrize(
    ("committee", "name"),
    [
        ("310115", "shanghai"),
        ("330110", "zhejiang"),
        ("431123", "hunan"),
        ("500120", "chongqing"),
        ("650102", "national"),
    ],
)
def test_a_committee_begins_with_the_rules_of_its_place(committee: str, name: str) -> None:
    assert preset_for(committee).name == name


def test_the_rules_that_the_regulations_state_are_in_the_presets() -> None:
    assert PRESETS["shanghai"].rules.correction_cutoff_days == 2
    assert PRESETS["shanghai"].rules.certificate.waived_within == "31"
    assert PRESETS["zhejiang"].rules.late_add_cutoff_days == 12
    assert PRESETS["zhejiang"].rules.residence_permit_required
    assert PRESETS["hunan"].rules.min_residence_months == 12
    assert PRESETS["hunan"].rules.certificate.waived_previous_cycle
    assert PRESETS["jiangsu"].rules.nonreply == "suspend"
    assert PRESETS["chongqing"].rules.must_notify_home


def test_a_preset_that_nobody_knows_is_refused_with_those_that_are_known() -> None:
    assert preset_named(" National ") is NATIONAL
    with pytest.raises(BadRequest) as refused:
        preset_named("atlantis")
    assert "shanghai" in str(refused.value.facts["known"])

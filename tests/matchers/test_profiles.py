"""What every profile owes: texts for its evidence, tables that hang together, caps that exist."""

from __future__ import annotations

import pytest

from dedup.catalogue import LANGUAGES, Language, has_message
from matchers import FRAME_LEVELS, PROFILE_NAMES, Model, Thresholds, profile_of


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_every_piece_of_evidence_has_a_text(profile: str, language: Language) -> None:
    levels = {
        (condition.split("|")[0], level)
        for condition, rows in profile_of(profile).levels.items()
        for level, *_ in rows
    }
    frame = {(field, level) for field, names in FRAME_LEVELS.items() for level in names}
    caps = {("cap", cap.name) for cap in profile_of(profile).caps}
    ids = {f"reason-{field}-{level}".rstrip("-") for field, level in levels | frame | caps}
    assert {message for message in ids if not has_message(language, message)} == set()


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_every_level_has_a_chance_in_each_class_and_no_class_has_more_than_all(profile: str) -> None:
    for condition, rows in profile_of(profile).levels.items():
        for place in (1, 2, 3):
            chances = [float(row[place]) for row in rows]
            assert min(chances) > 0, condition
            assert max(chances) <= 1, condition


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_comparisons_cover_every_condition_once_and_caps_name_thresholds(profile: str) -> None:
    found = [condition for step in profile_of(profile).comparisons for condition in step.conditions]
    assert sorted(found) == sorted(profile_of(profile).levels)
    assert all(hasattr(Thresholds(), cap.threshold) for cap in profile_of(profile).caps)
    assert set(profile_of(profile).by_value) <= set(found)
    assert Model.default(profile).profile == profile


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_twins_of_keys_are_keys(profile: str) -> None:
    keys = set(profile_of(profile).keys)
    assert {twin for twins in profile_of(profile).twins.values() for twin in twins} <= keys

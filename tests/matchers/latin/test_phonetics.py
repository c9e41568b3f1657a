from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.latin.phonetics import sound_alike, sound_of_given, sound_of_surname


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("catherine", "kathryn"),
        ("stephen", "steven"),
        ("jon", "john"),
        ("mcintosh", "macintosh"),
        ("clark", "clerk"),
    ],
)
def test_spellings_of_one_sound_are_known(one: str, other: str) -> None:
    assert sound_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("mary", "susan"), ("petersen", "tiedemann"), ("harriet", "mary")]
)
def test_other_sounds_are_told_apart(one: str, other: str) -> None:
    assert not sound_alike(one, other)


@given(st.text(min_size=1, max_size=50))
def test_every_name_has_a_sound(name: str) -> None:
    assert sound_of_given(name)
    assert sound_of_surname(name)
    assert sound_alike(name, name)

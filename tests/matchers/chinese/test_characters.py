"""Tables of characters hold the scalar readers' answers."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.chinese import shapes
from matchers.chinese.characters import CHARACTERS, character_code, character_of, look_alike, sound_alike
from matchers.chinese.names import describe
from matchers.columns import Array

_LOOK_ALIKES = "渐浙江义叉玉主秀香强弘洪供戊戌戍未末己已巳㐂龘□"
characters = st.one_of(
    st.sampled_from(_LOOK_ALIKES), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
)
syllables = st.text(st.sampled_from("abghinouxz"), min_size=1, max_size=9).filter(lambda s: len(s) > 1)


def codes(values: Sequence[str]) -> Array:
    return np.array([character_code(value) for value in values], dtype=np.uint32)


@given(st.lists(st.tuples(characters, characters), min_size=1, max_size=20))
def test_characters_look_alike_as_the_table_of_shapes_has_it(pairs: list[tuple[str, str]]) -> None:
    given_names = np.zeros(len(pairs), dtype=bool)
    one, other = (CHARACTERS.describe(codes([pair[i] for pair in pairs]), given_names) for i in (0, 1))
    found = look_alike(one, other, np.arange(len(pairs))).tolist()
    for alike, (first, second) in zip(found, pairs, strict=True):
        if first != second and "□" not in first + second:
            assert alike == shapes.look_alike(first, second), first + second


@given(st.lists(st.tuples(characters, characters, st.booleans()), min_size=1, max_size=20))
def test_characters_sound_alike_when_they_share_a_reading(pairs: list[tuple[str, str, bool]]) -> None:
    surname = np.array([pair[2] for pair in pairs])
    firsts, seconds, _ = zip(*pairs, strict=True)
    one, other = (CHARACTERS.describe(codes(side), surname) for side in (firsts, seconds))
    for i, (first, second, place) in enumerate(pairs):
        mine, theirs = describe(first, place), describe(second, place)
        assert sound_alike(one.sounds, other.sounds)[i] == bool({*mine.sounds} & {*theirs.sounds})
        assert sound_alike(one.classes, other.classes)[i] == bool({*mine.classes} & {*theirs.classes})


@pytest.mark.parametrize(("character", "letters"), [("伟", "wei"), ("张", "zhang"), ("绿", "lv")])
def test_letters_stand_for_the_characters_they_sound_like(character: str, letters: str) -> None:
    both = CHARACTERS.describe(codes([character, letters]), np.array([False, False]))
    assert both.sounds[0, 0] == both.sounds[1, 0]
    assert both.classes[0, 0] == both.classes[1, 0]
    assert np.ptp(CHARACTERS.first_classes(codes([character, letters]), np.array([False, False]))) == 0


@given(st.one_of(characters, syllables))
def test_a_code_tells_its_character_or_up_to_six_letters(value: str) -> None:
    assert character_of(character_code(value)) == (value if len(value) <= 6 else "?")

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.latin.spelling import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O'Brien", ("obrien",)),
        ("O’BRIEN", ("obrien",)),
        ("Anne-Marie  St.John", ("anne", "marie", "st", "john")),
        ("Łukasz Strauß Søren", ("lukasz", "strauss", "soren")),
        ("Ｆｕｌｌ Ｗｉｄｔｈ", ("full", "width")),
        ("Nguyễn Đức", ("nguyen", "duc")),
        ("İlker ışık", ("ilker", "isik")),
        ("Æthelred Þór", ("aethelred", "thor")),
        (" _ . ", ()),
        ("王 小明", ("王", "小明")),
    ],
)
def test_accents_apostrophes_case_and_punctuation_are_taken_off(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@given(st.text(max_size=60))
def test_spelling_words_again_changes_nothing(text: str) -> None:
    once = words_of(text)
    assert words_of(" ".join(once)) == once

"""Marks are never colour alone: every difference has a symbol and words, in both languages."""

from __future__ import annotations

import pytest

from dedup.catalogue import LANGUAGES, Language, has_message
from dedup.web.characters import Kind
from dedup.web.differences import Piece, compare
from dedup.web.marks import kinds_in, legend, runs, visible


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_difference_has_a_symbol_and_words(kind: Kind, language: Language) -> None:
    ((_, symbol, words),) = legend([kind], language)
    assert symbol
    assert words
    (run,) = runs([Piece("甲", "乙", (kind,))], "left", language)
    assert (run.kind, run.symbol, bool(run.tone)) == (kind, symbol, True)
    assert "乙" in run.spoken


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_kinds_have_one_symbol(language: Language) -> None:
    symbols = [symbol for _, symbol, _ in legend(Kind, language)]
    assert len(set(symbols)) == len(symbols)


def test_a_character_missing_on_one_side_leaves_a_place_there_and_says_what_is_missing() -> None:
    pieces = compare("王小明", "王明")
    missing = next(run for run in runs(pieces, "right", "zh") if run.kind)
    assert (missing.text, missing.symbol) == ("▯", "缺")
    assert "小" in missing.spoken


def test_a_shared_sound_is_said() -> None:
    (_, run) = runs(compare("王伟", "王玮"), "left", "zh")
    assert "同音" in run.spoken
    assert "wei" in run.spoken


def test_what_does_not_show_is_told_by_its_number() -> None:
    assert visible("王\u202e明\u200b") == "王⟨202E⟩明⟨200B⟩"
    assert visible("葛\U000e0100") == "葛\U000e0100"


def test_a_legend_names_each_kind_once() -> None:
    assert kinds_in(compare("王伟", "王玮"), compare("张三", "張三")) == (
        Kind.VARIANT,
        Kind.SOUND,
        Kind.LOOKS,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_a_check_digit_has_words(language: Language) -> None:
    from dedup.web.identity import CheckState

    states = [state for state in CheckState if state is not CheckState.NO_NUMBER]
    assert all(has_message(language, f"id-check-{state}") for state in states)

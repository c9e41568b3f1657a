from __future__ import annotations

import re

import pytest

from dedup.catalogue import LANGUAGES, Language, has_message
from dedup.evaluation.bounds import BOUNDS
from dedup.evaluation.evaluate import evaluate
from dedup.evaluation.layout import Document
from dedup.evaluation.telling import tell
from dedup.sample.traps import TRAPS
from tests.dedup.evaluation.examples import NOON, a_report, doubles, flags, truth


def figures(document: Document) -> list[str]:
    cells = [cell for s in document.sections for t in s.tables for row in t.rows for cell in row]
    return [number for cell in cells for number in re.findall(r"\d+\.\d{4,}", cell)]


def test_both_languages_tell_the_same_figures() -> None:
    zh, en = (tell(a_report(), language) for language in LANGUAGES)
    assert [section.key for section in zh.sections] == [section.key for section in en.sections]
    assert figures(zh) == figures(en) != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_a_table_has_a_cell_for_each_header(language: Language) -> None:
    for section in tell(a_report(), language).sections:
        for table in section.tables:
            assert {len(row) for row in table.rows} <= {len(table.headers)}, table.title
            assert len(table.tones) in {0, len(table.rows)}


def test_the_verdict_names_what_is_not_met() -> None:
    document = tell(a_report(), "en")
    assert document.tone == "bad"
    assert "Share of siblings flagged" in document.verdict[1]


def test_a_perfect_large_result_is_good_without_reservation() -> None:
    pairs = doubles(9000)
    report = evaluate(truth(*pairs), flags(dict.fromkeys(pairs, 0.9999)), NOON)
    verdict = tell(report, "en").verdict
    assert verdict[0] == "Of 8 bounds that apply, 4 are met and 0 are not."
    assert verdict[1].startswith("Not judged")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_at_all_can_be_told(language: Language) -> None:
    document = tell(evaluate(truth(), flags({}), NOON), language)
    assert "remarks" in [section.key for section in document.sections]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_bound_and_every_trap_of_the_sample_has_a_name(language: Language) -> None:
    for name in [f"bound-{bound.name}" for bound in BOUNDS] + [f"trap-{kind}" for kind in TRAPS]:
        assert has_message(language, name), name

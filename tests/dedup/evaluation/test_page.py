from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dedup.catalogue import LANGUAGES, Language
from dedup.errors import Unavailable
from dedup.evaluation.evaluate import evaluate
from dedup.evaluation.page import page_of, write_page
from tests.dedup.evaluation.examples import NOON, a_report, flags, pair, truth

VOID = {"meta", "link", "br", "img", "path", "use", "rect", "line"}


class Page(HTMLParser):
    """What a browser would see: elements, ids, references, and whether tags close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.references: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            if name in {"href", "src", "xlink:href", "action", "data"}:
                self.references.append(value or "")
            self.references.extend(re.findall(r"url\(([^)]*)\)", value or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest) -> str:
    language: Language = request.param
    return page_of(a_report(), language)


def test_the_page_reaches_for_nothing_outside_itself(page: str) -> None:
    seen = Page(page)
    assert [reference for reference in seen.references if not reference.startswith("#")] == []
    assert "@import" not in page
    assert seen.elements.keys().isdisjoint({"script", "link", "iframe", "img", "object"})
    assert "default-src 'none'" in page


def test_every_reference_within_the_page_leads_to_one_place(page: str) -> None:
    seen = Page(page)
    assert [name for name, count in seen.ids.items() if count > 1] == []
    assert {reference[1:] for reference in seen.references} <= seen.ids.keys()
    assert seen.open == []


def test_every_plot_has_a_caption_and_its_text_stays_text(page: str) -> None:
    seen = Page(page)
    assert seen.elements["svg"] == seen.elements["figcaption"] == seen.elements["figure"] == 5
    assert ">查全率</text>" in page or ">Recall</text>" in page


def test_the_same_report_gives_the_same_page(page: str) -> None:
    again = (page_of(a_report(), language) for language in LANGUAGES)
    assert any(page == other for other in again)


def test_names_in_files_cannot_become_markup() -> None:
    told = truth(pair("1/a", "2/b"), traps={pair("1/a", "2/c"): ("<script>x</script>",)})
    page = page_of(evaluate(told, flags({}), NOON), "en")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_nothing_is_a_page_too(language: Language) -> None:
    assert "<svg" not in page_of(evaluate(truth(), flags({}), NOON), language)


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        write_page(tmp_path / "absent" / "page.html", evaluate(truth(), flags({}), NOON), "en")

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.catalogue import LANGUAGES, Language
from dedup.letters.fonts import find_typefaces
from dedup.letters.press import Press
from dedup.letters.sheet import FactTable
from dedup.letters.wording import sheet
from tests.dedup.letters.examples import case, entry, inquiry, letters, notice, press, reply
from tests.dedup.letters.reading import glyphs, pages, text, undrawn

RARE = "㛃䶮𬭩𠅤𫄧𬱖𬟁𫘦𬬻𫖯𬶋𬴊𫍽𬸚𪩘𫚕𨱏𥻗ḿɡǹ〇﨑镕堃喆"
"""Characters of names and places: Extension A, beyond the BMP, pinyin with marks, compatibility forms."""
HOSTILE = (
    "#panic(1)",
    '"); #read("/etc/passwd") //',
    "*粗* _斜_ $x$ `码` <标签> @引用 = 标题",
    "#{ while true {} }",
    "\\u{41}\\ \n\n- 项 + 项 / 项: 值",
    "{ $name } { letter-title }",
    "</script><b>&amp;",
    "]#set page(width: 1pt)[",
)


def compact(value: str) -> str:
    return "".join(value.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(letters()))
def test_the_pdf_says_what_the_sheet_says(name: str, language: Language) -> None:
    letter = letters()[name]
    page = sheet(letter, language)
    printed = text(press().pdf(letter, language))
    wanted = [
        page.title,
        page.number,
        page.head,
        page.salutation,
        page.attachment,
        page.signature,
        page.dated,
    ]
    wanted += [page.contact, page.seal]
    for part in page.body:
        wanted += (
            [value for row in part.rows for value in row] if isinstance(part, FactTable) else [part.text]
        )
    if page.annex:
        wanted += [page.annex.title, page.annex.note, *page.annex.columns]
        for listed in page.annex.cases:
            wanted += [listed.reference, *listed.remarks, *(v for row in listed.rows for v in row.values)]
    if page.stub:
        wanted += [page.stub.title, *page.stub.lines, *page.stub.blanks]
    assert [value for value in wanted if compact(value) not in printed] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(letters()))
def test_the_same_letter_is_the_same_bytes(name: str, language: Language) -> None:
    first = press().pdf(letters()[name], language)
    again = Press(find_typefaces(system=False)).pdf(letters()[name], language)
    assert first == again


def test_another_letter_between_leaves_no_trace() -> None:
    first = press().pdf(inquiry())
    press().pdf(reply(), "en")
    assert press().pdf(inquiry()) == first


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_is_shown_as_text(value: str) -> None:
    about = replace(case(), reference=value, ours=replace(entry(name=value), address=value), reasons=(value,))
    sender = replace(inquiry().sender, name=value, contact=value)
    for letter in (replace(inquiry(about), sender=sender), replace(notice(about=about), keeper=value)):
        pdf = press().pdf(letter)
        assert compact(value) in text(pdf)
        assert round(pages(pdf)[0].width) == 595


def test_every_rare_character_is_drawn() -> None:
    letter = inquiry(case(name="·".join(RARE)))
    pdf = press().pdf(letter)
    assert undrawn(pdf) == 0
    assert set(RARE) - set(text(pdf)) == set()


def test_a_character_that_no_font_holds_is_stated() -> None:
    printed = text(press().pdf(notice(about=case(name="张𫞦\ue000"))))
    assert "张〔U+2B7A6〕〔U+E000〕：" in printed


@pytest.mark.parametrize("name", sorted(letters()))
def test_no_letter_holds_an_empty_box(name: str) -> None:
    for language in LANGUAGES:
        assert undrawn(press().pdf(letters()[name], language)) == 0


@pytest.mark.parametrize("name", sorted(letters()))
def test_the_file_claims_and_carries_what_archives_and_screen_readers_need(name: str) -> None:
    with pikepdf.open(io.BytesIO(press().pdf(letters()[name]))) as document:
        with document.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == sheet(letters()[name], "zh").title
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(root.Lang) == "zh-CN"
        assert "/StructTreeRoot" in root
        assert "/OutputIntents" in root
        assert "/JavaScript" not in root.get("/Names", {})
        for font in (item for item in document.objects if is_font_descriptor(item)):
            assert {"/FontFile2", "/FontFile3"} & set(font.keys())


def is_font_descriptor(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"


def test_the_list_of_cases_is_a_table_with_headings_for_screen_readers() -> None:
    with pikepdf.open(io.BytesIO(press().pdf(inquiry()))) as document:
        roles = [
            str(item.S) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item
        ]
    assert roles.count("/Table") == 1
    assert roles.count("/TH") == 11
    assert roles.count("/TR") == 1 + 2 * 2


def test_a_long_value_is_wrapped_within_its_cell() -> None:
    long = replace(entry(), address="A" * 300 + "路" * 300, constituency="9" * 8 + "-" * 100)
    pdf = press().pdf(inquiry(replace(case(), ours=long)))
    assert text(pdf).count("路") >= 300
    width = 297.0
    assert max(glyph.right for glyph in glyphs(pdf) if glyph.page > 1) <= width - 37 + 0.1
    columns = {glyph.left for glyph in glyphs(pdf) if glyph.text == "A" and glyph.page > 1}
    assert max(columns) - min(columns) < 40


def test_five_hundred_cases_fit_in_one_letter() -> None:
    pdf = press().pdf(inquiry(*(case(number) for number in range(1, 501))))
    printed = text(pdf)
    assert all(case(number).reference in printed for number in range(1, 501))
    assert "共500件" in printed


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=40).filter(str.strip), st.sampled_from(LANGUAGES))
def test_any_text_at_all_can_be_printed(value: str, language: Language) -> None:
    about = replace(case(), reference=value, ours=replace(entry(name=value), address=value), reasons=(value,))
    assert undrawn(press().pdf(notice(about=about), language)) == 0
    assert undrawn(press().pdf(inquiry(about), language)) == 0


def test_the_example_of_the_documents_prints_a_letter() -> None:
    document = (Path(__file__).parents[3] / "docs" / "letters.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)  # noqa: S102
    assert isinstance(names["pdf"], bytes)
    assert "南选函〔2026〕12号" in text(names["pdf"])

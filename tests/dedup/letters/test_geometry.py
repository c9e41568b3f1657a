"""The pages by GB/T 9704-2012, measured on the characters as they are drawn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from pdfminer.layout import LTChar

from dedup.letters.facts import LetterCase
from tests.dedup.letters.examples import DATED, case, entry, inquiry, letters, notice, press
from tests.dedup.letters.reading import MM, Glyph, glyphs, pages

RED = (0.843, 0, 0.059)
TOLERANCE = 1.0
"""Millimetres that the standard allows for the margins."""


def lines(drawn: list[Glyph], page: int = 1, size: float = 16) -> dict[float, list[Glyph]]:
    found: dict[float, list[Glyph]] = defaultdict(list)
    for glyph in drawn:
        if glyph.page == page and abs(glyph.size - size) < 0.01:
            found[round(glyph.baseline, 1)].append(glyph)
    return found


def long_notice() -> list[Glyph]:
    about = LetterCase("3f2a9c", entry(), entry(), ("登记内容逐项相同" * 70,) * 3)
    return glyphs(press().pdf(notice(about=about)))


@pytest.mark.parametrize("name", sorted(letters()))
def test_letters_are_on_a4_and_lists_across_it(name: str) -> None:
    for number, page in enumerate(pages(press().pdf(letters()[name])), start=1):
        across = number > 1 and name in {"inquiry", "reply"} and page.width > page.height
        size = (page.width / MM, page.height / MM)
        assert size == pytest.approx((297, 210) if across else (210, 297), abs=0.1)


def test_the_text_begins_37_mm_from_the_top_and_28_mm_from_the_left() -> None:
    drawn = [glyph for glyph in long_notice() if glyph.page == 2]
    first = min(glyph.baseline for glyph in drawn)
    cell, em = 225 / 22, 16 / MM
    assert first - 0.88 * em - (cell - em) / 2 == pytest.approx(37, abs=TOLERANCE)
    assert min(glyph.left for glyph in drawn) == pytest.approx(28, abs=TOLERANCE)


def test_a_page_holds_22_lines_in_225_mm() -> None:
    baselines = sorted(lines(long_notice(), page=2))
    assert len(baselines) == 22
    steps = [later - earlier for earlier, later in pairwise(baselines)]
    assert steps == pytest.approx([225 / 22] * 21, abs=0.11)
    assert baselines[-1] < 37 + 225


def test_a_line_holds_28_characters_in_156_mm() -> None:
    full = [line for line in lines(long_notice(), page=2).values() if not any(g.text in "；。" for g in line)]
    assert len(full) >= 18
    for line in full:
        assert len(line) == 28
        assert line[0].left == pytest.approx(28, abs=TOLERANCE)
        assert line[27].left + 156 / 28 == pytest.approx(28 + 156, abs=2 * TOLERANCE)


def test_a_paragraph_begins_two_characters_in() -> None:
    first = next(line for line in lines(glyphs(press().pdf(inquiry()))).values() if line[0].text == "经")
    assert first[0].left == pytest.approx(28 + 2 * 156 / 28, abs=0.1)


def test_the_title_is_22_points_and_stands_in_the_middle() -> None:
    (title,) = lines(glyphs(press().pdf(inquiry())), size=22).values()
    assert (title[0].left + title[-1].right) / 2 == pytest.approx(28 + 156 / 2, abs=TOLERANCE)


def test_the_head_is_red_and_30_mm_from_the_top() -> None:
    (head,) = lines(glyphs(press().pdf(inquiry())), size=26).values()
    assert head[0].baseline - 0.88 * 26 / MM == pytest.approx(30, abs=TOLERANCE)
    assert (head[0].left + head[-1].right) / 2 == pytest.approx(105, abs=TOLERANCE)
    page = pages(press().pdf(inquiry()))[0]
    letters_of_head = [glyph for glyph in page if isinstance(glyph, LTChar) and round(glyph.size) == 26]
    assert len(letters_of_head) == len(head)
    for glyph in letters_of_head:
        assert glyph.graphicstate.ncolor == pytest.approx(RED, abs=0.01)


def test_the_first_rule_is_4_mm_below_the_head_and_170_mm_wide() -> None:
    page = pages(press().pdf(inquiry()))[0]
    rules = sorted(
        (round((page.height - item.y0) / MM, 2), round(item.x0 / MM, 1), round(item.x1 / MM, 1))
        for item in page
        if type(item).__name__ == "LTLine"
    )
    assert len(rules) == 4
    assert {(left, right) for _, left, right in rules} == {(20.0, 190.0)}
    assert rules[0][0] == pytest.approx(30 + 26 / MM + 4, abs=TOLERANCE)
    assert rules[-1][0] == pytest.approx(297 - 20, abs=TOLERANCE)


def test_a_head_too_long_for_the_rule_is_made_narrower() -> None:
    letter = inquiry()
    long = replace(
        letter, sender=replace(letter.sender, name="青石市南河区人民代表大会换届选举工作选举委员会办公室")
    )
    head = [glyph for glyph in glyphs(press().pdf(long)) if glyph.page == 1 and glyph.baseline < 40]
    assert len(head) == 26
    assert head[0].left >= 20 - 0.5
    assert head[-1].right <= 190 + 0.5


def test_page_numbers_stand_outside_below_the_text() -> None:
    drawn = long_notice()
    for page in (1, 2, 3):
        (number,) = [line for line in lines(drawn, page, size=14).values() if line[0].text == "—"]
        assert "".join(glyph.text for glyph in number) == f"— {page} —"
        assert number[0].baseline == pytest.approx(37 + 225 + 7 + 0.88 * 14 / MM, abs=TOLERANCE)
        if page % 2:
            assert number[-1].right == pytest.approx(184 - 14 / MM, abs=TOLERANCE)
        else:
            assert number[0].left == pytest.approx(28 + 14 / MM, abs=TOLERANCE)


def test_the_first_page_under_a_head_has_no_number() -> None:
    drawn = glyphs(press().pdf(inquiry()))
    assert not any(glyph.page == 1 and glyph.size == 14 for glyph in drawn)
    assert any(glyph.page == 2 and glyph.size == 14 for glyph in drawn)


def test_the_date_ends_four_characters_before_the_edge_under_a_short_name() -> None:
    letter = replace(notice(), sender=replace(notice().sender, name="南河选委会"))
    by_line = lines(glyphs(press().pdf(letter)), page=2)
    date_line = next(line for line in by_line.values() if "".join(g.text for g in line) == "2026年11月24日")
    assert DATED.year == 2026
    assert date_line[-1].right == pytest.approx(184 - 4 * 156 / 28, abs=TOLERANCE)
    name_line = by_line[max(place for place in by_line if place < round(date_line[0].baseline, 1))]
    centres = [(line[0].left + line[-1].right) / 2 for line in (date_line, name_line)]
    assert centres[0] == pytest.approx(centres[1], abs=0.2)


def test_the_signature_is_never_alone_on_its_page() -> None:
    for number in range(1, 40):
        about = LetterCase("3f2a9c", entry(), entry(), tuple("登记内容相同" for _ in range(number)))
        drawn = glyphs(press().pdf(notice(about=about)))
        last = max(glyph.page for glyph in drawn)
        words = "".join(glyph.text for glyph in drawn if glyph.page == last)
        assert "特此告知。" in words


def test_a_case_is_not_torn_between_two_pages() -> None:
    drawn = glyphs(press().pdf(inquiry(*(case(number) for number in range(1, 30)))))
    for page in range(2, max(glyph.page for glyph in drawn) + 1):
        words = "".join(glyph.text for glyph in drawn if glyph.page == page)
        assert words.count("我方") == words.count("贵方张")

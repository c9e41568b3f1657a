from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dedup
from dedup.catalogue import LANGUAGES, Language
from dedup.letters.facts import GROUNDS, OUTCOMES, QUESTIONS, Finding, Letter, Outcome, Remedy, RollEntry
from dedup.letters.wording import sheet
from tests.dedup.letters.examples import (
    DATED,
    HOME,
    HOST,
    ID_NUMBER,
    case,
    certificate,
    entry,
    inquiry,
    letters,
    notice,
    reply,
    request,
)

CATALOGUE = Path(dedup.__file__).parent / "catalogue"
ACCUSING = ("违法", "违规", "舞弊", "作弊", "骗", "冒充", "violat", "fraud", "illegal", "offence", "cheat")


def said(letter: Letter, language: Language = "zh") -> str:
    return json.dumps(asdict(sheet(letter, language)), ensure_ascii=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", ACCUSING)
def test_no_letter_accuses(language: Language, word: str) -> None:
    assert word not in (CATALOGUE / language / "letters.ftl").read_text(encoding="utf-8").lower()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(letters()))
def test_every_letter_says_who_writes_when_and_under_which_number(name: str, language: Language) -> None:
    letter = letters()[name]
    page = sheet(letter, language)
    assert page.number == letter.number
    assert page.signature == letter.sender.name
    assert str(letter.dated.day) in page.dated
    assert page.title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_can_be_told_to_the_other_side_and_to_the_voter(
    outcome: Outcome, language: Language
) -> None:
    assert sheet(reply(outcome), language).annex is not None
    assert len(sheet(notice(outcome), language).body) > len(sheet(notice(None), language).body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_ground_and_question_has_words(language: Language) -> None:
    for ground in GROUNDS:
        page = sheet(replace(reply(), findings=(Finding(case(), "both_remove", ground),)), language)
        assert page.annex is not None
        assert len(page.annex.cases[0].remarks) == 2
    asked = sheet(inquiry(replace(case(), questions=QUESTIONS)), language)
    assert asked.annex is not None
    assert len(set(asked.annex.cases[0].remarks)) == len(QUESTIONS)


def test_an_inquiry_lists_what_the_two_rolls_say_and_what_is_asked() -> None:
    page = sheet(inquiry(case(7)), "zh")
    assert page.annex is not None
    (listed,) = page.annex.cases
    assert listed.reference == case(7).reference
    ours, theirs = listed.rows
    assert ours.values == (
        *("张伟明", "男", "1990-03", "110105********0007", "第7选区", "2026-10-12"),
        "青石市南河区人民路7号院3号楼501室",
    )
    assert theirs.values[4] == "第8选区"
    assert listed.remarks == ("是否为同一人", "是否仍在贵方名单上", "由哪一方保留登记")


def test_a_side_without_an_entry_says_so() -> None:
    page = sheet(inquiry(replace(case(), theirs=None)), "zh")
    assert page.annex is not None
    assert page.annex.cases[0].rows[1].absent == "名单上未见登记"
    assert page.annex.cases[0].rows[1].values == ()


def test_a_reply_names_the_inquiry_and_counts_the_outcomes() -> None:
    text = said(reply("host_keeps", "not_same", "host_keeps"))
    assert "南选函〔2026〕12号" in text
    assert "由现居住地保留登记2件；不是同一人，各自保留1件" in text


def test_a_notice_gives_the_remedies_with_their_days() -> None:
    text = said(notice())
    assert "公布之日（2026年11月25日）起五日内向选举委员会提出申诉（截至2026年11月30日）" in text
    assert "选举日（2026年12月15日）的五日以前向选区所在地基层人民法院起诉（截至2026年12月10日）" in text
    assert "三日内作出处理决定" in text


def test_a_notice_gives_the_remedies_while_the_days_are_open() -> None:
    text = said(replace(notice(), remedy=Remedy(court="南河区人民法院")))
    assert "公布之日起五日内向选举委员会提出申诉。" in text
    assert "选举日的五日以前向南河区人民法院起诉，" in text


def test_a_pending_notice_promises_that_nothing_is_removed_meanwhile() -> None:
    text = said(notice(None))
    assert "疑似重复登记" in text
    assert "不会因此移出您的登记" in text
    assert "核实结果将另行告知" in text


def test_a_bilingual_letter_has_its_title_in_the_other_language() -> None:
    assert sheet(inquiry(), "zh", bilingual=True).subtitle == sheet(inquiry(), "en").title
    assert sheet(inquiry(), "zh").subtitle == ""


@settings(max_examples=50)
@given(
    st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True),
    st.from_regex(r"1[0-9]{10}", fullmatch=True),
    st.sampled_from(["name", "sex", "constituency", "registered_on", "address", "id_number"]),
    st.sampled_from(LANGUAGES),
)
def test_no_letter_shows_a_number_in_full(id_number: str, phone: str, field: str, language: Language) -> None:
    voter = RollEntry("张伟明", id_number=id_number)
    values = {field: f"{id_number} {phone}"} if field != "id_number" else {}
    about = replace(case(), ours=replace(voter, **values), theirs=replace(entry(), **values))
    found = Finding(about, "cannot_tell", "", f"{phone}，{id_number}")
    for letter in (
        inquiry(about),
        replace(reply(), findings=(found,)),
        notice(about=about),
        replace(request(), voter=replace(voter, **values)),
        replace(certificate(), voter=replace(voter, **values)),
    ):
        text = said(letter, language)
        assert id_number not in text
        assert phone not in text
        assert ID_NUMBER not in text


def test_the_days_of_birth_stay_at_home() -> None:
    for letter in letters().values():
        assert "03-05" not in said(letter)
        assert "0305" not in said(letter)


def test_the_telephone_of_the_office_is_told() -> None:
    assert HOST.phone in said(inquiry())
    assert HOME.phone in said(reply())
    assert DATED.year == 2026

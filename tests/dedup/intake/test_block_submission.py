from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.intake.block_submission import Submissions, parse_block
from dedup.intake.rows import Block
from dedup.intake.submission import ENTRY_FIELDS, PERSONAL_FIELDS, Submission, parse_submission

TEXTS = {
    "registration_id": ["A1", " A2 ", "3/4", "A\t5", "", "九" * 101],
    "name": ["王小明", "李 静", "\u3000欧阳\u3000", "'=张", "长" * 201, ""],
    "committee": ["340123", "３４０１２３", "县", ""],
    "level": ["县", "township", "?", ""],
    "basis": ["户籍地", "居住", "其他", "别的", ""],
    "action": ["登记", "撤销", ""],
    "sex": ["男", "女", ""],
    "birth_date": ["1949-12-31", "昨天", ""],
    "id_number": ["11010519491231002X", '="11010519491231002X"', "12", ""],
    "household_address": ["安徽省合肥市肥西县3号", " ", ""],
    "registered_on": ["2026-07-01", ""],
    "family_name": ["王", ""],
    "note": ["同上", ""],
}
USUAL = ("registration_id", "name", "committee", "sex", "household_address")
EXTRA = st.sampled_from(["", "  ", " 甲 ", "乙"])


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    size = draw(st.integers(1, 6))
    names = draw(st.sets(st.sampled_from(sorted(TEXTS.keys() - set(USUAL))), max_size=4)) | set(USUAL)
    sound = draw(st.booleans())
    values = {
        name: draw(
            st.lists(st.sampled_from(TEXTS[name][:2] if sound else TEXTS[name]), min_size=size, max_size=size)
        )
        for name in TEXTS
        if name in names
    }
    extra = draw(
        st.dictionaries(st.sampled_from(["登记人", "备考"]), st.lists(EXTRA, min_size=size, max_size=size))
    )
    return Block(draw(st.integers(2, 900)), size, dict(values), dict(extra))


def singly(submissions: Submissions) -> list[Submission]:
    personal, entry = (
        [
            {name: text for name, text in zip(names, texts, strict=True) if text}
            for texts in zip(*submissions.columns(names), strict=True)
        ]
        for names in (PERSONAL_FIELDS, ENTRY_FIELDS)
    )
    keys = zip(submissions.committees, submissions.registration_ids, submissions.levels, strict=True)
    extra, damage = submissions.extra, submissions.damage
    return [
        Submission(*key, "register", "", personal[i], extra[i], entry[i], damage.get(i, ()))
        for i, key in enumerate(keys)
    ]


@given(blocks(), st.sampled_from([None, "310115"]), st.sampled_from([None, "township"]))
@settings(max_examples=400)
def test_a_block_is_read_as_its_rows_are(block: Block, committee: str | None, level: str | None) -> None:
    submissions = parse_block(block, committee=committee, level=level)
    if submissions is not None:
        assert singly(submissions) == [
            parse_submission(row, committee=committee, level=level) for row in block.rows()
        ]


def plain(**changes: list[str]) -> Block:
    values = {"registration_id": ["A1", "A2"], "name": ["王小明", "李静"], "committee": ["340123"] * 2}
    return Block(2, 2, {**values, **changes}, {"登记人": ["甲", ""]})


def test_rows_that_need_no_care_are_read_at_once() -> None:
    submissions = parse_block(plain(phone=["13800138000", ""], basis=["户籍", ""]))

    assert submissions
    first, second = singly(submissions)
    assert (first.extra, second.extra) == ({"登记人": "甲"}, {})
    assert (first.entry, second.entry) == ({"basis": "household"}, {})
    assert second.personal == {"name": "李静"}


def test_a_block_with_a_row_that_would_be_rejected_has_no_submissions() -> None:
    assert parse_block(plain(name=["王小明", ""])) is None
    assert parse_block(plain(committee=["340123", "县"])) is None
    assert parse_block(plain(registration_id=["A1", "A\n2"])) is None
    assert parse_block(plain(note=["长" * 4_001, ""])) is None


def test_a_block_with_a_withdrawal_or_an_unknown_word_has_no_submissions() -> None:
    assert parse_block(plain(action=["撤销", ""])) is None
    assert parse_block(plain(basis=["户籍", "别的"])) is None
    assert parse_block(plain(name=["'=王", "李静"])) is None

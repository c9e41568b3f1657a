"""Rows of two registrations: what agrees, what differs, and what stays hidden."""

from __future__ import annotations

from dedup.rolls import Standing
from dedup.web.fields import Compared, Field, Shown, compare_sides
from events.cases import Assessment, Evidence
from events.registrations import Entry
from tests.examples import key, voter


def compared(
    left: dict[str, str], right: dict[str, str], *evidence: Evidence, masked: bool = True
) -> Compared:
    sides = [
        Shown(Standing(key(), voter(**given), Entry(basis="household")), masked=masked)
        for given in (left, right)
    ]
    found = Assessment(probability=0.9, verdict="same_person", evidence=evidence, model="m")
    return compare_sides(sides[0], sides[1], found, "zh")


def field(of: Compared, column: str) -> Field:
    return next(f for f in of.fields if f.column == column)


def text(cell_parts: Field, side: str = "left") -> str:
    return "".join(run.text for part in getattr(cell_parts, side).parts for run in part)


def test_equal_values_are_the_same_and_weigh_what_the_evidence_says() -> None:
    row = field(compared({}, {}, Evidence(field="name", level="exact", bits=12.5)), "name")
    assert (row.verdict, row.bits, row.words) == ("same", 12.5, "姓名完全一致")


def test_values_that_differ_are_near_when_the_evidence_is_for_one_person_else_different() -> None:
    for bits, verdict in ((4.0, "near"), (-4.0, "differs")):
        found = compared(
            {"name": "王伟"}, {"name": "王玮"}, Evidence(field="name", level="homophone", bits=bits)
        )
        assert field(found, "name").verdict == verdict


def test_one_date_written_in_two_ways_is_the_same() -> None:
    row = field(compared({"birth_date": "1985-03-12"}, {"birth_date": "1985年3月12日"}), "birth_date")
    assert row.verdict == "same"
    assert {run.kind for run in row.left.parts[0]} == {"", "writing"}


def test_a_value_given_on_one_side_only_is_shown_without_marks() -> None:
    row = field(compared({"phone": "13800138000"}, {"phone": ""}), "phone")
    assert row.verdict == "missing"
    assert not row.right.is_given
    assert all(not run.kind for run in row.left.parts[0])


def test_what_has_nothing_in_common_is_not_marked_character_by_character() -> None:
    row = field(compared({"phone": "13800138000"}, {"phone": "15912345679"}), "phone")
    assert [run.kind for run in row.left.parts[0]] == ["substituted"]


def test_the_middle_of_numbers_is_hidden_and_what_differs_there_is_still_marked() -> None:
    one, other = "340123198503120010", "340123198513120010"
    row = field(compared({"id_number": one}, {"id_number": other}), "id_number")
    assert text(row) == "340123********0010"
    assert [run.kind for run in row.left.parts[1] if run.kind] == ["substituted"]
    assert "1" not in "".join(run.spoken for run in row.left.parts[1])


def test_an_unmasked_side_shows_its_number() -> None:
    found = compared({}, {}, masked=False)
    assert text(field(found, "id_number")) == "340123198503120010"


def test_an_identity_number_has_four_parts_and_says_whether_its_check_digit_holds() -> None:
    row = field(compared({}, {"id_number": "340123198503120011"}), "id_number")
    assert row.part_labels == ("地区码", "出生日期码", "顺序码", "校验码")
    assert row.right.check.startswith("校验不符")


def test_a_withdrawn_registration_leaves_its_side_empty() -> None:
    found = Assessment(probability=0.9, verdict="same_person", evidence=(), model="m")
    shown = Shown(Standing(key(), voter(), Entry()))
    rows = compare_sides(shown, Shown(None), found, "en")
    assert all(not row.right.is_given for row in rows.fields)

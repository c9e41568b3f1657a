from __future__ import annotations

import pytest

from dedup.evaluation.evaluate import evaluate
from dedup.evaluation.report import Slicing
from dedup.evaluation.slices import groupings_of, traps_of
from tests.dedup.evaluation.examples import (
    NOON,
    a_report,
    census,
    doubles,
    flags,
    pair,
    people,
    standing,
    truth,
)


def by_dimension(slicings: tuple[Slicing, ...]) -> dict[str, dict[str, tuple[int, int, int]]]:
    return {
        s.dimension: {p.name: (p.at_half.found, p.at_half.missed, p.at_half.false) for p in s.slices}
        for s in slicings
    }


def test_every_division_by_people_holds_every_pair_once() -> None:
    report = a_report(count=40, false=3, missed=2)
    for dimension, slices in by_dimension(report.slicings).items():
        found, missed, false = (sum(counts) for counts in zip(*slices.values(), strict=True))
        assert (found, missed) == (38, 2), dimension
        assert false == (0 if dimension in {"errors", "marks"} else 3), dimension


def test_pairs_are_divided_by_what_their_registrations_are() -> None:
    rolls = (
        standing(("1", "a"), name="买买提·艾力", ethnicity="维吾尔族"),
        standing(("2", "b"), "unit", name="买买提·艾力", ethnicity="", id_number=""),
        standing(("1", "c")),
        standing(("1", "d"), "household", sex="女"),
    )
    true, false = pair("1/a", "2/b"), pair("1/c", "1/d")
    report = evaluate(truth(true), flags({true: 0.9, false: 0.7}), NOON, census=census(*rolls))
    slices = by_dimension(report.slicings)
    assert slices["committee"] == {"cross": (1, 0, 0), "within": (0, 0, 1)}
    assert slices["id_evidence"] == {"both_valid": (0, 0, 1), "missing": (1, 0, 0)}
    assert slices["ethnicity"] == {"han": (0, 0, 1), "minority": (1, 0, 0)}
    assert slices["script"] == {"han": (0, 0, 1), "transliterated": (1, 0, 0)}
    assert slices["sex"] == {"male": (1, 0, 0), "differs": (0, 0, 1)}
    assert slices["basis"] == {"household_both": (0, 0, 1), "unit": (1, 0, 0)}
    assert slices["name_frequency"] == {"2-5": (1, 0, 1)}


def test_bands_of_name_frequency_stand_in_their_order() -> None:
    rolls = [
        standing(("1", f"{n}-{i}"), name=f"王{character}")
        for n, character in ((1, "甲"), (3, "乙"), (7, "丙"), (30, "丁"))
        for i in range(n)
    ]
    pairs = [pair(f"1/{n}-0", "1/1-0") for n in (30, 3, 7)]
    report = evaluate(truth(*pairs), flags({}), NOON, census=census(*rolls))
    (bands,) = (s for s in report.slicings if s.dimension == "name_frequency")
    assert [band.name for band in bands.slices] == ["2-5", "6-20", "21-"]


def test_registrations_that_are_not_on_the_rolls_are_a_slice_of_their_own() -> None:
    known, lost = pair("1/a", "1/b"), pair("1/a", "9/x")
    counted = census(standing(("1", "a")), standing(("1", "b")))
    report = evaluate(truth(known, lost), flags({known: 0.9}), NOON, census=counted)
    assert by_dimension(report.slicings)["sex"] == {"male": (1, 0, 0), "unknown": (0, 1, 0)}
    assert report.remarks[0].code == "truth-unknown"


def test_errors_are_told_by_recall_the_most_missed_first() -> None:
    told = truth(*doubles(4), errors=("id_missing", "name_changed"))
    report = evaluate(told, flags({doubles(4)[0]: 0.9}), NOON)
    (errors,) = (s for s in report.slicings if s.dimension == "errors")
    assert errors.true_only
    assert {s.name: s.at_half.recall.value for s in errors.slices} == {
        "id_missing": 0.25,
        "name_changed": 0.25,
    }


def test_traps_count_false_flags_and_the_rolls_own_namesakes_are_one() -> None:
    one, other, true = pair("1/a", "1/b"), pair("1/a", "1/c"), pair("1/b", "1/c")
    counted = census(*(standing(("1", name)) for name in "abc"))
    told = truth(true, traps={one: ("siblings",), other: ("siblings", "shared_phone")})
    found = {
        t.kind: (t.flagged.hits, t.flagged.total) for t in traps_of(told, {one: 0.5, other: 0.49}, counted)
    }
    assert found == {"siblings": (1, 2), "shared_phone": (0, 1), "namesakes_on_rolls": (1, 2)}


def test_false_flags_fall_on_registrations_by_group() -> None:
    rolls = people(20)
    false = {pair("340123/N1", "310115/N3"): 0.7, pair("340123/N1", "310115/N5"): 0.2}
    groupings = groupings_of(truth(*doubles(20)), false, 0.05, census(*rolls))
    (by_sex,) = (g for g in groupings if g.dimension == "sex")
    counts = {g.name: (g.at_half.hits, g.at_watch.hits, g.at_half.total) for g in by_sex.groups}
    assert counts == {"female": (2, 3, 20), "male": (0, 0, 20)}
    assert (by_sex.at_half, by_sex.at_watch) == (None, None)


def test_groups_are_compared_by_name_leaving_out_what_is_not_told() -> None:
    rolls = [standing(("1", f"{i}"), sex="男" if i % 2 else "女", id_number="") for i in range(400)]
    rolls += [standing(("2", f"{i}"), sex="", id_number="") for i in range(10)]
    false = {pair(f"1/{i}", f"1/{i + 2}"): 0.9 for i in range(1, 200, 8)}
    false |= {pair(f"1/{i}", f"1/{i + 2}"): 0.9 for i in range(0, 100, 8)}
    (by_sex,) = (g for g in groupings_of(truth(), false, 0.05, census(*rolls)) if g.dimension == "sex")
    assert by_sex.at_half is not None
    assert (by_sex.at_half.worst, by_sex.at_half.best) == ("male", "female")
    assert by_sex.at_half.ratio == pytest.approx(50.5 / 26.5)

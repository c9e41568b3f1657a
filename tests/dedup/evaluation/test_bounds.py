from __future__ import annotations

import pytest

from dedup.evaluation.bounds import BOUNDS, SLICE_PAIRS_MIN
from dedup.evaluation.evaluate import evaluate
from dedup.evaluation.report import Judgement, Report
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


def judgement(report: Report, bound: str) -> Judgement | None:
    return next((j for j in report.bounds if j.bound == bound), None)


def status(report: Report, bound: str) -> str:
    found = judgement(report, bound)
    return found.status if found else "does not apply"


def test_each_bound_is_declared_once() -> None:
    assert len({bound.name for bound in BOUNDS}) == len(BOUNDS)


def test_rolls_without_numbers_on_the_hosts_side_are_held_to_their_own_bound() -> None:
    without = a_report()
    assert (status(without, "f1"), status(without, "f1_without_numbers")) == (
        "does not apply",
        "not_met_unsure",
    )
    pairs = doubles(2)
    rolls = [*people(2), standing(("310115", "X"), "unit")]
    some = evaluate(truth(*pairs), flags({}), NOON, census=census(*rolls))
    assert (status(some, "f1"), status(some, "f1_without_numbers")) == ("not_met", "does not apply")


@pytest.mark.parametrize(
    ("found", "of", "verdict"),
    [(4000, 4000, "met"), (40, 40, "met_unsure"), (39, 40, "not_met_unsure"), (300, 400, "not_met")],
)
def test_a_verdict_says_whether_chance_could_have_put_it_on_the_other_side(
    found: int, of: int, verdict: str
) -> None:
    pairs = doubles(of)
    report = evaluate(truth(*pairs), flags(dict.fromkeys(pairs[:found], 0.9)), NOON)
    assert status(report, "f1") == verdict


def test_what_no_pair_was_there_for_is_not_judged() -> None:
    report = evaluate(truth(*doubles(2)), flags({}), NOON)
    assert status(report, "precision") == "not_judged"
    assert status(report, "twins") == "not_judged"
    assert status(report, "one_slip") == "does not apply"


def test_one_slip_is_measured_on_pairs_that_are_otherwise_equal() -> None:
    rolls = (
        standing(("1", "a")),
        standing(("2", "a"), "unit", id_number="340123198503120011"),  # the last digit should be 8
        standing(("2", "b"), "unit", id_number="340123198503120011", name="王小民"),
    )
    pairs = (pair("1/a", "2/a"), pair("1/a", "2/b"))
    for probability, verdict in ((0.9, "met"), (0.1, "not_met")):
        report = evaluate(truth(*pairs), flags({pairs[0]: probability}), NOON, census=census(*rolls))
        found = judgement(report, "one_slip")
        assert found is not None
        assert (found.of, found.status) == (1, verdict)


def test_the_worst_slice_is_named_and_small_ones_do_not_count() -> None:
    pairs = doubles(2 * SLICE_PAIRS_MIN)
    rolls = people(2 * SLICE_PAIRS_MIN)
    probabilities = {p: 0.9 if i % 2 else 0.999 for i, p in enumerate(pairs)}
    report = evaluate(truth(*pairs), flags(probabilities), NOON, census=census(*rolls))
    worst = judgement(report, "worst_error")
    assert worst is not None
    assert worst.value == pytest.approx(0.1)
    assert (worst.where, worst.status) == ("sex/female", "not_met")
    few = a_report()
    assert status(few, "worst_error") == "not_judged"


def test_lookalikes_are_held_to_one_in_a_thousand() -> None:
    report = a_report(false=3)
    assert (status(report, "siblings"), status(report, "twins")) == ("not_met", "met_unsure")

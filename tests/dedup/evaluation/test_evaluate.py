from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import BadInput
from dedup.evaluation.evaluate import THRESHOLDS, evaluate
from dedup.evaluation.pair_files import Pair
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

REFS = st.sampled_from([f"{committee}/{number}" for committee in "12" for number in "abcd"])
PAIRS = st.tuples(REFS, REFS).filter(lambda p: p[0] != p[1]).map(lambda p: pair(*p))


@given(st.lists(PAIRS, unique=True), st.dictionaries(PAIRS, st.floats(0.05, 1.0)))
def test_order_does_not_matter_and_no_more_is_found_than_is_true(
    true: list[Pair], probabilities: dict[Pair, float]
) -> None:
    one = evaluate(truth(*true), flags(probabilities), NOON)
    turned = dict(reversed(probabilities.items()))
    other = evaluate(truth(*reversed(true)), flags(turned), NOON)
    assert json.dumps(one.as_json()) == json.dumps(other.as_json())
    for at in one.thresholds:
        assert at.found <= at.true == len(true)
        assert at.found + at.false == at.flagged == sum(p >= at.threshold for p in probabilities.values())


def test_the_thresholds_are_the_declared_ones_and_more_may_be_added() -> None:
    assert [at.threshold for at in a_report().thresholds] == list(THRESHOLDS)
    more = evaluate(truth(), flags({}), NOON, thresholds=(0.7, 0.5))
    assert [at.threshold for at in more.thresholds] == [0.05, 0.5, 0.7, 0.9, 0.99, 0.999]


def test_clusters_follow_chains_of_pairs() -> None:
    chain = [pair("1/a", "2/b"), pair("2/b", "3/c")]
    report = evaluate(truth(*chain, pair("1/a", "3/c")), flags(dict.fromkeys(chain, 0.95)), NOON)
    at_half, certain = dict(report.clusters)[0.5], dict(report.clusters)[0.99]
    assert (at_half.exact, at_half.split, at_half.largest_found) == (1, 0, 3)
    assert (certain.exact, certain.split, certain.largest_found) == (0, 1, 1)


def test_an_empty_truth_makes_every_flag_false() -> None:
    at_half = evaluate(truth(), flags({pair("1/a", "2/b"): 0.9}), NOON).at(0.5)
    assert (at_half.false, at_half.recall.value, at_half.precision.value) == (1, None, 0.0)


def test_a_truth_about_other_rolls_is_refused() -> None:
    counted = census(standing(("1", "a")), standing(("1", "b")))
    with pytest.raises(BadInput) as error:
        evaluate(truth(pair("8/x", "9/y")), flags({}), NOON, census=counted)
    assert error.value.code == "truth-unknown"
    with pytest.raises(BadInput) as error:
        evaluate(truth(pair("1/a", "1/b")), flags({pair("8/x", "9/y"): 0.9}), NOON, census=counted)
    assert error.value.code == "flags-unknown"
    assert "8/x" in str(error.value)


def test_without_rolls_the_report_says_what_it_lacks() -> None:
    report = evaluate(truth(*doubles(3)), flags({}), NOON)
    assert [remark.code for remark in report.remarks] == ["no-rolls", "no-store"]
    assert (report.groupings, report.search, report.subject.registrations) == ((), None, None)
    assert [slicing.dimension for slicing in report.slicings] == ["committee"]


def test_the_report_is_json_without_what_json_cannot_say() -> None:
    document = a_report().as_json()
    text = json.dumps(document, allow_nan=False)
    assert json.loads(text) == document
    assert document["format"] == 1
    assert document["thresholds"][1]["recall"]["hits"] == 38
    assert document["clusters"][0]["threshold"] == 0.05


def test_pairs_on_rolls_of_millions_are_not_needed_to_be_kept() -> None:
    true = doubles(3)
    counted = census(*people(50), wanted=true)
    report = evaluate(truth(*true), flags(dict.fromkeys(true, 0.9)), NOON, census=counted)
    assert (report.subject.registrations, len(counted.members)) == (100, 6)

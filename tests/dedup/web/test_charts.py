"""Charts are sums that come out."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.catalogue import LANGUAGES, Language
from dedup.web.charts import FLOWS_MAX, bars, flows
from dedup.web.waterfall import WIDTH, waterfall
from events.cases import Assessment, Evidence

COMMITTEES = st.sampled_from(["340123", "310115", "440306", "510116"])
FIELDS = ["prior", "name", "birth_date", "sex", "cap"]
LEVELS = {"prior": "", "name": "exact", "birth_date": "exact", "sex": "equal", "cap": "overall"}


def assessed(bits: list[float]) -> Assessment:
    evidence = tuple(Evidence(field=f, level=LEVELS[f], bits=b) for f, b in zip(FIELDS, bits, strict=True))
    return Assessment(probability=0.9, verdict="same_person", evidence=evidence, model="m")


@pytest.mark.parametrize("language", LANGUAGES)
@given(bits=st.lists(st.floats(-30, 30), min_size=5, max_size=5))
def test_a_waterfall_ends_at_the_sum_of_its_bits_and_within_its_width(
    language: Language, bits: list[float]
) -> None:
    drawn = waterfall(assessed(bits), language)
    assert math.isclose(drawn.total, sum(bits), abs_tol=1e-9)
    assert all(-1e-6 <= step.start <= WIDTH + 1e-6 for step in drawn.steps)
    assert drawn.steps[0].words
    assert drawn.steps[-1].is_frame


def test_evidence_against_is_told_as_such() -> None:
    drawn = waterfall(assessed([-5.0, 10.0, 3.0, -1.0, 0.0]), "zh")
    assert [step.counts_against for step in drawn.steps] == [True, False, False, True, False]
    assert drawn.steps[1].words == "姓名完全一致"


@given(st.dictionaries(st.tuples(COMMITTEES, COMMITTEES), st.integers(1, 500), max_size=16))
def test_the_flows_of_a_committee_fill_its_end(counts: dict[tuple[str, str], int]) -> None:
    drawn = flows(counts)
    assert sum(f.count for f in drawn.flows) + drawn.others == sum(counts.values())
    for end in drawn.homes:
        widths = sum(f.width for f in drawn.flows if f.home == end.name)
        assert math.isclose(widths, end.height, abs_tol=1e-6)


def test_only_the_greatest_flows_are_drawn_and_the_others_counted() -> None:
    drawn = flows({(str(n), "x"): n + 1 for n in range(FLOWS_MAX + 3)})
    assert len(drawn.flows) == FLOWS_MAX
    assert drawn.others == 1 + 2 + 3


def test_nothing_draws_nothing() -> None:
    assert flows({}).flows == ()
    assert bars([]) == []

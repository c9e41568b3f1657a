from __future__ import annotations

from pathlib import Path

import pytest

from dedup.cases.case import Case
from dedup.cases.evolving import fold
from dedup.errors import BadInput
from dedup.evaluation.flagged import flags_of_cases, read_flags
from tests.dedup.evaluation.examples import pair
from tests.dedup.evaluation.test_pair_files import HEADER, write
from tests.examples import flagged, key


def case(probability: float, level: str = "county") -> Case:
    folded = fold([flagged(key(level=level), key("B0001", "310115", level=level), probability=probability)])
    assert folded is not None
    return folded


def test_flags_are_read_with_what_they_say(tmp_path: Path) -> None:
    header = f"{HEADER},probability,reasons,model,search_incomplete"
    path = write(tmp_path, "flags.csv", header, "2,B,1,A,0.07,why,m1,yes", "1,A,2,C,1,,m1,no")
    found = read_flags(path)
    flag = found.pairs[pair("1/A", "2/B")]
    assert (flag.probability, flag.told, flag.search_incomplete) == (0.07, "why", True)
    assert (found.models, found.search_incomplete, found.remarks) == (("m1",), 1, ())


def test_a_file_cut_at_the_threshold_of_review_is_remarked(tmp_path: Path) -> None:
    found = read_flags(write(tmp_path, "flags.csv", f"{HEADER},probability", "1,A,2,B,0.5312"))
    assert [(r.code, r.facts["least"]) for r in found.remarks] == [("flags-cut", "0.5312")]


def test_no_flags_are_flags_too(tmp_path: Path) -> None:
    assert read_flags(write(tmp_path, "flags.csv", f"{HEADER},probability")).pairs == {}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (["1,A,1,A,0.9"], "flags-self-pair"),
        (["1,A,2,B,0.9", "2,B,1,A,0.8"], "flags-twice"),
        (["1,A,2,B,high"], "flags-probability"),
        (["1,A,2,B,1.2"], "flags-probability"),
        (["1,A,2,B,nan"], "flags-probability"),
        (["1,A,2,B,"], "flags-probability"),
    ],
)
def test_flags_that_would_falsify_the_figures_are_refused(tmp_path: Path, rows: list[str], code: str) -> None:
    with pytest.raises(BadInput) as error:
        read_flags(write(tmp_path, "flags.csv", f"{HEADER},probability", *rows))
    assert error.value.code == code
    assert str(len(rows) + 1) in error.value.message("en")


def test_flags_need_probabilities(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="probability"):
        read_flags(write(tmp_path, "flags.csv", HEADER, "1,A,2,B"))


def test_cases_are_flags_and_the_more_probable_of_two_levels_counts() -> None:
    found = flags_of_cases([case(0.6), case(0.8, "township")])
    (flag,) = found.pairs.values()
    assert (flag.probability, [r.code for r in found.remarks]) == (0.8, ["flags-two-levels"])
    assert found.models == ("m1",)

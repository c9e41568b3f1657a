from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.catalogue import LANGUAGES
from dedup.errors import BadRequest
from dedup.sample import Rates, SampleReport, SampleRequest, write_sample
from dedup.sample.writing import templates
from tests.dedup.sample.conftest import Sample, keys, read_pairs, read_register


def digests(report: SampleReport) -> dict[str, str]:
    paths = (*report.files, report.truth, report.traps)
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}


def test_the_same_request_writes_the_same_bytes_in_every_format(tmp_path: Path) -> None:
    request = SampleRequest(tmp_path / "a", rows=2_500, seed=7, hosts=4)
    once = digests(write_sample(request))
    again = digests(write_sample(replace(request, out=tmp_path / "b")))
    assert once == again
    assert {name.rpartition(".")[2] for name in once} == {"csv", "xlsx", "jsonl"}


def test_the_bytes_of_a_small_sample_are_those_of_every_machine(tmp_path: Path) -> None:
    report = write_sample(SampleRequest(tmp_path, rows=2_500, seed=1, hosts=2, format="csv"))
    whole = sha256("".join(digests(report).values()).encode()).hexdigest()
    assert whole[:16] == "1f26d35f3d1323b6"


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_the_order_of_sets_and_hashes_does_not_matter(tmp_path: Path, hash_seed: str) -> None:
    program = (
        "import sys; from pathlib import Path; from dedup.sample import SampleRequest, write_sample; "
        "write_sample(SampleRequest(Path(sys.argv[1]), rows=2_500, seed=3, format='csv'))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "a")], check=True, env=environment)
    here = write_sample(SampleRequest(tmp_path / "b", rows=2_500, seed=3, format="csv"))
    written = {path.name: sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "a").iterdir()}
    assert written == digests(here)


def test_another_seed_invents_other_people(tmp_path: Path) -> None:
    one = write_sample(SampleRequest(tmp_path / "a", rows=400, seed=1))
    other = write_sample(SampleRequest(tmp_path / "b", rows=400, seed=2))
    numbers = [{row["id_number"] for row in read_register(report.files[0])} for report in (one, other)]
    assert not numbers[0] & numbers[1] - {""}


def test_exactly_the_rows_asked_for_are_written(sample: Sample) -> None:
    assert len(sample.rows) == sample.report.rows == 50_000
    assert len(sample.truth) == sample.report.true_pairs
    assert len(sample.traps) == sample.report.trap_pairs


@settings(max_examples=12, deadline=None)
@given(rows=st.integers(1, 450), hosts=st.integers(1, 3), seed=st.integers(-5, 2**40))
def test_any_small_number_of_rows_is_met_exactly(
    tmp_path_factory: pytest.TempPathFactory, rows: int, hosts: int, seed: int
) -> None:
    out = tmp_path_factory.mktemp("small")
    report = write_sample(SampleRequest(out, rows=rows, seed=seed, hosts=hosts, format="csv"))
    assert sum(len(read_register(path)) for path in report.files) == rows
    assert len(report.files) == hosts + 1


def test_progress_tells_the_rows_written_so_far(tmp_path: Path) -> None:
    seen: list[int] = []
    write_sample(SampleRequest(tmp_path, rows=5_000, format="csv"), seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 5_000


def test_a_registration_id_is_unique_in_its_committee_but_for_resubmissions(sample: Sample) -> None:
    resubmitted = {keys(pair)[0] for pair in sample.traps if pair["trap"] == "resubmission"}
    assert resubmitted
    seen: set[tuple[str, str]] = set()
    for row in sample.rows:
        key = row["committee"], row["registration_id"]
        assert key not in seen or key in resubmitted
        seen.add(key)


def test_every_pair_of_truth_and_traps_names_rows_that_exist(sample: Sample) -> None:
    rows = sample.by_key()
    for pair in (*sample.truth, *sample.traps):
        assert all(key in rows for key in keys(pair))


def test_no_pair_is_both_true_and_a_trap_and_none_is_listed_twice(sample: Sample) -> None:
    true = [frozenset(keys(pair)) for pair in sample.truth]
    assert len(set(true)) == len(true)
    assert all(len(pair) == 2 for pair in true)
    assert not set(true) & {frozenset(keys(pair)) for pair in sample.traps}


def test_truth_tells_pairs_across_committees_from_repeats_within_one(sample: Sample) -> None:
    for pair in sample.truth:
        within = pair["left_committee"] == pair["right_committee"]
        assert pair["kind"] == ("within_committee" if within else "cross_committee")
    assert {pair["kind"] for pair in sample.truth} == {"within_committee", "cross_committee"}


def test_true_pairs_are_closed_under_being_the_same_person(sample: Sample) -> None:
    pairs = {frozenset(keys(pair)) for pair in sample.truth}
    partners: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for left, right in map(keys, sample.truth):
        partners.setdefault(left, set()).add(right)
        partners.setdefault(right, set()).add(left)
    for others in partners.values():
        for one in others:
            assert all(frozenset((one, other)) in pairs for other in others if other != one)


def test_every_row_says_that_the_person_is_invented(sample: Sample) -> None:
    assert {row["notice"] for row in sample.rows} == {"虚构样本 invented sample"}
    assert all("invented" in path.name for path in sample.report.files)


def test_committees_use_templates_of_their_own(tmp_path: Path) -> None:
    chosen = templates(SampleRequest(tmp_path, rows=1_000, hosts=4))
    assert [(template.format, template.encoding) for template in chosen] == [
        ("csv", "utf-8-sig"),
        ("csv", "gb18030"),
        ("csv", "utf-8"),
        ("xlsx", "utf-8-sig"),
        ("jsonl", "utf-8"),
    ]
    assert {template.format for template in templates(SampleRequest(tmp_path, rows=200_001, hosts=4))} == {
        "csv"
    }


def test_json_lines_hold_one_object_a_row(tmp_path: Path) -> None:
    report = write_sample(SampleRequest(tmp_path, rows=300, hosts=1, format="jsonl"))
    rows = [
        json.loads(line) for path in report.files for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(rows) == 300
    assert all(row.get("notice") == "虚构样本 invented sample" for row in rows)


def test_a_workbook_reads_back_with_every_row(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    report = write_sample(SampleRequest(tmp_path, rows=300, hosts=1, format="xlsx"))
    sheets = [CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() for path in report.files]
    assert sum(len(sheet) - 1 for sheet in sheets) == 300
    assert "公民身份号码" in sheets[0][0]


@pytest.mark.parametrize(
    "request_",
    [
        SampleRequest(Path("never"), rows=0),
        SampleRequest(Path("never"), hosts=0),
        SampleRequest(Path("never"), hosts=13),
        SampleRequest(Path("never"), rows=1_000_001, format="xlsx"),
    ],
)
def test_an_impossible_request_is_refused_with_a_remedy(request_: SampleRequest) -> None:
    with pytest.raises(BadRequest) as refusal:
        write_sample(request_)
    assert not Path("never").exists()
    for language in LANGUAGES:
        assert refusal.value.message(language)
        assert refusal.value.remedy(language)


def test_without_planting_only_nature_makes_traps(tmp_path: Path) -> None:
    rates = Rates(shown_pairs=0, shown_traps=0, workbook_shifted=0.0)
    report = write_sample(SampleRequest(tmp_path, rows=4_000, rates=rates, format="csv"))
    assert {pair["trap"] for pair in read_pairs(report.traps)} <= {"twins", "siblings"}


def test_nobody_is_on_two_rolls_when_no_rate_says_so(tmp_path: Path) -> None:
    rates = Rates(
        shown_pairs=0, both=0.0, repeat_at_home=0.0, repeat_in_host=0.0, repeat_of_local=0.0, second_host=0.0
    )
    report = write_sample(SampleRequest(tmp_path, rows=4_000, rates=rates, format="csv"))
    assert report.true_pairs == 0
    assert report.people >= 4_000 - 10


def peak_bytes(out: Path, rows: int) -> int:
    tracemalloc.start()
    try:
        write_sample(SampleRequest(out, rows=rows, format="csv"))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    write_sample(SampleRequest(tmp_path, rows=2_000, format="csv"))  # tables are read once
    few, many = peak_bytes(tmp_path, 6_000), peak_bytes(tmp_path, 18_000)
    assert many < few * 1.25

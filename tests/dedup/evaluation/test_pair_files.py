from __future__ import annotations

from pathlib import Path

import pytest

from dedup.errors import BadInput
from dedup.evaluation.pair_files import TruePair, read_truth
from tests.dedup.evaluation.examples import pair

HEADER = "left_committee,left_registration_id,right_committee,right_registration_id"


def write(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def test_a_truth_is_read_with_what_was_done_to_its_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path, "truth.csv", f"{HEADER},kind,errors,slices", "2,B,1,A,cross,id_typo;name_changed,han"
    )
    truth = read_truth(path)
    assert truth.pairs == {pair("1/A", "2/B"): TruePair(("id_typo", "name_changed"), ("han",))}
    assert (truth.knows_errors, truth.remarks) == (True, ())


def test_a_truth_needs_no_more_than_the_pairs(tmp_path: Path) -> None:
    truth = read_truth(write(tmp_path, "truth.csv", HEADER, "1,A,2,B"))
    assert truth.pairs == {pair("1/A", "2/B"): TruePair()}
    assert not truth.knows_errors


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_chinese_spreadsheets_are_read(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "truth.csv", f"{HEADER},备注", "1,甲,2,乙,同一人", encoding=encoding)
    assert list(read_truth(path).pairs) == [pair("1/甲", "2/乙")]


def test_cells_that_were_made_inert_are_read_as_they_were(tmp_path: Path) -> None:
    path = write(tmp_path, "truth.csv", HEADER, "1,'-7,2,'s7")
    assert list(read_truth(path).pairs) == [pair("1/-7", "2/'s7")]


def test_repeats_and_self_pairs_are_left_out_and_remarked(tmp_path: Path) -> None:
    path = write(tmp_path, "truth.csv", HEADER, "1,A,2,B", "2,B,1,A", "1,A,1,A")
    truth = read_truth(path)
    assert list(truth.pairs) == [pair("1/A", "2/B")]
    assert {r.code: r.facts["count"] for r in truth.remarks} == {"truth-twice": 1, "truth-self-pairs": 1}


def test_an_empty_truth_is_remarked(tmp_path: Path) -> None:
    truth = read_truth(write(tmp_path, "truth.csv", HEADER))
    assert [remark.code for remark in truth.remarks] == ["truth-empty"]


def test_a_pair_may_be_a_trap_of_two_kinds_but_never_a_true_one(tmp_path: Path) -> None:
    path = write(tmp_path, "truth.csv", HEADER, "1,A,2,B")
    rows = ("1,A,2,C,twins", "2,C,1,A,shared_phone", "1,A,2,B,siblings", "1,A,1,A,resubmission")
    truth = read_truth(path, write(tmp_path, "traps.csv", f"{HEADER},trap", *rows))
    assert truth.traps == {pair("1/A", "2/C"): ("twins", "shared_phone")}
    assert [remark.code for remark in truth.remarks] == ["traps-self-pairs", "traps-true"]
    assert truth.names == ("truth.csv", "traps.csv")


@pytest.mark.parametrize(
    ("lines", "code", "facts"),
    [
        ([], "pairs-columns-missing", HEADER.replace(",", ", ")),
        (["left_committee,left_registration_id,x", "1,A,2"], "pairs-columns-missing", "right_committee"),
        ([HEADER, "1,A,2,B", "1,,2,B"], "pairs-row-incomplete", "3"),
        ([HEADER, "1,A"], "pairs-row-incomplete", "2"),
    ],
    ids=["nothing", "columns", "cell", "short row"],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, lines: list[str], code: str, facts: str) -> None:
    with pytest.raises(BadInput) as error:
        read_truth(write(tmp_path, "truth.csv", *lines))
    assert error.value.code == code
    assert facts in str(error.value)
    assert "truth.csv" in str(error.value)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xff")
    for name in ("absent.csv", "picture.csv"):
        with pytest.raises(BadInput):
            read_truth(tmp_path / name)


def test_a_folder_is_no_file_of_pairs(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as error:
        read_truth(tmp_path)
    assert error.value.code == "pairs-unreadable"

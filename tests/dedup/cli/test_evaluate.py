"""`dedup evaluate` as a user runs it, on a sample that was matched once for all tests here."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.dedup.cli.test_commands import Desk

ROWS = 1_500


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("evaluate"))
    assert desk.run("sample", "--out", "reg", "--rows", str(ROWS), "--seed", "8").code == 0
    done = desk.run(
        "match", *registers(desk), "--out", "flags.csv", "--store", "st", "--min-probability", "0"
    )
    assert done.code == 0, done.err
    return desk


def registers(desk: Desk) -> list[str]:
    return sorted(str(path.relative_to(desk.folder)) for path in (desk.folder / "reg").glob("*-invented.*"))


KNOWN = ("--truth", "reg/truth.csv", "--traps", "reg/traps.csv")


def test_a_store_is_evaluated_with_every_section(matched: Desk) -> None:
    done = matched.run("evaluate", *KNOWN, "--store", "st", "--json")
    assert done.code == 0, done.err
    report = done.json
    at_half = next(at for at in report["thresholds"] if at["threshold"] == 0.5)
    assert at_half["found"] <= at_half["true"] == report["subject"]["true_pairs"] > 0
    assert at_half["recall"]["value"] > 0.9
    assert report["subject"]["registrations"] > 0.99 * ROWS
    assert report["subject"]["models"] == [rows_of(matched, "flags.csv")[0]["model"]]
    assert report["search"]["complete"]["total"] == at_half["true"]
    assert report["search"]["complete"]["hits"] >= at_half["found"]
    assert sum(key["pairs"] > 0 for key in report["search"]["keys"]) == len(report["search"]["keys"]) > 3
    dimensions = [slicing["dimension"] for slicing in report["slicings"]]
    assert dimensions[:2] == ["committee", "id_evidence"]
    assert dimensions[-2:] == ["errors", "marks"]
    assert [grouping["dimension"] for grouping in report["groupings"]] == [
        "ethnicity",
        "sex",
        "cohort",
        "script",
    ]


def test_flags_made_elsewhere_with_their_registers_give_the_stores_own_figures(matched: Desk) -> None:
    own = matched.run("evaluate", *KNOWN, "--store", "st", "--no-search", "--json").json
    other = matched.run("evaluate", *KNOWN, "--flags", "flags.csv", *registers(matched), "--json").json
    third = matched.run("evaluate", *KNOWN, "--flags", "flags.csv", "--store", "st", "--json").json
    for figures in ("thresholds", "clusters", "traps", "groupings"):
        assert other[figures] == own[figures] == third[figures]
    assert [remark["code"] for remark in other["remarks"]][-1] == "no-store"


def test_flags_alone_are_evaluated_as_far_as_they_tell(matched: Desk) -> None:
    done = matched.run("evaluate", "--truth", "reg/truth.csv", "--flags", "flags.csv", "--lang", "en")
    assert done.code == 0
    assert "No rolls were given" in done.out
    assert "Precision" in done.out


def test_a_page_and_a_list_of_mistakes_are_written(matched: Desk) -> None:
    options = ("--html", "page.html", "--wrong", "wrong.csv", "--no-search")
    done = matched.run("evaluate", *KNOWN, "--store", "st", *options, "--threshold", "0.95")
    assert done.code == 0, done.err
    page = (matched.folder / "page.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page
    assert "0.95" in done.out
    mistakes = rows_of(matched, "wrong.csv")
    report = matched.run("evaluate", *KNOWN, "--store", "st", "--no-search", "--json").json
    at_half = next(at for at in report["thresholds"] if at["threshold"] == 0.5)
    assert [row["mistake"] for row in mistakes] == ["false"] * at_half["false"] + ["missed"] * at_half[
        "missed"
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("--truth", "absent.csv", "--store", "st"), 3, "absent.csv"),
        (("--truth", "flags.csv", "--store", "nowhere"), 2, "nowhere"),
        (("--truth", "reg/truth.csv", "reg/truth.csv"), 2, "--flags"),
        (("--truth", "reg/truth.csv", "--store", "st", "--threshold", "0"), 2, "0"),
        (("--truth", "reg/truth.csv", "--flags", "reg/truth.csv"), 3, "probability"),
        (("--truth", "reg/truth.csv", "--flags", "flags.csv", "absent.csv"), 3, "absent.csv"),
        (("--store", "st"), 2, "--truth"),
        (("--truth", "other.csv", "--store", "st"), 3, "999999/X"),
        (("--truth", "reg/truth.csv", "--store", "st", "--cycle", "2099"), 3, "--cycle"),
    ],
)
def test_what_cannot_be_evaluated_says_so_with_a_remedy(
    matched: Desk, arguments: tuple[str, ...], code: int, word: str
) -> None:
    header = "left_committee,left_registration_id,right_committee,right_registration_id"
    matched.write("other.csv", f"{header}\n999999,X,999999,Y\n")
    done = matched.run("evaluate", *arguments, "--lang", "en")
    assert (done.code, done.out) == (code, "")
    assert word in done.err


def test_a_store_that_was_never_matched_has_nothing_to_evaluate(matched: Desk, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    shutil.copytree(matched.folder / "reg", tmp_path / "reg")
    desk.run("import", registers(desk)[0])
    done = desk.run("evaluate", "--truth", "reg/truth.csv", "--lang", "en")
    assert done.code == 2
    assert "dedup project" in done.err


def rows_of(desk: Desk, name: str) -> list[dict[str, str]]:
    with (desk.folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))

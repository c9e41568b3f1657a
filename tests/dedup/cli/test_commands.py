"""The commands as a user runs them: a process of its own, files in a folder, standard output, exit codes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HOME = (
    "登记编号,区划代码,姓名,性别,民族,出生日期,公民身份号码,户籍地址,联系电话,登记依据\n"
    "H001,340123,王小明,男,汉,1985-03-12,340123198503120010,安徽省合肥市肥西县上派镇南街12号,13800138000,户籍\n"
    "H002,340123,李秀英,女,汉,1961-11-02,340123196111020026,安徽省合肥市肥西县三河镇北街3号,13700137000,户籍\n"
    "H003,340123,,女,汉,1990-01-01,,,,户籍\n"
)
HOST = (
    "registration_id,committee,name,sex,birth_date,id_number,household_address,residence_address,phone,basis\n"
    "S9,310115,王小明,男,1985年3月12日,340123198503120010,安徽肥西上派镇南街12号,上海市浦东新区川沙路8弄2号,13800138000,residence\n"
    "S8,310115,陈国庆,男,1979-10-01,310115197910010036,,上海市浦东新区惠南镇1号,13600136000,household\n"
)


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder in which commands are run."""

    folder: Path

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> Done:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("DEDUP_")}
        done = subprocess.run(
            [sys.executable, "-m", "dedup", *arguments],
            cwd=self.folder,
            env={**inherited, "DEDUP_ACTOR": "clerk", **(env or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def write(self, name: str, text: str, encoding: str = "utf-8") -> str:
        (self.folder / name).write_text(text, encoding=encoding)
        return name


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.write("home.csv", HOME, "gb18030")
    made.write("host.csv", HOST)
    return made


@pytest.fixture
def matched(desk: Desk) -> Desk:
    done = desk.run("match", "home.csv", "host.csv", "--out", "flags.csv", "--store", "dedup-store")
    assert done.code == 0, done.err
    return desk


def the_case(desk: Desk) -> dict[str, Any]:
    (case,) = desk.run("cases", "list", "--json").json["cases"]
    found: dict[str, Any] = case
    return found


def test_match_writes_each_flagged_pair_once_with_the_promised_columns(matched: Desk) -> None:
    with (matched.folder / "flags.csv").open(encoding="utf-8-sig", newline="") as file:
        (flag,) = csv.DictReader(file)
    sides = {
        (flag["left_committee"], flag["left_registration_id"]),
        (flag["right_committee"], flag["right_registration_id"]),
    }
    assert sides == {("340123", "H001"), ("310115", "S9")}
    assert float(flag["probability"]) > 0.9
    assert (flag["class"], flag["kind"]) == ("same_person", "cross_committee")
    assert "身份" in flag["reasons"]


def test_match_without_a_store_named_keeps_it_beside_the_flags(desk: Desk) -> None:
    done = desk.run("match", "home.csv", "host.csv", "--out", "flags.csv", "--json")
    assert done.code == 0, done.err
    assert done.json["store"] == "flags.store"
    assert (desk.folder / "flags.store" / "log.sqlite").is_file()
    assert [f["rejected"] for f in done.json["files"]] == [1, 0]


def test_rejected_rows_are_handed_back_with_the_reason_and_remedy(matched: Desk) -> None:
    (path,) = (matched.folder / "dedup-store" / "rejects").glob("home-*.rejects.csv")
    text = path.read_text(encoding="utf-8-sig")
    assert "missing_name" in text
    assert "H003" in text


def test_importing_and_projecting_one_after_the_other_is_matching(desk: Desk) -> None:
    imported = desk.run("import", "home.csv", "host.csv", "--json")
    assert [f["accepted"] for f in imported.json["files"]] == [2, 2]
    projected = desk.run("project", "--json")
    assert (projected.json["registrations"], projected.json["flagged"]) == (4, 1)
    assert desk.run("project", "--json").json["flagged"] == 0


def test_headers_that_nobody_knows_are_said_once_and_remembered_for_the_committee(desk: Desk) -> None:
    desk.write("odd.csv", "档号,称呼\nX1,王小明\n")
    of_host = ("--committee", "310115", "--json")
    assert desk.run("import", "odd.csv", *of_host).code == 3
    said = ("--column", "档号=registration_id", "--column", "称呼=name")
    assert desk.run("import", "odd.csv", *said, *of_host).json["files"][0]["accepted"] == 1
    desk.write("odd.csv", "称呼,档号\n李静,X2\n")
    assert desk.run("import", "odd.csv", *of_host).json["files"][0]["accepted"] == 1


def test_two_committees_settle_a_case_and_the_home_roll_lets_the_voter_go(matched: Desk) -> None:
    case = the_case(matched)["case_id"]
    assert matched.run("cases", "claim", case, "--side", "host", "--by", "li").code == 0
    sealed = matched.run(
        "cases",
        "position",
        case,
        "host-keeps",
        "--side",
        "host",
        "--by",
        "li",
        "--reason",
        "有证明",
        "--json",
    )
    assert (sealed.json["state"], sealed.json["positions"]) == ("awaiting_counterpart", {})
    spoken = matched.run("cases", "position", case, "host-keeps", "--side", "home", "--by", "zhao", "--json")
    assert spoken.json["agreement"]["outcome"] == "host_keeps"
    too_early = matched.run("cases", "hand-over", case, "--side", "home", "--by", "zhao", "--lang", "en")
    assert (too_early.code, "no roll" in too_early.err) == (4, True)
    assert matched.run("cases", "keep", case, "--side", "host", "--by", "li").code == 0
    assert matched.run("cases", "hand-over", case, "--side", "home", "--by", "zhao").code == 0
    assert "未收" not in matched.run("cases", "show", case).out
    assert "已撤出" in matched.run("cases", "show", case).out
    done = matched.run("cases", "correction", case, "--side", "home", "--by", "zhao", "--json")
    assert done.json["state"] == "closed"


def test_a_committees_queue_shows_what_waits_for_it(matched: Desk) -> None:
    queue = matched.run("cases", "queue", "--committee", "340123", "--json").json
    assert [(row["side"], row["waiting"]) for row in queue["cases"]] == [("right", True)]
    pairs = matched.run("cases", "queue", "--committee", "340123", "--pairs", "--json").json
    assert [(p["other"]["code"], p["pending"]) for p in pairs] == [("310115", 1)]
    assert "P3" in matched.run("cases", "queue", "--committee", "310115").out


def test_the_clock_has_nothing_to_say_on_the_first_day(matched: Desk) -> None:
    assert matched.run("cases", "sweep", "--json").json == {"followed": 0, "swept": 0}


def test_many_cases_at_once_are_tried_before_they_are_dealt_with(matched: Desk) -> None:
    case = the_case(matched)["case_id"]
    tried = matched.run("cases", "bulk", "not-same", case, "XXXXXXXX", "--side", "host", "--json").json
    assert (tried["dry_run"], tried["possible"]) == (True, 1)
    assert [line["code"] for line in tried["lines"]] == ["", "case-unknown"]
    assert the_case(matched)["spoken"] == []
    done = matched.run("cases", "bulk", "not-same", case, "--side", "host", "--yes", "--by", "li", "--json")
    assert done.json["possible"] == 1
    assert the_case(matched)["spoken"] == ["left"]
    assert matched.run("cases", "bulk", "host-keeps", case, "--side", "host").code == 2


def test_a_letter_to_the_other_committee_lists_the_cases_between_the_two(matched: Desk) -> None:
    numbered = ("--number", "肥选函〔2026〕1号", "--out", "letter.pdf", "--json")
    done = matched.run("letters", "inquiry", "--committee", "340123", "--counterpart", "310115", *numbered)
    assert done.code == 0, done.err
    assert done.json["cases"] == [the_case(matched)["case_id"]]
    assert (matched.folder / "letter.pdf").read_bytes().startswith(b"%PDF-")
    assert "肥选函〔2026〕1号" in matched.run("history", the_case(matched)["case_id"]).out
    none = matched.run("letters", "inquiry", "--committee", "340123", "--counterpart", "440106", *numbered)
    assert none.code == 2


def test_outcomes_are_listed_by_kind(matched: Desk) -> None:
    assert "both_remove" in matched.run("cases", "outcomes", "--json").json["within_committee"]
    assert "host_keeps" in matched.run("cases", "outcomes").out


def test_a_command_that_the_state_does_not_allow_exits_4_and_says_what_to_do(matched: Desk) -> None:
    case = the_case(matched)["case_id"]
    done = matched.run("cases", "keep", case, "--side", "host", "--lang", "en")
    assert done.code == 4
    assert "What to do" in done.err
    assert done.out == ""


def test_the_case_is_shown_with_masked_numbers_and_whole_ones_on_demand(matched: Desk) -> None:
    case = the_case(matched)["case_id"]
    masked = matched.run("cases", "show", case[:8])
    assert "340123********0010" in masked.out
    assert "340123198503120010" not in masked.out
    assert "340123198503120010" in matched.run("cases", "show", case, "--unmask").out


def test_whole_values_shown_at_the_command_line_are_on_record_and_replay_still_agrees(matched: Desk) -> None:
    case = the_case(matched)["case_id"]
    matched.run("cases", "show", case, "--json")
    matched.run("cases", "show", case, "--unmask", "--json")
    matched.run("why", "340123/H001", "310115/S9", "--unmask", "--json")
    lines = matched.run("history", case, "--json", "--lang", "en").json
    told = [line["sentence"] for line in lines if line["event"] == "Disclosed"]
    assert len(told) == 3
    assert all("clerk was shown values of" in sentence and "(whole)" in sentence for sentence in told)
    assert matched.run("replay").code == 0


def test_history_tells_who_when_and_from_which_row(matched: Desk) -> None:
    case = the_case(matched)["case_id"]
    story = matched.run("history", case, "--lang", "en").out
    assert "home.csv, row 2" in story
    assert "clerk put voter 2026/county/340123/H001 on the roll" in story
    assert "flagged" in story
    chinese = matched.run("history", "310115/S9").out
    assert "host.csv 第 2 行" in chinese
    assert case in chinese


def test_lists_and_cases_are_shown_as_they_were(matched: Desk) -> None:
    case = the_case(matched)["case_id"]
    matched.run("cases", "claim", case, "--side", "home", "--by", "li")
    lines = matched.run("history", case, "--json").json
    flagged_at = next(line["position"] for line in lines if line["event"] == "CaseFlagged")
    before = matched.run("cases", "list", "--as-of", str(flagged_at - 1), "--json")
    then = matched.run("cases", "list", "--as-of", str(flagged_at), "--json")
    assert (before.json["total"], then.json["cases"][0]["state"]) == (0, "flagged")
    assert matched.run("cases", "show", case, "--as-of", str(flagged_at), "--json").json["state"] == "flagged"
    assert matched.run("cases", "list", "--as-of", "2001-01-01", "--json").json["total"] == 0


def test_replay_agrees_and_its_digest_is_stable(matched: Desk) -> None:
    first, second = (matched.run("replay", "--json") for _ in range(2))
    assert first.code == 0
    assert first.json["agrees"] is True
    assert first.json["digest"] == second.json["digest"]


def test_replay_finds_a_read_model_that_does_not_follow_from_the_log(matched: Desk) -> None:
    import sqlite3

    with sqlite3.connect(matched.folder / "dedup-store" / "views.sqlite") as connection:
        connection.execute("UPDATE case_versions SET document = replace(document, 'same_person', 'stranger')")
    connection.close()
    done = matched.run("replay", "--lang", "en")
    assert done.code == 6
    assert "DIFFERS" in done.out


def test_replay_finds_a_flag_that_does_not_follow_from_the_registrations(matched: Desk) -> None:
    import sqlite3

    with sqlite3.connect(matched.folder / "dedup-store" / "log.sqlite") as connection:
        connection.execute(
            "UPDATE stored_events SET state = replace(CAST(state AS TEXT), 'same_person', 'stranger') "
            "WHERE topic = 'CaseFlagged.v1'"
        )
    connection.close()
    (matched.folder / "dedup-store" / "views.sqlite").unlink()
    done = matched.run("replay", "--json")
    assert done.code == 6
    assert done.json["flags_in_log"] != done.json["flags_derived"]


def test_the_read_model_can_be_deleted_and_comes_back(matched: Desk) -> None:
    before = the_case(matched)
    for path in (matched.folder / "dedup-store").glob("views.sqlite*"):
        path.unlink()
    assert the_case(matched) == before


def test_a_withdrawal_ends_the_flag(matched: Desk) -> None:
    matched.write("leavers.csv", "登记编号,区划代码,姓名,操作\nH001,340123,王小明,迁出\n")
    done = matched.run("import", "leavers.csv", "--json")
    assert done.json["files"][0]["withdrawn"] == 1
    assert matched.run("project", "--json").json["lapsed"] == 1
    assert matched.run("cases", "list", "--json").json["total"] == 0


def test_published_events_are_sent_once_and_carry_no_personal_value(matched: Desk) -> None:
    matched.run("project", "--publish", "cases.jsonl")
    matched.run("project", "--publish", "cases.jsonl")
    (line,) = (matched.folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["body"]["type"] == "CaseFlagged"
    assert "王小明" not in line
    assert "340123198503120010" not in line


def test_doctor_finds_a_healthy_store_healthy(matched: Desk) -> None:
    done = matched.run("doctor", "--json")
    assert done.code == 0, done.out
    assert {finding["verdict"] for finding in done.json} == {"ok"}


def test_doctor_says_what_waits_to_be_projected(desk: Desk) -> None:
    desk.run("import", "home.csv")
    done = desk.run("doctor", "--json")
    assert done.code == 1
    assert "no-model" in {finding["code"] for finding in done.json}


def test_doctor_finds_a_damaged_log(matched: Desk) -> None:
    log = matched.folder / "dedup-store" / "log.sqlite"
    log.write_bytes(b"\0" * 8192)
    for name in ("log.sqlite-wal", "log.sqlite-shm"):
        (log.parent / name).unlink(missing_ok=True)
    done = matched.run("doctor", "--lang", "en")
    assert done.code == 6
    assert "backup" in done.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("cases", "list"), 2),
        (("history", "340123/1"), 2),
        (("import", "nowhere.csv"), 3),
        (("match", "nowhere.csv", "--out", "f.csv"), 3),
        (("match", "home.csv"), 2),
        (("no-such-command",), 2),
        (("cases", "list", "--lang", "fr"), 2),
        (("cases", "list", "--kind", "odd"), 2),
        (("import", "home.csv", "--cycle", "../x"), 2),
        (("import", "home.csv", "--committee", "上海"), 2),
        (("import", "home.csv", "--level", "galaxy"), 2),
        (("import", "home.csv", "--encoding", "klingon"), 3),
        (("import", "home.csv", "--column", "姓名"), 2),
        (("import", "home.csv", "--column", "姓名=nickname"), 2),
        (("import", "home.csv", "--column", "没有=name"), 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_cannot_be_done_says_so_on_standard_error(
    desk: Desk, arguments: tuple[str, ...], code: int
) -> None:
    done = desk.run(*arguments)
    assert done.code == code
    assert done.out == ""
    assert done.err


def test_a_bad_setting_is_named(desk: Desk) -> None:
    done = desk.run("doctor", env={"DEDUP_BATCH_ROWS": "many"})
    assert done.code == 2
    assert "batch_rows" in done.err


def test_one_bad_file_does_not_keep_the_others_out(desk: Desk) -> None:
    (desk.folder / "bad.csv").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40)
    done = desk.run("import", "bad.csv", "host.csv", "--json")
    assert done.code == 3
    assert [f["accepted"] for f in done.json["files"]] == [2]
    assert done.json["refused"]


def test_a_match_that_stopped_at_a_bad_file_is_completed_by_a_rerun(desk: Desk) -> None:
    desk.write("late.csv", "")
    stopped = desk.run("match", "home.csv", "late.csv", "--out", "flags.csv")
    assert stopped.code == 3
    assert not (desk.folder / "flags.csv").exists()
    desk.write("late.csv", HOST)
    done = desk.run("match", "home.csv", "late.csv", "--out", "flags.csv", "--json")
    assert (done.code, done.json["flags"]) == (0, 1)


def test_help_is_quick_to_read_and_names_every_command(desk: Desk) -> None:
    done = desk.run("--help")
    assert done.code == 0
    for command in ("demo", "sample", "import", "match", "project", "cases", "history", "replay", "doctor"):
        assert command in done.out

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.columns import CANONICAL
from dedup.errors import BadInput, BadRequest
from dedup.intake.importing import Importer, ImportReport, ImportRequest
from dedup.intake.mappings import checked_mapping, corrections, digest_of, signature_of
from dedup.rolls import standing_registrations
from events.log import EventLog
from events.mappings import ColumnsMapped
from events.memory import open_memory_log
from tests.dedup.intake.files import write, write_xlsx
from tests.examples import NOON

HEADERS = ("档号", "称呼", "男女", "电话", "电话")
ROWS = (("A1", "王小明", "男", "13800000001", "010-1"), ("A2", "李静", "女", "13800000002", "010-2"))
SAID = {"档号": "registration_id", "称呼": "name", "男女": "sex", "电话 (2)": ""}


def as_text(headers: tuple[str, ...] = HEADERS) -> str:
    return "".join(",".join(row) + "\n" for row in (("某县选民名册",), headers, *ROWS))


def run(
    log: EventLog, path: Path, columns: dict[str, str] | None = None, committee: str = "340123"
) -> ImportReport:
    wanted = ImportRequest(path, "2026", "clerk", committee, "county", columns=columns)
    return Importer(log, lambda: NOON, 10).run(wanted)


def test_a_file_whose_headers_nobody_knows_is_read_as_somebody_says(tmp_path: Path) -> None:
    log = open_memory_log()
    path = write(tmp_path, as_text())
    with pytest.raises(BadInput) as refused:
        run(log, path)
    assert refused.value.code == "header-missing"
    assert run(log, path, SAID).counts.accepted == 2
    voters = [standing.voter for standing in standing_registrations(log)]
    assert [(v.name, v.sex, v.phone) for v in voters] == [
        ("王小明", "男", "13800000001"),
        ("李静", "女", "13800000002"),
    ]
    assert voters[0].extra == {"电话 (2)": "010-1"}


def test_what_was_said_is_remembered_for_that_committee_and_those_headers_in_any_order(
    tmp_path: Path,
) -> None:
    # given a committee that said once what its columns are
    log = open_memory_log()
    run(log, write(tmp_path, as_text()), SAID)
    # when the next file has the same headers in another order, then nothing need be said
    again = write(tmp_path, "称呼,档号,男女,电话,电话\n赵四,A3,男,1,2\n", "next.csv")
    assert run(log, again).counts.accepted == 1
    # but other headers, and other committees, are not read by it
    for path, committee in (
        (write(tmp_path, "称呼,档号\n赵四,A3\n", "other.csv"), "340123"),
        (again, "340124"),
    ):
        with pytest.raises(BadInput) as refused:
            run(log, path, committee=committee)
        assert refused.value.code == "header-missing"


def test_what_the_headers_say_themselves_is_not_kept_and_makes_the_rest_forgotten(tmp_path: Path) -> None:
    log = open_memory_log()
    path = write(tmp_path, "登记编号,姓名,备注\nA1,王小明,李明\n")
    run(log, path, {})
    assert log.count((ColumnsMapped,)) == 0
    run(log, path, {"姓名": "", "备注": "name"})
    assert [s.voter.name for s in standing_registrations(log)] == ["李明"]
    run(log, path, {"姓名": "name", "备注": "note"})
    assert [s.voter.name for s in standing_registrations(log)] == ["李明"]  # that reading was taken before
    run(log, write(tmp_path, "登记编号,姓名,备注\nA2,赵四,钱七\n", "next.csv"))
    assert sorted(s.voter.name for s in standing_registrations(log)) == ["李明", "赵四"]


def test_the_same_file_read_otherwise_is_another_import(tmp_path: Path) -> None:
    log = open_memory_log()
    path = write(tmp_path, "登记编号,姓名,曾用名\nA1,王小明,王大明\n")
    first = run(log, path)
    second = run(log, path, {"姓名": "former_name", "曾用名": "name"})
    assert second.stream_id != first.stream_id
    assert second.counts.amended == 1
    assert run(log, path).repeated


def test_required_columns_and_headers_are_demanded(tmp_path: Path) -> None:
    log = open_memory_log()
    path = write(tmp_path, as_text())
    for said, code in (
        (SAID | {"称呼": "note"}, "column-missing"),
        (SAID | {"男女": "name"}, "column-twice"),
        (SAID | {"没有": "note"}, "mapping-header-missing"),
    ):
        with pytest.raises(BadInput) as refused:
            run(log, path, said)
        assert refused.value.code == code
    with pytest.raises(BadRequest) as unknown:
        run(log, path, {"档号": "number"})
    assert unknown.value.code == "mapping-column-unknown"
    with pytest.raises(BadRequest) as large:
        checked_mapping({f"列{n}": "" for n in range(300)})
    assert large.value.code == "mapping-too-large"
    assert log.head() == 0


def test_workbooks_and_json_lines_are_read_by_a_mapping_too(tmp_path: Path) -> None:
    log = open_memory_log()
    book = write_xlsx(tmp_path / "roll.xlsx", [("某县",), HEADERS, *ROWS])
    assert run(log, book, SAID).counts.accepted == 2
    assert run(log, write_xlsx(tmp_path / "new.xlsx", [HEADERS, ("A9", "周九")])).counts.accepted == 1
    lines = write(
        tmp_path, json.dumps({"档号": "A7", "称呼": "钱七"}, ensure_ascii=False) + "\n", "roll.jsonl"
    )
    assert run(log, lines, {"档号": "registration_id", "称呼": "name"}).counts.accepted == 1


@given(st.dictionaries(st.text(min_size=1, max_size=10), st.sampled_from(["", *CANONICAL]), max_size=8))
def test_a_mapping_is_told_by_what_it_corrects_and_by_nothing_else(columns: dict[str, str]) -> None:
    turned = dict(reversed(columns.items()))
    assert digest_of(columns) == digest_of(turned)
    assert signature_of([*columns]) == signature_of([*turned])
    once = corrections(columns)
    assert corrections(once) == once
    assert once.items() <= columns.items()

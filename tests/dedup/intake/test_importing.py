from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from dedup.errors import BadInput, Conflict
from dedup.intake.importing import Importer, ImportReport, ImportRequest
from dedup.rolls import standing_registrations
from events.files import FileImported, FileReceived, RowCounts, RowsImported
from events.log import EventLog
from events.memory import open_memory_log
from tests.examples import NOON

HEADER = "登记编号,区划代码,姓名,性别,联系电话,操作"


def write_csv(folder: Path, *rows: str, name: str = "home.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def rows(count: int, start: int = 1) -> list[str]:
    return [f"A{n:04d},340123,王{chr(0x4E00 + n)},男,138{n:08d}," for n in range(start, start + count)]


def run(log: EventLog, path: Path, batch_rows: int = 10) -> ImportReport:
    return Importer(log, lambda: NOON, batch_rows).run(ImportRequest(path=path, cycle="2026", actor="clerk"))


def test_every_row_is_accounted_for(tmp_path: Path) -> None:
    log = open_memory_log()
    path = write_csv(tmp_path, *rows(25), "A0099,340123,,男,,", ",340123,张三,男,,")
    report = run(log, path)
    assert report.counts == RowCounts(accepted=25, rejected=2)
    assert len(list(standing_registrations(log))) == 25


def test_the_account_tells_the_file_its_rows_and_why_some_were_rejected(tmp_path: Path) -> None:
    log = open_memory_log()
    report = run(log, write_csv(tmp_path, *rows(3), "A0099,340123,,男,13800138000,"))
    account = [r.event for r in log.read_stream(report.stream_id)]
    assert [type(event) for event in account] == [FileReceived, RowsImported, FileImported]
    received, imported = account[0], account[1]
    assert isinstance(received, FileReceived)
    assert isinstance(imported, RowsImported)
    assert (received.file_name, received.sha256, received.columns["姓名"]) == (
        "home.csv",
        report.sha256,
        "name",
    )
    (reject,) = imported.rejects
    assert (reject.row, reject.field, reject.reason) == (5, "name", "missing_name")
    assert reject.personal["phone"] == "13800138000"


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    log = open_memory_log()
    path = write_csv(tmp_path, *rows(5), "A0099,340123,,男,,")
    run(log, path)
    head = log.head()
    again = run(log, path)
    assert (again.repeated, again.counts) == (True, RowCounts(unchanged=5, rejected=1))
    assert log.head() == head


def test_another_file_with_the_same_rows_is_unchanged_and_differences_amend(tmp_path: Path) -> None:
    log = open_memory_log()
    run(log, write_csv(tmp_path, *rows(5)))
    changed = rows(5)
    changed[2] = "A0003,340123,王三改,男,13800000003,"
    report = run(log, write_csv(tmp_path, *changed, *rows(2, start=6), name="second.csv"))
    assert report.counts == RowCounts(accepted=2, unchanged=4, amended=1)


def test_withdrawals_withdraw(tmp_path: Path) -> None:
    log = open_memory_log()
    run(log, write_csv(tmp_path, *rows(3)))
    report = run(log, write_csv(tmp_path, "A0002,340123,,,,迁出", name="leavers.csv"))
    assert report.counts == RowCounts(withdrawn=1)
    assert [r.key.registration_id for r in standing_registrations(log)] == ["A0001", "A0003"]


def test_a_key_twice_in_one_batch_is_taken_in_row_order(tmp_path: Path) -> None:
    log = open_memory_log()
    report = run(
        log, write_csv(tmp_path, "A1,340123,王一,男,,", "A1,340123,王二,男,,", "A1,340123,王二,男,,")
    )
    assert report.counts == RowCounts(accepted=1, amended=1, unchanged=1)
    assert [r.voter.name for r in standing_registrations(log)] == ["王二"]


class Dying(Exception):
    pass


class DyingLog(EventLog):
    """A log whose process dies before the nth append."""

    appends_left: int

    def append(self, writes, consumed=None, rows=()):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        if self.appends_left == 0:
            raise Dying
        self.appends_left -= 1
        return super().append(writes, consumed, rows)


@pytest.mark.parametrize("appends", range(6))
def test_an_interrupted_import_continues_without_double_effect(tmp_path: Path, appends: int) -> None:
    path = write_csv(tmp_path, *rows(34), "A0099,340123,,男,,")
    whole = open_memory_log()
    wanted = run(whole, path)
    log = open_memory_log()
    dying = DyingLog(log._recorder)
    dying.appends_left = appends
    with pytest.raises(Dying):
        run(dying, path)
    report = run(log, path)
    assert report.counts == wanted.counts
    assert [r.event for r in log.read_all()] == [r.event for r in whole.read_all()]


def test_a_second_importer_of_the_same_file_stops(tmp_path: Path) -> None:
    path = write_csv(tmp_path, *rows(30))
    log = open_memory_log()

    class Rival(EventLog):
        def read_latest(self, stream_ids: Sequence[str]):  # type: ignore[no-untyped-def]  # noqa: ANN202
            latest = super().read_latest(stream_ids)
            if log.head() < 20:
                run(log, path)
            return latest

    with pytest.raises(Conflict) as refused:
        run(Rival(log._recorder), path)
    assert refused.value.code == "file-imported-elsewhere"
    assert len(list(standing_registrations(log))) == 30


def test_rows_that_name_no_committee_take_the_files(tmp_path: Path) -> None:
    log = open_memory_log()
    path = tmp_path / "host.csv"
    path.write_text("登记编号,姓名\n1,张三\n", encoding="gb18030")
    request = ImportRequest(path=path, cycle="2026", actor="clerk", committee="310115", level="township")
    Importer(log, lambda: NOON).run(request)
    (registration,) = standing_registrations(log)
    assert (registration.key.committee, registration.key.level) == ("310115", "township")


def test_another_sheet_of_the_same_workbook_is_another_register(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for number in (1, 2):
            sheet = book.add_worksheet(f"选区{number}")
            sheet.write_row(0, 0, ["登记编号", "区划代码", "姓名"])
            sheet.write_row(1, 0, [f"A{number}", "340123", "张三"])
    log = open_memory_log()
    for number in (1, 2, 2):
        request = ImportRequest(path=path, cycle="2026", actor="clerk", sheet=f"选区{number}")
        report = Importer(log, lambda: NOON).run(request)
    assert report.repeated
    assert [r.key.registration_id for r in standing_registrations(log)] == ["A1", "A2"]


def test_a_file_read_with_another_encoding_is_read_anew(tmp_path: Path) -> None:
    log = open_memory_log()
    path = tmp_path / "host.csv"
    path.write_text("登记编号,区划代码,姓名\n1,310115,张三\n", encoding="utf-8")
    for encoding in (None, "utf-8"):
        request = ImportRequest(path=path, cycle="2026", actor="clerk", encoding=encoding)
        assert not Importer(log, lambda: NOON).run(request).repeated


def test_a_missing_file_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        run(open_memory_log(), tmp_path / "none.csv")
    assert "none.csv" in refused.value.message("zh")


def test_registrations_changed_by_another_writer_meanwhile_are_decided_again(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "A1,340123,王一,男,,")
    other = write_csv(tmp_path, "A1,340123,王〇,男,,", name="other.csv")
    log = open_memory_log()

    class Interfering(EventLog):
        interfered = False

        def append(self, writes, consumed=None, rows=()):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            if rows and not self.interfered:
                self.interfered = True
                run(log, other)
            return super().append(writes, consumed, rows)

    report = run(Interfering(log._recorder), path)
    assert report.counts == RowCounts(amended=1)
    assert [r.voter.name for r in standing_registrations(log)] == ["王一"]

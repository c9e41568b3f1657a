from __future__ import annotations

import datetime as dt
import os
from contextlib import closing
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.errors import BadInput
from dedup.intake.limits import Limits
from dedup.intake.tables import open_table
from dedup.intake.workbook import WorkbookTable
from tests.children import children_of
from tests.dedup.intake.files import (
    HEADERS,
    look,
    problems,
    read,
    refusal,
    roll,
    values,
    write_xlsx,
    write_zip,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def handmade(folder: Path, sheet: str, strings: str = "", prolog: str = "") -> Path:
    """Write a workbook whose sheet and shared strings are the given XML."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        "xl/sharedStrings.xml": strings or f'<sst xmlns="{MAIN}" count="0" uniqueCount="0"></sst>',
    }
    return write_zip(folder / "made.xlsx", {name: text.encode() for name, text in parts.items()})


def inline(cells: dict[str, str]) -> str:
    kept = "".join(f'<c r="{at}" t="inlineStr"><is><t>{escape(t)}</t></is></c>' for at, t in cells.items())
    return f"<row>{kept}</row>"


def test_a_sheet_is_read_with_the_numbers_that_its_user_sees(tmp_path: Path) -> None:
    rows = [["肥西县选民登记表"], [], list(HEADERS), *roll(3), [], ["合计", "3人"]]
    table, read_back = look(write_xlsx(tmp_path / "roll.xlsx", rows))
    assert (table.format, table.rows_hint, table.skipped_rows) == ("xlsx", 5, 2)
    assert [row.number for row in read_back] == [4, 5, 6]
    assert values(read_back, "household_address") == [row[5] for row in roll(3)]
    assert table.bytes_read == table.bytes_total


def test_a_table_that_does_not_begin_at_the_first_cell_is_read(tmp_path: Path) -> None:
    rows = [[], [], *([["", "", *cells] for cells in (HEADERS, *roll(2))])]
    assert [row.number for row in read(write_xlsx(tmp_path / "roll.xlsx", rows))] == [4, 5]


def test_number_cells_are_the_text_that_excel_shows(tmp_path: Path) -> None:
    headers = ["登记编号", "区划代码", "姓名", "联系电话", "身份证号", "备注"]
    cells = [1001, 340123, "王小明", 13800138000, 110105194912310021, 1.5]
    (row,) = read(write_xlsx(tmp_path / "roll.xlsx", [headers, cells]))
    assert row.values == {
        "registration_id": "1001",
        "committee": "340123",
        "name": "王小明",
        "phone": "13800138000",
        "id_number": "110105194912310000",
        "note": "1.5",
    }
    assert (row.problem, row.warnings) == (None, ("number_damaged",))


def test_a_number_that_kept_its_digits_is_no_damage(tmp_path: Path) -> None:
    (row,) = read(write_xlsx(tmp_path / "roll.xlsx", [HEADERS, ["A", "340123", "王", "男", 110105491231002]]))
    assert (row.values["id_number"], row.warnings) == ("110105491231002", ())


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_are_iso_texts_in_both_of_excels_calendars(tmp_path: Path, epoch_1904: bool) -> None:
    path = tmp_path / "dates.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": epoch_1904}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["登记编号", "区划代码", "姓名", "出生日期", "登记日期"])
        sheet.write_row(1, 0, ["A1", "340123", "王小明"])
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet.write_datetime(1, 3, dt.datetime(1985, 3, 12), day)  # noqa: DTZ001 - a cell has no zone
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_datetime(1, 4, dt.datetime(2026, 9, 1, 13, 30), moment)  # noqa: DTZ001
    (row,) = read(path)
    assert row.values["birth_date"] == "1985-03-12"
    assert row.values["registered_on"] == "2026-09-01 13:30:00"


def test_two_sheets_of_voters_are_asked_about_and_none_is_left_out(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "roll.xlsx", [HEADERS, *roll(2)], sheets=("东村", "西村"))
    assert refusal(path) == "workbook-several-sheets"
    assert refusal(path, sheet="西村") == ""
    assert refusal(path, sheet="南村") == "workbook-sheet-missing"


def test_sheets_without_a_register_and_hidden_ones_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "roll.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("填表说明").write(0, 0, "请如实填写")
        sheet = book.add_worksheet("名单")
        hidden = book.add_worksheet("备份")
        hidden.hide()
        for number, row in enumerate([HEADERS, *roll(2)]):
            sheet.write_row(number, 0, row)
            hidden.write_row(number, 0, row)
    assert len(read(path)) == 2


@pytest.mark.parametrize(
    ("rows", "code"),
    [([], "file-empty"), ([list(HEADERS)], "file-header-only"), ([["a", "b"], ["c", "d"]], "header-missing")],
)
def test_a_workbook_without_voters_is_refused(tmp_path: Path, rows: list[list[str]], code: str) -> None:
    assert refusal(write_xlsx(tmp_path / "roll.xlsx", rows)) == code


def test_a_bad_row_costs_one_row(tmp_path: Path) -> None:
    wide = [*roll(1)[0], *["x"] * 500]
    long = [*roll(1)[0][:5], "长" * 20_000]
    rows = read(write_xlsx(tmp_path / "roll.xlsx", [HEADERS, *roll(2), wide, long, *roll(2)]))
    assert problems(rows) == [(4, "too_many_columns"), (5, "cell_too_long")]
    assert len(rows) == 6


def test_reading_resumes_and_starts_again(tmp_path: Path) -> None:
    with open_table(write_xlsx(tmp_path / "roll.xlsx", [HEADERS, *roll(1_200)])) as table:
        everything = list(table.rows())
        assert len(everything) == 1_200
        assert list(table.rows(after=1_000)) == [row for row in everything if row.number > 1_000]


def test_no_child_outlives_its_table(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "roll.xlsx", [HEADERS, *roll(2_000)])
    before = children_of(os.getpid())
    with open_table(path) as table:
        reading = table.rows()
        assert next(reading).number == 2
        assert len(children_of(os.getpid())) > len(before)
    del reading
    assert children_of(os.getpid()) == before


@pytest.mark.parametrize(
    "sheet",
    [
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        "<sheetData>" + inline({"A1": "a"}),
        "<sheetData><row><c r='ZZZZZZ99999999999'><v>1</v></c></row></sheetData>",
        "no xml at all <<<",
    ],
)
def test_a_hostile_sheet_ends_only_the_child(tmp_path: Path, sheet: str) -> None:
    assert refusal(handmade(tmp_path, sheet)) in {
        "workbook-too-heavy",
        "workbook-unreadable",
        "header-missing",
        "file-empty",
    }


def test_a_lying_count_of_strings_does_not_take_memory(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}" count="9" uniqueCount="4000000000000"><si><t>a</t></si></sst>'
    sheet = "<sheetData>" + inline({"A1": "登记编号", "B1": "姓名"}) + "</sheetData>"
    assert refusal(handmade(tmp_path, sheet, strings)).startswith(
        ("workbook-", "file-", "header-", "column-")
    )


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    outside = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    prolog = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{laughs}{outside}]>'
    cell = '<c r="A3" t="inlineStr"><is><t>&l11;&x;</t></is></c>'
    header = inline({"A1": "登记编号", "B1": "姓名", "C1": "区划代码"})
    path = handmade(tmp_path, f"<sheetData>{header}<row>{cell}</row></sheetData>", prolog=prolog)
    try:
        texts = [text for row in read(path) for text in row.values.values()]
    except BadInput as refused:
        assert refused.code in {"workbook-unreadable", "workbook-too-heavy", "file-header-only"}  # noqa: PT017
    else:
        assert not any("ha" in text or "root" in text for text in texts)


def test_a_child_without_memory_is_an_error_of_the_file(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "roll.xlsx", [HEADERS, *roll(20_000)])
    with (
        pytest.raises(BadInput) as refused,
        closing(WorkbookTable(path, Limits(child_memory_bytes=20_000_000))),
    ):
        pass
    assert refused.value.code in {"workbook-too-heavy", "workbook-unreadable"}


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=9)


@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_written_is_read_back(tmp_path: Path, rows: list[list[str]]) -> None:
    filled = [[f"K{n}", "340123", "王" + name, *cells] for n, (name, *cells) in enumerate(rows)]
    read_back = read(write_xlsx(tmp_path / "roll.xlsx", [HEADERS, *filled]))
    columns = ("registration_id", "committee", "name", "sex", "id_number")
    for row, cells in zip(read_back, filled, strict=True):
        assert row.values == {c: t for c, t in zip(columns, cells, strict=True) if t and not t.isspace()}


def test_a_module_lying_about_in_the_users_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "roll.xlsx", [HEADERS, *roll(2)])
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert len(read(path)) == 2

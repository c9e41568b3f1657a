from __future__ import annotations

import pytest

from dedup.errors import BadInput
from dedup.intake.heading import RowReader, check_columns, find_heading, heading_of
from dedup.intake.limits import Limits

LIMITS = Limits()


def test_the_row_that_names_most_columns_is_the_header() -> None:
    rows = [
        (1, ["肥西县选民登记表", "", ""]),
        (2, ["填报单位", "姓名", "性别"]),
        (4, ["登记编号", "姓名", "性别"]),
        (5, ["A1", "居住地", "单位"]),
    ]
    heading = find_heading(rows, LIMITS)
    assert heading
    assert (heading.number, heading.recognised) == (4, 3)


def test_a_row_of_values_is_no_header() -> None:
    assert find_heading([(1, ["A1", "王小明", "单位", "男"])], LIMITS) is None


def test_empty_columns_on_the_right_are_none() -> None:
    columns = heading_of(1, ["登记编号", "姓名", "", " ", ""], LIMITS).columns
    assert [match.header for match in columns] == ["登记编号", "姓名"]


@pytest.mark.parametrize(
    ("headers", "given", "code"),
    [
        (["登记编号", "姓名", "区划代码"], False, ""),
        (["登记编号", "姓名"], True, ""),
        (["登记编号", "姓名"], False, "column-missing"),
        (["姓名", "区划代码"], False, "column-missing"),
        (["登记编号", "区划代码"], False, "column-missing"),
        (["登记编号", "区划代码", "操作"], False, ""),
        (["id", "given_name", "last name", "committee"], False, ""),
        (["id", "surname"], True, ""),
    ],
)
def test_a_name_is_asked_for_whole_or_in_parts_but_not_in_withdrawals_nor_a_committee_given_once(
    headers: list[str], given: bool, code: str
) -> None:
    columns = heading_of(1, headers, LIMITS).columns
    refused = ""
    try:
        check_columns(columns, LIMITS, path="roll.csv", committee_given=given)
    except BadInput as error:
        refused = error.code
    assert refused == code


def test_empty_cells_on_the_right_of_a_row_are_no_surplus() -> None:
    reader = RowReader(heading_of(1, ["登记编号", "姓名"], LIMITS), LIMITS)
    row = reader.read(2, ["A1", "王小明", "", " "])
    assert row
    assert row.problem is None

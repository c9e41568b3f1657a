from __future__ import annotations

import pytest

from dedup.columns import CANONICAL, CHINESE, ENGLISH_ALIASES, NAME_PARTS, TITLES, canonical_name

VARIANTS = {
    "registration_id": (
        "登记编号 选民登记编号 选民编号 选民证号 选民证编号 ＊登记编号 登记编号(必填) registration_id "
        "REGISTRATION_ID Registration-Id 【登记编号】 登记编号/ID 编号"
    ),
    "committee": (
        "区划代码 行政区划代码 选举委员会 选举委员会代码 选委会编码 区划代码（6位） committee 区划编码"
    ),
    "name": (
        "姓名 选民姓名 姓名* *姓名 姓名（必填） 姓名(必填) 姓名/Name 姓名： name NAME "
        "Full_Name 名字 【姓名】 \ufeff姓名"
    ),
    "surname": "姓 姓氏 surname Last_Name last-name Family_Name 姓/Surname 姓(必填)",
    "given_name": "名 given_name GivenName First_Name Forename 名/Given_Name",
    "sex": "性别 性别(男/女) 性别（必填） 性别/Sex sex Gender 性别*",
    "ethnicity": "民族 民族（必填） 族别 ethnicity",
    "birth_date": (
        "出生日期 出生年月 出生年月日 出生日期（公历） 出生日期(YYYY-MM-DD) birth_date DOB Date-of-Birth 生日"
    ),
    "id_number": (
        "身份证号 身份证号码 公民身份号码 公民身份证号码 "
        "居民身份证号码 身份证号(18位) 身份证号码（必填） 身份证 "
        "id_number ID_NUMBER National-ID 证件号码 身份证件号码 身份证号/ID"
    ),
    "household_address": (
        "户籍地址 户籍地 户口所在地 户籍所在地 户籍所在地详细地址 户籍地址（详细到门牌号） household_address"
    ),
    "residence_address": (
        "现居住地址 现居住地 现住址 居住地址 家庭住址 现居住地详细地址 实际居住地 residence_address 住址"
    ),
    "phone": (
        "联系电话 手机号 手机号码 联系方式 电话 移动电话 联系电话（手机） phone Mobile Telephone 联系电话*"
    ),
    "employer": "工作单位 单位名称 工作单位或学校 工作单位/学校 employer Work-Unit 单位",
    "constituency": "选区 选区名称 所属选区 constituency 选区(第几选区)",
    "registered_on": "登记日期 登记时间 registered_on",
    "basis": "登记依据 参选地类型 basis",
    "certificate_no": "选民资格证明编号 资格证明编号 certificate_no",
    "level": "层级 选举层级 level",
    "former_name": "曾用名 former_name 曾用名/别名",
    "voter_group": "选民小组 voter_group",
    "note": "备注 note Remarks 备注（可不填）",
    "action": "操作 变动类型 登记状态 action",
}
PAIRS = [(header, column) for column, headers in VARIANTS.items() for header in headers.split(" ")]


def test_there_are_a_hundred_variants_to_try() -> None:
    assert len(PAIRS) >= 100
    assert set(VARIANTS) == {*CANONICAL, *NAME_PARTS}


@pytest.mark.parametrize(("header", "column"), PAIRS)
def test_a_header_is_recognised_as_committees_write_it(header: str, column: str) -> None:
    assert canonical_name(header) == column


@pytest.mark.parametrize("header", ["姓 名", "姓　名", "姓\n名", "身份证\n号码"])
def test_spaces_and_line_breaks_inside_a_header_do_not_matter(header: str) -> None:
    assert canonical_name(header) in {"name", "id_number"}


@pytest.mark.parametrize(
    "header", ["序号", "notice", "户主姓名", "与户主关系", "", "文化程度", "职业", "年龄", "地址"]
)
def test_a_column_of_the_committees_own_is_left_alone(header: str) -> None:
    assert canonical_name(header) is None


def test_a_header_that_names_two_columns_names_none() -> None:
    assert canonical_name("姓名/性别") is None


def test_no_alias_belongs_to_two_columns() -> None:
    for column, titles in (CHINESE | NAME_PARTS).items():
        aliases = (column, TITLES[column], *titles, *ENGLISH_ALIASES.get(column, ()))
        assert {canonical_name(alias) for alias in aliases} == {column}

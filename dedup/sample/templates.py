"""Committees' own file templates: format, encoding, headers, order of columns, writing of dates and codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, Literal

from dedup.columns import CANONICAL, CHINESE
from dedup.sample.ledger import Basis, Entry

NOTICE: Final = "虚构样本 invented sample"
NOTICE_COLUMN: Final = "notice"
FIELDS: Final = (*(name for name in CANONICAL if name != "action"), "registrar", NOTICE_COLUMN)
"""Everything a template may hold, in the order in which `Template.values` makes it."""

_SHORTER: Final = ("voter_group", "level", "registrar")
_CHINESE: Final = {name: CHINESE[name][0] for name in CANONICAL} | {
    "registrar": "登记人",
    NOTICE_COLUMN: NOTICE_COLUMN,
}
_OTHER_CHINESE: Final = _CHINESE | {
    "registration_id": "选民证号",
    "committee": "区划代码",
    "id_number": "身份证号",
    "residence_address": "现住址",
    "phone": "手机号码",
    "employer": "工作单位或学校",
    "basis": "参选地类型",
}
_BASES: Final = {
    Basis.HOUSEHOLD: "户籍地",
    Basis.RESIDENCE: "居住地",
    Basis.UNIT: "单位",
    Basis.SCHOOL: "学校",
}
_SAME: Final[dict[str, str]] = {}
_FULL_DATE: Final = 8


def _iso(date: str) -> str:
    if len(date) == _FULL_DATE:
        return f"{date[:4]}-{date[4:6]}-{date[6:]}"
    return f"{date[:4]}-{date[4:]}" if date else ""


def _compact(date: str) -> str:
    return date


def _slashed(date: str) -> str:
    if len(date) == _FULL_DATE:
        return f"{date[:4]}/{int(date[4:6])}/{int(date[6:])}"
    return f"{date[:4]}/{int(date[4:])}" if date else ""


def _chinese_date(date: str) -> str:
    if len(date) == _FULL_DATE:
        return f"{date[:4]}年{int(date[4:6])}月{int(date[6:])}日"
    return f"{date[:4]}年{int(date[4:])}月" if date else ""


Format = Literal["csv", "xlsx", "jsonl"]


@dataclass(frozen=True, slots=True)
class Template:
    """How one committee writes its file."""

    format: Format
    encoding: str
    line_end: str
    headers: dict[str, str]
    """Field → header, in the order of the columns; fields that are missing are not in the file."""
    id_format: str
    """Format of registration ids; takes `serial` and `code`."""
    date: Callable[[str], str]
    sexes: dict[str, str]
    bases: dict[Basis, str]
    levels: dict[str, str]
    people_suffix: str

    def values(self, entry: Entry, committee: str) -> tuple[str, ...]:
        """Return the row's values in the order of `FIELDS`."""
        date = self.date
        return (
            entry.registration_id,
            committee,
            entry.name,
            self.sexes.get(entry.sex, entry.sex),
            entry.ethnicity + self.people_suffix if entry.ethnicity else "",
            date(entry.birth),
            entry.id_number,
            entry.household_address,
            entry.residence_address,
            entry.phone,
            entry.employer,
            entry.constituency,
            date(entry.registered_on),
            self.bases.get(entry.basis, entry.basis.value),
            entry.certificate_no,
            self.levels.get(entry.level, entry.level),
            entry.former_name,
            entry.voter_group,
            entry.note,
            entry.registrar,
            NOTICE,
        )

    def choose(self) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
        """Return what takes the file's columns, in its order, out of `values`."""
        first, *others = (FIELDS.index(field) for field in self.headers)
        return itemgetter(first, *others)


def _ordered(headers: dict[str, str], *first: str, without: tuple[str, ...] = ()) -> dict[str, str]:
    fields = [*first, *(field for field in FIELDS if field not in first)]
    return {field: headers[field] for field in fields if field not in without}


_ENGLISH: Final = {field: field for field in FIELDS}
_LETTERS: Final = {"男": "M", "女": "F"}
_DIGITS: Final = {"男": "1", "女": "2"}
_LEVELS: Final = {"": "县", "township": "乡"}

HOME_TEMPLATE: Final = Template(
    format="csv",
    encoding="utf-8-sig",
    line_end="\r\n",
    headers=_ordered(_CHINESE),
    id_format="NB{serial:08d}",
    date=_iso,
    sexes=_SAME,
    bases=_BASES,
    levels=_LEVELS,
    people_suffix="族",
)
_COMPACT_GB: Final = Template(
    format="csv",
    encoding="gb18030",
    line_end="\r\n",
    headers=_ordered(_OTHER_CHINESE, "registration_id", "name", "sex", "birth_date", without=_SHORTER),
    id_format="{serial:07d}",
    date=_compact,
    sexes=_SAME,
    bases=_BASES,
    levels=_LEVELS,
    people_suffix="",
)
_ENGLISH_CSV: Final = Template(
    format="csv",
    encoding="utf-8",
    line_end="\n",
    headers=_ordered(_ENGLISH, without=("level",)),
    id_format="R-{serial}",
    date=_iso,
    sexes=_LETTERS,
    bases={},
    levels=_SAME,
    people_suffix="",
)
_SPREADSHEET: Final = Template(
    format="xlsx",
    encoding="utf-8-sig",
    line_end="\r\n",
    headers=_ordered(_CHINESE, "committee", "registration_id", "name", "id_number", without=_SHORTER),
    id_format="{code}{serial:06d}",
    date=_slashed,
    sexes=_SAME,
    bases=_BASES,
    levels=_LEVELS,
    people_suffix="族",
)
_JSON_LINES: Final = Template(
    format="jsonl",
    encoding="utf-8",
    line_end="\n",
    headers=_ordered(_ENGLISH, without=("level", "voter_group")),
    id_format="{code}-{serial:06d}",
    date=_chinese_date,
    sexes=_DIGITS,
    bases={},
    levels=_SAME,
    people_suffix="",
)
HOST_TEMPLATES: Final = (_COMPACT_GB, _ENGLISH_CSV, _SPREADSHEET, _JSON_LINES)
"""Hosts take them in turn."""

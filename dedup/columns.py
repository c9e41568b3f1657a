"""The interchange columns: the one list of names that files, HTTP and Kafka share.

`CANONICAL` is the order in which the product writes them. `ALIASES` maps every header that committees
are known to use, Chinese or English, to its canonical name; look a header up through `canonical_name`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

CHINESE: Final[dict[str, tuple[str, ...]]] = {
    "registration_id": (
        *("登记编号", "选民登记编号", "选民编号", "选民证号", "编号", "登记号", "选民号", "选民证编号"),
        *("选民登记号", "选民登记证号", "登记证编号"),
    ),
    "committee": (
        *("选举委员会", "区划代码", "选委会代码", "选举委员会代码", "行政区划代码", "选委会", "区划编码"),
        *("行政区划编码", "选委会编码", "选举委员会编码", "登记地区划代码", "所属选举委员会", "所属选委会"),
    ),
    "name": ("姓名", "选民姓名", "名字", "公民姓名"),
    "sex": ("性别",),
    "ethnicity": ("民族", "族别", "民族名称"),
    "birth_date": ("出生日期", "出生年月", "出生年月日", "生日", "出生时间", "公历出生日期"),
    "id_number": (
        *("公民身份号码", "身份证号", "身份证号码", "身份证", "证件号码", "居民身份证号", "居民身份证号码"),
        *("公民身份证号", "公民身份证号码", "身份证件号码", "身份证件号", "证件号", "身份号码"),
    ),
    "household_address": (
        *("户籍地址", "户籍地", "户口所在地", "户籍所在地", "户口地址", "户籍住址", "户口住址"),
        *("户籍详细地址", "户籍地详细地址", "户籍所在地详细地址", "户籍所在地地址", "户籍登记地址"),
    ),
    "residence_address": (
        *("现居住地址", "现居住地", "居住地址", "现住址", "居住地", "住址", "现住地址", "现居地址", "现居地"),
        *(
            "现居住地详细地址",
            "居住地详细地址",
            "常住地址",
            "实际居住地",
            "实际居住地址",
            "家庭住址",
            "家庭地址",
        ),
    ),
    "phone": (
        *("联系电话", "手机号", "手机号码", "电话", "手机", "联系方式", "电话号码", "移动电话", "本人电话"),
        *("联系电话号码", "联系手机", "联系手机号"),
    ),
    "employer": (
        *("工作单位", "单位", "工作单位或学校", "单位名称", "工作单位名称", "所在单位", "工作单位学校"),
    ),
    "constituency": ("选区", "选区名称", "所属选区", "登记选区", "选区编号", "选区号"),
    "registered_on": ("登记日期", "登记时间", "登记年月日"),
    "basis": ("登记依据", "参选地类型", "参选类型", "登记地类型"),
    "certificate_no": (
        *("选民资格证明编号", "资格证明编号", "选民资格证明", "选民资格证明函编号", "资格转移证明编号"),
        *("资格转移证明", "资格证明"),
    ),
    "level": ("层级", "选举层级", "选举级别"),
    "former_name": ("曾用名", "别名", "曾用名别名", "原名"),
    "voter_group": ("选民小组", "选民小组名称", "所属选民小组"),
    "note": ("备注", "说明", "备注说明", "附注"),
    "action": ("操作", "登记状态", "变动", "操作类型", "变动类型", "变动情况", "变更类型", "选民状态"),
}
"""Canonical name → Chinese headers, the first being the one that the product itself writes."""

CANONICAL: Final[tuple[str, ...]] = tuple(CHINESE)

NAME_PARTS: Final[dict[str, tuple[str, ...]]] = {"surname": ("姓", "姓氏"), "given_name": ("名",)}
"""Columns that together stand for `name` where a register writes it in two; not stored under names of their
own."""

TITLES: Final[dict[str, str]] = {column: titles[0] for column, titles in (CHINESE | NAME_PARTS).items()}
"""Every column that a file may have by its Chinese title."""

ENGLISH_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "registration_id": ("id", "registration no", "voter id", "record id"),
    "committee": ("committee code", "division code"),
    "name": ("full name",),
    "surname": ("last name", "family name"),
    "given_name": ("first name", "forename", "given names", "forenames"),
    "sex": ("gender",),
    "birth_date": ("date of birth", "dob", "birthday"),
    "id_number": ("national id", "citizen id", "identity number", "id card"),
    "phone": ("telephone", "mobile", "phone number"),
    "employer": ("work unit", "workplace"),
    "note": ("remark", "remarks", "notes"),
}

_PUNCTUATION: Final = re.compile(r"[\s\ufeff\u200b_\-*:：（）()\[\]【】、/.]+")
_HINT: Final = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
"""What templates add to a header: (必填), (男/女), [18位]."""


_HEADER_CHARS_MAX: Final = 200


def _fold(header: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", header)).casefold()


ALIASES: Final[dict[str, str]] = {
    _fold(alias): name
    for name, titles in (CHINESE | NAME_PARTS).items()
    for alias in (name, *titles, *ENGLISH_ALIASES.get(name, ()))
}


def canonical_name(header: str) -> str | None:
    """Return the canonical column that a header names, or None for a column of the committee's own.

    A hint in brackets and a second language after a slash do not matter: `姓名/Name (必填)` is the name.
    """
    known = ALIASES.get(_fold(header))
    if known or len(header) > _HEADER_CHARS_MAX:
        return known
    plain = _HINT.sub("", unicodedata.normalize("NFKC", header))
    parts = (plain, *plain.split("/"))
    for language in (False, True):  # the Chinese words decide: 身份证号/ID is no registration_id
        named = {ALIASES.get(_fold(part)) for part in parts if part.isascii() is language} - {None}
        if named:
            return named.pop() if len(named) == 1 else None
    return None

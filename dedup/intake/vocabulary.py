"""The few columns that have a vocabulary: level 层级, basis 登记依据, action 操作, sex 性别, 区划代码.

Looked up through caches, since a file of a million rows has a handful of different words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

Level = Literal["county", "township"]
Basis = Literal["household", "residence", "unit", "school", ""]
Action = Literal["register", "withdraw"]
Sex = Literal["male", "female", "unknown"]

_LEVELS: Final[dict[str, Level]] = {
    **dict.fromkeys(("county", "县", "县级", "县区", "县区级", "区", "区级", "区县", "市级", "1"), "county"),
    **dict.fromkeys(("township", "town", "乡", "乡级", "乡镇", "乡镇级", "镇", "镇级", "2"), "township"),
}
_BASES: Final[dict[str, Basis]] = {
    **dict.fromkeys(
        ("household", "hukou", "户籍", "户籍地", "户口", "户口所在地", "户籍所在地", "本地户籍"), "household"
    ),
    **dict.fromkeys(
        ("residence", "居住", "居住地", "现居住地", "现住地", "常住", "常住地", "居住证", "暂住", "暂住地"),
        "residence",
    ),
    **dict.fromkeys(("unit", "work", "workplace", "单位", "工作单位", "工作地", "企业"), "unit"),
    **dict.fromkeys(("school", "学校", "院校", "高校", "在校", "就读学校"), "school"),
    **dict.fromkeys(("", "other", "其他", "其它", "无", "-", "—"), ""),
}
_REGISTERS: Final = (
    *("register", "registered", "add", "new", "amend", "update", "登记", "登记成功", "已登记", "新增"),
    *("增加", "补登", "补录", "变更", "更正", "修改", "恢复", "迁入", "转入", "正常", "有效", "在册"),
    *("待比对", "待资格审查", "审核通过", "继续登记", "年满18周岁"),
)
_WITHDRAWALS: Final = (
    *("withdraw", "withdrawn", "remove", "removed", "delete", "deleted", "撤销", "撤销登记", "撤出", "注销"),
    *("取消", "取消登记", "除名", "删除", "减少", "迁出", "转出", "迁出除名", "死亡", "死亡除名", "已死亡"),
    *("停止行使选举权利", "停止行使选举权", "停止行使选举权利除名", "不能行使选举权", "被剥夺政治权利"),
    *("剥夺政治权利", "重复登记除名", "转移", "资格转移"),
)
_ACTIONS: Final[dict[str, Action]] = {
    **dict.fromkeys(_REGISTERS, "register"),
    **dict.fromkeys(_WITHDRAWALS, "withdraw"),
}
_SEXES: Final[dict[str, Sex]] = {
    **dict.fromkeys(("男", "男性", "m", "male", "1"), "male"),
    **dict.fromkeys(("女", "女性", "f", "female", "2"), "female"),
    **dict.fromkeys(("0", "9", "未知", "未说明", "不详"), "unknown"),
}
_DIVISION: Final = re.compile(r"[0-9]{6,12}")
_SPACES: Final = re.compile(r"\s+")


def folded(text: str) -> str:
    """Return a text without spaces, widths and case, to be looked up; never to be stored."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=1024)
def read_level(text: str) -> Level | None:
    """Return the level that a word names; None for a word that names none."""
    return _LEVELS.get(folded(text))


@lru_cache(maxsize=1024)
def read_basis(text: str) -> Basis | None:
    """Return the basis that a word names, empty for 其他 and for none; None for a word that is not known."""
    return _BASES.get(folded(text))


@lru_cache(maxsize=1024)
def read_action(text: str) -> Action | None:
    """Return what a word asks for; None for a word that is not known."""
    return _ACTIONS.get(folded(text))


@lru_cache(maxsize=1024)
def read_sex(text: str) -> Sex | None:
    """Return the sex that a word or a code of GB/T 2261.1 names; None for one that is not known."""
    return _SEXES.get(folded(text))


@lru_cache(maxsize=4096)
def read_division(text: str) -> str | None:
    """Return a division code 区划代码 of 6 to 12 digits (GB/T 2260 and beyond); None for other text."""
    code = folded(text).removesuffix(".0")
    return code if _DIVISION.fullmatch(code) else None

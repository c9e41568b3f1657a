"""Sounds of Chinese characters: toneless readings, dialect classes, four-corner shapes.

Owns what one character sounds and looks like. Knows no names: whether a character stands as a surname is
told by the caller.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from four_corner_method import FourCornerMethod
from pypinyin import Style, pinyin

SURNAME_READINGS: Final[dict[str, str]] = {
    "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "曾": "zeng", "朴": "piao",
    "盖": "ge", "缪": "miao", "翟": "zhai", "乐": "yue", "员": "yun", "华": "hua", "任": "ren",
    "覃": "qin", "尉": "wei", "召": "shao", "宓": "fu", "折": "she", "黑": "he", "秘": "bi",
    "冼": "xian", "逄": "pang", "繁": "po", "种": "chong", "长": "zhang", "纪": "ji", "洗": "xian",
    "佴": "nai", "隗": "wei", "晁": "chao", "郇": "xun", "沈": "shen", "石": "shi", "贾": "jia",
    "万": "wan", "葛": "ge", "车": "che", "谌": "chen", "牟": "mou", "丁": "ding", "卜": "bu",
    "柏": "bai", "洪": "hong", "曲": "qu", "祭": "zhai", "阚": "kan", "俞": "yu", "哈": "ha",
    "薄": "bo", "尹": "yin", "叶": "ye", "卓": "zhuo", "褚": "chu", "燕": "yan", "宁": "ning",
    "那": "na", "应": "ying", "訾": "zi", "过": "guo", "相": "xiang", "邵": "shao", "重": "chong",
}  # fmt: skip
"""First reading of a character that stands as a surname (多音姓)."""

SURNAME_ALTERNATIVES: Final[dict[str, tuple[str, ...]]] = {
    "覃": ("tan",), "乐": ("le",), "尉": ("yu",), "缪": ("miu", "mou"), "盖": ("gai",), "翟": ("di",),
    "任": ("ren",), "朴": ("pu",), "纪": ("ji",), "牟": ("mu",), "单": ("dan",), "曾": ("ceng",),
    "区": ("qu",), "仇": ("chou",), "查": ("cha",), "解": ("jie",), "谌": ("shen",), "员": ("yuan",),
}  # fmt: skip
"""Readings that clerks and regions use beside the first one."""

READINGS_MAX: Final = 3
_RETROFLEX: Final = re.compile("^([zcs])h")
_NASAL: Final = re.compile("ng$")
_NO_SHAPE: Final = ""
_CORNERS: Final = FourCornerMethod()


@cache
def sound_class(reading: str) -> str:
    """Fold the sounds that dialects confuse: zh=z ch=c sh=s, n=l=r, f=h, w=hu, an=ang en=eng in=ing.

    >>> sound_class("huang") == sound_class("wang") == sound_class("fan")
    True
    """
    folded = _NASAL.sub("n", _RETROFLEX.sub(r"\1", reading))
    if folded[:1] in {"n", "r"}:
        folded = "l" + folded[1:]
    if folded[:1] in {"f", "w"}:
        folded = "hu" + folded[1:].removeprefix("u")
    return folded.replace("huei", "hui").replace("huen", "hun")


@cache
def readings(character: str, surname: bool) -> tuple[str, ...]:
    """Return up to three toneless readings, the likeliest first; Latin text reads as itself."""
    if character.isascii():
        return (character.lower(),) if character.isalpha() else ()
    found = [r for r in pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore") if r]
    plain = [r.replace("ü", "v") for r in found[0]] if found else []
    if surname and character in SURNAME_READINGS:
        plain = [SURNAME_READINGS[character], *SURNAME_ALTERNATIVES.get(character, ())]
    return tuple(dict.fromkeys(plain))[:READINGS_MAX]


@cache
def corners(character: str) -> str:
    """Return the four-corner code with its fifth digit, or an empty string."""
    if len(character) != 1 or character.isascii():
        return _NO_SHAPE
    return str(_CORNERS.query(character) or _NO_SHAPE)

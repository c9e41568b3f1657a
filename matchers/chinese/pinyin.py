"""Sounds of Chinese characters: toneless readings, dialect classes, syllables written in Latin letters.

Owns what one character sounds like. Knows no names: whether a character stands as a surname is told by the
caller.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Final

from matchers.chinese.shapes import corners

_NO_PHRASES: Final = "PYPINYIN_NO_PHRASES"
_given: Final = os.environ.get(_NO_PHRASES)
# The library's phrases take 44 MB in every process, and only single characters are asked for here. What it
# looks for while it is loaded is put back: other processes may want them.
os.environ[_NO_PHRASES] = "true"
from pypinyin import Style, pinyin  # noqa: E402 - as said

if _given is None:
    del os.environ[_NO_PHRASES]
else:
    os.environ[_NO_PHRASES] = _given

__all__ = ["SURNAME_ALTERNATIVES", "SURNAME_READINGS", "corners", "readings", "sound_class", "syllables"]

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
    "句": "gou", "呙": "guo", "强": "qiang", "撒": "sa", "教": "jiao", "於": "yu", "晟": "cheng",
    "毋": "wu", "盛": "sheng", "眭": "sui", "睢": "sui", "禚": "zhuo", "能": "nai", "虎": "hu",
    "行": "xing", "要": "yao", "郗": "xi", "都": "du", "采": "cai", "钭": "tou", "颉": "xie", "鲜": "xian",
    "齐": "qi", "乜": "nie", "亓": "qi", "仉": "zhang", "佘": "she", "占": "zhan", "勾": "gou",
    "圈": "juan", "契": "qi", "宿": "su", "嵇": "ji", "干": "gan", "厍": "she", "揭": "jie", "校": "xiao",
    "没": "mo", "浑": "hun", "澹": "tan", "甄": "zhen", "莘": "shen", "苑": "yuan", "角": "jue",
    "贲": "ben", "逯": "lu", "遆": "ti", "邰": "tai", "郄": "qie", "郤": "xi", "郜": "gao", "镡": "tan",
    "阙": "que", "鞠": "ju", "麴": "qu", "尧": "yao", "谷": "gu", "俟": "qi", "令": "ling", "适": "kuo",
    "难": "ning", "盍": "he", "藉": "ji", "兴": "xing", "便": "pian", "信": "xin", "冒": "mao", "台": "tai",
    "奇": "ji", "夏": "xia", "戚": "qi", "曹": "cao", "殷": "yin", "率": "lv", "积": "ji", "称": "cheng",
    "稽": "ji", "笪": "da", "荀": "xun", "茹": "ru", "菅": "jian", "褟": "ta", "隽": "juan", "雒": "luo",
    "给": "ji", "佟": "tong", "仝": "tong", "同": "tong", "咎": "zan", "昝": "zan",
}  # fmt: skip
"""First reading of a character that stands as a surname (多音姓)."""

SURNAME_ALTERNATIVES: Final[dict[str, tuple[str, ...]]] = {
    "覃": ("tan",), "乐": ("le", "lao"), "尉": ("yu",), "缪": ("miu", "mou"), "盖": ("gai",), "翟": ("di",),
    "任": ("ren",), "朴": ("pu",), "纪": ("ji",), "牟": ("mu",), "单": ("dan", "chan"), "曾": ("ceng",),
    "区": ("qu",), "仇": ("chou",), "查": ("cha",), "解": ("jie", "hai"), "谌": ("shen",), "员": ("yuan",),
    "万": ("mo",), "宓": ("mi",), "折": ("zhe",), "秘": ("mi",), "繁": ("fan",), "种": ("zhong",),
    "长": ("chang",), "隗": ("kui",), "郇": ("huan",), "黑": ("hei",), "强": ("jiang",), "虎": ("mao",),
    "能": ("neng",), "句": ("ju",), "都": ("dou",), "郗": ("chi",), "郄": ("xi",), "莘": ("xin",),
    "镡": ("xin", "chan"), "角": ("jiao",), "贲": ("fei",), "撒": ("sa",), "薄": ("bao",), "柏": ("bo",),
    "沈": ("chen",), "那": ("nuo",), "车": ("ju",), "石": ("dan",), "祭": ("ji",), "隽": ("jun",),
    "召": ("zhao",), "冒": ("mo",), "台": ("tai",), "鲜": ("xian",), "夏": ("xia",), "藏": ("zang",),
    "契": ("xie",), "校": ("jiao",), "宿": ("xiu",), "占": ("zhan",), "洗": ("xi",), "重": ("zhong",),
    "齐": ("ji",), "适": ("shi",), "咎": ("jiu",), "率": ("shuai",),
}  # fmt: skip
"""Readings that clerks and regions use beside the first one."""

READINGS_MAX: Final = 3
_RETROFLEX: Final = re.compile("^([zcs])h")
_NASAL: Final = re.compile("ng$")
_FINAL: Final = (
    "[iu]?ang|i?ong|[iuv]?an|i?ao|u?ai|eng|ing|[uiv]e|ei|en|er|in|[uv]n|iu|ui|uo|ua|ou|ia|[aeiouv]"
)
_INITIAL: Final = "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])"
_BARE: Final = "ang|eng|ai|ei|ao|ou|an|en|er|a|o|e"
"""What a syllable may be without an initial; so jianguo is jian-guo, for there is no syllable uo."""
_ONE: Final = f"(?:{_INITIAL}(?:{_FINAL})|{_BARE})"
_INNER: Final = f"{_INITIAL}(?:{_FINAL})"
_SYLLABLE: Final = re.compile(f"(?:^{_ONE}|{_INNER})(?=(?:{_INNER})*$)")
_PINYIN: Final = re.compile(f"{_ONE}(?:{_INNER})*")
"""Within a run a syllable starts with a consonant, or else an apostrophe would stand before it: na-na."""
_PINYIN_LETTERS_MAX: Final = 24
"""Four syllables of six letters; a longer run has too many ways to be cut to try them all."""
_OF_PASSPORTS: Final = re.compile("(?<=[ln])yu(?=$|[^aeiou])|(?<=[ln])yue")
"""Passports write LYU and NYUE for lü and nüe."""


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


def syllables(latin: str) -> list[str]:
    """Return the syllables of a run of small letters, or the run itself when it is no pinyin.

    >>> syllables("jianguo"), syllables("lyuxian"), syllables("smith")
    (['jian', 'guo'], ['lv', 'xian'], ['smith'])
    """
    plain = _OF_PASSPORTS.sub(lambda m: "v" + m.group()[2:], latin)
    if len(plain) > _PINYIN_LETTERS_MAX or not _PINYIN.fullmatch(plain):
        return [latin]
    return _SYLLABLE.findall(plain)

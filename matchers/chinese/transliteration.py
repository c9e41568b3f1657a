"""Transliterated names 少数民族译名: one class for each way a sound of Uyghur, Kazakh, Tibetan … is written.

Owns the classes: a character stands for one syllable, whose class keeps the consonant and the kind of vowel
and forgets what transcribers disagree on (voice, n or ng, e or i). A class is written by a character of its
own, so that a folded name can still be read: 买买提 and 麦麦提 are both 马马迪.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from matchers.chinese.pinyin import readings
from matchers.chinese.tables import read_table

_CONSONANTS: Final[dict[str, str]] = {
    "b": "B", "p": "B", "f": "B", "d": "D", "t": "D", "g": "G", "k": "G", "h": "H", "j": "J", "q": "J",
    "zh": "J", "ch": "J", "z": "J", "c": "J", "x": "S", "s": "S", "sh": "S", "l": "L", "r": "L", "n": "N",
    "m": "M", "w": "W", "y": "Y", "": "",
}  # fmt: skip
_SPLIT: Final = re.compile("(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)")
_OPEN: Final = re.compile("^[iu]?a[in]?g?$|^iang$|^uang$|^ua[in]$")
_ROUND: Final = re.compile("o|u|v")
_LETTERS: Final[dict[str, str]] = {
    "Ba": "巴", "Bi": "比", "Bu": "布", "Da": "达", "Di": "迪", "Du": "都", "Ga": "卡", "Gi": "克",
    "Gu": "古", "Ha": "合", "Hi": "合", "Hu": "合", "Ja": "加", "Ji": "吉", "Ju": "居", "Sa": "沙",
    "Si": "西", "Su": "苏", "La": "拉", "Li": "里", "Lu": "鲁", "Na": "纳", "Ni": "尼", "Nu": "努",
    "Ma": "马", "Mi": "米", "Mu": "木", "Wa": "瓦", "Wi": "维", "Wu": "吾", "Ya": "亚", "Yi": "依",
    "Yu": "玉", "a": "阿", "i": "依", "u": "吾",
}  # fmt: skip
_WRITTEN: Final[dict[str, str]] = {
    **dict.fromkeys("尔耳而儿迩", ""), **dict.fromkeys("艾爱埃", "阿"), "额": "阿", "恩": "阿", "别": "巴",
    "拜": "巴", "欣": "依", "音": "依", "英": "依", "格": "卡", "嘎": "卡", "噶": "卡", "南": "拉",
    "诺": "鲁", "才": "吉", "措": "居", "错": "居", "卓": "居", "旺": "瓦", "旦": "达", "扎": "加",
    "姆": "木", "毛": "木", "奥": "吾", "欧": "吾", "敖": "吾", "鄂": "吾", "尤": "玉", "优": "玉",
    "瓦": "瓦", "洼": "瓦", "娃": "瓦", "约": "玉", "亥": "合", "赫": "合", "黑": "合", "夏": "沙",
    "谢": "西", "赛": "沙", "斯": "西", "则": "吉", "泽": "吉", "曾": "吉", "增": "吉", "平": "比",
    "彭": "比", "朋": "比", "么": "马", "玛": "马", "嘛": "马", "德": "迪", "特": "迪",
}  # fmt: skip
"""Characters whose use in names their Mandarin reading does not tell; a closing r is left out by many."""


@cache
def _same_names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return forms of names that differ by more than their spelling, and what stands for each."""
    lines = [line.split() for line in read_table("transliterations.txt")]
    forms = {form: line[0] for line in lines for form in line}
    return re.compile("|".join(sorted(forms, key=len, reverse=True))), forms


CHARACTERS: Final = frozenset(
    "阿艾爱依伊衣吾乌吴奥玉尤优亚牙娅叶也巴帕拜别伯比毕皮布不卜甫普浦补买麦马玛穆木莫默曼满米密达坦塔泰丹旦提迪丁德特地"
    "狄底蒂吐图土托多都杜敦古姑孤果库阔克柯科可格嘎噶卡喀哈汗罕海合赫胡加江疆贾嘉扎札察恰吉基其奇齐琪孜则子祖朱卓珠居"
    "沙夏萨赛莎西希锡席谢斯司丝色苏素逊松肃热日如肉茹拉兰来莱然力里丽莉利黎列林仁鲁罗洛伦朗尔而耳娜纳那努尼妮尼瓦娃万"
    "旺汪音拉姆措错次泽才让桑曲增曾旺堆多杰吉央金白班达瓦平彭巴图门乌云日娜其格斯琴高额敖鄂图雅苏和巴雅敦"
    "索洛诺顿珠珍真群培仓拥绒准巴桑边琼格达朋尼扎堆色"
    "力孜丽江甫汉生恩因肯波别克努赛江汗山买提洪农迪拜孜再帕铁木吉别波拉提哈提生别山依明明萨伯恒"
)


def _class_of(reading: str) -> str:
    match = _SPLIT.fullmatch(reading)
    if match is None:
        return ""
    initial, final = match.groups()
    consonant = _CONSONANTS[initial]
    if initial == "w" and final == "u":
        consonant, final = "", "u"
    if initial == "y" and final in {"i", "in", "ing", "e"}:
        consonant, final = "", "i"
    vowel = "a" if _OPEN.match(final) else "u" if _ROUND.search(final) else "i"
    return _LETTERS.get(consonant + vowel, "")


@lru_cache(maxsize=1 << 13)
def _character_class(character: str) -> str:
    if character in _WRITTEN:
        return _WRITTEN[character]
    if character.isascii():
        return character
    found = readings(character, surname=False)
    return (_class_of(found[0]) if found else "") or character


@lru_cache(maxsize=1 << 15)
def token_class(part: str) -> str:
    """Return a part of a name with all spellings of its sounds folded together.

    >>> token_class("买买提") == token_class("麦麦提") == token_class("穆罕默德")
    True
    >>> token_class("吐尔逊古丽") == token_class("图尔逊古力")
    True
    """
    pattern, forms = _same_names()
    part = pattern.sub(lambda m: forms[m.group()], part)
    return "".join(map(_character_class, part)) or part

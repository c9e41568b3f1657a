"""Names 姓名 as the matcher compares them: folded, split, with the sound and shape of each character.

Owns spelling: width, spaces, dots, traditional and variant characters, compound surnames, the tokens of
minority names. Knows nothing of frequencies or of pairs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from sys import intern
from typing import Final

from opencc import OpenCC

from matchers.chinese.pinyin import corners, readings, sound_class

DOT: Final = "·"
_DOTS: Final = re.compile(r"[.•・･‧⋅∙·。﹒●]+")
_PLACEHOLDERS: Final = re.compile("[?？□■*＊�\ue000-\uf8ff]")
UNKNOWN_CHARACTER: Final = "□"
"""Stands for a character that the clerk could not write; GBK private-use characters are read so too."""
_REMARKS: Final = re.compile(r"[（(【\[].*?[)）】\]]|[（(【\[].*$")
_LATIN: Final = re.compile("[A-Za-züÜ]+")
_FINAL: Final = (
    "[iu]?ang|i?ong|[iuv]?an|i?ao|u?ai|eng|ing|[uiv]e|ei|en|er|in|[uv]n|iu|ui|uo|ua|ou|ia|[aeiouv]"
)
_INITIAL: Final = "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])"
_BARE: Final = "ang|eng|ai|ei|ao|ou|an|en|er|a|o|e"
"""What a syllable may be without an initial; so jianguo is jian-guo, for there is no syllable uo."""
_ONE: Final = f"(?:{_INITIAL}(?:{_FINAL})|{_BARE})"
_SYLLABLE: Final = re.compile(f"{_ONE}(?=(?:{_ONE})*$)")
_PINYIN: Final = re.compile(f"(?:{_ONE})+")
_PINYIN_LETTERS_MAX: Final = 24
"""Four syllables of six letters; a longer run has too many ways to be cut to try them all."""
_SPACES: Final = re.compile(r"\s+")
_SIMPLIFIED: Final = OpenCC("t2s")

COMPOUND_SURNAMES: Final = frozenset({
    "欧阳", "上官", "皇甫", "令狐", "诸葛", "司马", "司徒", "夏侯", "尉迟", "公孙", "慕容", "长孙",
    "宇文", "轩辕", "东方", "独孤", "南宫", "闻人", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于",
    "太叔", "申屠", "仲孙", "钟离", "鲜于", "闾丘", "亓官", "司空", "西门", "端木", "呼延", "百里",
    "东郭", "南门", "羊舌", "微生", "梁丘", "左丘", "东门", "第五", "公羊", "万俟", "赫连", "完颜",
    "纳兰", "拓跋", "贺兰", "耶律", "阿史", "爱新", "叶赫", "乌雅",
})  # fmt: skip
VARIANTS: Final = str.maketrans(
    "肖付阎戴坤喆昇昌镕淼咏氾劢甯邨峯犇堃翾玥徳恵済栄雋雟仝佺祎偲龙庄亚邱",
    "萧傅闫代坤哲升昌容淼咏泛励宁村峰奔坤翾玥德惠济荣隽隽仝佺祎偲龙庄亚丘",
)
"""Accepted simplifications and variants: one person writes them both ways (形近字, 异体)."""
TRANSLITERATION: Final = (
    (re.compile("穆罕默德|买合买提|买买提|麦麦提|麦合麦提|買買提"), "M"),
    (re.compile("阿不都|阿卜杜|阿布都|阿卜都|阿不杜|阿布杜"), "A"),
    (re.compile("古丽|古力|姑丽|古莉"), "G"),
    (re.compile("艾合买提|艾买提|艾海提|阿合买提"), "H"),
    (re.compile("吐尔逊|图尔逊|吐逊|图逊"), "T"),
    (re.compile("依布拉音|伊布拉音|易卜拉欣|伊卜拉欣|依不拉音"), "I"),
    (re.compile("玉苏甫|优素甫|尤苏普|玉素甫|玉素普"), "Y"),
    (re.compile("吾斯曼|乌斯曼|奥斯曼"), "U"),
    (re.compile("买"), "麦"), (re.compile("提$|丁$"), "D"), (re.compile("[依伊艾]"), "依"),
    (re.compile("[吐图土]"), "吐"), (re.compile("[热日]"), "热"), (re.compile("[木穆]"), "木"),
    (re.compile("[江疆]"), "江"), (re.compile("[孜则子]"), "孜"), (re.compile("[力丽里莉利]"), "力"),
    (re.compile("[克柯科]"), "克"), (re.compile("[尔而耳]"), "尔"), (re.compile("[不布卜]"), "布"),
)  # fmt: skip
HAN_LENGTH_MAX: Final = 4
_SPACED_MIN: Final = HAN_LENGTH_MAX + 1
TRANSLITERATING: Final = frozenset("提曼江孜丽尔木克甫拉汗罕买古依热吐逊合")
"""Characters that mark a name without dot as perhaps one part of a transliterated name."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name, folded."""

    spelled: str
    """After width, spaces, dots and remarks only."""
    folded: str
    """Also simplified and without variants."""
    characters: tuple[str, ...]
    """Folded; a syllable written in Latin letters stands for the character it sounds like."""
    surname_length: int
    """Two of four: compound surnames, two surnames, a Yi clan, the first half of a Tibetan name."""
    tokens: tuple[str, ...]
    """Transliteration classes of a dotted or long name; empty for a Han name."""

    @property
    def surname(self) -> str:
        """Return the family name, empty for a name that has none."""
        return "".join(self.characters[: self.surname_length])

    @property
    def given(self) -> str:
        """Return what follows the family name."""
        return "".join(self.characters[self.surname_length :])


def spell(raw: str) -> str:
    """Return a name without what files add to it: width, spaces, remarks, other dots.

    >>> spell(" 张　三 （已迁） "), spell("买买提．艾力")
    ('张三', '买买提·艾力')
    """
    if raw.isalpha() and not raw.isascii() and len(raw) <= HAN_LENGTH_MAX:
        return raw
    plain = _REMARKS.sub("", unicodedata.normalize("NFKC", raw.replace("．", DOT))).strip()
    parts = plain.split()
    if len(parts) > 1 and min(map(len, parts)) > 1 and not plain.isascii() and len(plain) > _SPACED_MIN:
        plain = DOT.join(parts)  # a dotted name whose dots became spaces
    plain = _DOTS.sub(DOT, _PLACEHOLDERS.sub(UNKNOWN_CHARACTER, plain)).strip(DOT + " ")
    return _SPACES.sub("", plain)


@cache
def _fold_character(character: str) -> str:
    return str(_SIMPLIFIED.convert(unicodedata.normalize("NFKC", character))).translate(VARIANTS)


def _syllables(latin: str) -> list[str]:
    if len(latin) > _PINYIN_LETTERS_MAX or not _PINYIN.fullmatch(latin):
        return [latin]
    return _SYLLABLE.findall(latin)


def _characters(folded: str) -> tuple[str, ...]:
    out: list[str] = []
    position = 0
    while position < len(folded):
        latin = _LATIN.match(folded, position)
        if latin:
            out.extend(_syllables(latin.group().lower().replace("ü", "v")))
            position = latin.end()
        else:
            out.append(intern(folded[position]))
            position += 1
    return tuple(out)


def token_class(part: str) -> str:
    """Return a token with the spellings of one transliterated sound folded together."""
    for pattern, written in TRANSLITERATION:
        part = pattern.sub(written, part)
    return "".join(sound_class(found[0]) if (found := readings(c, surname=False)) else c for c in part)


def read_name(raw: str) -> Name:
    """Return a name folded and split.

    >>> read_name("歐陽娜娜").surname, read_name("肖战").folded
    ('欧阳', '萧战')
    """
    spelled = spell(raw)
    folded = "".join(map(_fold_character, spelled))
    folded = spelled if folded == spelled else folded
    characters = _characters(folded)
    if DOT in folded or len(characters) > HAN_LENGTH_MAX:
        tokens = tuple(token_class(part) for part in folded.split(DOT) if part)
        return Name(spelled, folded, characters, 0, tokens)
    compound = len(characters) > 2 and "".join(characters[:2]) in COMPOUND_SURNAMES  # noqa: PLR2004
    if compound or len(characters) == HAN_LENGTH_MAX:
        return Name(spelled, folded, characters, 2, ())
    return Name(spelled, folded, characters, min(1, len(characters)), ())


@dataclass(frozen=True, slots=True)
class Character:
    """Sound and shape of one character in its place."""

    sounds: tuple[str, ...]
    classes: tuple[str, ...]
    corners: str
    wild: bool


@cache
def describe(character: str, surname: bool) -> Character:
    """Return sound and shape of a character, as a surname or as part of a given name."""
    if character == UNKNOWN_CHARACTER:
        return Character((), (), "", wild=True)
    sounds = readings(character, surname)
    return Character(sounds, tuple(dict.fromkeys(map(sound_class, sounds))), corners(character), wild=False)

"""The words of an address below the county: what ends a place's name and what counts a door.

Owns the tables and the reading of one run of words between numbers, each run once. Knows no divisions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matchers.chinese.pinyin import readings, sound_class

NONE: Final = 0
"""Nothing said: the end of the address or words that count nothing."""
GROUP: Final = 1
NUMBER: Final = 2
BUILDING: Final = 3
STAIR: Final = 4
"""A unit 单元 or stair of a building."""
ROOM: Final = 5
FLOOR: Final = 6
LANE: Final = 7
"""弄: a number of its own, within which 号 counts buildings."""
DASH: Final = 8
NAME: Final = 9
"""The number belongs to a name: 2号桥."""
EITHER: Final = 10
"""楼: a building in the north, a floor in the south."""

_UNITS: Final[dict[str, int]] = {
    **dict.fromkeys(
        ("村民小组", "居民小组", "村小组", "小组", "组", "合作社", "经济社", "生产队", "小队", "社", "队"),
        GROUP,
    ),
    **dict.fromkeys(("号大院", "号院", "号", "门牌"), NUMBER),
    **dict.fromkeys(("号楼", "#楼", "号栋", "号幢", "栋楼", "幢楼", "座楼", "栋", "幢", "座", "#"), BUILDING),
    **dict.fromkeys(("单元", "门", "梯"), STAIR),
    **dict.fromkeys(("号房间", "号房", "号室", "房间", "室", "房", "户", "铺"), ROOM),
    **dict.fromkeys(("层楼", "层"), FLOOR),
    "弄": LANE, "-": DASH, "#-": DASH, "楼": EITHER,
}  # fmt: skip
_UNIT: Final = re.compile(
    r"([A-Z]?)(" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + r")(.*)", re.DOTALL
)
_NAMED_UNIT: Final = re.compile(
    "号(?:桥|路|井|矿|坝|渠|闸|街|巷|线|公路|大桥|信箱|地)|[A-Z]?(?:社区|楼村|队村|组村|户村|房村|房镇|社村|里|坊|巷|横"
    "|街|路|道|区|期|村|片|委|国道|省道|县道|公里|中|小学|医院|厂|局|师|团|连|营|大队|军)"
)
_LETTER: Final = re.compile("[A-Z]")
_LETTERS: Final = re.compile("([A-Z])(.*)", re.DOTALL)
_LETTERED: Final = re.compile("(.*?)([A-Z]{1,2})(栋|幢|座|单元|梯)(.*)", re.DOTALL)
_BEFORE: Final = re.compile("[附之第原A-Z]")

_VILLAGE: Final = re.compile(
    "([一-龥A-Z0-9]{1,12}?(?:社区居民委员会|居民委员会|村民委员会|社区居委会|村委会|居委会|家委会|社区|行政村|嘎查|大队"
    "|管理区|(?<![新农])村(?![民委])|居(?=$)))(?:村民委员会|村委会|居委会)?(?![东南西北中]{0,2}大?[路街巷道]|小学)"
)
_ROAD: Final = re.compile(
    "(.{1,10}?(?:大道|大街|马路|公路|胡同|[路街巷弄道]))((?:[东南西北中一二三四]段|[东西南北中]侧)?)(?![口村社道边])"
)
_COLLECTIVE: Final = re.compile(
    "宿舍|集体|公司|工厂|厂区|学校|学院|大学|中学|小学|校区|工地|工棚|项目部|福利院|敬老院|养老|人才|派出所|部队|营房|监狱"
    "|看守所|戒毒所|医院|寺"
)
_ESTATE_END: Final = re.compile(
    "(?:小区|花园|公寓|家园|花苑|华庭|名邸|新村|广场|大厦|国际|公馆|别墅|山庄|宿舍|大院|楼|[苑庭城府园邸墅轩阁湾居里])$"
)
_SUFFIXES: Final = re.compile(
    "(?:社区居民委员会|居民委员会|村民委员会|社区居委会|村委会|居委会|家委会|街道办事处|街道办|街道|民族乡|社区|行政村"
    "|自然村|住宅小区|小区|大队|嘎查|苏木|村民小组|小组|[村镇乡居组])$"
)
_VILLAGE_SIGNS: Final = re.compile("[会区村查队居]")
_ROAD_SIGNS: Final = re.compile("[路街巷弄道同]")
_ESTATE_ENDS: Final = frozenset("区园寓苑庭邸村场厦际馆墅庄舍院楼城府轩阁湾居里")
_SUFFIX_ENDS: Final = frozenset("会处办道乡区村队查木组镇居")
"""Characters without one of which the patterns above need not be tried."""
NUMERALS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_HANZI: Final = "零一二三四五六七八九"
_TENS: Final = 10
_SPELLED_MAX: Final = 100
_DIGITS_IN_NAME: Final = re.compile(r"\d+")
_SERIES: Final[dict[str, str]] = {
    **dict.fromkeys("尧绕遶饶娆桡晓侥浇遥瑶窑摇姚", "yao"),
    **dict.fromkeys("渌禄六陆绿鹿录碌逯", "lu"),
    **dict.fromkeys("那纳拿哪", "la"),
    **dict.fromkeys("垌峒洞硐", "dun"),
    **dict.fromkeys("塱朗浪塝", "lan"),
    **dict.fromkeys("圩墟虚", "xu"),
    **dict.fromkeys("磡墈坎勘", "kan"),
}
"""Characters that stand for one local word in village names (渌遶, 渌晓, 渌尧 are one village), and the
sound they share: transcribers of Zhuang and Cantonese follow the phonetic element, not the Mandarin one."""


@lru_cache(maxsize=1 << 14)
def _character_sound(character: str) -> str:
    if character in _SERIES:
        return _SERIES[character]
    found = readings(character, surname=False)
    return sound_class(found[0]) if found else character


def _spelled(match: re.Match[str]) -> str:
    number = int(match.group()[:6])
    if number >= _SPELLED_MAX:
        return match.group()
    tens, ones = divmod(number, _TENS)
    if not tens:
        return _HANZI[ones]
    return (_HANZI[tens] if tens > 1 else "") + "十" + (_HANZI[ones] if ones else "")


@lru_cache(maxsize=1 << 16)
def sound_of(place: str) -> str:
    """Return the sound of a place's name without the word for what it is; villages are spelled in many ways.

    >>> sound_of("天井沟村") == sound_of("天景沟村委会"), sound_of("渌遶屯") == sound_of("渌晓屯")
    (True, True)
    """
    stem = place
    for _ in range(2):
        if stem[-1:] in _SUFFIX_ENDS:
            stem = _SUFFIXES.sub("", stem) or stem
    if not stem.isalpha():
        stem = _DIGITS_IN_NAME.sub(_spelled, stem)
    return " ".join(map(_character_sound, stem))


@dataclass(frozen=True, slots=True)
class Run:
    """The words after one number: what it counts, then names, then what belongs to the next number."""

    unit: int
    """What the number counts: one of the constants above."""
    letter: str
    """A letter that belongs to the number: 12A."""
    names: str
    building: str
    """A building named by a letter alone: B座."""
    stair: str
    before: str
    """附, 之, or a letter that belongs to the next number; 第 and 原 say nothing."""

    @property
    def special(self) -> bool:
        """Tell whether it says more than names."""
        return bool(self.before or self.building or self.stair)


@lru_cache(maxsize=1 << 16)
def read_run(words: str) -> Run:
    """Return what the words after a number say."""
    if _NAMED_UNIT.match(words):
        return Run(NAME, "", words, "", "", "")
    match = _UNIT.match(words)
    if match:
        letter, unit, rest = match.group(1), _UNITS[match.group(2)], match.group(3)
    else:
        lettered = _LETTERS.match(words)
        letter, rest = lettered.groups() if lettered else ("", words)
        unit = NONE
    return _split(unit, letter, rest)


@lru_cache(maxsize=1 << 16)
def read_words(words: str) -> Run:
    """Return what the words before the first number say."""
    return _split(NONE, "", words)


def _split(unit: int, letter: str, rest: str) -> Run:
    building = stair = before = ""
    lettered = _LETTERED.fullmatch(rest) if _LETTER.search(rest) else None
    if lettered:
        names, mark, what, after = lettered.groups()
        building, stair = ("", mark) if what in "单元梯" else (mark, "")
        rest = names + after
    found = _BEFORE.match(rest[-1:])
    if found:
        before = found.group().strip("第原")
        rest = rest[:-1]
    return Run(unit, letter, rest.strip("-#之") if unit != DASH else rest, building, stair, before)


@dataclass(frozen=True, slots=True)
class Names:
    """Sounds of the places that a run of words names."""

    village: str = ""
    road: str = ""
    last: str = ""
    """What is left: a natural village or an estate; the number after it tells which."""
    is_estate: bool = False
    """Whether the last place ends as estates do."""
    collective: bool = False


NO_NAMES: Final = Names()


@lru_cache(maxsize=1 << 16)
def read_names(words: str) -> Names:
    """Return the places that a run of words names, from the larger to the smaller."""
    village = road = ""
    collective = bool(_COLLECTIVE.search(words))
    rest = words
    match = _VILLAGE.match(rest) if _VILLAGE_SIGNS.search(rest) else None
    if match:
        village, rest = match.group(1), rest[match.end() :]
    match = _ROAD.match(rest) if _ROAD_SIGNS.search(rest) else None
    if match:
        road, rest = match.group(1) + match.group(2), rest[match.end() :]
    ends_so = rest[-1:] in _ESTATE_ENDS and _ESTATE_END.search(rest) is not None
    is_estate = ends_so or (collective and bool(rest))
    village, road, rest = (sound_of(place) if place else "" for place in (village, road, rest))
    return Names(village, road, rest, is_estate, collective)

"""County-level divisions 县级行政区划: names and codes past and present, and the root that stands for each.

Owns the table of divisions and how the start of an address is read by it. A root is the code, in force today,
of a county and of all it was renamed to, merged with or split off from: coarse on purpose, for a committee
may write the old name and another the new one. Knows nothing below the county.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from matchers.chinese.pinyin import readings, sound_class
from matchers.chinese.tables import read_table

PROVINCES: Final[dict[str, str]] = {
    "北京市": "11", "天津市": "12", "河北省": "13", "山西省": "14", "内蒙古自治区": "15", "辽宁省": "21",
    "吉林省": "22", "黑龙江省": "23", "上海市": "31", "江苏省": "32", "浙江省": "33", "安徽省": "34",
    "福建省": "35", "江西省": "36", "山东省": "37", "河南省": "41", "湖北省": "42", "湖南省": "43",
    "广东省": "44", "广西壮族自治区": "45", "海南省": "46", "重庆市": "50", "四川省": "51",
    "贵州省": "52", "云南省": "53", "西藏自治区": "54", "陕西省": "61", "甘肃省": "62", "青海省": "63",
    "宁夏回族自治区": "64", "新疆维吾尔自治区": "65", "台湾省": "71", "香港特别行政区": "81",
    "澳门特别行政区": "82", "广西自治区": "45", "新疆自治区": "65", "宁夏自治区": "64", "内蒙自治区": "15",
}  # fmt: skip
FIRST_NUMBERS_YEAR: Final = 1984
"""Identity numbers are given since then."""
LAST_YEAR: Final = 2024
"""The last year of the table."""
_PROVINCES_BEGIN: Final = frozenset(name[0] for name in PROVINCES)
_PROVINCE_TAIL: Final = re.compile("(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区)$")
_PEOPLE: Final = (
    "(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西"
    "|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|俄罗斯|鄂温克|德昂|保安|裕固|独龙"
    "|鄂伦春|各)族?"
)
_AUTONOMOUS: Final = re.compile(f"(?:{_PEOPLE})+自治[县旗州]$")
_OF_A_PEOPLE: Final = re.compile("族?自治[县旗州]$")
"""What is left is the people's own name: 东乡族自治县."""
_TAIL: Final = re.compile("(?:自治[县旗州]|特区|林区|地区|[县市区旗盟])$")
_FILLER: Final = re.compile(
    "(?:市辖区|(?:省|自治区)直辖县级行政(?:区划|单位)|(?:省|自治区)?直辖县|县(?=[一-龥]{1,7}县))"
)
_SHORT_GOES_ON: Final = re.compile("[一-龥]{1,9}?(?:街道|镇|乡|苏木|农场|村|社区|[路街道]\\d|小区|大道)")
_NOT_AFTER_SHORT: Final = frozenset("镇乡街村路社县市区旗组屯庄寨门大东西南北中")
_UNKNOWN: Final = re.compile(
    "([一-龥]{2,8}?(?:自治县|自治旗|新区|林区|特区|[县市旗]|(?<![小社园校厂辖发术])区))(?![镇乡路街村社])"
)
_ZONE: Final = re.compile(
    "[一-龥]{0,12}?(?:开发区|高新技术产业区|高新区|经开区|工业园区|产业园区|度假区|示范区|保税区|风景名胜区|风景区"
    "|管理区|合作区|实验区|新区)"
)
_RANKED: Final = re.compile(".*(?:[县旗市]|(?<![小社园校])区)")
_RANKS: Final = re.compile("[县市旗区]")
_TOWNSHIP_FOLLOWS: Final = re.compile("[一-龥]{1,10}?(?:街道|镇|乡|苏木|农场)")


@dataclass(frozen=True, slots=True)
class Root:
    """One county with all it was or became."""

    code: str
    provinces: frozenset[str]
    prefectures: frozenset[str]
    """Short names 南充 of the prefectures that it ever lay in."""


@dataclass(frozen=True, slots=True)
class Division:
    """What the start of an address says of province, prefecture and county."""

    province: str = ""
    """Two digits of GB/T 2260."""
    prefecture: str = ""
    """Short name."""
    name: str = ""
    """The county as written."""
    candidates: tuple[str, ...] = ()
    """Roots that the name may stand for: one when it is known, none when it is not in the table."""
    end: int = 0
    """How many characters were read."""


@dataclass(frozen=True, slots=True)
class _Tables:
    roots: dict[str, str]
    """Code of any year → root."""
    provinces: dict[str, str]
    prefectures: dict[str, tuple[str, frozenset[str]]]
    """Full and short name → short name and provinces."""
    full: dict[str, tuple[Root, ...]]
    short: dict[str, tuple[Root, ...]]
    in_force: frozenset[tuple[str, str]]
    """Names with their roots as of today."""
    openings: frozenset[str]
    """The first two characters of all these names: where none stands, no name need be looked for."""


@cache
def short_name(name: str) -> str:
    """Return a division's name without its rank: 南部 for 南部县, 岫岩 for 岫岩满族自治县; 开县 stays."""
    plain = _AUTONOMOUS.sub("", name) or _OF_A_PEOPLE.sub("", name)
    plain = plain if plain != name else _TAIL.sub("", name)
    return plain if len(plain) > 1 else name


def _sound(name: str) -> str:
    found = (readings(c, surname=False) for c in name)
    return " ".join(sound_class(r[0]) if r else "" for r in found)


@cache
def _rows() -> list[list[str]]:
    return [line.split("\t") for line in read_table("divisions.tsv")]


@cache
def _sounds() -> dict[tuple[str, str], set[str]]:
    """Return the roots by prefecture (or province) and the sound of a county's short name."""
    sounds: dict[tuple[str, str], set[str]] = {}
    for code, name, _, of, root in _rows():
        for area in (*map(short_name, of.split("/")), code[:2]):
            sounds.setdefault((area, _sound(short_name(name))), set()).add(root)
    return sounds


def _weight(years: str) -> tuple[bool, int]:
    """Order what one code stood for: last is what it does today, or did longest since numbers are given."""
    first, last = years.split("-")
    return not last, int(last or LAST_YEAR) - max(int(first), FIRST_NUMBERS_YEAR)


@cache
def _tables() -> _Tables:
    rows = _rows()
    provinces: dict[str, set[str]] = {}
    prefectures: dict[str, tuple[str, set[str]]] = {}
    lay_in: dict[str, set[str]] = {}
    for code, _, _, of, root in rows:
        provinces.setdefault(root, set()).add(code[:2])
        lay_in.setdefault(root, set()).update(map(short_name, of.split("/") if of else ()))
        for name in of.split("/") if of else ():
            brief = short_name(name)
            for written in (name, brief, brief + "州" if name.endswith("自治州") else brief):
                prefectures.setdefault(written, (brief, set()))[1].add(code[:2])
    known = {r: Root(r, frozenset(provinces[r]), frozenset(lay_in[r])) for r in provinces}
    full: dict[str, dict[str, Root]] = {}
    short: dict[str, dict[str, Root]] = {}
    whole = {name for _, _, _, of, _ in rows for name in of.split("/")}
    for _, name, _, of, root in rows:
        if name in whole and name != of:  # a county-level city whose name a prefecture took over
            continue
        brief = short_name(name)
        alias = brief + name[-1] if "自治" in name else name
        for written in {name, alias}:
            full.setdefault(written, {})[root] = known[root]
        short.setdefault(brief, {})[root] = known[root]
    return _Tables(
        {code: root for code, _, years, _, root in sorted(rows, key=lambda row: _weight(row[2]))},
        {**PROVINCES, **{_PROVINCE_TAIL.sub("", name): code for name, code in PROVINCES.items()}},
        {name: (brief, frozenset(of)) for name, (brief, of) in prefectures.items()},
        {name: tuple(of.values()) for name, of in full.items()},
        {name: tuple(of.values()) for name, of in short.items()},
        frozenset((name, root) for _, name, years, _, root in rows if years.endswith("-")),
        frozenset(name[:2] for names in (prefectures, full, short) for name in names),
    )


def names_with(characters: str) -> frozenset[str]:
    """Return the names of counties and prefectures, full and short, that hold one of some characters."""
    tables = _tables()
    every = (*tables.full, *tables.short, *tables.prefectures)
    return frozenset(name for name in every if not set(characters).isdisjoint(name))


def root_of(code: str) -> str:
    """Return the root of a six-digit code of any year, or an empty string for one that is not in the table.

    >>> root_of("330113"), root_of("512922")
    ('330110', '511321')
    """
    return _tables().roots.get(code, "")


def _provinces(text: str) -> Iterator[tuple[str, int]]:
    names = _tables().provinces
    for length in (8, 7, 6, 5, 4, 3, 2) if text[:1] in _PROVINCES_BEGIN else ():
        code = names.get(text[:length])
        if code and len(text) >= length:
            yield code, length
    yield "", 0


def _prefectures(text: str, start: int, province: str) -> Iterator[tuple[str, int]]:
    names = _tables().prefectures
    opens = text[start : start + 2] in _tables().openings
    for length in range(min(12, len(text) - start) if opens else 0, 1, -1):
        name = text[start : start + length]
        of = names.get(name)
        if of is not None and (not province or province in of[1]):
            yield of[0], start + length
    yield "", start


def _counties(
    text: str, start: int, *, in_chain: bool, in_prefecture: bool
) -> Iterator[tuple[str, tuple[Root, ...], bool]]:
    tables = _tables()
    opens = text[start : start + 2] in tables.openings
    for length in range(min(15, len(text) - start) if opens else 0, 1, -1):
        name = text[start : start + length]
        found = tables.full.get(name)
        if found is not None:
            yield name, found, True
        found = tables.short.get(name) if in_chain else None
        if name in tables.prefectures and not in_prefecture:  # 江苏无锡 is the prefecture, not 无锡县 in it
            continue
        after = start + length
        if found is None or text[after : after + 1] in _NOT_AFTER_SHORT:
            continue
        if after == len(text) or _SHORT_GOES_ON.match(text, after):
            yield name, found, False


def _fitting(found: tuple[Root, ...], name: str, province: str, prefecture: str) -> tuple[str, ...]:
    """Return the roots that lie where the address says; of several, the one in force under that name."""
    fitting = [r for r in found if not province or province in r.provinces]
    fitting = [r for r in fitting if prefecture in r.prefectures] if prefecture else fitting
    if len(fitting) > 1:
        today = [r for r in fitting if (name, r.code) in _tables().in_force]
        fitting = today if len(today) == 1 else fitting
    return tuple(r.code for r in fitting)


def _readings(text: str) -> Iterator[tuple[tuple[bool, int, bool], Division]]:
    """Yield every way to read the start of a text, with how far it is to be preferred."""
    for province, i in _provinces(text):
        for prefecture, j in _prefectures(text, i, province):
            filler = _FILLER.match(text, j)
            k = filler.end() if filler else j
            in_chain, in_prefecture = bool(province or prefecture), bool(prefecture)
            for name, found, is_full in _counties(text, k, in_chain=in_chain, in_prefecture=in_prefecture):
                roots = _fitting(found, name, province, prefecture)
                if roots:
                    end = k + len(name)
                    yield (True, end, is_full), Division(province, prefecture, name, roots, end)
            if k and text[k - 1] in "省市区州盟":
                yield (False, k, False), Division(province, prefecture, end=k)


def _unknown(text: str, known: Division) -> Division:
    """Read a county that is not in the table: misspelt, a development zone, or somewhere unheard of."""
    if not _RANKS.search(text, known.end):
        return known
    in_chain = bool(known.province or known.prefecture)
    zone = _ZONE.match(text, known.end)
    if zone and (in_chain or _TOWNSHIP_FOLLOWS.match(text, zone.end())):
        return Division(known.province, known.prefecture, end=zone.end())
    match = _UNKNOWN.match(text, known.end)
    if not match or not (in_chain or _TOWNSHIP_FOLLOWS.match(text, match.end())):
        return known
    name = match.group(1)
    area = known.prefecture or known.province
    roots = _sounds().get((area, _sound(short_name(name))), set())
    found = tuple(roots) if len(roots) == 1 else ()
    return Division(known.province, known.prefecture, name, found, match.end())


@lru_cache(maxsize=1 << 14)
def _known(text: str) -> Division:
    """Read the start of a text by the table alone."""
    best, known = (False, 0, False), Division()
    for rank, division in _readings(text):
        if rank > best:
            best, known = rank, division
            if division.prefecture and rank[2]:  # a whole chain, the longest words first
                break
    return known


def read_division(text: str) -> Division:
    """Return province, prefecture and county at the start of a text, as far as it names them.

    >>> read_division("南充市南部县三官镇").candidates, read_division("杭州余杭区星桥街道").candidates
    (('511321',), ('330110',))
    """
    start = _RANKED.match(text)
    if start:
        whole = _known(start.group())  # one reading serves all townships of a county
        if whole.candidates and whole.end == start.end():
            return whole
    known = _known(text)
    return known if known.name else _unknown(text, known)

"""Addresses 地址 as places within places: county, township, village or estate, then door numbers.

Owns reading one address. The start is read by the table of divisions, the rest by the words around each
number. Parts left out stay empty and are neither for nor against. Knows nothing of pairs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from matchers.chinese.address_doors import Doors
from matchers.chinese.address_words import (
    NO_NAMES,
    NUMERALS,
    Names,
    Run,
    read_names,
    read_words,
    sound_of,
)
from matchers.chinese.divisions import Division, names_with, read_division, root_of

LENGTH_MAX: Final = 200
"""Characters read; no address is longer, and time must stay bounded."""
_PLAIN: Final = re.compile("[一-龥〇0-9A-Z]+")
_JUNK: Final = re.compile(r"[\s,，、;；:：.。·'\"’“”|/_]+")
_REMARKS: Final = re.compile(r"[（(【\[][^)）】\]]*[)）】\]]?")
_DASHES: Final = re.compile("[-‐‑‒–—―−－ー~～]+|(?<=\\d)一(?=\\d)")
_SIGNS: Final = str.maketrans(
    {"＃": "#", "№": "", "號": "号", "棟": "栋", "單": "单", "層": "层", "樓": "楼", "巿": "市"}
)
_NUMERAL: Final = re.compile(
    "[〇○零一二三四五六七八九十百千两]+(?=村民小组|居民小组|村小组|小组|组|合作社|经济社|生产队|小队|社(?![区村])|队(?!村)"
    "|号(?!桥)|[栋幢座弄](?!村)|单元|室|房(?=$|间)|层|楼(?=$|\\d|[一二三四五六七八九〇])|门(?=\\d|[一二三四五六七八九]))"
)
_NUMERAL_AFTER: Final = re.compile(
    "(?<=[附之])[一二三四五六七八九十]+(?![一-龥])|(?<=[室号栋幢座元楼])[〇零一二三四五六七八九]{1,4}$"
)
"""Numerals told by the word before them."""
_AFTER: Final = re.compile("[附之]|[〇零一二三四五六七八九]$")
_HEAD: Final = re.compile(".*(?:街道办事处|街道办|街道|苏木|农场|林场|牧场|[镇乡])")
"""What may name the township, so that it is read once for all its villages."""
_COVER: Final = "〇"
_COUNTY_DIGITS: Final = 6
_NOWHERE: Final = re.compile(
    "[一-龥]{0,12}(?:务工|打工|做工|经商|做生意|读书|上学|就读|当兵|服役|工作)"
    "|[在去]?(?:外[地省市县乡出]?|省外|市外|县外|国外|境外|他乡|异地)(?:居住|生活|未归)?"
    "|同(?:上|前|左|户籍地?|户口(?:簿|所在地)?|身份证)(?:地址|住址)?|(?:户籍|户口所在|原籍|身份证)地?(?:地址|住址)?"
    "|随[一-龥]{1,6}(?:居住|生活)|[暂]?无(?:固定)?(?:地址|住址|住所)?|不[详明清]|未[知填详]|本[地村镇乡县市社区]+|没有|空"
)
"""Remarks where an address should stand: they name no place."""
_USUAL: Final = re.compile(
    "([^0-9]*)(?:0*([1-9][0-9]*)(?:村民小组|小组|[组社队])(?![民区长]))?(?:0*([1-9][0-9]*)号(?![院大楼栋幢房室]))?"
    "(?:([一-龥]*?)0*([1-9][0-9]*)(?:号楼|[栋幢座])(?!楼))?(?:0*([1-9][0-9]*)单元)?(?:0*([1-9][0-9]*)室)?"
)
"""The common forms: 3组26号, 199号枫林新村2幢1单元602室."""
_ANY: Final = re.compile("([^0-9]*)(.*)", re.DOTALL)
_TOWNSHIP: Final = re.compile(
    "([一-龥]{1,12}?(?:街道办事处|街道办|街道|民族乡|苏木|农场|林场|牧场|镇(?![村路社街])|乡(?![村路社街镇])))"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Parts of an address; an empty string is a part not given. Names of places are given by their sound."""

    county: str = ""
    """Its root (divisions.py), or its name when no table has it; empty when several bear the name."""
    township: str = ""
    place: str = ""
    """Village, or else estate or road."""
    group: str = ""
    number: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    collective: bool = False
    """A dormitory, school, works or other household of unrelated people 集体户."""
    village: str = ""
    """The administrative village or community 社区."""
    hamlet: str = ""
    """The natural village within it 自然村."""
    road: str = ""
    estate: str = ""
    annex: str = ""
    """The 2 of 12号附2号, 12号之二 and 12-2号."""


NO_ADDRESS: Final = Address()


def _number(match: re.Match[str]) -> str:
    text = match.group()
    if not {"十", "百", "千"} & set(text):
        return "".join(str(NUMERALS[c]) for c in text)
    total = digit = 0
    for c in text:
        if c in NUMERALS:
            digit = NUMERALS[c]
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c], 0
    return str(total + digit)


def _clean(raw: str) -> str:
    text = raw[:LENGTH_MAX]
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFKC", text).translate(_SIGNS).upper()
        text = _DASHES.sub("-", _JUNK.sub("", _REMARKS.sub("", text)))
    text = _NUMERAL.sub(_number, text)
    return _NUMERAL_AFTER.sub(_number, text) if _AFTER.search(text) else text


@dataclass(frozen=True, slots=True)
class _Start:
    """What the words before the first number say."""

    division: Division
    township: str
    run: Run
    names: Names


@lru_cache(maxsize=1 << 15)
def _read_head(text: str) -> tuple[Division, str, str]:
    """Return the division and the township's sound at the start, and what is left."""
    division = read_division(text)
    rest = text[division.end :]
    match = _TOWNSHIP.match(rest)
    if match is None:
        return division, "", rest
    return division, sound_of(match.group(1)), rest[match.end() :]


@cache
def _no_townships() -> re.Pattern[str]:
    """Return what finds counties and prefectures in whose names 镇 or 乡 is no township: 新乡县, 镇江市."""
    return re.compile("|".join(sorted(names_with("镇乡"), key=lambda name: (-len(name), name))))


def _head_end(words: str) -> int:
    """Return where the township's name may end; all the words when none is named."""
    if "镇" in words or "乡" in words:
        words = _no_townships().sub(lambda name: _COVER * len(name.group()), words)
    head = _HEAD.match(words)
    return head.end() if head else len(words)


@lru_cache(maxsize=1 << 16)
def _read_start(words: str) -> _Start:
    end = _head_end(words)
    division, township, left = _read_head(words[:end])
    run = read_words(left + words[end:])
    return _Start(division, township, run, read_names(run.names) if run.names else NO_NAMES)


def _county(division: Division, committee: str) -> str:
    if len(division.candidates) == 1:
        return division.candidates[0]
    if not division.candidates:
        return division.name
    for length in (4, 2):  # a committee that leaves the prefecture out means its own
        near = [root for root in division.candidates if root[:length] == committee[:length]]
        if committee and len(near) == 1:
            return near[0]
    return root_of(committee) if root_of(committee) in division.candidates else ""


def _read_any(start: _Start, tail: str, committee: str) -> tuple[Division, Address]:
    """Read an address whose numbers are written in an unusual way."""
    r = Doors()
    r.follow(start.run)
    r.read(tail)
    return start.division, Address(
        _county(start.division, committee), start.township,
        r.estate or (r.road if not r.group else "") or r.village or r.hamlet,
        r.group, r.number, r.building, r.unit, r.room,
        r.collective, r.village, r.hamlet, r.road, r.estate, r.annex,
    )  # fmt: skip


def read_address(raw: str, committee: str = "") -> Address:
    """Return the parts of an address on the roll of a committee, whose code stands for a county left out.

    >>> read_address("四川省南充市南部县三官镇天井沟村三社26号").group
    '3'
    >>> read_address("三官镇天井沟村3组二十六号").number
    '26'
    """
    text = _clean(raw)
    if not text or _NOWHERE.fullmatch(text):
        return NO_ADDRESS
    division, address = _read(text, committee)
    if division.end or address.county or not _names_a_place(address):
        return address
    return replace(address, county=root_of(committee[:_COUNTY_DIGITS]))


def _names_a_place(a: Address) -> bool:
    """Tell whether an address says more than a bare name, which may be a remark or a province."""
    return bool(a.township or a.village or a.road or a.group or a.number or a.building)


def _read(text: str, committee: str) -> tuple[Division, Address]:
    """Return what an address says of the county and above, and its parts."""
    usual = _USUAL.fullmatch(text)
    if usual is None:
        words, tail = _ANY.fullmatch(text).groups()  # type: ignore[union-attr] # any text matches
        return _read_any(_read_start(words), tail, committee)
    words, group, number, within, building, unit, room = usual.groups("")
    start = _read_start(words)
    names = start.names
    if start.run.special:
        return _read_any(start, text[len(words) :], committee)
    village, hamlet, road, estate, collective = names.village, "", names.road, "", names.collective
    if names.last:
        if group or (number and not names.is_estate and not road):
            hamlet = names.last
        elif building or unit or room or names.is_estate or road:
            estate = names.last
        else:
            hamlet = names.last
    if within:
        inner = read_names(within)
        village, road, estate = village or inner.village, road or inner.road, inner.last or estate
        collective |= inner.collective
    division = start.division
    return division, Address(
        division.candidates[0] if len(division.candidates) == 1 else _county(division, committee),
        start.township,
        estate or (road if not group else "") or village or hamlet,
        group, number, building, unit, room,
        collective, village, hamlet, road, estate,
    )  # fmt: skip

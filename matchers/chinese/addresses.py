"""Addresses 地址 as places within places: county, township, village or estate, then door numbers.

Owns reading one address. The start is read by the table of divisions, the rest by the words around each
number. Parts left out stay empty and are neither for nor against. Knows nothing of pairs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

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
    "|号(?!桥)|[栋幢座弄](?!村)|单元|室|房(?=$|间)|层|楼(?=$|\\d|[一二三四五六七八九〇])|门(?=\\d|[一二三四五六七八九]))",
    re.MULTILINE,
)
_NUMERAL_AFTER: Final = re.compile(
    "[〇零一二三四五六七八九十](?:"
    "(?<=[附之][一二三四五六七八九十])[一二三四五六七八九十]*(?![一-龥])"
    "|(?<=[室号栋幢座元楼][〇零一二三四五六七八九])[〇零一二三四五六七八九]{0,3}$)",
    re.MULTILINE,
)
"""Numerals told by the word before them; a first character of few kinds makes the search quick."""
_HEAD: Final = re.compile(".*(?:街道办事处|街道办|街道|苏木|农场|林场|牧场|[镇乡])")
"""What may name the township, so that it is read once for all its villages."""
_COVER: Final = "〇"
OWN_COUNTY_DIGITS: Final = 6
"""What a committee's code says of the county that it lies in."""
_NOWHERE: Final = re.compile(
    "[一-龥]{0,12}(?:务工|打工|做工|经商|做生意|读书|上学|就读|当兵|服役|工作)"
    "|[在去]?(?:外[地省市县乡出]?|省外|市外|县外|国外|境外|他乡|异地)(?:居住|生活|未归)?"
    "|同(?:上|前|左|户籍地?|户口(?:簿|所在地)?|身份证)(?:地址|住址)?|(?:户籍|户口所在|原籍|身份证)地?(?:地址|住址)?"
    "|随[一-龥]{1,6}(?:居住|生活)|[暂]?无(?:固定)?(?:地址|住址|住所)?|不[详明清]|未[知填详]|本[地村镇乡县市社区]+|没有|空"
)
"""Remarks where an address should stand: they name no place."""
_USUAL: Final = re.compile(
    "(?:0*([1-9][0-9]*)(?:村民小组|小组|[组社队])(?![民区长]))?(?:0*([1-9][0-9]*)号(?![院大楼栋幢房室]))?"
    "(?:([一-龥]*?)0*([1-9][0-9]*)(?:号楼|[栋幢座])(?!楼))?(?:0*([1-9][0-9]*)单元)?(?:0*([1-9][0-9]*)室)?"
)
"""The common forms: 3组26号, 199号枫林新村2幢1单元602室."""
_WORDS: Final = re.compile("[^0-9]*")
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
    return _in_digits(match.group())


@lru_cache(maxsize=1 << 12)
def _in_digits(numeral: str) -> str:
    if not {"十", "百", "千"} & set(numeral):
        return "".join(str(NUMERALS[c]) for c in numeral)
    total = digit = 0
    for c in numeral:
        if c in NUMERALS:
            digit = NUMERALS[c]
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c], 0
    return str(total + digit)


def plain_text(raw: str) -> str:
    """Return an address in plain characters, without signs and remarks; numerals stay as they are."""
    text = raw[:LENGTH_MAX]
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFKC", text).translate(_SIGNS).upper()
        text = with_plain_dashes(_JUNK.sub("", _REMARKS.sub("", text)))
    return text


def with_plain_dashes(text: str) -> str:
    """Return a text in which numbers are joined by hyphens alone."""
    return _DASHES.sub("-", text)


def with_digits(text: str) -> str:
    """Return a plain text, or lines of them, with the numerals that count something in digits."""
    return _NUMERAL_AFTER.sub(_number, _NUMERAL.sub(_number, text))


def is_remark(text: str) -> bool:
    """Tell whether words stand where an address should, and name no place."""
    return _NOWHERE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class _Start:
    """What the words before the first number say."""

    division: Division
    township: str
    run: Run
    names: Names


class Head(NamedTuple):
    """What the words up to the township say."""

    division: Division
    township: str
    rest: str
    """What is left of them."""


@lru_cache(maxsize=1 << 15)
def read_head(text: str) -> Head:
    """Read the division and the township at the start of an address."""
    division = read_division(text)
    rest = text[division.end :]
    match = _TOWNSHIP.match(rest)
    if match is None:
        return Head(division, "", rest)
    return Head(division, sound_of(match.group(1)), rest[match.end() :])


@cache
def _no_townships() -> re.Pattern[str]:
    """Return what finds counties and prefectures in whose names 镇 or 乡 is no township: 新乡县, 镇江市."""
    return re.compile("|".join(sorted(names_with("镇乡"), key=lambda name: (-len(name), name))))


def head_end(words: str) -> int:
    """Return where the township's name may end; all the words when none is named."""
    if "镇" in words or "乡" in words:
        words = _no_townships().sub(lambda name: _COVER * len(name.group()), words)
    head = _HEAD.match(words)
    return head.end() if head else len(words)


def read_rest(words: str) -> tuple[Run, Names]:
    """Read the words between the township and the first number."""
    run = read_words(words)
    return run, read_names(run.names) if run.names else NO_NAMES


@lru_cache(maxsize=1 << 16)
def _read_start(words: str) -> _Start:
    end = head_end(words)
    head = read_head(words[:end])
    return _Start(head.division, head.township, *read_rest(head.rest + words[end:]))


def county_of(division: Division, committee: str) -> str:
    """Return the root of the county that a division names, or its name when no table has it."""
    if len(division.candidates) == 1:
        return division.candidates[0]
    if not division.candidates:
        return division.name
    for length in (4, 2):  # a committee that leaves the prefecture out means its own
        near = [root for root in division.candidates if root[:length] == committee[:length]]
        if committee and len(near) == 1:
            return near[0]
    return root_of(committee) if root_of(committee) in division.candidates else ""


class Parts(NamedTuple):
    """The parts of an address below the township, as in `Address`."""

    place: str
    group: str
    number: str
    building: str
    unit: str
    room: str
    collective: bool
    village: str
    hamlet: str
    road: str
    estate: str
    annex: str = ""

    @property
    def name_a_place(self) -> bool:
        """Tell whether they say more than a bare name, which may be a remark or a province."""
        return bool(self.village or self.road or self.group or self.number or self.building)


def _place(village: str, hamlet: str, road: str, estate: str, group: str) -> str:
    return estate or (road if not group else "") or village or hamlet


def _read_any(run: Run, names: Names, tail: str) -> tuple[Parts, bool]:
    """Read an address whose numbers are written in an unusual way."""
    r = Doors(run, names)
    r.read(tail)
    parts = Parts(
        _place(r.village, r.hamlet, r.road, r.estate, r.group),
        r.group, r.number, r.building, r.unit, r.room,
        r.collective, r.village, r.hamlet, r.road, r.estate, r.annex,
    )  # fmt: skip
    return parts, r.plain


def read_parts(run: Run, names: Names, tail: str) -> tuple[Parts, bool]:
    """Read an address from its first number on, given what the words before it say.

    Also tells whether the numbers are plain: none is part of a name, none has a letter. Those that do not
    begin with a zero then go into doors as they are, whatever they are: of each it matters only whether it
    has three digits.
    """
    usual = None if run.special else _USUAL.fullmatch(tail)
    if usual is None:
        return _read_any(run, names, tail)
    group, number, within, building, unit, room = usual.groups("")
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
    place = _place(village, hamlet, road, estate, group)
    doors = (group, number, building, unit, room)
    return Parts(place, *doors, collective, village, hamlet, road, estate), True


def read_address(raw: str, committee: str = "") -> Address:
    """Return the parts of an address on the roll of a committee, whose code stands for a county left out.

    >>> read_address("四川省南充市南部县三官镇天井沟村三社26号").group
    '3'
    >>> read_address("三官镇天井沟村3组二十六号").number
    '26'
    """
    text = with_digits(plain_text(raw))
    if not text or is_remark(text):
        return NO_ADDRESS
    words = _WORDS.match(text).group()  # type: ignore[union-attr] # any text matches
    start = _read_start(words)
    parts, _ = read_parts(start.run, start.names, text[len(words) :])
    county = county_of(start.division, committee)
    if not county and not start.division.end and (start.township or parts.name_a_place):
        county = root_of(committee[:OWN_COUNTY_DIGITS])
    return Address(county, start.township, *parts)

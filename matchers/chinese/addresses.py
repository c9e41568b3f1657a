"""Addresses 地址 as places within places: county, township, village or estate, then door numbers.

Owns reading one address by the words that end each part; no table of divisions. Parts left out stay empty
and are neither for nor against. Knows nothing of pairs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from matchers.chinese.pinyin import readings, sound_class

_SPACES: Final = re.compile(r"[\s,，、;；·]+")
_REMARKS: Final = re.compile(r"[（(【\[].*?[)）】\]]")
_PROVINCE: Final = re.compile(
    "^(?:(?:内蒙古|黑龙江|[一-龥]{2})(?:省|维吾尔自治区|壮族自治区|回族自治区|自治区)"
    "|(?:北京|上海|天津|重庆)市?(?=[一-龥]{1,6}[区县])|香港特别行政区|澳门特别行政区)"
)
_PREFECTURE: Final = re.compile(
    "^(?:[一-龥]{2,4}?市(?=[一-龥]{1,6}?[区县市旗])|[一-龥]{2,12}?(?:自治州|地区|盟)|市辖区|省直辖县)"
)
_COUNTY: Final = re.compile(
    "^([一-龥]{1,8}?(?:自治县|自治旗|新区|林区|特区|县|市|(?<!小)区|旗))(?![镇乡路街村社])"
)
_TOWNSHIP: Final = re.compile(
    "^([一-龥]{1,10}?(?:街道办事处|街道|民族乡|苏木|镇|乡|农场|林场|牧场))(?![村路社街镇乡])"
)
_VILLAGE: Final = re.compile(
    "^([一-龥A-Za-z0-9]{1,12}?(?:村民委员会|居民委员会|村委会|居委会|社区|村|嘎查|居|屯|寨|庄))(?![路街])"
)
_ROAD: Final = re.compile("([^\\W\\d_号弄栋幢]{1,10}?[0-9]{0,3}(?:大道|路|街|巷|胡同|弄|里|道))(?=[0-9附])")
_ESTATE: Final = re.compile(
    r"([^\W\d_号弄栋幢]{2,12}?(?:小区|花园|公寓|家园|花苑|苑|庭|城|府|宿舍|园|新村|广场|大厦|湾|居|里))"
    "(?=[0-9东西南北A-Z第]|$)"
)
_GROUP: Final = re.compile("(?:第)?([0-9]+)(?:村民小组|居民小组|小组|组|社|队|生产队)")
_BUILDING: Final = re.compile("([0-9A-Za-z]+)(?:栋|幢|弄|号楼|座|#楼|楼(?!层))")
_UNIT: Final = re.compile("([0-9]+)单元")
_ROOM: Final = re.compile("([0-9]{2,5})(?:室|房|户)|[-#](?:([0-9]+)[-#])?([0-9]{3,4})$|([0-9]{3,4})$")
_NUMBER: Final = re.compile("(?:附)?([0-9]+)(?:号(?!楼)|$)")
_COLLECTIVE: Final = re.compile(
    "宿舍|集体|公司|工厂|厂区|学校|学院|大学|中学|校区|工地|工棚|福利院|敬老院|养老|人才|派出所"
)
_NUMERALS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CHINESE_NUMBER: Final = re.compile(
    "[〇零一二三四五六七八九十百]+(?=村民小组|居民小组|小组|组|社|队|号|栋|幢|座|单元|室|房)"
)
_LANE_NUMBER: Final = re.compile("([0-9]+)号(?!楼)")
_SUFFIXES: Final = re.compile(
    "(村民委员会|居民委员会|村委会|居委会|街道办事处|社区|街道|民族乡|村|镇|乡|居)$"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Parts of an address; an empty string is a part not given."""

    county: str = ""
    township: str = ""
    place: str = ""
    """Village, or else estate or road: its sound, for villages are spelled in many ways."""
    group: str = ""
    number: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    collective: bool = False
    """A dormitory, school, works or other household of unrelated people 集体户."""


NO_ADDRESS: Final = Address()


def _number(match: re.Match[str]) -> str:
    text = match.group()
    if "十" not in text and "百" not in text:
        return "".join(str(_NUMERALS[c]) for c in text)
    total, digit = 0, 0
    for c in text:
        if c in _NUMERALS:
            digit = _NUMERALS[c]
        else:
            total, digit = total + (digit or 1) * (10 if c == "十" else 100), 0
    return str(total + digit)


def _sound(place: str) -> str:
    stem = _SUFFIXES.sub("", place) or place
    return " ".join(sound_class(r[0]) if (r := readings(c, surname=False)) else c for c in stem)


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.match(text)
    if match is None:
        return "", text
    return (match.group(1) if match.re.groups else match.group()), text[match.end() :]


def _search(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.search(text)
    if match is None:
        return "", text
    found = next((g for g in reversed(match.groups()) if g), "").lstrip("0")
    return found, text[: match.start()] + "," + text[match.end() :]


def _find(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group(1) if match else ""


def read_address(raw: str) -> Address:
    """Return the parts of an address.

    >>> read_address("四川省南充市南部县三官镇天井沟村三社26号").group
    '3'
    >>> read_address("三官镇天井沟村3组二十六号").number
    '26'
    """
    text = _SPACES.sub("", _REMARKS.sub("", unicodedata.normalize("NFKC", raw)))
    if not text:
        return NO_ADDRESS
    text = _CHINESE_NUMBER.sub(_number, text)
    _, text = _take(_PROVINCE, text)
    _, text = _take(_PREFECTURE, text)
    county, text = _take(_COUNTY, text)
    township, text = _take(_TOWNSHIP, text)
    village, text = _take(_VILLAGE, text)
    road, estate = _find(_ROAD, text), _find(_ESTATE, text)
    group, text = _search(_GROUP, text)
    building, text = _search(_BUILDING, text)
    unit, text = _search(_UNIT, text)
    number, text = _search(_LANE_NUMBER, text)
    room, text = _search(_ROOM, text)
    if not (number or room):
        number, text = _search(_NUMBER, text)
    place = estate or (road if not group else "") or village
    return Address(
        county=county.removesuffix("县").removesuffix("区").removesuffix("市") or county,
        township=_sound(township) if township else "",
        place=_sound(place) if place else "",
        group=group, number=number, building=building.upper(), unit=unit, room=room,
        collective=bool(_COLLECTIVE.search(raw)),
    )  # fmt: skip

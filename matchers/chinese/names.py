"""Names 姓名 as the matcher compares them: folded, split, with the sound and shape of each character.

Owns spelling: width, spaces, dots, traditional and variant characters, compound surnames, the tokens of
minority names. Knows nothing of frequencies or of pairs.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from sys import intern
from typing import Final

from opencc import OpenCC

from matchers.chinese.composing import UNKNOWN_CHARACTER, compose, resolve_descriptions
from matchers.chinese.pinyin import readings, sound_class, syllables
from matchers.chinese.private_use import REAL_PLACES
from matchers.chinese.shapes import corners, shapes
from matchers.chinese.surnames import COMPOUND_SURNAMES, SURNAMES
from matchers.chinese.tables import read_table
from matchers.chinese.transliteration import CHARACTERS, token_class

__all__ = [
    "COMPOUND_SURNAMES", "DOT", "HAN_LENGTH_MAX", "TRANSLITERATING", "UNKNOWN_CHARACTER", "Character", "Name",
    "describe", "read_name", "spell", "token_class",
]  # fmt: skip

DOT: Final = "·"
LENGTH_MAX: Final = 100
"""Characters read: the longest name allowed has fifty."""
HAN_LENGTH_MAX: Final = 4
_PASSES_MAX: Final = 5
"""A remark within a remark, parts within parts: what is read again must not change."""
_SPACED_MIN: Final = HAN_LENGTH_MAX + 1
_COMPOUND: Final = 2
_HAN: Final = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_USUAL: Final = re.compile("[一-鿿]{1,4}")
"""A Han name in which nothing is to be mended."""
_SPACED: Final = re.compile("([一-鿿]{1,3})[ \u3000]+(?![男女]$)([一-鿿]{1,3})")
"""The same with the characters set apart."""
_LONG: Final = re.compile("[一-鿿]{2,}(?:[·•.．・‧][一-鿿]{2,})*")
"""A transliterated name in which only the dots are to be mended."""
_MENDED_DOTS: Final = str.maketrans(dict.fromkeys("•.．・‧", DOT))
_DOTS: Final = re.compile(r"[.•・･‧⋅∙·。﹒●．᛫•᛫・ꞏ˙‥…､、,，|｜]+")
_PLACEHOLDERS: Final = re.compile("[?？□■*＊\ufffd×▇▊▌◇◆△▲☆★#＃@_＿~～]")
_LONE_LETTER: Final = re.compile(f"(?<=[{_HAN}])[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z](?![A-Za-zÀ-ɏ])")
_REMARK: Final = re.compile(r"[（(【\[〔［｛{<＜《][^）)】\]〕］｝}>＞》]*[）)】\]〕］｝}>＞》]?")
_BRACKETS: Final = "（(【[〔［｛{<＜《）)】]〕］｝}>＞》"
_FORMER: Final = re.compile(f"(?:曾用名|原名|又名|别名|曾名|也叫|原姓名|改名前)[:：为]?([{_HAN}·]{{2,15}})")
_LABEL: Final = re.compile(r"^\s*(?:\d+[.、．:：)）\s]+|(?:户主|姓名|本人|选民)[:：])|[/,，\s]+[男女]\s*$")
_ACCENTED: Final = re.compile("[A-Za-z][\u0300-\u036f]+")
_HYPHEN: Final = re.compile(f"(?<=[{_HAN}])[-‐‑–—－](?=[{_HAN}])")
_LATIN: Final = re.compile("[A-Za-züÜ]+")
_ESCAPES: Final = re.compile(r"\\[uU]([0-9a-fA-F]{4})")
_PLUS: Final = re.compile("([⺀-鿿])[+＋]([⺀-鿿])")
_SPACES: Final = re.compile(r"\s+")
_JUNK: Final = re.compile("[0-9'’‘`´\"“”!！:：;；$%^&=+/\\\\（(【\\[〔［｛{<＜《）)】\\]〕］｝}>＞》]+")
_KEPT: Final = frozenset("乾")
"""Traditional forms of other characters that are characters of their own in names."""
_MARKS_OF_RADICALS: Final = range(0x2E80, 0x2FE0)
_DESCRIPTIONS: Final = range(0x2FF0, 0x3000)
_WIDE: Final = range(0xFF01, 0xFFEF)
_TONED: Final = range(0xC0, 0x250)
_ZEROS: Final = frozenset("○◯")
_SIMPLIFIED: Final = OpenCC("t2s")
TRANSLITERATING: Final = frozenset("提曼江孜丽尔木克甫拉汗罕买古依热吐逊合")
"""Characters that mark a name without dot as perhaps one part of a transliterated name."""
_NEVER_GIVEN: Final = frozenset("尔提孜吾依甫热罕买")
"""Characters that hardly any Han given name has."""
_MONONYM_MIN: Final = 3
_DROPPED: Final = frozenset({"Mn", "Cf", "Cc", "Me"})
_UNKNOWN: Final = frozenset({"So", "Co", "Cn", "Cs", "Sk"})


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
    """Two of four: compound surnames, two surnames, a Yi clan, the first half of a Tibetan name; none of a
    transliterated name."""
    tokens: tuple[str, ...]
    """Transliteration classes of a dotted or long name; empty for a Han name."""
    former: str = ""
    """Another name that a remark gives: 张三（曾用名李四）."""

    @property
    def surname(self) -> str:
        """Return the family name, empty for a name that has none."""
        return "".join(self.characters[: self.surname_length])

    @property
    def given(self) -> str:
        """Return what follows the family name."""
        return "".join(self.characters[self.surname_length :])

    @property
    def is_mononym(self) -> bool:
        """Tell whether a short name is rather a transliterated one than a surname and a given name.

        It is written with transcribers' characters alone, and no surname leads it or what follows is no Han
        given name. Its split is that of a Han name all the same: only the people 民族 can make sure.
        """
        characters = self.characters
        if not _MONONYM_MIN <= len(characters) <= HAN_LENGTH_MAX or not CHARACTERS.issuperset(characters):
            return False
        if "".join(characters[:_COMPOUND]) in COMPOUND_SURNAMES:
            return False
        led = characters[0] in SURNAMES and len(characters) < HAN_LENGTH_MAX
        return not led or not _NEVER_GIVEN.isdisjoint(characters[1:])


@cache
def _plain_character(character: str) -> str:
    plain = unicodedata.normalize("NFC", character)  # a compatibility ideograph's own character
    code = ord(plain) if len(plain) == 1 else 0
    if code in _WIDE or code in _MARKS_OF_RADICALS or character == "\u3000":
        plain = unicodedata.normalize("NFKC", character)
    elif code in _TONED:  # lǐ, but lǚ keeps its ü
        bare = unicodedata.normalize("NFD", character)
        plain = character if not bare[0].isascii() else "ü" if "\u0308" in bare else bare[0]
    kind = unicodedata.category(plain[0])
    if kind in _DROPPED:
        return " " if plain.isspace() else ""
    if plain in _ZEROS:
        return "〇"
    if code in _DESCRIPTIONS:
        return plain
    return UNKNOWN_CHARACTER if kind in _UNKNOWN else plain


def _plain(text: str) -> str:
    """Return a text with plain letters: narrow, composed, real characters for private ones, no marks."""
    text = html.unescape(_ESCAPES.sub(lambda m: chr(int(m.group(1), 16)), text)).translate(REAL_PLACES)
    return "".join(map(_plain_character, _ACCENTED.sub(_composed, text)))


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match.group())


def _without_remarks(text: str) -> str:
    """Drop remarks, but for one that tells the parts of a missing character: 李(王争)."""
    match = _REMARK.search(text)
    if match is None:
        return text
    plain = _REMARK.sub("", text).strip()
    if not plain:
        return match.group().strip(_BRACKETS)
    short = len(plain) <= _COMPOUND or UNKNOWN_CHARACTER in _PLACEHOLDERS.sub(UNKNOWN_CHARACTER, plain)
    character = compose(match.group()[1:-1]) if short else ""
    if not character or character in plain:
        return plain
    shown = _PLACEHOLDERS.sub(UNKNOWN_CHARACTER, plain)
    return shown.replace(UNKNOWN_CHARACTER, character, 1) if UNKNOWN_CHARACTER in shown else plain + character


def _joined(match: re.Match[str]) -> str:
    return compose(match.group(1) + match.group(2)) or match.group()


def spell(raw: str) -> str:
    """Return a name without what files add to it: width, spaces, remarks, other dots.

    >>> spell(" 张　三 （已迁） "), spell("买买提．艾力"), spell("李(王争)")
    ('张三', '买买提·艾力', '李琤')
    """
    spelled = _spell_usual(raw)
    if spelled:
        return spelled
    spelled = raw
    for _ in range(_PASSES_MAX):
        if _USUAL.fullmatch(spelled):
            return spelled
        spelled, before = _spell_once(spelled), spelled
        if spelled == before:
            break
    return spelled


def _spell_usual(raw: str) -> str:
    """Return a name written in one of the usual ways as spelled, else nothing."""
    if _USUAL.fullmatch(raw):
        return raw
    spaced = _SPACED.fullmatch(raw)
    if spaced:
        parts = spaced.groups()
        short = min(map(len, parts)) == 1 or len(raw) <= _SPACED_MIN
        return "".join(parts) if short and sum(map(len, parts)) <= HAN_LENGTH_MAX else ""
    return raw.translate(_MENDED_DOTS) if len(raw) <= LENGTH_MAX and _LONG.fullmatch(raw) else ""


def _spell_once(raw: str) -> str:
    plain = _without_remarks(_LABEL.sub("", resolve_descriptions(_plain(raw[:LENGTH_MAX]))))
    plain = _HYPHEN.sub(DOT, _PLUS.sub(_joined, plain)).strip()
    parts = plain.split()
    if len(parts) > 1 and min(map(len, parts)) > 1 and not plain.isascii() and len(plain) > _SPACED_MIN:
        plain = DOT.join(parts)  # a dotted name whose dots became spaces
    plain = _LONE_LETTER.sub(UNKNOWN_CHARACTER, _PLACEHOLDERS.sub(UNKNOWN_CHARACTER, plain))
    plain = _SPACES.sub("", _DOTS.sub(DOT, _JUNK.sub("", plain))).strip(DOT + "-")
    parts = plain.split(DOT)
    if len(parts) > 1 and min(map(len, parts)) == 1 and sum(map(len, parts)) <= HAN_LENGTH_MAX:
        plain = "".join(parts)  # a Han name with a dot that is none of its own
    return plain


@cache
def _variants() -> dict[int, str]:
    pairs = [pair for line in read_table("variants.txt") for pair in line.split()]
    return {ord(pair[0]): pair[1] for pair in pairs}


@cache
def _fold_character(character: str) -> str:
    plain = unicodedata.normalize("NFC", character)
    return plain if plain in _KEPT else str(_SIMPLIFIED.convert(plain)).translate(_variants())


def _characters(folded: str) -> tuple[str, ...]:
    out: list[str] = []
    position = 0
    while position < len(folded):
        latin = _LATIN.match(folded, position)
        if latin:
            out.extend(syllables(latin.group().lower().replace("ü", "v")))
            position = latin.end()
        else:
            out.append(intern(folded[position]))
            position += 1
    return tuple(out)


def read_name(raw: str) -> Name:
    """Return a name folded and split.

    >>> read_name("歐陽娜娜").surname, read_name("肖战").folded
    ('欧阳', '萧战')
    """
    spelled = spell(raw)
    former = _former(raw) if spelled != raw else ""
    folded = "".join(map(_fold_character, spelled))
    folded = spelled if folded == spelled else folded
    characters = _characters(folded) if _LATIN.search(folded) else tuple(map(intern, folded))
    if DOT in folded or len(characters) > HAN_LENGTH_MAX:
        tokens = tuple(token_class(part) for part in folded.split(DOT) if part)
        return Name(spelled, folded, characters, 0, tokens, former)
    if len(characters) > _COMPOUND and characters[0] + characters[1] in COMPOUND_SURNAMES:
        return Name(spelled, folded, characters, 2, (), former)
    split = 2 if len(characters) == HAN_LENGTH_MAX else min(1, len(characters))
    return Name(spelled, folded, characters, split, (), former)


def _former(raw: str) -> str:
    match = _FORMER.search(raw)
    return spell(match.group(1)) if match else ""


@dataclass(frozen=True, slots=True)
class Character:
    """Sound and shape of one character in its place."""

    sounds: tuple[str, ...]
    classes: tuple[str, ...]
    corners: str
    wild: bool
    shapes: tuple[str, ...] = ()
    """Groups of look-alikes that it belongs to; where one of two characters has none, corners tell."""


@cache
def describe(character: str, surname: bool) -> Character:
    """Return sound and shape of a character, as a surname or as part of a given name."""
    if character == UNKNOWN_CHARACTER:
        return Character((), (), "", wild=True)
    sounds = readings(character, surname)
    classes = tuple(dict.fromkeys(map(sound_class, sounds)))
    return Character(sounds, classes, corners(character), wild=False, shapes=shapes(character))

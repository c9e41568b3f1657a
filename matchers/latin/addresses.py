"""Addresses of the English-speaking kind, "4/17 Smith Street, Newtown, NSW 2042", taken apart.

Owns reading one address; words that no rule knows are left out. Knows no pairs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from matchers.latin.spelling import words_of

_PARTS: Final = re.compile(r"[,;\n\r]")
_UNIT_AND_NUMBER: Final = re.compile(r"\s*(?:[a-z.#]+\s+)?([a-z]?\d+[a-z]?)\s*/\s*(\d+)", re.IGNORECASE)
_RANGE: Final = re.compile(r"(\d+)\s*[-–]\s*\d+[a-z]?\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(\d{1,8})([a-z]?)")
_DIGITS: Final = re.compile(r"\d{3,6}")
_SPLIT_CODE: Final = re.compile(r"[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d")
"""Postcodes of the United Kingdom and of Canada, in one word or two."""
_ZIP: Final = re.compile(r"\d{5} \d{4}")
_POSTCODE_DIGITS_MIN: Final = 4
_UNITS: Final = frozenset(words_of("unit flat apt apartment suite ste room rm shop villa u no lot"))
_COUNTRIES: Final = frozenset(
    words_of(
        "usa us uk gb australia canada ireland england scotland wales newzealand nz unitedstates "
        "unitedkingdom greatbritain unitedstatesofamerica"
    )
)
_STREET_TYPES: Final = {
    word: forms.split()[0]
    for forms in (
        "st street str", "rd road", "ave avenue av", "dr drive drv", "ct court crt", "pl place plc",
        "cl close", "cres crescent cr cresent", "ln lane la", "tce terrace terr ter", "pde parade",
        "hwy highway", "cct circuit cir circle", "blvd boulevard bvd", "sq square", "way wy", "gr grove gve",
        "esp esplanade", "pkwy parkway", "gdns gardens gdn", "walk wlk", "mews", "rise", "loop", "trl trail",
        "row", "view", "hill", "track trk",
    )
    for word in forms.split()
}  # fmt: skip
_STATE_NAMES: Final = {
    "new south wales": "nsw", "victoria": "vic", "queensland": "qld", "south australia": "sa",
    "western australia": "wa", "tasmania": "tas", "northern territory": "nt",
    "australian capital territory": "act", "alabama": "al", "alaska": "ak", "arizona": "az",
    "arkansas": "ar", "california": "ca", "colorado": "co", "connecticut": "ct", "delaware": "de",
    "district of columbia": "dc", "florida": "fl", "georgia": "ga", "hawaii": "hi", "idaho": "id",
    "illinois": "il", "indiana": "in", "iowa": "ia", "kansas": "ks", "kentucky": "ky", "louisiana": "la",
    "maine": "me", "maryland": "md", "massachusetts": "ma", "michigan": "mi", "minnesota": "mn",
    "mississippi": "ms", "missouri": "mo", "montana": "mt", "nebraska": "ne", "nevada": "nv",
    "new hampshire": "nh", "new jersey": "nj", "new mexico": "nm", "new york": "ny", "north carolina": "nc",
    "north dakota": "nd", "ohio": "oh", "oklahoma": "ok", "oregon": "or", "pennsylvania": "pa",
    "rhode island": "ri", "south carolina": "sc", "south dakota": "sd", "tennessee": "tn", "texas": "tx",
    "utah": "ut", "vermont": "vt", "virginia": "va", "washington": "wa", "west virginia": "wv",
    "wisconsin": "wi", "wyoming": "wy", "ontario": "on", "quebec": "qc", "british columbia": "bc",
    "alberta": "ab", "manitoba": "mb", "saskatchewan": "sk", "nova scotia": "ns", "new brunswick": "nb",
    "newfoundland": "nl", "prince edward island": "pe",
}  # fmt: skip
_STATES: Final = {name.replace(" ", ""): code for name, code in _STATE_NAMES.items()} | {
    code: code for code in _STATE_NAMES.values()
}
"""States and provinces by name and abbreviation; WA is two places, and one code for both does no harm."""
_STATE_WORDS_MAX: Final = 3
_CODE_LETTERS_MAX: Final = 3
_CHARS_MAX: Final = 400


@dataclass(frozen=True, slots=True)
class Address:
    """An address's parts, plain lower-case words; empty or 0 where not given."""

    number: int = 0
    unit: str = ""
    street: str = ""
    suburb: str = ""
    state: str = ""
    postcode: str = ""


NO_ADDRESS: Final = Address()


@dataclass
class _Tail:
    """What is read from an address's end."""

    postcode: str = ""
    state: str = ""
    parts: list[list[str]] = field(default_factory=list)


@lru_cache(maxsize=1 << 14)
def read_address(raw: str) -> Address:
    """Take an address apart; a part left out between two commas is one that was not given.

    >>> read_address("4/17 Smith Street, Newtown, NSW 2042").suburb
    'newtown'
    >>> read_address("17, 2042").postcode, read_address(", 2042").number
    ('2042', 0)
    """
    texts = _PARTS.split(raw[:_CHARS_MAX])
    tail = _read_tail([list(words_of(text)) for text in texts])
    unit, at = "", 0
    while at < len(tail.parts) and (found := _lone_unit(tail.parts[at])):
        unit, at = found, at + 1
    at = next((i for i in range(at, len(tail.parts)) if _starts_with_number(tail.parts[i])), at)
    if at >= len(tail.parts):
        return Address(0, unit, "", "", tail.state, tail.postcode)
    number, inner, street = _read_street(texts[at], tail.parts[at])
    rest = tail.parts[at + 1 :]
    suburb = rest[-1] if rest else []
    if not rest:
        street, suburb = _street_and_suburb(street, numbered=bool(number))
    return Address(number, unit or inner, " ".join(street), " ".join(suburb), tail.state, tail.postcode)


def _read_tail(parts: list[list[str]]) -> _Tail:
    """Take country, postcode and state off the end."""
    tail = _Tail(parts=parts)
    if len(parts) > 1 and "".join(parts[-1]) in _COUNTRIES:
        parts.pop()
    while parts:
        last = parts[-1]
        lone, alone = len(parts) == 1, len(parts) <= 2  # noqa: PLR2004 - the street and one more
        took = _take_postcode(tail, last, lone=lone) | _take_state(tail, last, lone=lone, alone=alone)
        if last or not took:
            break
        parts.pop()
    return tail


def _take_postcode(tail: _Tail, words: list[str], *, lone: bool) -> bool:
    if tail.postcode or not words:
        return False
    for count in (2, 1):
        text = " ".join(words[-count:])
        if len(words) >= count and (_SPLIT_CODE.fullmatch(text) or (count == 2 and _ZIP.fullmatch(text))):  # noqa: PLR2004
            tail.postcode = text.split(" ")[0] if _ZIP.fullmatch(text) else text.replace(" ", "")
            del words[-count:]
            return True
    if not _DIGITS.fullmatch(words[-1]):
        return _take_postcode_before_state(tail, words)
    if (lone and len(words[-1]) < _POSTCODE_DIGITS_MIN) or (len(words) > 1 and words[-2] in {*_UNITS, "box"}):
        return False
    tail.postcode = words.pop()
    return True


def _take_postcode_before_state(tail: _Tail, words: list[str]) -> bool:
    """Read "2042 NSW" as "NSW 2042"."""
    if len(words) > 1 and words[-1] in _STATES and re.fullmatch(r"\d{4,6}", words[-2]):
        tail.postcode = words.pop(-2)
        return True
    return False


def _take_state(tail: _Tail, words: list[str], *, lone: bool, alone: bool) -> bool:
    """Take a state's name off the end of some words.

    Of a lone part, not where the word is a type of street too; and a name written out that stands alone
    beside the street is rather a town: Washington, Victoria.
    """
    if tail.state:
        return False
    for count in range(_STATE_WORDS_MAX, 0, -1):
        name = "".join(words[-count:]) if len(words) >= count else ""
        is_town = alone and count == len(words) and len(name) > _CODE_LETTERS_MAX
        if name in _STATES and not is_town and not (lone and words[-1] in _STREET_TYPES):
            tail.state = _STATES[name]
            del words[-count:]
            return True
    return False


def _lone_unit(words: list[str]) -> str:
    """Return the unit that a part of an address names if it names nothing else: Flat 2."""
    return words[1] if len(words) == 2 and words[0] in _UNITS else ""  # noqa: PLR2004


def _starts_with_number(words: list[str]) -> bool:
    return bool(words) and (words[0][0].isdigit() or (words[0] in _UNITS and len(words) > 2))  # noqa: PLR2004


def _read_street(text: str, words: list[str]) -> tuple[int, str, list[str]]:
    """Return number, unit and the words of the street."""
    unit = ""
    if both := _UNIT_AND_NUMBER.match(text):
        return int(both[2][:8]), both[1].lower(), _plain_types(_after(words, both[2]))
    if span := _RANGE.match(text.strip()):
        words = [span[1], *_after(words, span[1])[1:]]
    if len(words) > 1 and words[0] in _UNITS:
        unit, words = words[1], words[2:]
    for at in range(1, len(words) - 1):
        if words[at] in _UNITS - {"no"} and any(c.isdigit() for c in words[at + 1]):
            unit, words = words[at + 1], [*words[:at], *words[at + 2 :]]
            break
    if words[:2] == ["po", "box"] and len(words) > 2 and words[2].isdecimal():  # noqa: PLR2004
        return int(words[2][:8]), "", ["pobox"]
    match = _NUMBER.fullmatch(words[0]) if words else None
    if not match:
        return 0, unit, _plain_types(words)
    return int(match[1]), unit or match[2], _plain_types(words[1:])


def _after(words: list[str], number: str) -> list[str]:
    return words[words.index(number) + 1 :] if number in words else words


def _plain_types(words: list[str]) -> list[str]:
    """Write the type of street, the last of the words or before a direction, in its short form."""
    return [_STREET_TYPES.get(word, word) if at else word for at, word in enumerate(words)]


def _street_and_suburb(words: list[str], *, numbered: bool) -> tuple[list[str], list[str]]:
    """Part a street and a suburb between which there is no comma: the street ends with its type."""
    types = [at for at, word in enumerate(words) if at and word in _STREET_TYPES]
    if types and types[0] + 1 < len(words):
        return words[: types[0] + 1], words[types[0] + 1 :]
    if not types and not numbered:
        return [], words
    return words, []

"""A voter as slices see one: the identity number's kind, the folded name, its script, sex, birth, ethnicity.

The only file of the evaluation that knows the matcher's readers of values.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from dedup.intake.vocabulary import read_sex
from events.registrations import Voter
from matchers.chinese.dates import read_birth_date
from matchers.chinese.identity_numbers import (
    NO_NUMBER,
    IdentityNumber,
    Kind,
    birth_date_in,
    read_identity_number,
    repairs,
)
from matchers.chinese.names import read_name

Script = Literal["han", "transliterated", "latin"]
Evidence = Literal["both_valid", "both_valid_differ", "typed_wrong", "masked", "fifteen_digits", "missing"]
HAN: Final = "汉"
_HAN_WORDS: Final = frozenset({HAN, "01", "1", "HAN"})
_LATIN: Final = re.compile(r"[A-Za-z' .\-]+")
_SEX_PLACE: Final = 16
_DAMAGED: Final = (Kind.INVALID, Kind.ODD)


@dataclass(frozen=True, slots=True)
class Person:
    """What is read from one registration; empty and 0 where nothing is told."""

    name: str
    script: Script
    sex: str
    birth: int
    """yyyymmdd, with zeros for what is not known."""
    ethnicity: str
    number: IdentityNumber

    @property
    def has_number(self) -> bool:
        """Tell whether an identity number, whole or in part, can be read."""
        return self.number.kind != Kind.NONE


def read_person(voter: Voter) -> Person:
    """Read a voter's values as far as they can be read."""
    name, script = _read_name(voter.name)
    number = read_identity_number(voter.id_number) if voter.id_number else NO_NUMBER
    return Person(
        name,
        script,
        _sex(voter.sex, number),
        _birth(voter.birth_date, number),
        _ethnicity(voter.ethnicity),
        number,
    )


def evidence_of(one: Person, other: Person) -> Evidence:
    """Return what the identity numbers of a pair can tell; the weaker side decides."""
    kinds = {one.number.kind, other.number.kind}
    if Kind.NONE in kinds:
        return "missing"
    if Kind.MASKED in kinds:
        return "masked"
    if Kind.CONVERTED in kinds:
        return "fifteen_digits"
    if kinds & {*_DAMAGED}:
        return "typed_wrong"
    return "both_valid" if one.number.text == other.number.text else "both_valid_differ"


def is_one_slip_else_equal(one: Person, other: Person) -> bool:
    """Tell whether one number is the other with a digit changed or two neighbours swapped, all else equal."""
    if (one.name, one.sex, one.birth) != (other.name, other.sex, other.birth):
        return False
    sides = (one.number, other.number), (other.number, one.number)
    return any(
        wrong.kind == Kind.INVALID and right.kind == Kind.VALID and right.text in repairs(wrong)
        for wrong, right in sides
    )


@lru_cache(maxsize=1 << 18)
def _read_name(raw: str) -> tuple[str, Script]:
    if _LATIN.fullmatch(raw):
        return raw.casefold().replace(" ", ""), "latin"
    name = read_name(raw)
    return name.folded, "transliterated" if name.tokens else "han"


def _sex(given: str, number: IdentityNumber) -> str:
    sex = read_sex(given) if given else None
    if sex in {"male", "female"}:
        return str(sex)
    if number.kind == Kind.VALID:
        return "male" if int(number.text[_SEX_PLACE]) % 2 else "female"
    return ""


def _birth(given: str, number: IdentityNumber) -> int:
    if given:
        read = read_birth_date(given)
        if read.year:
            return read.year * 10_000 + read.month * 100 + read.day
    born = birth_date_in(number.text) if number.kind in {Kind.VALID, Kind.CONVERTED, Kind.INVALID} else None
    return born.year * 10_000 + born.month * 100 + born.day if born else 0


@lru_cache(maxsize=4096)
def _ethnicity(raw: str) -> str:
    text = unicodedata.normalize("NFKC", raw).strip().removesuffix("族").upper()
    return HAN if text in _HAN_WORDS else text

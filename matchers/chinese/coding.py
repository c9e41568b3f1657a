"""Coding: records as columns of numbers, a pure function of their values.

The columns are what keys, comparisons and frequency tables read. Values that no number can stand for, long
names and former names, are texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.chinese import coding_places
from matchers.chinese.coding_dates import code_dates
from matchers.chinese.coding_names import TOKENS, code_names
from matchers.chinese.coding_numbers import (
    DIGITS,
    NO_DIGIT,
    VALID,
    CodedNumbers,
    code_numbers,
    code_phones,
)
from matchers.chinese.coding_places import PARTS, code_addresses
from matchers.chinese.long_names import storable
from matchers.chinese.names import HAN_LENGTH_MAX, read_name
from matchers.chinese.peoples import people_code
from matchers.columns import Array
from matchers.hashing import narrow_hash
from matchers.profile import Coded
from matchers.record import Record, Records

VERSION: Final = 6
"""Raised whenever records are coded otherwise than before."""
COLUMNS: Final[Mapping[str, tuple[str, int]]] = {
    "name": ("u4", HAN_LENGTH_MAX), "name_length": ("i1", 0), "surname_length": ("i1", 0),
    "spelled": ("u8", 0), "folded": ("u8", 0), "tokens": ("u4", TOKENS),
    "long": ("i4", 0), "former": ("i4", 0),
    "sex": ("i1", 0), "ethnicity": ("u4", 0), "birth": ("i4", 0), "lunar": ("i4", 2),
    "id_birth": ("i4", 0), "id_kind": ("i1", 0), "id_digits": ("u1", DIGITS), "id_sound": ("?", 0),
    "phone": ("i8", 0), "employer": ("u4", 0), "committee": ("u4", 0), "apart": ("?", 0),
    "basis": ("i1", 0),
    **{f"{side}_{part}": kind for side in ("home", "here") for part, kind in coding_places.COLUMNS.items()},
}  # fmt: skip
TEXT_COLUMNS: Final = ("long", "former")
SEXES: Final[Mapping[str, int]] = {
    "男": 1, "1": 1, "M": 1, "MALE": 1, "男性": 1, "女": 2, "2": 2, "F": 2, "FEMALE": 2, "女性": 2,
}  # fmt: skip
AT_HOUSEHOLD, AWAY = 1, 2
_HOUSEHOLD: Final = "household"
NO_NUMBER: Final = np.full(DIGITS, NO_DIGIT, dtype=np.uint8)
_SPACE: Final = re.compile(r"\s+")
_NO_EMPLOYER: Final = frozenset(
    {"无", "无业", "务农", "无单位", "自由职业", "待业", "农民", "/", "-", "退休", "个体"}
)


@lru_cache(maxsize=1 << 10)
def sex_code(raw: str) -> int:
    """Return 1 for men, 2 for women, 0 where nothing is known."""
    return SEXES.get(raw.strip().upper(), 0)


@lru_cache(maxsize=1 << 14)
def employer_code(raw: str) -> int:
    """Return the hash that stands for an employer, 0 for none."""
    plain = _SPACE.sub("", raw)
    return 0 if plain in _NO_EMPLOYER else narrow_hash(plain)


@lru_cache(maxsize=1 << 12)
def committee_code(raw: str) -> int:
    """Return the hash that stands for a committee."""
    return narrow_hash(raw)


def basis_code(given: str) -> int:
    """Return 1 for voters on the roll of their household's place, 2 for those away from it, 0 if not told."""
    return (AT_HOUSEHOLD if given == _HOUSEHOLD else AWAY) if given else 0


@lru_cache(maxsize=1 << 14)
def former_text(raw: str) -> str:
    """Return a former name as it is stored."""
    return storable(read_name(raw).spelled)


def code(records: Sequence[Record]) -> Coded:
    """Code some records."""
    given = Records.of(records)
    numbers = code_numbers(given.id_number)
    ethnicity = _mapped(people_code, given.ethnicity, "u4")
    names = code_names(given.name, ethnicity)
    texts = [""]
    columns = {
        "name": names.name, "name_length": names.name_length, "surname_length": names.surname_length,
        "spelled": names.spelled, "folded": names.folded, "tokens": names.tokens,
        "long": _numbered(names.long, texts),
        "former": _numbered(_former_names(given.former_name, names.former), texts),
        "ethnicity": ethnicity,
        **_facts(given, numbers),
        "phone": code_phones(given.phone),
        "employer": _mapped(employer_code, given.employer, "u4"),
        "committee": _mapped(committee_code, given.committee, "u4"),
        "basis": _mapped(basis_code, given.basis, "i1"),
        **_addresses(given),
    }  # fmt: skip
    return Coded(columns, texts)


def _former_names(stated: Sequence[str], in_remarks: Sequence[str]) -> list[str]:
    """Return former names as given, else as a remark beside the name gives them."""
    pairs = zip(stated, in_remarks, strict=True)
    return [former_text(name) if name else storable(remark) if remark else "" for name, remark in pairs]


def _mapped(read: Callable[[str], int], raws: Sequence[str], kind: str) -> Array:
    """Return the codes of values, each distinct one read once."""
    codes = {raw: read(raw) if raw else 0 for raw in set(raws)}
    return np.fromiter(map(codes.__getitem__, raws), dtype=kind, count=len(raws))


def _numbered(values: Sequence[str], texts: list[str]) -> Array:
    """Return the numbers of values among the texts, new ones added; the first text is the empty one."""
    numbers = np.zeros(len(values), dtype=np.int32)
    given = [place for place, value in enumerate(values) if value]
    numbers[given] = range(len(texts), len(texts) + len(given))
    texts.extend(values[place] for place in given)
    return numbers


def _facts(records: Records, numbers: CodedNumbers) -> dict[str, Array]:
    """Code sex and birth: as stated, else as the identity number tells."""
    stated, lunar = code_dates(records.birth_date)
    sex = _mapped(sex_code, records.sex, "i1")
    sex = np.where(sex == 0, numbers.sex, sex)
    precision = np.where(stated % 100 > 0, 1, np.where(stated // 100 % 100 > 0, 100, 10_000))
    fits = (stated == 0) | (stated // precision == numbers.birth // precision)
    return {
        "sex": sex,
        "birth": np.where(stated == 0, numbers.birth, stated),
        "lunar": lunar,
        "id_birth": numbers.birth,
        "id_kind": numbers.kind,
        "id_digits": numbers.digits,
        "id_sound": (numbers.kind == VALID) & fits & (sex == numbers.sex),
    }


def _addresses(records: Records) -> dict[str, Array]:
    """Code both addresses; `apart` tells whose residence is given and is not the household address."""
    raws = [*records.household_address, *records.residence_address]
    coded = code_addresses(raws, [*records.committee, *records.committee])
    home, here = slice(len(records)), slice(len(records), None)
    given, differs = (np.zeros(len(records), dtype=bool) for _ in range(2))
    for part in PARTS:
        given |= coded[part][here] != 0
        differs |= coded[part][here] != coded[part][home]
    sides = (("home", home), ("here", here))
    columns = {f"{side}_{part}": column[rows] for side, rows in sides for part, column in coded.items()}
    return {**columns, "apart": given & differs}

"""Coding one record, as `coding.code` does many."""

from __future__ import annotations

from typing import Any, Final

from matchers.chinese import coding
from matchers.chinese.characters import FOLDS
from matchers.chinese.coding_dates import read_date
from matchers.chinese.coding_names import TOKENS, TRANSCRIBED_MIN, code_name, name_text, short_token
from matchers.chinese.coding_numbers import (
    CONVERTED,
    MASKED,
    MONTH_DAYS,
    NONE,
    ODD,
    VALID,
    YEAR_MAX,
    YEAR_MIN,
    X,
    read_number,
    read_phone_code,
)
from matchers.chinese.coding_places import NO_ADDRESS, PARTS, READ, read_codes
from matchers.chinese.long_names import storable
from matchers.chinese.names import HAN_LENGTH_MAX
from matchers.chinese.peoples import HAN, WITHOUT_SURNAMES, people_code
from matchers.hashing import mix_two
from matchers.profile import Coded
from matchers.record import Record

_FEBRUARY: Final = 2


def code_one(record: Record) -> Coded:
    """Code one record."""
    texts = [""]
    people = people_code(record.ethnicity) if record.ethnicity else 0
    row = {
        **_name(record, people, texts),
        "ethnicity": people,
        **_facts(record),
        "phone": read_phone_code(record.phone) if record.phone else 0,
        "employer": coding.employer_code(record.employer) if record.employer else 0,
        "committee": coding.committee_code(record.committee) if record.committee else 0,
        "basis": coding.basis_code(record.basis),
        **_addresses(record),
    }
    return Coded({column: [value] for column, value in row.items()}, texts)


def _name(record: Record, people: int, texts: list[str]) -> dict[str, Any]:
    named = code_name(record.name)
    codes = [*named.name, 0, 0, 0, 0][:HAN_LENGTH_MAX]
    tokens = [*named.tokens, *[0] * TOKENS][:TOKENS]
    if _may_be_a_part(named.name, people):
        tokens[1] = short_token(name_text(codes))
    former = coding.former_text(record.former_name) if record.former_name else storable(named.former)
    return {
        "name": codes, "name_length": len(named.name), "surname_length": named.surname_length,
        "spelled": named.spelled, "folded": named.folded, "tokens": tokens,
        "long": _numbered(named.long, texts), "former": _numbered(former, texts),
    }  # fmt: skip


def _may_be_a_part(codes: tuple[int, ...], people: int) -> bool:
    """Tell whether a short name may be one part of a long one."""
    if people in WITHOUT_SURNAMES:
        return bool(codes)
    return people != HAN and len(codes) >= TRANSCRIBED_MIN and all(map(FOLDS.transcribes, codes))


def _numbered(text: str, texts: list[str]) -> int:
    if not text:
        return 0
    texts.append(text)
    return len(texts) - 1


def _facts(record: Record) -> dict[str, Any]:
    kind, array = read_number(record.id_number) if record.id_number else (NONE, coding.NO_NUMBER)
    digits = array.tolist()
    id_birth, id_sex = _birth_of(kind, digits), _sex_of(kind, digits)
    stated, *lunar = read_date(record.birth_date) if record.birth_date else (0, 0, 0)
    sex = (coding.sex_code(record.sex) if record.sex else 0) or id_sex
    precision = 1 if stated % 100 > 0 else 100 if stated // 100 % 100 > 0 else 10_000
    fits = stated == 0 or stated // precision == id_birth // precision
    return {
        "sex": sex, "birth": stated or id_birth, "lunar": lunar, "id_birth": id_birth, "id_kind": kind,
        "id_digits": digits, "id_sound": kind == VALID and fits and sex == id_sex,
    }  # fmt: skip


def _birth_of(kind: int, digits: list[int]) -> int:
    written = digits[6:14]
    if kind in {NONE, ODD} or max(written) >= X:
        return 0
    date = int("".join(map(str, written)))
    year, month, day = date // 10_000, date // 100 % 100, date % 100
    if not (YEAR_MIN <= year <= YEAR_MAX and 0 < month < len(MONTH_DAYS)):
        return 0
    leap = month == _FEBRUARY and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date if 0 < day <= MONTH_DAYS[month] + leap else 0


def _sex_of(kind: int, digits: list[int]) -> int:
    told = kind in {VALID, CONVERTED} or (kind == MASKED and digits[16] < X)
    return 2 - digits[16] % 2 if told else 0


def _addresses(record: Record) -> dict[str, Any]:
    home, here = (
        _address(raw, record.committee) for raw in (record.household_address, record.residence_address)
    )
    apart = any(here[part] for part in PARTS) and any(here[part] != home[part] for part in PARTS)
    sides = (("home", home), ("here", here))
    return {f"{side}_{part}": value for side, read in sides for part, value in read.items()} | {
        "apart": apart
    }


def _address(raw: str, committee: str) -> dict[str, Any]:
    read = dict(zip(READ, read_codes(raw, committee) if raw else NO_ADDRESS, strict=True))
    for key, within in (("township", "county"), ("place", "township")):
        read[f"{key}_key"] = mix_two(read[within], read[key]) if read[key] else 0
    return read

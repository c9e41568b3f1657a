"""Coding: each record once into numbers, strings interned, values normalised once per distinct spelling.

Owns the arrays that comparing and keys read. A row of these arrays is called a slot; a record that replaces
another gets a new slot. Pure functions of record and model fill it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from matchers.chinese.addresses import Address, read_address
from matchers.chinese.dates import NO_DATE, BirthDate, read_birth_date
from matchers.chinese.frequency import SEXES, cell_of, digest, microbits, place_keys
from matchers.chinese.identity_numbers import (
    HIDDEN,
    LENGTH,
    IdentityNumber,
    Kind,
    birth_date_in,
    read_identity_number,
    repairs,
)
from matchers.chinese.name_table import NameTable
from matchers.chinese.names import Name
from matchers.chinese.phones import read_phone
from matchers.columns import Array, Columns, Interning
from matchers.model import Model
from matchers.record import Record

HIDDEN_DIGIT: Final = 11
_DIGITS: Final = np.full(128, HIDDEN_DIGIT, dtype=np.uint8)
_DIGITS[[ord(c) for c in "0123456789X"]] = range(11)
_NO_DIGITS: Final = HIDDEN * LENGTH
_SEX_CODES: Final = {"": 0, "M": 1, "F": 2}
_HAN: Final = frozenset({"汉", "01", "1", "HAN"})
_MASKABLE_BIRTH: Final = re.compile(r"\d{6}(\d{8})")
SOUND_MICROBITS: Final = 3_000_000
"""Some eight names sound like a given one (published.SOUND_FACTOR)."""

SLOTS: Final[dict[str, tuple[str, int]]] = {
    "partition": ("i8", 0), "name": ("i4", 0), "former": ("i4", 0), "sex": ("i1", 0), "ethnicity": ("i2", 0),
    "birth": ("i4", 0), "lunar": ("i4", 2), "id_birth": ("i4", 0), "date_bits": ("i4", 0),
    "id_kind": ("i1", 0), "id_digits": ("u1", LENGTH), "id_hash": ("u8", 0), "id_odd": ("i4", 0),
    "id_sound": ("?", 0),
    "phone": ("i8", 0), "phone_generic": ("?", 0), "household": ("i4", 0), "residence": ("i4", 0),
    "employer": ("i4", 0), "employer_bits": ("i4", 0),
    "name_bits": ("i4", 0), "surname_bits": ("i4", 0), "given_bits": ("i4", 0),
}  # fmt: skip
ADDRESSES: Final[dict[str, tuple[str, int]]] = {
    "county": ("i4", 0), "township": ("i4", 0), "place": ("i4", 0), "group": ("i4", 0), "number": ("i4", 0),
    "building": ("i4", 0), "unit": ("i4", 0), "room": ("i4", 0),
    "collective": ("?", 0), "place_bits": ("i4", 0),
    "township_bits": ("i4", 0), "h_county": ("u8", 0), "h_township": ("u8", 0), "h_door": ("u8", 0),
}  # fmt: skip
PARTS: Final = ("county", "township", "place", "group", "number", "building", "unit", "room")
PLACE_POOLED: Final = 2e-3
TOWNSHIP_POOLED: Final = 2e-2


def as_number(born: BirthDate) -> int:
    """Return a date as yyyymmdd, with zeros for what is not known."""
    return born.year * 10_000 + born.month * 100 + born.day


class Coder:
    """Turns records into slots under one model."""

    def __init__(self, model: Model) -> None:
        self._tables = model.frequencies
        self.slots = Columns(SLOTS)
        self.names = NameTable()
        self.addresses = Columns(ADDRESSES)
        self.addresses.extend({}, 1)
        self.odd_numbers: list[str] = [""]
        self.repairs: dict[int, list[str]] = {}
        self._address_rows: dict[str, int] = {"": 0}
        self._parts = Interning()
        self._employers = Interning()
        self._ethnicities = Interning()
        self._ethnicity_rows: dict[str, int] = {}
        self._surname_bits: dict[str, int] = {}
        self._given_bits: dict[tuple[str, str], int] = {}
        self._date_bits: dict[int, int] = {}
        self._ethnicities.number("汉")

    def add(self, records: Sequence[Record], partitions: Sequence[int]) -> Array:
        """Code records; return their slots."""
        first = self.slots.size
        rows: dict[str, list[Any]] = {name: [] for name in SLOTS if name not in {"id_digits", "partition"}}
        texts: list[str] = []
        for offset, record in enumerate(records):
            number = read_identity_number(record.id_number) if record.id_number else None
            texts.append(self._code_number(rows, first + offset, number))
            self._code_person(rows, record, number)
            self._code_contact(rows, record)
        self.names.flush()
        self.addresses.flush()
        joined = "".join(texts).encode("ascii", "replace")
        digits = _DIGITS[np.frombuffer(joined, dtype=np.uint8) & 127].reshape(-1, LENGTH)
        self.slots.extend({**rows, "id_digits": digits, "partition": partitions}, len(records))
        return np.arange(first, first + len(records))

    def _code_number(self, rows: dict[str, list[Any]], slot: int, number: IdentityNumber | None) -> str:
        kind = number.kind if number else Kind.NONE
        rows["id_kind"].append(int(kind))
        text = number.text if number else ""
        rows["id_hash"].append(digest(text) if text and kind != Kind.MASKED else 0)
        odd = 0
        if number and kind in {Kind.INVALID, Kind.ODD}:
            self.repairs[slot] = repairs(number)
            odd = len(self.odd_numbers)
            self.odd_numbers.append(text)
        rows["id_odd"].append(odd)
        return text if text and len(text) == LENGTH else _NO_DIGITS

    def _code_person(self, rows: dict[str, list[Any]], record: Record, number: IdentityNumber | None) -> None:
        born = read_birth_date(record.birth_date) if record.birth_date else NO_DATE
        id_birth = _birth_of_number(number)
        given = as_number(born)
        if not born.year and id_birth:
            born = BirthDate(id_birth // 10_000, id_birth // 100 % 100, id_birth % 100)
        sex = SEXES.get(record.sex) or SEXES.get(record.sex.strip().upper()) or _sex_of_number(number)
        sound = _is_sound(number, given, id_birth, sex)
        name_row = self.names.row(record.name)
        lunar = [year * 10_000 + month * 100 + day for year, month, day in born.from_lunar]
        rows["name"].append(name_row)
        rows["former"].append(self.names.row(record.former_name) if record.former_name else 0)
        rows["sex"].append(_SEX_CODES[sex])
        ethnicity = self._ethnicity_rows.get(record.ethnicity)
        rows["ethnicity"].append(self._ethnicity(record.ethnicity) if ethnicity is None else ethnicity)
        rows["birth"].append(as_number(born))
        rows["id_sound"].append(sound)
        rows["lunar"].append([*lunar, 0, 0][:2])
        rows["id_birth"].append(id_birth)
        rows["date_bits"].append(self._chance_of_date(born))
        cell = cell_of(sex, born.year)
        name = self.names.names[name_row]
        rows["name_bits"].append(self._chance_of_name(name, cell))
        rows["surname_bits"].append(self._chance_of_surname(name.surname))
        rows["given_bits"].append(self._chance_of_given(name.given, cell))

    def _code_contact(self, rows: dict[str, list[Any]], record: Record) -> None:
        phone = read_phone(record.phone)
        employer = _SPACE.sub("", record.employer) if record.employer else ""
        employer = "" if employer in _NO_EMPLOYER else employer
        rows["phone"].append(int(phone[:18]) if phone else 0)
        rows["phone_generic"].append(bool(phone) and self._tables.is_generic_phone(phone))
        rows["household"].append(self._address(record.household_address))
        rows["residence"].append(self._address(record.residence_address))
        rows["employer"].append(self._employers.number(employer))
        rows["employer_bits"].append(microbits(self._tables.employer_share(employer)) if employer else 0)

    def _ethnicity(self, raw: str) -> int:
        plain = unicodedata.normalize("NFKC", raw).strip().removesuffix("族").upper() if raw else ""
        number = self._ethnicities.number("汉" if plain in _HAN else plain)
        self._ethnicity_rows[raw] = number
        return number

    def _chance_of_date(self, born: BirthDate) -> int:
        key = as_number(born)
        if key and key not in self._date_bits:
            self._date_bits[key] = microbits(self._tables.date_share(born))
        return self._date_bits.get(key, 0)

    def _chance_of_name(self, name: Name, cell: str) -> int:
        return microbits(self._tables.name_share(name, cell))

    def _chance_of_surname(self, surname: str) -> int:
        if surname not in self._surname_bits:
            self._surname_bits[surname] = microbits(self._tables.surname_share(surname))
        return self._surname_bits[surname]

    def _chance_of_given(self, given: str, cell: str) -> int:
        bits = self._given_bits.get((given, cell))
        if bits is None:
            bits = self._given_bits[given, cell] = microbits(self._tables.given_share(given, cell))
        return bits

    def _address(self, raw: str) -> int:
        row = self._address_rows.get(raw)
        if row is None:
            row = self._address_rows[raw] = self._add_address(read_address(raw))
        return row

    def _add_address(self, address: Address) -> int:
        township, place = place_keys(address)
        parts = (getattr(address, part) for part in PARTS)
        shares = self._tables
        return self.addresses.add_row(
            (
                *map(self._parts.number, parts),
                address.collective,
                microbits(shares.place_share(place, PLACE_POOLED)) if place else 0,
                microbits(shares.place_share(township, TOWNSHIP_POOLED)) if township else 0,
                *(digest(text) if text else 0 for text in (address.county, address.township, _door(address))),
            )
        )


_SPACE: Final = re.compile(r"\s+")
_NO_EMPLOYER: Final = frozenset(
    {"无", "无业", "务农", "无单位", "自由职业", "待业", "农民", "/", "-", "退休", "个体"}
)


def _door(address: Address) -> str:
    finest = address.room or address.number
    if not finest or not address.place:
        return ""
    return f"{address.place}|{address.building}|{finest}"


def _birth_of_number(number: IdentityNumber | None) -> int:
    if number is None or number.kind == Kind.ODD:
        return 0
    born = birth_date_in(number.text)
    return born.year * 10_000 + born.month * 100 + born.day if born else 0


def _is_sound(number: IdentityNumber | None, born: int, id_birth: int, sex: str) -> bool:
    """Tell whether a number has the right check digit and fits its own row's birth date and sex."""
    if number is None or number.kind != Kind.VALID:
        return False
    precision = 1 if born % 100 else 100 if born // 100 % 100 else 10_000
    return (not born or born // precision == id_birth // precision) and sex in {"", _sex_of_number(number)}


def _sex_of_number(number: IdentityNumber | None) -> str:
    if number is None or number.kind not in {Kind.VALID, Kind.CONVERTED}:
        return ""
    return "M" if int(number.text[16]) % 2 else "F"

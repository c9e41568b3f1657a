"""Coding: records as columns of numbers, texts that are compared letter by letter as text numbers.

Every value that keys or frequencies need has a hash beside it, because text numbers mean nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from matchers.latin.addresses import NO_ADDRESS, Address, read_address
from matchers.latin.dates import read_birth_date
from matchers.latin.hashing import digest
from matchers.latin.identifiers import MASK, read_identifier
from matchers.latin.names import Name, read_name
from matchers.latin.nicknames import full_form
from matchers.latin.phones import read_phone
from matchers.latin.phonetics import sound_of_given, sound_of_surname
from matchers.latin.spelling import words_of
from matchers.profile import Coded
from matchers.record import Record

CODING_VERSION: Final = 1
COLUMNS: Final[dict[str, tuple[str, int]]] = {
    "given": ("i4", 0), "surname": ("i4", 0), "former": ("i4", 0), "suffix": ("i1", 0), "sex": ("i1", 0),
    "h_given": ("u8", 0), "h_surname": ("u8", 0), "h_former": ("u8", 0), "h_names": ("u8", 0),
    "given_sound": ("u8", 0), "surname_sound": ("u8", 0),
    "given_start": ("u8", 0), "surname_start": ("u8", 0),
    "birth": ("i4", 0), "id": ("i4", 0), "h_id": ("u8", 0), "id_masked": ("?", 0), "id_length": ("i1", 0),
    "id_head": ("u8", 0), "id_tail": ("u8", 0),
    "phone": ("i8", 0), "h_phone": ("u8", 0), "second_address": ("?", 0), "h_employer": ("u8", 0),
    "number": ("i4", 2), "unit": ("i4", 2), "street": ("i4", 2), "suburb": ("i4", 2), "postcode": ("i4", 2),
    "state": ("i4", 2), "h_street": ("u8", 2), "h_suburb": ("u8", 2), "h_postcode": ("u8", 2),
    "place": ("u8", 0), "place_loosely": ("u8", 0), "area": ("u8", 0),
}  # fmt: skip
TEXTS: Final = (
    "given", "surname", "former", "id", "unit", "street", "suburb", "postcode", "state",
)  # fmt: skip
SEXES: Final = {
    "m": 1, "male": 1, "man": 1, "masculin": 1, "masculino": 1, "mannlich": 1, "1": 1, "男": 1,
    "f": 2, "female": 2, "w": 2, "woman": 2, "feminin": 2, "femenino": 2, "weiblich": 2, "2": 2, "女": 2,
}  # fmt: skip
_START_LETTERS: Final = 2
_AREA_SIGNS: Final = 2
"""Signs of a postcode that tell regions apart in most countries."""
_NO_EMPLOYER: Final = frozenset({"", "none", "na", "nil", "unemployed", "retired", "selfemployed", "student"})


class _Texts:
    """Texts numbered from 1 in the order seen; 0 is the empty text."""

    def __init__(self) -> None:
        self._numbers = {"": 0}

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> tuple[str, ...]:
        return tuple(self._numbers)


def code(records: Sequence[Record]) -> Coded:
    """Return records as columns."""
    texts = _Texts()
    rows: dict[str, list[Any]] = {column: [] for column in COLUMNS}
    for record in records:
        values = _person(record, texts) | _number(record, texts) | _contact(record, texts)
        for column, value in values.items():
            rows[column].append(value)
    columns = {}
    for column, (kind, width) in COLUMNS.items():
        shape = (len(records), width) if width else (len(records),)
        columns[column] = np.array(rows[column], dtype=kind).reshape(shape)
    return Coded(columns, texts.all())


def _person(record: Record, texts: _Texts) -> dict[str, Any]:
    name = read_name(record.name)
    former = _former_surname(record.former_name, name)
    given, surname = " ".join(name.given), " ".join(name.surname)
    first, whole = name.given[0] if name.given else "", "".join(name.surname)
    sound = sound_of_given(full_form(first)) if first else ""
    sex = words_of(record.sex) if record.sex else ()
    return {
        "given": texts.number(given), "surname": texts.number(surname), "former": texts.number(former),
        "suffix": int(name.suffix or 0), "sex": SEXES.get(sex[0], 0) if sex else 0,
        "h_given": digest(first), "h_surname": digest(whole),
        "h_former": _surname_sound(former.replace(" ", "")),
        "h_names": digest(" ".join(sorted((*name.given, *name.surname)))),
        "given_sound": digest(sound), "surname_sound": _surname_sound(whole),
        "given_start": digest(first[:_START_LETTERS]), "surname_start": digest(whole[:_START_LETTERS]),
        "birth": read_birth_date(record.birth_date) if record.birth_date else 0,
    }  # fmt: skip


def _former_surname(raw: str, name: Name) -> str:
    """Return the surname of a former name, or nothing where it is the present one."""
    former = read_name(raw).surname if raw else ()
    return " ".join(former) if former != name.surname else ""


def _number(record: Record, texts: _Texts) -> dict[str, Any]:
    text = read_identifier(record.id_number) if record.id_number else ""
    masked = text.startswith(MASK)
    half = len(text) // 2
    return {
        "id": texts.number(text), "h_id": 0 if masked else digest(text), "id_masked": masked,
        "id_length": len(text), "id_head": 0 if masked else digest(text[: len(text) - half]),
        "id_tail": digest(text[half:]) if not masked else 0,
    }  # fmt: skip


def _contact(record: Record, texts: _Texts) -> dict[str, Any]:
    home, here = record.household_address.strip(), record.residence_address.strip()
    first = read_address(home or here) if home or here else NO_ADDRESS
    second = read_address(here) if home and here != home else NO_ADDRESS
    both = (first, second if second != first else NO_ADDRESS)
    phone = read_phone(record.phone) if record.phone else 0
    employer = "".join(words_of(record.employer)) if record.employer else ""
    return {
        "phone": phone, "h_phone": digest(str(phone)) if phone else 0,
        "h_employer": digest("" if employer in _NO_EMPLOYER else employer),
        "number": [a.number for a in both],
        "second_address": both[1] is not NO_ADDRESS,
        **{part: [texts.number(getattr(a, part)) for a in both] for part in _ADDRESS_TEXTS},
        "h_street": [_street_hash(a) for a in both], "h_suburb": [digest(a.suburb) for a in both],
        "h_postcode": [digest(a.postcode) for a in both],
        "place": digest(first.postcode or first.suburb),
        "area": digest(first.postcode[:_AREA_SIGNS] or first.suburb),
        "place_loosely": digest("".join(sorted(first.postcode)) or first.suburb),
    }  # fmt: skip


_ADDRESS_TEXTS: Final = ("unit", "street", "suburb", "postcode", "state")


def _street_hash(address: Address) -> int:
    """Hash a street by its name alone: its type is often left out."""
    words = address.street.split(" ")
    return digest("".join(words[:-1] if len(words) > 1 else words))


def _surname_sound(surname: str) -> int:
    return digest(sound_of_surname(surname)) if surname else 0

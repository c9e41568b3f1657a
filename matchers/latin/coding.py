"""Coding: records as columns of numbers, texts that are compared letter by letter as text numbers.

Every value that keys or frequencies need has a hash beside it, because text numbers mean nothing elsewhere.
Hashes are made once for each distinct text of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.hashing import hash_texts, narrow
from matchers.latin.addresses import NO_ADDRESS, Address, read_address
from matchers.latin.dates import read_birth_date
from matchers.latin.identifiers import MASK, read_identifier
from matchers.latin.names import Name, read_name
from matchers.latin.nicknames import full_form
from matchers.latin.phones import read_phone
from matchers.latin.phonetics import sound_of_given, sound_of_surname
from matchers.latin.spelling import words_of
from matchers.profile import Coded
from matchers.record import Record

CODING_VERSION: Final = 1
ID_SIGNS: Final = 16
"""Signs of an identifier that are looked up with one of them left out; of longer ones, the last."""
COLUMNS: Final[dict[str, tuple[str, int]]] = {
    "given": ("i4", 0), "surname": ("i4", 0), "former": ("i4", 0), "suffix": ("i1", 0), "sex": ("i1", 0),
    "h_given": ("u8", 0), "h_surname": ("u8", 0), "given_sound": ("u4", 0), "surname_sound": ("u4", 0),
    "given_start": ("u4", 0), "surname_start": ("u4", 0), "former_sound": ("u4", 0),
    "birth": ("i4", 0), "id": ("i4", 0), "id_signs": ("u1", ID_SIGNS), "id_length": ("i1", 0),
    "id_end": ("u4", 0), "id_masked": ("?", 0),
    "phone": ("i8", 0), "second_address": ("?", 0), "h_employer": ("u8", 0),
    "number": ("i4", 2), "unit": ("i4", 2), "street": ("i4", 2), "suburb": ("i4", 2), "postcode": ("i4", 2),
    "state": ("i4", 2), "h_suburb": ("u8", 2), "h_postcode": ("u8", 2), "street_name": ("u4", 0),
    "place_loosely": ("u4", 0), "area": ("u4", 0),
}  # fmt: skip
TEXTS: Final = ("given", "surname", "former", "id", "unit", "street", "suburb", "postcode", "state")
_ADDRESS_TEXTS: Final = ("unit", "street", "suburb", "postcode", "state")
SEXES: Final = {
    "m": 1, "male": 1, "man": 1, "masculin": 1, "masculino": 1, "mannlich": 1, "1": 1, "男": 1,
    "f": 2, "female": 2, "w": 2, "woman": 2, "feminin": 2, "femenino": 2, "weiblich": 2, "2": 2, "女": 2,
}  # fmt: skip
_START_LETTERS: Final = 2
_END_SIGNS: Final = 4
_AREA_SIGNS: Final = 2
"""Signs of a postcode that tell regions apart in most countries."""
_NO_EMPLOYER: Final = frozenset({"none", "na", "nil", "unemployed", "retired", "selfemployed", "student"})


class _Values:
    """A column of texts: the distinct ones, the empty one first, and each row's number among them."""

    def __init__(self, values: Sequence[str]) -> None:
        known = {"": 0}
        numbers = (known.setdefault(value, len(known)) for value in values)
        self.numbers = np.fromiter(numbers, dtype=np.int32, count=len(values))
        self.texts = tuple(known)

    def hashes(self, derived: Callable[[str], str] = str) -> Array:
        """Return the hash of what is derived from each row's text; 0 where that is nothing."""
        return np.asarray(hash_texts([derived(text) for text in self.texts])[self.numbers])

    def narrow_hashes(self, derived: Callable[[str], str]) -> Array:
        """Return 32 bits of the same."""
        return narrow(self.hashes(derived))


def code(records: Sequence[Record]) -> Coded:
    """Return records as columns."""
    records = list(records)  # `Records` make each record anew whenever they are gone through
    columns, values = _code_names(records)
    for more_columns, more_values in (_code_facts(records), _code_addresses(records)):
        columns |= more_columns
        values |= more_values
    texts = [""]
    for column, value in values.items():
        numbers = np.where(value.numbers > 0, value.numbers + (len(texts) - 1), 0)
        columns[column] = numbers.reshape(2, -1).T if COLUMNS[column][1] else numbers
        texts += value.texts[1:]
    return Coded(columns, texts)


def _code_names(records: Sequence[Record]) -> tuple[dict[str, Array], dict[str, _Values]]:
    names = [read_name(record.name) for record in records]
    given, surname = (
        _Values([" ".join(words) for words in column])
        for column in ([name.given for name in names], [name.surname for name in names])
    )
    former = _Values(
        [_former_surname(record.former_name, name) for record, name in zip(records, names, strict=True)]
    )
    columns = {
        "suffix": np.array([int(name.suffix or 0) for name in names], dtype=np.int8),
        "h_given": given.hashes(_first), "h_surname": surname.hashes(_joined),
        "given_sound": given.narrow_hashes(_sound_of_given),
        "surname_sound": surname.narrow_hashes(_sound_of_surname),
        "given_start": given.narrow_hashes(_start), "surname_start": surname.narrow_hashes(_start),
        "former_sound": former.narrow_hashes(_sound_of_surname),
    }  # fmt: skip
    return columns, {"given": given, "surname": surname, "former": former}


def _former_surname(raw: str, name: Name) -> str:
    """Return the surname of a former name, or nothing where it is the present one."""
    former = read_name(raw).surname if raw else ()
    return " ".join(former) if former != name.surname else ""


def _first(text: str) -> str:
    return text.partition(" ")[0]


def _joined(text: str) -> str:
    return text.replace(" ", "")


def _start(text: str) -> str:
    return _joined(text)[:_START_LETTERS]


def _sound_of_given(text: str) -> str:
    return sound_of_given(full_form(_first(text))) if text else ""


def _sound_of_surname(text: str) -> str:
    return sound_of_surname(_joined(text)) if text else ""


def _code_facts(records: Sequence[Record]) -> tuple[dict[str, Array], dict[str, _Values]]:
    """Code birth dates, sexes, identifiers, phones and employers."""
    identifier = _Values(
        [read_identifier(record.id_number) if record.id_number else "" for record in records]
    )
    ends = "".join(text.strip(MASK)[-ID_SIGNS:].ljust(ID_SIGNS, "\0") for text in identifier.texts)
    signs = np.frombuffer(ends.encode("ascii"), dtype=np.uint8).reshape(-1, ID_SIGNS)
    lengths = np.array([min(len(text), 100) for text in identifier.texts], dtype=np.int8)
    masked = np.array([MASK in text for text in identifier.texts], dtype=bool)
    sexes = _Values([record.sex for record in records])
    sex = np.array([_sex(text) for text in sexes.texts], dtype=np.int8)
    born = [read_birth_date(record.birth_date) if record.birth_date else 0 for record in records]
    columns: dict[str, Array] = {
        "birth": np.array(born, dtype=np.int32), "sex": sex[sexes.numbers],
        "id_signs": signs[identifier.numbers], "id_length": lengths[identifier.numbers],
        "id_masked": masked[identifier.numbers], "id_end": identifier.narrow_hashes(_end),
        "phone": np.array([read_phone(r.phone) if r.phone else 0 for r in records], dtype=np.int64),
        "h_employer": _Values([record.employer for record in records]).hashes(_employer),
    }  # fmt: skip
    return columns, {"id": identifier}


def _end(identifier: str) -> str:
    return identifier[-_END_SIGNS:] if len(identifier) > _END_SIGNS else ""


def _sex(raw: str) -> int:
    words = words_of(raw)
    return SEXES.get(words[0], 0) if words else 0


def _employer(raw: str) -> str:
    plain = "".join(words_of(raw))
    return "" if plain in _NO_EMPLOYER else plain


def _code_addresses(records: Sequence[Record]) -> tuple[dict[str, Array], dict[str, _Values]]:
    """Code two addresses a record: the household's, and the residence where it is another one."""
    both = [_addresses_of(record) for record in records]
    addresses = [first for first, _ in both] + [second for _, second in both]
    values = {part: _Values([getattr(address, part) for address in addresses]) for part in _ADDRESS_TEXTS}
    postcode, suburb = values["postcode"], values["suburb"]
    count = len(records)
    by_suburb = narrow(suburb.hashes()[:count])
    loosely, area, street = (
        value.narrow_hashes(derived)[:count]
        for value, derived in ((postcode, _sorted), (postcode, _area), (values["street"], _street_name))
    )
    columns = {
        "number": np.array([address.number for address in addresses], dtype=np.int32).reshape(2, -1).T,
        "second_address": np.array([second is not NO_ADDRESS for _, second in both], dtype=bool),
        "h_suburb": suburb.hashes().reshape(2, -1).T, "h_postcode": postcode.hashes().reshape(2, -1).T,
        "place_loosely": np.where(loosely != 0, loosely, by_suburb),
        "area": np.where(area != 0, area, by_suburb), "street_name": street,
    }  # fmt: skip
    return columns, values


def _addresses_of(record: Record) -> tuple[Address, Address]:
    home, here = record.household_address.strip(), record.residence_address.strip()
    first = read_address(home or here) if home or here else NO_ADDRESS
    second = read_address(here) if home and here and here != home else NO_ADDRESS
    return first, second if second != first else NO_ADDRESS


def _sorted(postcode: str) -> str:
    return "".join(sorted(postcode))


def _area(postcode: str) -> str:
    return postcode[:_AREA_SIGNS]


def _street_name(street: str) -> str:
    """Return a street's name alone: its type is often left out."""
    name, _, _ = street.rpartition(" ")
    return _joined(name or street)

"""What is true of a sample: which rows are one person, what was done to them, which pairs only look alike."""

from __future__ import annotations

import unicodedata
from typing import Final

from dedup.sample.errors_of_numbers import is_valid
from dedup.sample.ledger import Entry, Ledger
from dedup.sample.places import home
from dedup.sample.tables import surname_shares

_COMMON_SURNAMES: Final = 10
_YOUNG, _OLD = 1990, 1960
_BLANKS: Final = str.maketrans("", "", " -'")
_SCARCE_PERCENT: Final = 0.05


def _folded(number: str) -> str:
    """Return a number as any reader would clean it: half width, capital X, no spaces or marks."""
    text = unicodedata.normalize("NFKC", number).upper().replace("×", "X")
    return text.translate(_BLANKS)


def _id_slice(left: Entry, right: Entry) -> str:
    if not (left.id_number and right.id_number):
        return "id_none"
    done = {*left.errors, *right.errors}
    if "id_masked" in done:
        return "id_masked"
    if "id_15_digit" in done:
        return "id_15_digit"
    numbers = _folded(left.id_number), _folded(right.id_number)
    if not all(map(is_valid, numbers)):
        return "id_damaged"
    return "id_full" if numbers[0] == numbers[1] else "id_differs"


def slices(left: Entry, right: Entry) -> tuple[str, ...]:
    """Return the groups by which results are told apart: identity evidence, people, cohort, name, place."""
    person = left.person
    cohort = "young" if person.year >= _YOUNG else "old" if person.year < _OLD else "middle"
    tags = [_id_slice(left, right), "han" if person.people == "汉" else "minority", f"cohort_{cohort}"]
    if person.name.parts:
        tags.append("dotted")
    share = surname_shares().get(person.name.surname, 0.0)
    if person.name.surname and share >= list(surname_shares().values())[_COMMON_SURNAMES - 1]:
        tags.append("surname_common")
    elif person.name.surname and share < _SCARCE_PERCENT:
        tags.append("surname_scarce")
    if len(person.name.text) == 2:  # noqa: PLR2004
        tags.append("two_characters")
    tags.extend(person.marks)
    if not person.number.startswith(_home_codes()):
        tags.append("prefix_elsewhere")
    return tuple(tags)


def _home_codes() -> tuple[str, ...]:
    return tuple(code for code, _, _ in home().terms)


def errors(left: Entry, right: Entry) -> tuple[str, ...]:
    """Return what was done to a pair's rows, sorted: clerks' errors and what differs by its nature."""
    done = {*left.errors, *right.errors}
    addresses = left.household_address, right.household_address
    if all(addresses) and addresses[0] != addresses[1] and "hukou_moved" not in done:
        done.add("address_rewritten")
    return tuple(sorted(done))


def _keys(left: Entry, right: Entry, codes: tuple[str, ...]) -> tuple[str, str, str, str]:
    sides = sorted((codes[entry.committee], entry.registration_id) for entry in (left, right))
    return (*sides[0], *sides[1])


def true_rows(ledger: Ledger, codes: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return a block's lines of `truth.csv`, each pair's smaller key first."""
    return [
        (
            *_keys(left, right, codes),
            "within_committee" if left.committee == right.committee else "cross_committee",
            ";".join(errors(left, right)),
            ";".join(slices(left, right)),
        )
        for left, right in ledger.same
    ]


def trap_rows(ledger: Ledger, codes: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return a block's lines of `traps.csv`."""
    return [(*_keys(left, right, codes), trap) for left, right, trap in ledger.alike]

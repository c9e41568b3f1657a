"""What is wrong with a voter's values, as codes. Nothing here rejects or changes anything.

Identity numbers are those of GB 11643-1999: address 6, birth date 8, sequence 3 (odd is male), check
character by ISO 7064 MOD 11-2. An abolished address code is no damage.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from dedup.intake.dates import read_date
from dedup.intake.vocabulary import read_sex

WARNINGS: Final = (
    "number_damaged",
    "id_masked",
    "id_scientific",
    "id_zeroed",
    "id_15_digits",
    "id_length",
    "id_characters",
    "id_check_digit",
    "id_birth_date",
    "birth_date_unreadable",
    "birth_date_disagrees_with_id",
    "sex_unreadable",
    "sex_disagrees_with_id",
    "phone_length",
    "basis_unknown",
    "action_unknown",
)
"""Every code, in the order in which they are given."""

_ODD: Final = frozenset("13579")
_CHECKS: Final = "10X98765432"
_ID_LENGTH: Final = 18
_OLD_ID_LENGTH: Final = 15
_FULL: Final = re.compile(r"[0-9]{17}[0-9X]")
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{2}")
_MASKED: Final = re.compile(r"[*×□?•●#]|X{2,}|X[0-9]")
_ID_SPACES: Final = re.compile(r"[\s\-]+")
_NOT_DIGITS: Final = re.compile(r"[^0-9]+")
_PHONE_PARTS: Final = re.compile(r"[,，、;；/|\n]+")
_PHONE_DIGITS: Final = range(7, 14)
"""A local number without its area code, up to a mobile number with the country's code 86."""
_SURE_PHONE: Final = re.compile(r"1[0-9]{10}")


def damage_of(values: Mapping[str, str]) -> list[str]:
    """Return the codes of what is damaged or contradictory in a row's stripped values."""
    found: list[str] = []
    born, male = None, None
    number = values.get("id_number")
    if number:
        born, male = _look_at_number(number, found)
    birth_date = values.get("birth_date")
    if birth_date and not (born and _is_plainly(birth_date, born)):
        reading = read_date(birth_date)
        if reading is None:
            found.append("birth_date_unreadable")
        elif born and not reading.agrees_with(born):
            found.append("birth_date_disagrees_with_id")
    sex = values.get("sex")
    if sex:
        _look_at_sex(sex, male, found)
    phone = values.get("phone")
    if phone and not is_mobile_number(phone) and not _can_be_phone(phone):
        found.append("phone_length")
    return found


def _is_plainly(text: str, day: date) -> bool:
    """Tell whether a text is a day in one of the two spellings that need no reading."""
    written = day.isoformat()
    return text == written or text == written.replace("-", "")


def _look_at_number(given: str, found: list[str]) -> tuple[date | None, bool | None]:
    """Add what is wrong with an identity number; return the birth date and sex of a sound one."""
    if _FULL.fullmatch(given):
        return _look_at_full(given, found)
    number = _ID_SPACES.sub("", unicodedata.normalize("NFKC", given)).upper()
    if _FULL.fullmatch(number):
        return _look_at_full(number, found)
    if _SCIENTIFIC.fullmatch(number):
        found.append("id_scientific")
    elif _MASKED.search(number):
        found.append("id_masked")
    elif len(number) == _OLD_ID_LENGTH and number.isdigit():
        found.append("id_15_digits")
    elif number.isdigit() or _FULL.fullmatch(number[-_ID_LENGTH:]) or number[:-1].isdigit():
        found.append("id_length")
    else:
        found.append("id_characters")
    return None, None


def _look_at_full(number: str, found: list[str]) -> tuple[date | None, bool | None]:
    if check_character(number) != number[-1]:
        found.append("id_zeroed" if number.endswith("000") else "id_check_digit")
        return None, None
    born = stated_day(number[6:14])
    if born is None:
        found.append("id_birth_date")
        return None, None
    return born, number[16] in _ODD


def is_full_number(text: str) -> bool:
    """Tell whether a text is 18 characters of which the last is the one that the others demand."""
    return _FULL.fullmatch(text) is not None and check_character(text) == text[-1]


def stated_day(digits: str) -> date | None:
    """Return the day that eight digits of a number state; None when there is no such day."""
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def is_mobile_number(text: str) -> bool:
    """Tell whether a text is plainly a mobile number."""
    return _SURE_PHONE.fullmatch(text) is not None


def _look_at_sex(given: str, male: bool | None, found: list[str]) -> None:
    sex = read_sex(given)
    if sex is None:
        found.append("sex_unreadable")
    elif male is not None and sex != "unknown" and male != (sex == "male"):
        found.append("sex_disagrees_with_id")


def check_character(number: str) -> str:
    """Return the check character that the first 17 digits of an identity number demand.

    The standard's weights are the powers of 2 modulo 11, from 2 at the last digit on. Those are twice the
    place values of base 13 modulo 11, so that the weighted sum is twice the digits read in that base.
    """
    return _CHECKS[2 * int(number[:17], 13) % 11]


def _can_be_phone(given: str) -> bool:
    """Tell whether one of the numbers in a cell has the length of a telephone number."""
    parts = _PHONE_PARTS.split(unicodedata.normalize("NFKC", given))
    return any(len(_NOT_DIGITS.sub("", part)) in _PHONE_DIGITS for part in parts)

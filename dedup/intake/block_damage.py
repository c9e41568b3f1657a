"""What is wrong with the values of many rows: nothing with most, which a look at each is enough to see.

Gives what `damage_of` gives row by row; rows that are not plainly sound are left to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from dedup.intake.damage import damage_of, is_full_number, is_mobile_number, stated_day
from dedup.intake.dates import read_date
from dedup.intake.vocabulary import read_sex

_LOOKED_AT: Final = ("id_number", "birth_date", "sex", "phone")

Columns = Mapping[str, Sequence[str]]


def damage_of_rows(values: Columns, size: int) -> dict[int, tuple[str, ...]]:
    """Return the codes of what is damaged or contradictory, by place among the rows; sound rows have none."""
    columns = [values.get(name) or ("",) * size for name in _LOOKED_AT]
    found: dict[int, tuple[str, ...]] = {}
    for place, texts in enumerate(zip(*columns, strict=True)):
        if _is_plainly_sound(*texts):
            continue
        if damage := damage_of(dict(zip(_LOOKED_AT, texts, strict=True))):
            found[place] = tuple(damage)
    return found


def _is_plainly_sound(number: str, birth_date: str, sex: str, phone: str) -> bool:
    """Tell whether a row has a sound number that says the same as its birth date and sex, and a mobile."""
    if phone and not is_mobile_number(phone):
        return False
    return is_full_number(number) and _are_one_day(number[6:14], birth_date) and _are_one_sex(number[16], sex)


@lru_cache(maxsize=65_536)
def _are_one_day(digits: str, birth_date: str) -> bool:
    """Tell whether a number's eight digits are a day, and the birth date given, if any, agrees."""
    born, given = stated_day(digits), read_date(birth_date) if birth_date else None
    return born is not None and (given.agrees_with(born) if given else not birth_date)


@lru_cache(maxsize=1_024)
def _are_one_sex(digit: str, given: str) -> bool:
    """Tell whether a number's digit for the sex agrees with the sex given, if any."""
    sex = read_sex(given) if given else "unknown"
    return sex == "unknown" or sex == ("male" if int(digit) % 2 else "female")

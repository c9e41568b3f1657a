"""What a second clerk does to birth date, sex, ethnicity, phone and address.

Every function damages one row in place and returns whether it could.
"""

from __future__ import annotations

from typing import Final

from dedup.sample.draws import Draws
from dedup.sample.identity import DAYS
from dedup.sample.ledger import Entry
from dedup.sample.lunar import lunar_date
from dedup.sample.people import MAN, WOMAN, phone_number
from dedup.sample.places import Manner, VillageAddress
from dedup.sample.tables import glyphs

_FULL_DATE: Final = 8
_DATES: Final = frozenset(DAYS)
_TYPOS: Final = {"0": "689", "1": "7", "2": "3", "3": "8", "5": "6", "6": "5", "7": "1", "8": "3", "9": "6"}
_YEARS_OFF: Final = (-1, 1, -1, 1, -2, 2, 3, -3, -5, 5, 10, -10)
"""周岁 against 虚岁 makes one year; field workers found up to ten."""
_PLAIN_WORDS: Final = "家村沟湾坝垭坪梁桥寨庙井岩祠"


def is_date(birth: str) -> bool:
    """Tell whether YYYYMMDD is a day of the calendar on which somebody on a roll may have been born."""
    return birth in _DATES


def lunar_birthday(entry: Entry, draws: Draws) -> bool:
    """Write the lunar birthday (农历) as if it were a solar one."""
    del draws
    if len(entry.birth) != _FULL_DATE:
        return False
    entry.birth = lunar_date(entry.person.day)
    return True


def birth_typo(entry: Entry, draws: Draws) -> bool:
    """Write one digit of the birth date wrongly, such that it stays a date."""
    at = draws.pick((2, 3, 5, 6, 7, 7))
    digit = entry.birth[at : at + 1]
    if len(entry.birth) != _FULL_DATE or digit not in _TYPOS:
        return False
    typed = entry.birth[:at] + draws.pick(_TYPOS[digit]) + entry.birth[at + 1 :]
    if not is_date(typed):
        return False
    entry.birth = typed
    return True


def birth_swapped(entry: Entry, draws: Draws) -> bool:
    """Swap month and day."""
    del draws
    swapped = entry.birth[:4] + entry.birth[6:] + entry.birth[4:6]
    if swapped == entry.birth or not is_date(swapped):
        return False
    entry.birth = swapped
    return True


def birth_year_off(entry: Entry, draws: Draws) -> bool:
    """Give the wrong year: 周岁 for 虚岁, or a guess."""
    if len(entry.birth) != _FULL_DATE:
        return False
    shifted = f"{int(entry.birth[:4]) + draws.pick(_YEARS_OFF)}{entry.birth[4:]}"
    if not is_date(shifted):
        return False
    entry.birth = shifted
    return True


def birth_new_year(entry: Entry, draws: Draws) -> bool:
    """Default to the first of January."""
    del draws
    defaulted = entry.birth[:4] + "0101"
    if len(entry.birth) != _FULL_DATE or defaulted == entry.birth:
        return False
    entry.birth = defaulted
    return True


def birth_month_only(entry: Entry, draws: Draws) -> bool:
    """Give year and month only, as posted rolls do."""
    del draws
    if len(entry.birth) != _FULL_DATE:
        return False
    entry.birth = entry.birth[:6]
    return True


def birth_missing(entry: Entry, draws: Draws) -> bool:
    """Leave the birth date out."""
    del draws
    had = bool(entry.birth)
    entry.birth = ""
    return had


def sex_wrong(entry: Entry, draws: Draws) -> bool:
    """Give the other sex."""
    del draws
    entry.sex = WOMAN if entry.person.sex == MAN else MAN
    return True


def sex_missing(entry: Entry, draws: Draws) -> bool:
    """Leave the sex out."""
    del draws
    entry.sex = ""
    return True


def ethnicity_missing(entry: Entry, draws: Draws) -> bool:
    """Leave the ethnicity out."""
    del draws
    entry.ethnicity = ""
    return True


def phone_digits(entry: Entry, draws: Draws) -> bool:
    """Write the phone number with a digit too few, too many or wrong."""
    phone = entry.phone
    if not phone:
        return False
    at = 3 + draws.below(len(phone) - 3)
    entry.phone = draws.pick(
        (
            phone[:at] + phone[at + 1 :],
            phone[:at] + phone[at] + phone[at:],
            phone[:at] + str(draws.below(10)) + phone[at + 1 :],
        )
    )
    return entry.phone != phone


def phone_missing(entry: Entry, draws: Draws) -> bool:
    """Leave the phone number out."""
    del draws
    had = bool(entry.phone)
    entry.phone = ""
    return had


def phone_other(entry: Entry, draws: Draws) -> bool:
    """Give another phone number."""
    entry.phone = phone_number(draws)
    return True


def address_village(entry: Entry, draws: Draws) -> bool:
    """Spell the village in other characters of the same sound: 渌遶, 渌晓, 渌尧."""
    address = entry.household
    if not isinstance(address, VillageAddress):
        return False
    name = address.village
    places = [
        at
        for at, sign in enumerate(name)
        if sign not in _PLAIN_WORDS and sign in glyphs() and glyphs()[sign].same_sound
    ]
    if not places:
        return False
    at = draws.pick(places)
    village = name[:at] + draws.pick(glyphs()[name[at]].same_sound) + name[at + 1 :]
    entry.household = address._replace(village=village)
    return True


def address_former_town(entry: Entry, draws: Draws) -> bool:
    """Write the township that was dissolved years ago (撤乡并镇)."""
    del draws
    address = entry.household
    if not isinstance(address, VillageAddress) or not address.former_town:
        return False
    entry.household = address._replace(town=address.former_town)
    return True


def address_missing(entry: Entry, draws: Draws) -> bool:
    """Leave the household address out."""
    del draws
    entry.household_address = ""
    return True


def posted_roll(entry: Entry, draws: Draws) -> bool:
    """Give no more than a posted roll (选民名单公告) shows: name, sex, birth month, date of registration."""
    del draws
    entry.id_number = entry.phone = entry.employer = entry.certificate_no = entry.note = ""
    entry.household_address = entry.residence_address = ""
    entry.birth = entry.birth[:6]
    entry.posted = True
    return True


def write_addresses(entry: Entry, manner: Manner) -> None:
    """Write a row's addresses in a clerk's manner."""
    if entry.posted:
        return
    entry.household_address = entry.household.write(manner)
    if entry.residence is not None:
        entry.residence_address = entry.residence.write(manner)

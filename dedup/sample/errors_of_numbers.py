"""What a second clerk, a form or a spreadsheet does to an identity number.

Every function damages one row in place and returns whether it could.
"""

from __future__ import annotations

from typing import Final

from dedup.sample.draws import Draws
from dedup.sample.identity import check_character, compose, shorten
from dedup.sample.ledger import Entry

_FULL_LENGTH: Final = 18
_LIKELY_TYPOS: Final = {
    "0": "968", "1": "724", "2": "13", "3": "825", "4": "175", "5": "63",
    "6": "598", "7": "148", "8": "309", "9": "608", "X": "0",
}  # fmt: skip
"""Digits taken for one another in handwriting, or beside one another on the keypad."""
_LETTERS: Final = {"0": "Oo", "1": "lI"}
_FULL_WIDTH: Final = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_SERVICE_BORN_FROM: Final = 1976
MASKS: Final = ("6+4", "10+4", "14+0", "1+1", "0+4", "6+4x", "6+4 wide")


def _is_whole(entry: Entry) -> bool:
    return len(entry.id_number) == _FULL_LENGTH and entry.id_number.isascii() and "*" not in entry.id_number


def typo(entry: Entry, draws: Draws) -> bool:
    """Write one digit for another."""
    number = entry.id_number
    if not _is_whole(entry):
        return False
    at = draws.below(_FULL_LENGTH)
    likely = _LIKELY_TYPOS.get(number[at])
    if likely is None:
        return False
    entry.id_number = number[:at] + draws.pick(likely) + number[at + 1 :]
    return True


def transposed(entry: Entry, draws: Draws) -> bool:
    """Swap two neighbouring digits."""
    number = entry.id_number
    if not _is_whole(entry):
        return False
    places = [at for at in range(_FULL_LENGTH - 1) if number[at] != number[at + 1]]
    at = draws.pick(places)
    entry.id_number = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return True


def dropped_digit(entry: Entry, draws: Draws) -> bool:
    """Leave a digit out."""
    if not _is_whole(entry):
        return False
    at = draws.below(_FULL_LENGTH)
    entry.id_number = entry.id_number[:at] + entry.id_number[at + 1 :]
    return True


def doubled_digit(entry: Entry, draws: Draws) -> bool:
    """Write a digit twice."""
    if not _is_whole(entry):
        return False
    at = draws.below(_FULL_LENGTH)
    entry.id_number = entry.id_number[: at + 1] + entry.id_number[at:]
    return True


def letter(entry: Entry, draws: Draws) -> bool:
    """Write the letter O or l for a digit."""
    number = entry.id_number
    places = [at for at, digit in enumerate(number) if digit in _LETTERS]
    if not _is_whole(entry) or not places:
        return False
    at = draws.pick(places)
    entry.id_number = number[:at] + draws.pick(_LETTERS[number[at]]) + number[at + 1 :]
    return True


def lowercase_x(entry: Entry, draws: Draws) -> bool:
    """Write the check character X small, or as a multiplication sign."""
    if not entry.id_number.endswith("X"):
        return False
    entry.id_number = entry.id_number[:-1] + ("x" if draws.chance(0.8) else "×")
    return True


def spaced(entry: Entry, draws: Draws) -> bool:
    """Put spaces, hyphens or a spreadsheet's apostrophe into the number."""
    number = entry.id_number
    if not _is_whole(entry):
        return False
    entry.id_number = draws.pick(
        (
            f"{number[:6]} {number[6:14]} {number[14:]}",
            f"{number[:6]}-{number[6:14]}-{number[14:]}",
            f"'{number}",
            f"{number} ",
        )
    )
    return True


def missing(entry: Entry, draws: Draws) -> bool:
    """Leave the number out."""
    del draws
    had = bool(entry.id_number)
    entry.id_number = ""
    return had


def fifteen_digits(entry: Entry, draws: Draws) -> bool:
    """Write the number of a first-generation card."""
    del draws
    short = shorten(entry.id_number) if _is_whole(entry) else None
    if short is None:
        return False
    entry.id_number = short
    return True


def renumbered(entry: Entry, draws: Draws) -> bool:
    """Carry the number from before a correction (重号、错号): other serial, same birth date and sex.

    Serials 000 to 003 are never dealt out, so an old number is nobody else's.
    """
    person = entry.person
    serial = draws.pick((1, 3)) if person.sex == "男" else 2
    entry.id_number = compose(person.number[:6], person.day, serial)
    return True


def service_card(entry: Entry, draws: Draws) -> bool:
    """Give a serviceman's card (军官证) instead of the citizen's number; the old have none."""
    if entry.person.year < _SERVICE_BORN_FROM:
        return False
    entry.id_number = f"军字第{draws.below(9_000_000) + 1_000_000}号"
    return True


def full_width(entry: Entry, draws: Draws) -> bool:
    """Write the digits in full width."""
    del draws
    if not _is_whole(entry):
        return False
    entry.id_number = entry.id_number.translate(_FULL_WIDTH)
    return True


def excel_zeroed(entry: Entry, draws: Draws) -> bool:
    """Lose the last three digits to a spreadsheet, which keeps fifteen; a number ending in X survives."""
    del draws
    if not _is_whole(entry) or not entry.id_number.isdigit():
        return False
    entry.id_number = entry.id_number[:15] + "000"
    return True


def excel_scientific(entry: Entry, draws: Draws) -> bool:
    """Become 5.11321E+17 in a spreadsheet."""
    del draws
    number = entry.id_number
    if not _is_whole(entry) or not number.isdigit():
        return False
    digits = str(round(int(number[:7]) / 10)).rjust(6, "0")
    entry.id_number = f"{digits[0]}.{digits[1:]}E+17"
    return True


def mask(entry: Entry, style: str) -> bool:
    """Hide part of the number; the style says how many characters stay at either end."""
    number = entry.id_number
    if not _is_whole(entry):
        return False
    shape, _, sign = style.partition(" ")
    star = "＊" if sign == "wide" else "x" if shape.endswith("x") else "*"
    head, tail = (int(part) for part in shape.rstrip("x").split("+"))
    entry.id_number = number[:head] + star * (_FULL_LENGTH - head - tail) + (number[-tail:] if tail else "")
    return True


def masked(entry: Entry, draws: Draws) -> bool:
    """Hide part of the number, in one manner or another."""
    return mask(entry, draws.pick(MASKS))


def dragged(number: str, step: int) -> str:
    """Return what stands `step` rows below a number filled down as a series; nothing if it cannot be."""
    return (
        str(int(number) + step)
        if len(number) == _FULL_LENGTH and number.isdecimal() and number.isascii()
        else ""
    )


def is_valid(number: str) -> bool:
    """Tell whether a number has 18 characters and the right check character."""
    return (
        len(number) == _FULL_LENGTH and number[:17].isdigit() and number[17] == check_character(number[:17])
    )

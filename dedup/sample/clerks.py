"""Clerks and their workbooks: who damages which rows, so that errors come in runs as they do in life.

A clerk has habits for a whole sample (manner of addresses, kinds of slips); a workbook is some 80 rows of one
file that one clerk handed in, and what a spreadsheet does, it does to the whole workbook.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from dedup.sample import errors_of_facts as facts
from dedup.sample import errors_of_names as names
from dedup.sample import errors_of_numbers as numbers
from dedup.sample.draws import Draws
from dedup.sample.ledger import HOME, Entry
from dedup.sample.names import DOT
from dedup.sample.places import FULL, Manner
from dedup.sample.rates import Rates

Damage = Callable[[Entry, Draws], bool]

SLIPS: Final[dict[str, Damage]] = {
    "name_homophone": names.homophone,
    "name_near_sound": names.near_sound,
    "name_lookalike": names.lookalike,
    "name_traditional": names.traditional,
    "name_variant_form": names.variant_form,
    "name_changed": names.changed_name,
    "id_typo": numbers.typo,
    "id_transposed": numbers.transposed,
    "id_dropped_digit": numbers.dropped_digit,
    "id_doubled_digit": numbers.doubled_digit,
    "id_letter": numbers.letter,
    "id_spaced": numbers.spaced,
    "id_missing": numbers.missing,
    "id_15_digit": numbers.fifteen_digits,
    "id_renumbered": numbers.renumbered,
    "id_service_card": numbers.service_card,
    "birth_typo": facts.birth_typo,
    "birth_swapped": facts.birth_swapped,
    "birth_year_off": facts.birth_year_off,
    "birth_new_year": facts.birth_new_year,
    "birth_missing": facts.birth_missing,
    "birth_lunar": facts.lunar_birthday,
    "sex_wrong": facts.sex_wrong,
    "sex_missing": facts.sex_missing,
    "ethnicity_missing": facts.ethnicity_missing,
    "phone_digits": facts.phone_digits,
    "phone_missing": facts.phone_missing,
    "address_village": facts.address_village,
    "address_former_town": facts.address_former_town,
}
"""Slips of single rows; each has its rate of the same name in `Rates`."""

RARE: Final[dict[str, Damage]] = {
    "name_rare_pinyin": names.rare_pinyin,
    "name_rare_placeholder": names.rare_placeholder,
    "name_rare_split": names.rare_split,
    "name_rare_private_use": names.rare_private_use,
    "name_rare_substitute": names.rare_substitute,
}
DOTTED: Final[dict[str, Damage]] = {
    "name_part_dropped": names.part_dropped,
    "name_part_order": names.part_order,
    "name_truncated": names.truncated,
    "name_dot_variant": names.dot_variant,
}
OTHERS: Final[dict[str, Damage]] = {
    "name_transliterated": names.transliterated,
    "name_pinyin": names.in_pinyin,
    "name_spaced": names.spaced,
    "surname_simplified": names.other_surname,
    "id_masked": numbers.masked,
    "id_full_width": numbers.full_width,
    "id_excel_zeroed": numbers.excel_zeroed,
    "id_excel_scientific": numbers.excel_scientific,
    "id_lowercase_x": numbers.lowercase_x,
    "birth_month_only": facts.birth_month_only,
    "phone_other": facts.phone_other,
    "posted_roll": facts.posted_roll,
}
DAMAGES: Final[dict[str, Damage]] = SLIPS | RARE | DOTTED | OTHERS
"""Every kind that can be made at will. The others come about by themselves: `address_rewritten`,
`address_missing`, `hukou_moved`, `id_shifted`, `id_dragged`, `phone_of_clerk`."""

CLERKS: Final = 24
"""Clerks a committee."""
WORKBOOK_ROWS: Final = 80
_ZEALS: Final = (0.0,) * 12 + (1.0,) * 5 + (4.0, 4.0, 7.0)
"""How prone a clerk is to a kind of slip: mostly not at all, some to a great deal; 1 on average."""
_RUN: Final = 3
"""Neighbouring rows that a shifted or filled-down column spoils."""
_ELDER_BEFORE: Final = "1960"
_PEOPLES_TRANSLITERATED: Final = frozenset({"维吾尔", "哈萨克", "藏", "彝", "蒙古"})


@dataclass(frozen=True, slots=True)
class Clerk:
    """A clerk's habits."""

    label: str
    manner: Manner
    slips: tuple[tuple[str, float], ...]
    """Kinds of slips with running totals of their rates."""
    slip_share: float
    mask: str
    lunar_elders: float
    fills_residence: bool
    """Repeats the household address as residence where somebody lives at home."""


@lru_cache(maxsize=4096)
def clerk(seed: int, committee: int, number: int, rates: Rates) -> Clerk:
    """Return a committee's clerk; the same clerk for the same words."""
    draws = Draws(seed, "clerk", committee, number)
    factor = rates.home_clerk_factor if committee == HOME else 1.0
    kinds = list(SLIPS)
    shares = list(accumulate(getattr(rates, kind) * draws.pick(_ZEALS) * factor for kind in kinds))
    return Clerk(
        f"{number + 1:02d}",
        _manner(draws, committee),
        tuple(zip(kinds, shares, strict=True)),
        shares[-1],
        numbers.MASKS[0] if draws.chance(0.6) else draws.pick(numbers.MASKS),
        rates.birth_lunar_elder * draws.pick(_ZEALS) * factor,
        committee == HOME and draws.chance(0.5),
    )


def _manner(draws: Draws, committee: int) -> Manner:
    if committee == HOME:
        # The household register's own wording, but for a few clerks.
        return FULL if draws.chance(0.85) else Manner(group_word="社", chinese_numerals=draws.chance(0.5))
    return Manner(
        province=draws.chance(0.5),
        prefecture=draws.chance(0.55),
        chinese_numerals=draws.chance(0.25),
        group_word=draws.pick(("组", "组", "社", "队", "组")),
        number=draws.chance(0.75),
    )


@dataclass(slots=True)
class Workbook:
    """One clerk's rows of one file, with what befell all of them."""

    clerk: Clerk
    draws: Draws
    whole: tuple[Damage, ...]
    whole_kinds: tuple[str, ...]
    masked: bool


def open_workbook(draws: Draws, seed: int, committee: int, rates: Rates) -> Workbook:
    """Draw a clerk and the fate of a workbook."""
    who = clerk(seed, committee, draws.below(CLERKS), rates)
    whole = [
        kind
        for kind, share in (
            ("id_excel_zeroed", rates.workbook_excel_zeroed),
            ("id_excel_scientific", rates.workbook_excel_scientific),
            ("id_full_width", rates.workbook_full_width),
            ("birth_month_only", rates.workbook_month_only),
            ("name_spaced", rates.workbook_spaced_names),
            ("posted_roll", rates.workbook_posted),
        )
        if draws.chance(share)
    ]
    by_host = rates.workbook_masked
    share = 0.01 if committee == HOME else by_host[(committee - 1) % len(by_host)]
    return Workbook(who, draws, tuple(DAMAGES[kind] for kind in whole), tuple(whole), draws.chance(share))


def write_rows(book: Workbook, entries: list[Entry], rates: Rates) -> list[tuple[Entry, Entry]]:
    """Let a clerk write a workbook: slips row by row, then what befell neighbouring rows and the whole.

    Returns (row, row below) for every row that carries the number of the row below.
    """
    for entry in entries:
        _write_row(book, entry, rates)
    if book.draws.chance(rates.workbook_dragged):
        _drag_numbers(book.draws, entries)
    return _shift_numbers(book.draws, entries) if book.draws.chance(rates.workbook_shifted) else []


def _write_row(book: Workbook, entry: Entry, rates: Rates) -> None:
    draws, who = book.draws, book.clerk
    entry.registrar = who.label
    if not entry.settled:
        _slip(who, entry, draws)
        _damage_special(book, entry, rates)
    facts.write_addresses(entry, who.manner)
    if who.fills_residence and not entry.note:
        entry.residence_address = entry.household_address
    if entry.settled:
        return
    if draws.unit() < rates.address_missing:
        entry.household_address = ""
        entry.errors.append("address_missing")
    for kind, befall in zip(book.whole_kinds, book.whole, strict=True):
        if befall(entry, draws):
            entry.errors.append(kind)
    if book.masked and numbers.mask(entry, who.mask):
        entry.errors.append("id_masked")


def damage(entry: Entry, kind: str, draws: Draws) -> bool:
    """Make one kind of error in a row; False when the row has nothing that it applies to."""
    for _ in range(8):  # a few kinds depend on which character or digit was drawn
        if DAMAGES[kind](entry, draws):
            entry.errors.append(kind)
            return True
    return False


def _slip(who: Clerk, entry: Entry, draws: Draws) -> None:
    luck = draws.unit()
    while luck < who.slip_share:
        for kind, total in who.slips:
            if luck < total:
                if kind not in entry.errors and SLIPS[kind](entry, draws):
                    entry.errors.append(kind)
                break
        luck = draws.unit()


def _damage_special(book: Workbook, entry: Entry, rates: Rates) -> None:
    """Make the errors that only some people's rows invite."""
    draws, person = book.draws, entry.person
    if person.marks and "rare_character" in person.marks and draws.chance(rates.rare_replaced):
        damage(entry, draws.pick(tuple(RARE)), draws)
    if person.people in _PEOPLES_TRANSLITERATED:
        _damage_minority_name(entry, draws, rates)
    if entry.birth < _ELDER_BEFORE and draws.unit() < book.clerk.lunar_elders:
        damage(entry, "birth_lunar", draws)
    if entry.id_number[-1:] == "X" and draws.unit() < rates.id_lowercase_x:
        damage(entry, "id_lowercase_x", draws)
    if entry.name[0] in names.SHORT_SURNAMES and draws.unit() < rates.surname_simplified:
        damage(entry, "surname_simplified", draws)


def _damage_minority_name(entry: Entry, draws: Draws, rates: Rates) -> None:
    if draws.chance(rates.transliterated):
        damage(entry, "name_transliterated", draws)
    if DOT not in entry.name:
        return
    shares = (rates.dotted_part_dropped, rates.dotted_order, rates.dotted_truncated, rates.dot_variant)
    for kind, share in zip(DOTTED, shares, strict=True):
        if draws.chance(share):
            damage(entry, kind, draws)


def _shift_numbers(draws: Draws, entries: list[Entry]) -> list[tuple[Entry, Entry]]:
    """Let two rows running carry the number of the row below (串行)."""
    if len(entries) < _RUN:
        return []
    start = draws.below(len(entries) - _RUN + 1)
    run = entries[start : start + _RUN]
    if any(entry.settled for entry in run):
        return []
    shifted = list(pairwise(run))
    for entry, below in shifted:
        entry.id_number = below.id_number
        entry.errors.append("id_shifted")
    return [(entry, below) for entry, below in shifted if entry.person.number != below.person.number]


def _drag_numbers(draws: Draws, entries: list[Entry]) -> None:
    """Fill a number down as a series: +1, +2."""
    if len(entries) < _RUN:
        return
    start = draws.below(len(entries) - _RUN + 1)
    first, *others = entries[start : start + _RUN]
    for step, entry in enumerate(others, start=1):
        number = numbers.dragged(first.id_number, step)
        if number and not entry.settled:
            entry.id_number = number
            entry.errors.append("id_dragged")

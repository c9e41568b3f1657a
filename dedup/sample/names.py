"""Names of invented people: Han names by cohort and sex, and the naming of other peoples.

Knows the name tables, nothing of registers or errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from dedup.sample.draws import Draws, by_rank, spread
from dedup.sample.tables import rare_glyphs, read_toml, surnames

COHORTS: Final = (1920, 1950, 1966, 1980, 1990, 2000)
DOT: Final = "·"
_WHOLE_SHARE: Final = 0.28  # names in use as such, against names put together from fashionable characters
_FIRST_PLACE: Final = 0.75  # a generation character stands before the own one more often than after it
_LONGEST_COMPOUND: Final = 6
_WITH_GRANDFATHER: Final = 0.15

PEOPLES: Final = spread(
    [
        ("汉", 89.5), ("回", 1.5), ("土家", 1.2), ("苗", 1.0), ("壮", 0.8), ("满", 0.6), ("侗", 0.3),
        ("瑶", 0.2), ("布依", 0.2), ("彝", 1.2), ("藏", 1.0), ("维吾尔", 1.6), ("蒙古", 0.6), ("哈萨克", 0.3),
    ]
)  # fmt: skip
"""Peoples by share: minorities as nationally, but those with names of their own kind made more frequent."""


class Name(NamedTuple):
    """A name and what it is made of."""

    text: str
    surname: str
    """Empty where names have none."""
    given: str
    parts: tuple[str, ...] = ()
    """Of a dotted name: own name, father's name, sometimes the grandfather's (名·父名·祖父名)."""


@dataclass(frozen=True, slots=True)
class _Fashion:
    single_share: float
    single: tuple[str, ...]
    whole: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]


@cache
def _fashion(cohort: int, sex: str) -> _Fashion:
    side = "M" if sex == "男" else "F"
    tables = read_toml("given_han.toml")
    own = tables[str(cohort)][side]
    others = [tables[str(other)][side] for other in sorted(COHORTS, key=lambda other: abs(other - cohort))]

    def widened(key: str) -> str:
        """Return the cohort's own, then other cohorts' by nearness: fashions fade, they do not end."""
        return "".join(dict.fromkeys("".join(other[key] for other in others)))

    return _Fashion(
        own["single_share"],
        by_rank(widened("single"), flatness=15),
        by_rank(own["whole"].split(), flatness=20),
        by_rank(widened("first"), flatness=15),
        by_rank(widened("second"), flatness=15),
    )


_COHORT_OF: Final = tuple(
    max(cohort for cohort in COHORTS if cohort <= max(year, COHORTS[0])) for year in range(1900, 2012)
)


@cache
def poems() -> tuple[str, ...]:
    """Return generation poems (字辈), eight to ten characters each."""
    return tuple(read_toml("given_han.toml")["generation"]["poems"].split())


@cache
def _rare() -> tuple[str, ...]:
    return tuple(rare_glyphs())


def han_given(draws: Draws, year: int, sex: str, generation: str = "") -> str:
    """Draw a given name of a birth year and sex, with a clan's generation character if one is handed in."""
    unit = draws.unit
    fashion = _fashion(_COHORT_OF[year - 1900], sex)
    if generation:
        own = fashion.second[int(unit() * len(fashion.second))]
        if own == generation:
            own = fashion.single[int(unit() * len(fashion.single))]
        return generation + own if unit() < _FIRST_PLACE else own + generation
    if unit() < fashion.single_share:
        return fashion.single[int(unit() * len(fashion.single))]
    if unit() < _WHOLE_SHARE:
        return fashion.whole[int(unit() * len(fashion.whole))]
    return fashion.first[int(unit() * len(fashion.first))] + fashion.second[int(unit() * len(fashion.second))]


def with_rare_character(draws: Draws, given: str) -> str:
    """Put a character into a given name that older systems cannot write."""
    return given[:-1] + draws.pick(_rare())


def han_surname(draws: Draws) -> str:
    """Draw a surname by its share of the population."""
    return draws.pick(surnames())


@cache
def _minority() -> dict[str, dict[str, Any]]:
    raw = read_toml("given_minority.toml")
    styles: dict[str, dict[str, Any]] = {
        raw[style]["ethnicity"]: {
            "style": style,
            **{key: raw[style][key].split() for key in raw[style] if key != "ethnicity"},
        }
        for style in ("uyghur", "kazakh", "tibetan", "yi", "mongol")
    }
    for people, usual in raw["surnamed"].items():
        styles[people] = {"style": "surnamed", "surnames": by_rank(usual.split())}
    return styles


@cache
def transliterations() -> dict[str, tuple[str, ...]]:
    """Return name → other ways to write the same name in Chinese characters."""
    others: dict[str, tuple[str, ...]] = {}
    for table in _minority().values():
        for words in (value for key, value in table.items() if key in {"male", "female", "unisex"}):
            for word in words:
                spellings = word.split("/")
                for spelling in spellings:
                    rest = tuple(other for other in spellings if other != spelling)
                    if rest:
                        others.setdefault(spelling, rest)
    return others


def surname_of(draws: Draws, people: str) -> str:
    """Draw a family name: a surname, a Yi clan, or nothing where names have none."""
    if people == "汉":
        return han_surname(draws)
    table = _minority()[people]
    if table["style"] == "surnamed":
        return draws.pick(table["surnames"]) if draws.chance(0.8) else han_surname(draws)
    return draws.pick(table["clans"]) if table["style"] == "yi" else ""


def _one_of(draws: Draws, words: list[str]) -> str:
    return draws.pick(words).split("/")[0]


def _tibetan(draws: Draws, table: dict[str, Any], sex: str) -> Name:
    first = _one_of(draws, table["unisex"])
    if draws.chance(0.35):
        return Name(first, "", first)
    second = _one_of(draws, table["male" if sex == "男" else "female"])
    text = second if second == first else first + second
    return Name(text, "", text)


def _mongol(draws: Draws, words: list[str]) -> Name:
    own, other = _one_of(draws, words), _one_of(draws, words)
    if other != own and len(own + other) <= _LONGEST_COMPOUND and draws.chance(0.4):
        own += other
    return Name(own, "", own)


def _dotted(draws: Draws, table: dict[str, Any], sex: str, father: str) -> Name:
    own = _one_of(draws, table["male" if sex == "男" else "female"])
    parts: tuple[str, ...] = (own, father or _one_of(draws, table["male"]))
    if draws.chance(_WITH_GRANDFATHER):
        parts = (*parts, _one_of(draws, table["male"]))
    return Name(DOT.join(parts), "", own, parts)


def name_person(
    draws: Draws, people: str, surname: str, given_name: tuple[int, str, str], father: str = ""
) -> Name:
    """Name somebody.

    `given_name` is (birth year, sex, generation character); `father` the father's own name, for peoples who
    put it after their own.
    """
    year, sex, generation = given_name
    table = {} if people == "汉" else _minority()[people]
    style = table.get("style", "surnamed")
    if style == "surnamed":
        given = han_given(draws, year, sex, generation)
        return Name(surname + given, surname, given)
    if style == "tibetan":
        return _tibetan(draws, table, sex)
    if style in {"uyghur", "kazakh"}:
        return _dotted(draws, table, sex, father)
    words = table["male" if sex == "男" else "female"]
    if style == "mongol":
        return _mongol(draws, words)
    own = _one_of(draws, words)
    return Name(surname + own, surname, own)

"""The data files beside this module, read once: surnames, given names, glyph confusions, divisions, places.

Owns their format. Knows nothing of people or files.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dedup.sample.draws import spread

_FOLDER = Path(__file__).parent / "tables"
_FIRST_PRIVATE_USE = 0xE000
_SURNAME_PLACES = 32_768  # fine enough that the rarest listed surname is not over-drawn


def read_toml(name: str) -> dict[str, Any]:
    """Return one TOML table file."""
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _read_rows(name: str) -> list[list[str]]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def surname_shares() -> dict[str, float]:
    """Return surname → share of the population in per cent."""
    return {surname: float(share) for surname, share in _read_rows("surnames.tsv")}


@cache
def surnames() -> tuple[str, ...]:
    """Return surnames laid out by share, for drawing."""
    return spread(surname_shares().items(), _SURNAME_PLACES)


@dataclass(frozen=True, slots=True)
class Glyph:
    """How else a second clerk may write a character; all but `reading` are strings of single characters."""

    reading: str
    same_sound: str
    near_sound: str
    same_shape: str
    traditional: str
    variant: str


@cache
def glyphs() -> dict[str, Glyph]:
    """Return character → its confusions."""
    rows = _read_rows("glyphs.tsv")
    return {row[0]: Glyph(*("" if cell == "-" else cell for cell in row[1:])) for row in rows}


@dataclass(frozen=True, slots=True)
class RareGlyph:
    """A character older systems cannot write, and the ways around it."""

    character: str
    substitute: str
    parts: str
    reading: str
    private_use: str
    """The code point that a committee's own made-up character (造字) took."""


@cache
def rare_glyphs() -> dict[str, RareGlyph]:
    """Return rare character → the ways around it."""
    rows = [line.split() for line in read_toml("given_han.toml")["rare"]["characters"]]
    return {
        character: RareGlyph(character, substitute, parts, reading, chr(_FIRST_PRIVATE_USE + at))
        for at, (character, substitute, parts, reading) in enumerate(rows)
    }


@dataclass(frozen=True, slots=True)
class Division:
    """A county-level division with every code it has had."""

    code: str
    province: str
    prefecture: str
    county: str
    terms: tuple[tuple[str, int, int], ...]
    """(code, first year, last year) in force, in order of time."""

    def code_at_birth(self, year: int) -> str:
        """Return the code that the number of somebody born in `year` begins with.

        Numbers were first given out in 1984; who was born before carries the code of then.
        """
        for code, _, last in self.terms:
            if year <= last:
                return code
        return self.code


def _division(row: list[str]) -> Division:
    code, province, prefecture, county, terms = row
    spans = []
    for term in terms.split():
        used, years = term.split(":")
        first, last = years.split("-")
        spans.append((used, int(first), int(last or 9999)))
    return Division(code, province, prefecture, county, tuple(spans))


@cache
def divisions() -> dict[str, Division]:
    """Return current code → division."""
    return {row[0]: _division(row) for row in _read_rows("divisions.tsv")}

"""Names as one text, "Surname, Given Middle" or "Given Middle Surname", taken apart.

Owns the conventions of writing names. Knows no pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matchers.latin.spelling import words_of

_TITLES: Final = frozenset(
    words_of(
        "mr mrs ms miss dr prof professor rev reverend fr father sir dame lady lord hon honourable "
        "honorable capt captain col colonel maj major lt sgt judge justice master sr sra srta herr frau mme"
    )
)
_SUFFIXES: Final = {
    "jr": "2", "jnr": "2", "junior": "2", "ii": "2", "2nd": "2", "sr": "1", "snr": "1", "senior": "1",
    "iii": "3", "3rd": "3", "iv": "4", "4th": "4", "v": "5",
}  # fmt: skip
"""Suffix as written → which of the name's bearers, counted from the eldest. Junior is the second."""
_UNCERTAIN_SUFFIXES: Final = frozenset({"v"})
"""Rather an initial than a suffix, unless a comma sets it apart."""
_POSTNOMINALS: Final = frozenset(words_of("esq esquire phd md dds jd mba cpa rn obe mbe cbe"))
_PARTICLES: Final = frozenset(
    words_of(
        "de del della dela di da do dos das du la las le los van von vom zu zum zur der den ter ten te bin "
        "binti bint ibn ben al el af av san st saint mac mc fitz"
    )
)
_SAINT: Final = {"saint": "st"}
_NOBODY: Final = frozenset({("unknown",), ("unnamed",), ("n", "a"), ("not", "given"), ("not", "known")})
"""What stands for a name that was not given. Na, None and Null are surnames."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words, lower-case and plain; particles stand with the word that they belong to."""

    given: tuple[str, ...]
    surname: tuple[str, ...]
    suffix: str = ""
    """"1" for senior, "2" for junior or II, "3" for III and so on; empty when there is none."""


@lru_cache(maxsize=1 << 15)
def read_name(raw: str) -> Name:
    """Take a name apart.

    A comma parts surname and given names; without one the last word is the surname. A lone word is taken for
    the surname: comparing looks for names in each other's place anyway.

    >>> read_name("de la Cruz, María José").surname, read_name("Ludwig van Beethoven Jr.").surname
    (('delacruz',), ('vanbeethoven',))
    """
    first, comma, rest = raw.partition(",")
    surname = _words(first)
    suffix = _take_suffix(surname, apart=False)
    if comma:
        given: list[str] = []
        for part in rest.split(","):
            words = _words(part)
            suffix = _take_suffix(words, apart=True) or suffix
            given += words
        if given or not surname or len(surname) == 1:
            return Name(_without_titles(given), tuple(_joined(_without_titles(surname))), suffix)
    return _in_order(list(_without_titles(surname)), suffix)


def _words(text: str) -> list[str]:
    """Return the words of a part of a name, none where it says that there is none."""
    words = words_of(text)
    return [] if words in _NOBODY else list(words)


def _in_order(words: list[str], suffix: str) -> Name:
    """Part words in the order given, middle, surname."""
    suffix = _take_suffix(words, apart=False) or suffix
    if len(words) <= 1:
        return Name((), tuple(words), suffix)
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return Name(tuple(words[:start]), tuple(_joined(words[start:])), suffix)


def _joined(words: tuple[str, ...] | list[str]) -> list[str]:
    """Write particles together with the word after them: de la cruz → delacruz."""
    joined: list[str] = []
    held = ""
    for word in words:
        word = _SAINT.get(word, word)  # noqa: PLW2901 - the spelling is all that changes
        if word in _PARTICLES:
            held += word
        else:
            joined.append(held + word)
            held = ""
    return [*joined, held] if held else joined


def _without_titles(words: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    start = 0
    while start < len(words) - 1 and words[start] in _TITLES:
        start += 1
    end = len(words)
    while end > start + 1 and words[end - 1] in _POSTNOMINALS:
        end -= 1
    return tuple(words[start:end])


def _take_suffix(words: list[str], *, apart: bool) -> str:
    """Take a suffix off the end of some words, if at least one word is left or a comma set it apart."""
    least = 0 if apart else 1
    if len(words) > least and words[-1] in _SUFFIXES and (apart or words[-1] not in _UNCERTAIN_SUFFIXES):
        return _SUFFIXES[words.pop()]
    return ""

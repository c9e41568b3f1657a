"""Sounds of names: phonetic codes of the English-speaking world, and the spelling where none fits."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import jellyfish

_NOT_A_LETTER: Final = re.compile("[^a-z]")
_CHARS_MAX: Final = 40
"""A longer word is no name: what follows is not heard."""


@lru_cache(maxsize=1 << 15)
def sound_of_given(name: str) -> str:
    """Return the metaphone code of a given name: Catherine and Kathryn sound the same.

    >>> sound_of_given("catherine") == sound_of_given("kathryn")
    True
    """
    plain = _NOT_A_LETTER.sub("", name)[:_CHARS_MAX]
    return (jellyfish.metaphone(plain) if plain else "") or name


@lru_cache(maxsize=1 << 15)
def sound_of_surname(name: str) -> str:
    """Return the NYSIIS code of a surname, made for the surnames of New York State.

    >>> sound_of_surname("macintosh") == sound_of_surname("mcintosh")
    True
    """
    plain = _NOT_A_LETTER.sub("", name)[:_CHARS_MAX]
    return (jellyfish.nysiis(plain) if plain else "") or name


def sound_alike(one: str, other: str) -> bool:
    """Tell whether two names may be one name heard and written twice."""
    return sound_of_given(one) == sound_of_given(other) or sound_of_surname(one) == sound_of_surname(other)

"""Spelling: any text in Latin script as plain lower-case words, without accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "å": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ŋ": "n", "ħ": "h", "ʼ": None, "'": None, "’": None, "‘": None, "`": None, "´": None,
        "ʻ": None,
    }
)  # fmt: skip
"""Letters that no decomposition brings to plain ones; apostrophes join what they divide: O'Brien."""
_WORD: Final = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1 << 15)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text.

    >>> words_of("Françoise O’Brien-Müller")
    ('francoise', 'obrien', 'muller')
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    return tuple(_WORD.findall(folded))

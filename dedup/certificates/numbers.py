"""The number of a certificate in its one form: committees write it in a dozen ways."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

NUMBER_LENGTH_MAX: Final = 64
"""Characters of a number in its one form; the longest that we know are half of that."""

_FILLERS: Final = str.maketrans("", "", "第号號字")


@lru_cache(maxsize=65_536)
def normalised(number: str) -> str:
    """Return a number without widths, case, spaces, brackets and fillers; empty when nothing is left.

    >>> normalised("肥选证〔2026〕第 0012 号") == normalised("肥选证[2026]0012")
    True
    """
    folded = unicodedata.normalize("NFKC", number).upper().translate(_FILLERS)
    return "".join(character for character in folded if character.isalnum())

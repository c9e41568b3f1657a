"""Names of which one at least is dotted or long: how they are stored, and how two of them agree.

A long name is stored as a text: the folded name and its tokens, the transliteration classes of its parts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from matchers.chinese.names import Name, token_class

_SEPARATOR: Final = "\t"
"""A folded name has no spaces of any kind."""
_JOINED_MIN: Final = 3


def long_name_text(name: Name) -> str:
    """Return what is stored of a long name."""
    return storable(_SEPARATOR.join((name.folded, *name.tokens)))


def storable(text: str) -> str:
    """Return a text as it can be stored: without lone surrogates and line ends."""
    return text.encode("utf-8", "replace").decode().replace("\n", "")


def long_names_level(one: str, other: str) -> str:
    """Return how two stored texts agree, one of them perhaps just a short folded name, in either order."""
    first, *tokens = one.split(_SEPARATOR)
    second, *other_tokens = other.split(_SEPARATOR)
    if first == second:
        return "variant"
    if not tokens:
        return _short_level(first, second, other_tokens)
    if not other_tokens:
        return _short_level(second, first, tokens)
    joined, other_joined = "".join(tokens), "".join(other_tokens)
    held, other_held = set(tokens), set(other_tokens)
    if joined == other_joined or held == other_held:
        return "transliteration"
    if held <= other_held or other_held <= held or _begins(first, second):
        return "part_dropped"
    if _begins(joined, other_joined) and min(len(joined), len(other_joined)) >= _JOINED_MIN:
        return "part_dropped"  # cut off by a short field
    allowed = max(1, max(len(first), len(second)) // 4)
    if OSA.distance(joined, other_joined, score_cutoff=allowed) <= allowed:
        return "transliteration"
    return "one_given_character" if held & other_held else "differs"


def _begins(one: str, other: str) -> bool:
    """Tell whether one of two texts is the beginning of the other."""
    return one.startswith(other) or other.startswith(one)


def _short_level(short: str, long: str, tokens: list[str]) -> str:
    """Compare a short name, perhaps one part of the long one."""
    if not short:
        return "differs"
    token = _token(short)
    if token in tokens or long.startswith(short):
        return "part_dropped"
    return "transliteration" if token == "".join(tokens) else "differs"


@lru_cache(maxsize=1 << 14)
def _token(folded: str) -> str:
    return token_class(folded)

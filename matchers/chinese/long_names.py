"""Comparing names of which one at least is dotted or long: by the parts of transliterated names."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from matchers.chinese.names import Name, read_name, token_class


@lru_cache(maxsize=1 << 15)
def long_names_level(one: str, other: str) -> str:
    """Return how two folded names agree of which one at least is dotted or long; the order is no matter."""
    return _level(*sorted((_read(one), _read(other)), key=lambda name: name.folded))


@lru_cache(maxsize=1 << 14)
def _read(folded: str) -> Name:
    return read_name(folded)


def _level(one: Name, other: Name) -> str:
    if one.folded == other.folded:
        return "variant"
    if not one.tokens or not other.tokens:
        short, long = (one, other) if not one.tokens else (other, one)
        if short.folded and (_token(short) in long.tokens or long.folded.startswith(short.folded)):
            return "part_dropped"
        return "transliteration" if _token(short) == "".join(long.tokens) else "differs"
    if "".join(one.tokens) == "".join(other.tokens) or set(one.tokens) == set(other.tokens):
        return "transliteration"
    small, large = sorted((set(one.tokens), set(other.tokens)), key=lambda t: (len(t), sorted(t)))
    if small <= large or one.folded.startswith(other.folded) or other.folded.startswith(one.folded):
        return "part_dropped"
    joined = sorted("".join(n.tokens) for n in (one, other))
    if joined[1].startswith(joined[0]) and len(joined[0]) > 2:  # noqa: PLR2004 - cut off by a short field
        return "part_dropped"
    return _spelled_alike(one, other)


def _spelled_alike(one: Name, other: Name) -> str:
    length = max(len(one.folded), len(other.folded))
    edits = OSA.distance("".join(one.tokens), "".join(other.tokens))
    if edits <= max(1, length // 4):
        return "transliteration"
    return "one_given_character" if set(one.tokens) & set(other.tokens) else "differs"


def _token(name: Name) -> str:
    return token_class(name.folded)

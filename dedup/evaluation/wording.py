"""Numbers and names in words: shares that are never rounded up to 1, slices by their names."""

from __future__ import annotations

import math
from typing import Final

from dedup.catalogue import Language, has_message, say
from matchers.evaluation import Estimate, Share

NOTHING: Final = "–"
_PER_100K: Final = 100_000
_PER_1000: Final = 1_000


def count(number: int) -> str:
    """Return a whole number with separators."""
    return f"{number:,}"


def part(value: float | None, decimals: int = 4) -> str:
    """Return a share; what is not quite 1 never reads as 1, what is not quite 0 never as 0.

    >>> part(0.99996), part(1.0), part(0.00001), part(None)
    ('0.9999', '1.0000', '<0.0001', '–')
    """
    if value is None:
        return NOTHING
    text = f"{value:.{decimals}f}"
    if value < 1 and float(text) >= 1:
        return f"{math.floor(value * 10**decimals) / 10**decimals:.{decimals}f}"
    if value > 0 and not float(text):
        return f"<{10**-decimals:.{decimals}f}"
    return text


def estimate(language: Language, figure: Share | Estimate, decimals: int = 4) -> str:
    """Return a figure with its interval."""
    if figure.value is None:
        return NOTHING
    bounds = {"low": part(figure.low, decimals), "high": part(figure.high, decimals)}
    return say(language, "evaluation-interval", value=part(figure.value, decimals), **bounds)


def rate(language: Language, share: Share, per: int) -> str:
    """Return a share as so many per thousand or hundred thousand, with its interval."""
    if share.value is None or share.low is None or share.high is None:
        return NOTHING
    value, low, high = (f"{x * per:,.1f}" for x in (share.value, share.low, share.high))
    return say(language, "evaluation-interval", value=value, low=low, high=high)


def per_100k(language: Language, share: Share) -> str:
    """Return a share as so many per 100,000."""
    return rate(language, share, _PER_100K)


def per_1000(language: Language, share: Share) -> str:
    """Return a share as so many per 1,000."""
    return rate(language, share, _PER_1000)


def probability(value: float) -> str:
    """Return a threshold as it was declared."""
    return f"{value:g}"


def slice_name(language: Language, dimension: str, name: str) -> str:
    """Return a slice's name in words; a name that the catalogue does not know stands for itself.

    >>> [slice_name("en", *name) for name in (("cohort", "-1939"), ("sex", "female"), ("errors", "odd"))]
    ['≤ 1939', 'female', 'odd']
    """
    for message in (f"slice-{dimension}-{name}", f"slice-{name}"):
        if name.isascii() and has_message(language, message):
            return say(language, message)
    if name[:1] == "-" and name[1:].isdecimal():
        return f"≤ {name[1:]}"
    if name[-1:] == "-" and name[:-1].isdecimal():
        return f"≥ {name[:-1]}"
    return name.replace("-", "–") if name.replace("-", "").isdecimal() else name


def trap_name(language: Language, kind: str) -> str:
    """Return a kind of look-alike in words."""
    message = f"trap-{kind}"
    return say(language, message) if has_message(language, message) else kind

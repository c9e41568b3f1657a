"""How two written characters relate: the same in another form, alike in sound, alike in shape, or unrelated.

A character is a grapheme cluster, what a reader counts as one: a rare ideograph with its variation selector,
a letter with its accent. All tables are the matcher's own, so that a page never calls alike what the score
does not.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final

import regex

from matchers.chinese.identity_numbers import LOOKALIKE
from matchers.chinese.names import DOT, describe, read_name
from matchers.chinese.shapes import look_alike

_CLUSTER: Final = regex.compile(r"\X")
_HEAD, _TAIL = "买买提", "艾力"
"""A long name around a character, so that it is read as part of one, whatever it is."""
_WIDTHS: Final = frozenset({"<wide>", "<narrow>"})
_PUNCTUATION: Final = frozenset("PZSC")


class Kind(StrEnum):
    """How two runs of characters differ, the most telling first where several hold."""

    WIDTH = "width"
    """Full and half width 全角半角."""
    CASE = "case"
    """Capital and small letters."""
    VARIANT = "variant"
    """Traditional, simplified or otherwise another form of one character 繁简异体."""
    MARK = "mark"
    """Spaces, dots, hyphens: the marks that clerks set differently 标点空格."""
    WRITING = "writing"
    """The same number or date, written otherwise 写法."""
    SOUND = "sound"
    """The same sound without its tone 同音."""
    LOOKS = "looks"
    """Easily taken for one another 形近."""
    NEAR_SOUND = "near_sound"
    """The same in the ears of some dialects 近音."""
    SWAPPED = "swapped"
    """Two neighbours in each other's place 颠倒."""
    MISSING = "missing"
    """On one side only 缺."""
    HIDDEN = "hidden"
    """Masked on one side at least: nobody can tell 隐去."""
    SUBSTITUTED = "substituted"
    """Two unrelated characters 不同."""


def clusters(text: str) -> list[str]:
    r"""Return what a reader counts as the characters of a text.

    >>> len(clusters("葛\U000e0100城")), len(clusters("e\u0301"))
    (2, 1)
    """
    return [str(found) for found in _CLUSTER.findall(text)]


def is_mark(cluster: str) -> bool:
    """Tell whether a cluster is a space, a dot or other punctuation, or invisible.

    >>> is_mark("·"), is_mark(" "), is_mark("\u200b"), is_mark("王"), is_mark("*")
    (True, True, True, False, False)
    """
    return cluster != "*" and all(unicodedata.category(c)[0] in _PUNCTUATION for c in cluster)


@lru_cache(maxsize=1 << 14)
def relations(one: str, other: str, *, surname: bool = False) -> tuple[Kind, ...]:
    """Return all ways in which two different clusters relate; SUBSTITUTED alone when there is none.

    >>> relations("國", "国"), relations("伟", "玮"), relations("１", "1")
    ((<Kind.VARIANT: 'variant'>,), (<Kind.SOUND: 'sound'>, <Kind.LOOKS: 'looks'>), (<Kind.WIDTH: 'width'>,))
    """
    form = _form(one, other)
    if form is not None:
        return (form,)
    found = [*_sounds(one, other, surname=surname)]
    if _is_han(one) and _is_han(other) and look_alike(_folded(one), _folded(other)):
        found.append(Kind.LOOKS)
    if not found and one.translate(LOOKALIKE) == other.translate(LOOKALIKE):
        found.append(Kind.LOOKS)
    return tuple(sorted(found, key=list(Kind).index)) or (Kind.SUBSTITUTED,)


def shared_reading(one: str, other: str, *, surname: bool = False) -> str:
    """Return a sound that two characters share, or an empty string.

    >>> shared_reading("伟", "玮"), shared_reading("单", "善", surname=True), shared_reading("王", "李")
    ('wei', 'shan', '')
    """
    if not (_is_han(one) and _is_han(other)):
        return ""
    sounds = describe(_folded(other), surname).sounds
    return next((sound for sound in describe(_folded(one), surname).sounds if sound in sounds), "")


def _form(one: str, other: str) -> Kind | None:
    plain, other_plain = unicodedata.normalize("NFKC", one), unicodedata.normalize("NFKC", other)
    if plain == other_plain and (_is_width_form(one) or _is_width_form(other)):
        return Kind.WIDTH
    if is_mark(one) and is_mark(other):
        return Kind.MARK
    if plain.casefold() == other_plain.casefold() and plain.isascii():
        return Kind.CASE
    if not plain.isascii() and not other_plain.isascii() and _folded(one) == _folded(other) != "□":
        return Kind.VARIANT
    return None


def _sounds(one: str, other: str, *, surname: bool) -> tuple[Kind, ...]:
    if not (_is_han(one) and _is_han(other)):
        return ()
    if shared_reading(one, other, surname=surname):
        return (Kind.SOUND,)
    first, second = describe(_folded(one), surname), describe(_folded(other), surname)
    return () if set(first.classes).isdisjoint(second.classes) else (Kind.NEAR_SOUND,)


def _is_width_form(cluster: str) -> bool:
    return unicodedata.decomposition(cluster[0]).split(" ")[0] in _WIDTHS or cluster[0] == "\u3000"


@lru_cache(maxsize=1 << 14)
def _folded(cluster: str) -> str:
    """Return the one form that the matcher compares for all forms of a character."""
    folded = read_name(_HEAD + cluster + _TAIL).folded
    return folded[len(_HEAD) : -len(_TAIL)] if folded.endswith(_TAIL) else cluster


def _is_han(cluster: str) -> bool:
    folded = _folded(cluster)
    return len(folded) == 1 and folded not in {DOT, "□"} and unicodedata.category(folded) == "Lo"

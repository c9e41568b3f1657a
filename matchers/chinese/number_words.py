"""What stands in the column of identity numbers among words, or instead of a number.

Owns telling soldiers' cards, passports and permits from numbers that cannot be read, so that a page can say
why a voter has no number. Knows nothing of check digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SPACES: Final = re.compile(r"\s+")
_WITHIN: Final = re.compile("(?<![0-9])[1-9][0-9]{16}[0-9X](?![0-9X])")
_END: Final = re.compile("(?:尾号|后四位|末四位|后4位|末4位)[为是:]{0,2}([0-9]{3}[0-9X])$")
_NOTHING: Final = frozenset(
    {
        "",
        "无",
        "不详",
        "不明",
        "暂无",
        "没有",
        "空",
        "未提供",
        "0",
        "00",
        "/",
        "-",
        "--",
        "NULL",
        "NONE",
        "NAN",
    }
)
_REASONS: Final = (
    ("military", re.compile("[一-龥]{1,4}字第?[0-9A-Z]+号?|军[0-9]{6,8}|.*(?:军官|士兵|文职|士官|军人)证.*")),
    ("passport", re.compile("[DEGPS][A-Z]?[0-9]{7,8}|.*护照.*")),
    ("hong_kong_macao_taiwan", re.compile(r"[HM][0-9]{8,10}|[A-Z][0-9]{6}\(?[0-9A]\)?|.*(?:通行|回乡)证.*")),
    ("foreign_resident", re.compile("[A-Z]{3}[0-9]{12}")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What some words say; all empty when they say that there is no number."""

    number: str = ""
    """The one whole number among them."""
    end: str = ""
    """The last four characters of a number, given as such: 尾号1234."""
    reason: str = ""


def read_words(raw: str) -> Words:
    """Return what is written where a number was expected.

    >>> read_words("军字第0012345号").reason, read_words("尾号 002X").end
    ('military', '002X')
    """
    text = _SPACES.sub("", raw).upper()
    if text in _NOTHING:
        return Words()
    within = _WITHIN.findall(text)
    if len(within) == 1:
        return Words(number=within[0])
    end = _END.search(text)
    if end:
        return Words(end=end.group(1))
    fitting = (reason for reason, pattern in _REASONS if pattern.fullmatch(text))
    return Words(reason=next(fitting, "unreadable"))

"""Peoples 民族: how registers write them, and who bears names of another kind."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.hashing import narrow_hash

HAN: Final = narrow_hash("汉")
_HAN_SPELLINGS: Final = frozenset({"汉", "01", "1", "HAN"})
WITHOUT_SURNAMES: Final = frozenset(
    narrow_hash(people) for people in (
        "维吾尔", "哈萨克", "藏", "蒙古", "柯尔克孜", "乌孜别克", "塔吉克", "塔塔尔", "俄罗斯",
        "门巴", "珞巴", "傣",
    )
)  # fmt: skip
"""Peoples that for the most part bear no family names."""
_WITHOUT_SURNAMES: Final = np.array(sorted(WITHOUT_SURNAMES), dtype=np.uint32)


@lru_cache(maxsize=1 << 12)
def people_code(raw: str) -> int:
    """Return the hash that stands for a people, 0 for none stated."""
    plain = unicodedata.normalize("NFKC", raw).strip().removesuffix("族").upper()
    return narrow_hash("汉" if plain in _HAN_SPELLINGS else plain)


def is_without_surnames(peoples: Array) -> Array:
    """Tell who is of a people that for the most part bears no family names."""
    at = np.minimum(np.searchsorted(_WITHOUT_SURNAMES, peoples), len(_WITHOUT_SURNAMES) - 1)
    return np.asarray(_WITHOUT_SURNAMES[at] == peoples)

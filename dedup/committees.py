"""What a committee is known by, wherever in the product it is spoken of."""

from __future__ import annotations

from typing import NamedTuple


class Committee(NamedTuple):
    """An election committee 选举委员会: the level 层级 and the division code 区划代码 of its roll."""

    level: str
    code: str

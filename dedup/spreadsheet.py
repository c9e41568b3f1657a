"""Text in spreadsheets: what a cell must not begin with, so that opening a file runs nothing.

Excel, WPS and LibreOffice take a cell that begins with one of these for a formula (OWASP ASVS 5.0, V1.2.10).
"""

from __future__ import annotations

from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")

_STARTS: Final = frozenset(FORMULA_STARTS)


def inert(cell: str) -> str:
    """Return a cell's text with an apostrophe before it when it could be taken for a formula."""
    return f"'{cell}" if cell[:1] in _STARTS else cell


def plain(cell: str) -> str:
    """Return what `inert` was given.

    >>> plain(inert("-7")), plain("'s-Gravenhage")
    ('-7', "'s-Gravenhage")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell

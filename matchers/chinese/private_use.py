"""Characters of the private use area that old files mean by GBK's and GB 18030's own places.

Owns where those characters are in Unicode now. Beyond these, a private character is one of a maker's own font
and cannot be known.
"""

from __future__ import annotations

from typing import Final

_FIRST_PRIVATE: Final = 0xE815
_LEAD: Final = 0xFE
_TRAILS: Final = (*range(0x50, 0x7F), *range(0x80, 0xA1))
"""GBK FE50 to FEA0: 80 characters and components that Unicode did not have in 1995, private in that order."""
_OF_LATER_EDITIONS: Final[dict[int, int]] = {
    0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6,
    0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA,
    0xE855: 0x241FE, 0xE864: 0x9FBB, 0xE7C7: 0x1E3F, 0xE7C8: 0x01F9, 0xE7E7: 0x303E,
    **{0xE7E8 + i: 0x2FF0 + i for i in range(12)},
}  # fmt: skip
"""What GB 18030 of 2000 still left private, by its editions of 2005 and 2022."""


def _places() -> dict[int, int]:
    places = {}
    for i, trail in enumerate(_TRAILS):
        now = ord(bytes((_LEAD, trail)).decode("gb18030"))
        places[_FIRST_PRIVATE + i] = now
    return {**places, **_OF_LATER_EDITIONS}


REAL_PLACES: Final[dict[int, int]] = _places()
"""Private code point → real one, for `str.translate`."""

"""GB 18030-2022 as a text codec, `gb18030_2022`: Python's own codec stopped at the edition of 2000.

Python decodes the code points that later editions moved out of Unicode's private use area to where they
were; fonts show nothing there and names do not compare equal. Decoding here moves them. Encoding is left to
Python: its four-byte forms of the same characters are valid in every edition and decode to the same text.
"""

from __future__ import annotations

import codecs
from typing import Final

CODEC: Final = "gb18030_2022"

MOVED: Final[dict[str, str]] = {
    # 2005: one letter of pinyin
    "\ue7c7": "\u1e3f",
    # 2022: vertical punctuation
    "\ue78d": "\ufe10",
    "\ue78e": "\ufe12",
    "\ue78f": "\ufe11",
    "\ue790": "\ufe13",
    "\ue791": "\ufe14",
    "\ue792": "\ufe15",
    "\ue793": "\ufe16",
    "\ue794": "\ufe17",
    "\ue795": "\ufe18",
    "\ue796": "\ufe19",
    # 2022: characters and components
    "\ue81e": "\u9fb4",
    "\ue826": "\u9fb5",
    "\ue82b": "\u9fb6",
    "\ue82c": "\u9fb7",
    "\ue832": "\u9fb8",
    "\ue843": "\u9fb9",
    "\ue854": "\u9fba",
    "\ue864": "\u9fbb",
    # the six components that Unicode put into its extension B
    "\ue816": "\U00020087",
    "\ue817": "\U00020089",
    "\ue818": "\U000200cc",
    "\ue831": "\U000215d7",
    "\ue83b": "\U0002298f",
    "\ue855": "\U000241fe",
}
"""Private use → where the character is now: the 18 pairs and the letter of the Unicode Technical Committee's
recommendation L2/23-003 on GB 18030-2022, and the six components as the WHATWG's index has them."""

_TABLE: Final = str.maketrans(MOVED)


def move(text: str) -> str:
    """Return a text with the moved characters where the edition of 2022 has them."""
    # One search a character beats one pass over the text for all of them: a search is a memchr.
    return text.translate(_TABLE) if any(character in text for character in MOVED) else text


class _Decoder(codecs.IncrementalDecoder):
    """Python's decoder, its output moved."""

    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        self._plain = codecs.getincrementaldecoder("gb18030")(errors)

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        return move(self._plain.decode(data, final))

    def reset(self) -> None:
        self._plain.reset()

    def getstate(self) -> tuple[bytes, int]:
        return self._plain.getstate()

    def setstate(self, state: tuple[bytes, int]) -> None:
        self._plain.setstate(state)


def _decode(data: bytes, errors: str = "strict") -> tuple[str, int]:
    text, length = codecs.lookup("gb18030").decode(bytes(data), errors)
    return move(text), length


def _find(name: str) -> codecs.CodecInfo | None:
    if name != CODEC:
        return None
    plain = codecs.lookup("gb18030")
    return codecs.CodecInfo(
        encode=plain.encode,
        decode=_decode,  # type: ignore[arg-type]  # the stub's protocol has no keyword
        incrementalencoder=plain.incrementalencoder,
        incrementaldecoder=_Decoder,
        name=CODEC,
    )


codecs.register(_find)

"""Differences as a page shows them: never by colour alone; underlined, with a symbol, and in words. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dedup.catalogue import Language, say
from dedup.web.characters import Kind
from dedup.web.differences import Piece
from events.cases import Side

_CONTROLS: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")
_GAP: Final = "▯"

Tone = Literal["form", "sound", "other"]
_TONES: Final[dict[Kind, Tone]] = {
    Kind.WIDTH: "form", Kind.CASE: "form", Kind.VARIANT: "form", Kind.MARK: "form",
    Kind.WRITING: "form", Kind.HIDDEN: "form",
    Kind.SOUND: "sound", Kind.NEAR_SOUND: "sound", Kind.LOOKS: "sound",
    Kind.SWAPPED: "other", Kind.MISSING: "other", Kind.SUBSTITUTED: "other",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters of one side; `symbol` is empty where both sides are the same."""

    text: str
    kind: str = ""
    tone: str = ""
    symbol: str = ""
    spoken: str = ""


def runs(pieces: Iterable[Piece], side: Side, language: Language) -> tuple[Run, ...]:
    """Return one side's characters with their marks."""
    return tuple(_run(piece, side, language) for piece in pieces)


def kinds_in(*values: Sequence[Piece]) -> tuple[Kind, ...]:
    """Return the kinds of differences in some values, each once, for a legend."""
    found = {kind for pieces in values for piece in pieces for kind in piece.kinds}
    return tuple(kind for kind in Kind if kind in found)


def legend(kinds: Iterable[Kind], language: Language) -> list[tuple[str, str, str]]:
    """Return (kind, symbol, words) of some kinds."""
    return [(k, say(language, f"diff-symbol-{k}"), say(language, f"diff-{k}")) for k in kinds]


def visible(text: str) -> str:
    """Return a text with characters that do not show, or turn the line around, told by their numbers.

    >>> visible("王\u202e明"), visible("a\u200bb")
    ('王⟨202E⟩明', 'a⟨200B⟩b')
    """
    return "".join(
        f"⟨{ord(c):04X}⟩" if unicodedata.category(c) in _CONTROLS and c not in _JOINERS else c for c in text
    )


def _run(piece: Piece, side: Side, language: Language) -> Run:
    text, other = (piece.left, piece.right) if side == "left" else (piece.right, piece.left)
    kind = piece.kind
    if kind is None:
        return Run(visible(text))
    shown = visible(text).replace(" ", "␣").replace("\u3000", "␣") or _GAP
    symbols = [f"diff-symbol-{kind}" for kind in piece.kinds] if text else ["diff-symbol-absent"]
    symbol = "".join(say(language, message) for message in symbols)
    return Run(shown, kind, _TONES[kind], symbol, _spoken(piece, text, other, language))


def _spoken(piece: Piece, text: str, other: str, language: Language) -> str:
    """Return what a screen reader says of a difference."""
    names = say(language, "list-separator").join(say(language, f"diff-{kind}") for kind in piece.kinds)
    if not text:
        return say(language, "diff-spoken-absent", other=visible(other))
    if not other:
        return say(language, "diff-spoken-extra", kind=names)
    if piece.reading:
        names = say(language, "diff-with-reading", kind=names, reading=piece.reading)
    return say(language, "diff-spoken", kind=names, other=visible(other))

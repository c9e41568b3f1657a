"""Prints letters: facts in, the bytes of a PDF out, the same bytes for the same letter and typefaces.

The PDF is tagged and follows PDF/A-2a (archives) and PDF/UA-1 (screen readers). Texts reach the
typesetter as JSON beside a fixed template, so that no text can act as markup.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Final

import typst

from dedup.catalogue import Language
from dedup.errors import DedupError
from dedup.letters.facts import Letter
from dedup.letters.fonts import LATIN, Typefaces
from dedup.letters.legible import legible
from dedup.letters.wording import sheet

STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]


class Press:
    """Sets letters in given typefaces; make one and keep it, since fonts and template are read once."""

    def __init__(self, typefaces: Typefaces) -> None:
        self._characters = typefaces.characters
        self._faces = json.dumps(
            {
                "text": typefaces.text,
                "title": typefaces.title,
                "heading": typefaces.heading,
                "latin": LATIN,
                "title-is-bold": typefaces.title_is_bold,
            }
        )
        self._template = files(__package__).joinpath("letter.typ").read_bytes()
        self._compiler = typst.Compiler(self._template, font_paths=typefaces.shelf)

    def pdf(self, letter: Letter, language: Language = "zh", *, bilingual: bool = False) -> bytes:
        """Return a letter as PDF; a bilingual one carries its title in the other language too."""
        data = self._legible(asdict(sheet(letter, language, bilingual=bilingual)))
        dated = datetime.combine(letter.dated, time(), tzinfo=UTC)
        inputs = {"letter": json.dumps(data, ensure_ascii=False), "faces": self._faces}
        try:
            made = self._compiler.compile(
                self._template, format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=dated
            )
        except typst.TypstError as error:
            raise DedupError("letter-not-set", detail=error.message) from error
        if not isinstance(made, bytes):
            raise TypeError(f"the typesetter returned {type(made).__name__}")
        return made

    def _legible(self, value: object) -> object:
        match value:
            case str():
                return legible(value, self._characters)
            case dict():
                return {name: self._legible(item) for name, item in value.items()}
            case list() | tuple():
                return [self._legible(item) for item in value]
            case _:
                return value

"""Reading a PDF back: its characters in the order in which they are drawn, with their places."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

MM = 72 / 25.4
"""Points in a millimetre."""
PAGE_NUMBER_PT = 14


@dataclass(frozen=True)
class Glyph:
    """A drawn character; its place is its em square, in millimetres from the page's left and top."""

    page: int
    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: str


def pages(pdf: bytes) -> list[LTPage]:
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    read = []
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        interpreter.process_page(page)
        read.append(device.get_result())
    return read


def glyphs(pdf: bytes) -> list[Glyph]:
    return [glyph for number, page in enumerate(pages(pdf), start=1) for glyph in _glyphs(number, page)]


def _glyphs(number: int, page: LTPage) -> Iterator[Glyph]:
    for item in page:
        if isinstance(item, LTChar):
            yield Glyph(
                page=number,
                text=item.get_text(),
                left=item.x0 / MM,
                right=item.x1 / MM,
                baseline=(page.height - item.matrix[5]) / MM,
                size=item.size,
                font=item.fontname,
            )


def text(pdf: bytes) -> str:
    """Return what a PDF says, without spaces and page numbers: where a line or page ends does not matter."""
    said = (glyph for glyph in glyphs(pdf) if abs(glyph.size - PAGE_NUMBER_PT) > 0.01)
    return "".join(glyph.text for glyph in said if not glyph.text.isspace())


def undrawn(pdf: bytes) -> int:
    """Count the glyphs that are the font's empty box .notdef, which every font keeps at 0."""
    found = 0
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for instruction in pikepdf.parse_content_stream(page, "Tj TJ"):
                shown = instruction.operands[0]
                parts = shown if str(instruction.operator) == "TJ" else [shown]
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        codes = bytes(part)
                        found += sum(codes[i : i + 2] == b"\0\0" for i in range(0, len(codes), 2))
    return found

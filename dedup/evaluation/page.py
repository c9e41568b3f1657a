"""The report as one HTML file: no script, no font, no picture from elsewhere; it opens offline and prints."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dedup.catalogue import Language, say
from dedup.errors import Unavailable
from dedup.evaluation.plots import draw
from dedup.evaluation.report import Report
from dedup.evaluation.telling import tell

if TYPE_CHECKING:
    from markupsafe import Markup

_FOLDER: Final = Path(__file__).parent
_TEMPLATE: Final = "page.html.jinja"
_STYLE: Final = "page.css"
_TAGS: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en"}


def _figures(cell: str) -> Markup:
    """Set a figure's interval apart from the figure."""
    from markupsafe import Markup

    value, bracket, interval = cell.partition(" (")
    if not bracket or value[:1] not in "<0123456789":
        return Markup("{}").format(cell)
    return Markup('{} <span class="interval">({}</span>').format(value, interval)


def page_of(report: Report, language: Language) -> str:
    """Return the page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figures"] = _figures
    document = tell(report, language)
    names = [figure.name for section in document.sections for figure in section.figures]
    plots = {name: Markup(draw(name, report, language)) for name in names}  # noqa: S704 - our own plots
    return environment.get_template(_TEMPLATE).render(
        document=document,
        language=_TAGS[language],
        style=Markup((_FOLDER / _STYLE).read_text(encoding="utf-8")),  # noqa: S704 - our own file
        plots=plots,
        numbers={name: number for number, name in enumerate(names, 1)},
        say=lambda message, **facts: say(language, message, **facts),
    )


def write_page(path: Path, report: Report, language: Language) -> None:
    """Write the page beside its place and move it there when it is whole. Raises Unavailable."""
    partial = path.with_name(f".{path.name}.partial")
    page = page_of(report, language)
    try:
        with partial.open("w", encoding="utf-8") as file:
            file.write(page)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise Unavailable("output-unwritable", path=str(path), detail=str(error)) from None

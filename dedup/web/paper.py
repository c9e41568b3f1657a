"""Pages put on paper: templates, the words in them, and the policy that lets a browser run nothing else."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache, partial
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from dedup.access.policy import Action
from dedup.catalogue import Language, say
from dedup.clock import CHINA_TIME, in_china
from dedup.web.marks import visible

if TYPE_CHECKING:
    from dedup.web.visitor import Visitor

ASSETS: Final = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "import.js": "text/javascript; charset=utf-8",
    "moments.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing but our own files: no inline script or style, no other origin, no frame."""
_PAGES: Final = (
    ("queue", "/desk/queue", Action.LIST_CASES, False),
    ("dashboard", "/desk/dashboard", Action.LIST_CASES, True),
    ("import", "/desk/import", Action.IMPORT_FILE, True),
    ("calendar", "/desk/calendar", Action.LIST_CASES, True),
    ("accounts", "/desk/accounts", Action.ADMINISTER_ACCOUNTS, False),
)
"""Name, address, the permission it needs, and whether it is about a committee of one's own."""


@cache
def asset(name: str) -> tuple[bytes, bytes, str]:
    """Return an asset, the same compressed, and its digest, by which its address changes when it does."""
    content = files("dedup.web").joinpath("assets", name).read_bytes()
    return content, gzip.compress(content, 9, mtime=0), hashlib.sha256(content).hexdigest()[:16]


def asset_address(name: str) -> str:
    """Return where an asset is served."""
    return f"/desk/assets/{asset(name)[2]}/{name}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dedup.web", "pages"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = asset_address
    environment.filters["in_china"] = in_china
    environment.filters["minute"] = lambda moment: moment.astimezone(CHINA_TIME).strftime("%m-%d %H:%M")
    environment.filters["visible"] = visible
    return environment


def page(
    template: str,
    language: Language,
    request: Request,
    visitor: Visitor | None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    **facts: Any,  # noqa: ANN401 - what a template shows is its own business
) -> Response:
    """Return a page."""
    html = (
        _environment()
        .get_template(template)
        .render(
            say=partial(say, language),
            language=language,
            visitor=visitor,
            path=request.url.path,
            here=_address_of(request),
            menu=_menu(visitor),
            **facts,
        )
    )
    response = HTMLResponse(html, status)
    response.headers["Content-Security-Policy"] = CONTENT_POLICY
    return response


def _menu(visitor: Visitor | None) -> list[tuple[str, str]]:
    """Return the pages that somebody has a use for."""
    if visitor is None:
        return []
    return [
        (name, address)
        for name, address, action, of_committee in _PAGES
        if visitor.may_anywhere(action) and (visitor.committees or not of_committee)
    ]


def _address_of(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")

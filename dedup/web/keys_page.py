"""Which key does what: shown, and changed in the browser, where the keyboard is."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from dedup.catalogue import Language, say
from dedup.web.paper import page
from dedup.web.visitor import PageRoute, visitor_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_MENUS: Final = 4
_KEYS: Final = (
    ("KeyJ", "web-next"),
    ("KeyU", "deed-undo"),
    ("KeyL", "deed-claim"),
    ("KeyT", "deed-escalate"),
    ("KeyR", "web-reason"),
    ("KeyC", "web-comment"),
    ("KeyH", "web-unmask"),
    ("KeyG", "page-queue"),
    ("KeyB", "header-case"),
    ("Slash", "page-keys"),
)


@router.get("/desk/keys")
def see_keys(request: Request) -> Response:
    """Show the keys."""
    visitor = visitor_of(request)
    return page("keys.html", visitor.language, request, visitor, keys=_keys(visitor.language))


def _keys(language: Language) -> list[tuple[str, str]]:
    menus = [(f"Digit{n}", say(language, "key-choose", number=str(n))) for n in range(1, _MENUS + 1)]
    return menus + [(code, say(language, message)) for code, message in _KEYS]

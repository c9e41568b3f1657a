"""What the description says of every operation alike: who is let in, what it needs, how it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from dedup.api.caller import SESSION_COOKIE, Permit
from dedup.api.problems import documented

NEEDED: Final = frozenset({"if-match", "idempotency-key"})
"""Headers without which a request is refused in words of its own (428, 400), not as a missing field."""
_SCHEMES: Final = {
    "token": {"type": "http", "scheme": "bearer", "description": "A committee's system."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "A person; what changes something needs the header X-CSRF-Token as well.",
    },
}
_WITH_BODY: Final = (400, 413, 415)


def permits_of(dependant: Dependant) -> Iterator[Permit]:
    """Yield the permits that a route declares."""
    for inner in dependant.dependencies:
        if isinstance(inner.call, Permit):
            yield inner.call
        yield from permits_of(inner)


def describe(app: FastAPI, routes: list[APIRoute]) -> Callable[[], dict[str, Any]]:
    """Return what makes the description of an application, once."""
    plain = app.openapi

    def whole() -> dict[str, Any]:
        if app.openapi_schema is None:
            description = plain()
            description.setdefault("components", {})["securitySchemes"] = _SCHEMES
            for route in routes:
                for method in route.methods:
                    _complete(description["paths"][route.path_format][method.lower()], route)
        return app.openapi_schema or plain()

    return whole


def _complete(operation: dict[str, Any], route: APIRoute) -> None:
    if any(permit.action is not None for permit in permits_of(route.dependant)):
        operation["security"] = [{name: []} for name in _SCHEMES]
    if "requestBody" in operation:
        for status, answer in documented(*_WITH_BODY).items():
            told = {"description": answer["description"], "content": answer["content"]}
            operation["responses"].setdefault(str(status), told)
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "header" and parameter["name"].lower() in NEEDED:
            parameter["required"] = True

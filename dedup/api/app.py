"""The application: routes, what answers errors, limits, and the thread that follows the log."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dedup.api import (
    calendars,
    case_commands,
    cases,
    certificates,
    changes,
    files,
    histories,
    letters,
    operations,
    registrations,
    sessions,
)
from dedup.api.caller import Door
from dedup.api.follower import Follower
from dedup.api.idempotency import Repeats
from dedup.api.operations import Measured, Metrics
from dedup.api.problems import (
    RequestProblem,
    on_http_error,
    on_invalid_request,
    on_product_error,
    on_request_problem,
)
from dedup.bootstrap import Service

REPEATS_FILE: Final = "answers.sqlite"
UPLOAD_BYTES_MAX: Final = 256 * 1024 * 1024
STOP_S: Final = 10.0
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


_MODULES: Final = (
    cases,
    case_commands,
    registrations,
    files,
    certificates,
    calendars,
    histories,
    letters,
    changes,
    sessions,
    operations,
)


class Guarded:
    """Middleware that puts the headers on every answer that keep a browser from being used against us."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the headers."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                added = [header for header in _HEADERS if header[0] not in present]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self._app(scope, receive, guarded)


def create_app(service: Service, door: Door, *, follow: bool = True) -> FastAPI:
    """Return the application over a service; `follow` says whether it keeps the read model up itself."""
    follower = Follower(service)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if follow:
            follower.start()
        yield
        app.state.stopping.set()
        follower.stop(STOP_S)
        app.state.repeats.close()

    app = FastAPI(
        title="dedup",
        version="1",
        description="查找在两个选举委员会重复登记的选民，并协助双方核实处理。",
        lifespan=lifespan,
        max_body_size=UPLOAD_BYTES_MAX,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.state.door = door
    app.state.follower = follower
    app.state.repeats = Repeats(service.settings.store / REPEATS_FILE)
    app.state.metrics = Metrics()
    app.state.stopping = threading.Event()
    for module in _MODULES:
        app.include_router(module.router)
    app.add_middleware(Measured, metrics=app.state.metrics)
    app.add_middleware(Guarded)
    app.add_exception_handler(RequestProblem, on_request_problem)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(Exception, on_product_error)
    return app

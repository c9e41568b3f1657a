"""The application: routes, what answers errors, limits, and the thread that follows the log."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from eventsourcing.persistence import PersistenceError
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

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
from dedup.api.describing import describe
from dedup.api.follower import Follower
from dedup.api.gate import REQUESTS_MAX, Admitting, Answering, Guarded, Limited
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
from dedup.database import open_tables
from dedup.errors import DedupError
from events.codec import UnreadableEvent
from events.log import LogError

STOP_S: Final = 2.0
ROUTERS: Final = tuple(
    module.router
    for module in (
        cases,
        case_commands,
        registrations,
        files,
        certificates,
        calendars,
        letters,
        histories,
        changes,
        sessions,
        operations,
    )
)
_LARGER: Final = {
    "/registrations": registrations.BODY_BYTES_MAX,
    "/files": files.UPLOAD_BYTES_MAX,
    "/desk/import": files.UPLOAD_BYTES_MAX,
}
"""What takes larger bodies than other requests, by address; the page among them does so for people."""
_TOLD: Final = (DedupError, LogError, UnreadableEvent, PersistenceError, sqlite3.Error, OSError)
"""What the product knows how to tell; anything else is a fault of the program."""


def all_routes() -> list[APIRoute]:
    """Return every route of the API."""
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


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
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.state.door = door
    app.state.follower = follower
    app.state.repeats = Repeats(open_tables(service.settings, service.log, "answers"))
    app.state.metrics = Metrics()
    app.state.stopping = threading.Event()
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = describe(app, [r for r in all_routes() if r.include_in_schema])  # type: ignore[method-assign]
    app.add_middleware(Limited, larger=_LARGER)
    app.add_middleware(Answering)
    app.add_middleware(Admitting, at_a_time=REQUESTS_MAX)
    app.add_middleware(Measured, metrics=app.state.metrics)
    app.add_middleware(Guarded)
    app.add_exception_handler(RequestProblem, on_request_problem)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    app.add_exception_handler(HTTPException, on_http_error)
    for told in _TOLD:
        app.add_exception_handler(told, on_product_error)
    return app

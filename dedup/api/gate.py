"""What stands before the routes.

Headers on every answer, faults told without what was in hand, known callers before large bodies. All of it is
plain ASGI, so that a stream of events passes through untouched.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dedup.api.caller import known
from dedup.api.problems import RequestProblem, on_http_error, on_product_error, on_request_problem
from dedup.errors import Unavailable

BODY_BYTES_MAX: Final = 64 * 1024
"""Of an ordinary request: a bulk action on 500 cases has 12 KiB. Registrations and files have limits of their
own, and are only read from somebody known."""
REQUESTS_MAX: Final = 500
"""Requests and streams at a time: a thread each for forty of them, the others wait."""
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
_LOGGER: Final = logging.getLogger("dedup.api")


class AnswerCutShort(Exception):
    """An answer that had begun could not be finished; why is in the log already."""


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


class Answering:
    """Middleware that answers a fault of the program with a problem, and logs where it was and of what class.

    The text of an unforeseen error may hold what was in hand, a voter's name among it, so it is not logged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, whatever happens."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - the last place where it can become an answer
            _LOGGER.error("%s at %s in %s", type(error).__name__, _place_of(error), _template_of(scope))  # noqa: TRY400
            if begun:
                raise AnswerCutShort from None
            await on_product_error(Request(scope), error)(scope, receive, send)


class Admitting:
    """Middleware that tells callers to come again when too many are being answered, streams among them."""

    def __init__(self, app: ASGIApp, at_a_time: int) -> None:
        self._app = app
        self._at_a_time = at_a_time
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or tell to come again."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._inside >= self._at_a_time:
            await on_product_error(Request(scope), Unavailable("too-busy"))(scope, receive, send)
            return
        self._inside += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._inside -= 1


class Limited:
    """Middleware that ends a body that is too large, and begins with a large one only from a known caller.

    Bodies are read before routes ask for permissions; without this anybody could fill the disk.
    """

    def __init__(self, app: ASGIApp, larger: Mapping[str, int]) -> None:
        self._app = app
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it before its body is read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit, stated, read = self._larger.get(scope["path"], BODY_BYTES_MAX), _stated_length(scope), 0
        if stated is None or stated > BODY_BYTES_MAX:
            refusal = await self._refusal(scope, too_large=stated is not None and stated > limit)
            if refusal is not None:
                await refusal(scope, receive, send)
                return

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self._app(scope, counted, send)

    async def _refusal(self, scope: Scope, *, too_large: bool) -> ASGIApp | None:
        request = Request(scope)
        try:
            await run_in_threadpool(known, request)
        except RequestProblem as problem:
            return on_request_problem(request, problem)
        except Exception as error:  # noqa: BLE001 - told as any other
            return on_product_error(request, error)
        if too_large:
            return on_http_error(request, HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
        return None


def _stated_length(scope: Scope) -> int | None:
    """Return how long a body says that it is; None for one that does not say."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"0")
    return None if b"transfer-encoding" in headers or not length.isdigit() else int(length)


def _place_of(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"


def _template_of(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", "unknown"))

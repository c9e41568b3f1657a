"""Health, readiness and metrics for whoever runs the service; problem types for whoever calls it."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from pydantic import BaseModel, Field
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dedup.access.policy import Action
from dedup.api.caller import Caller, anybody, permit
from dedup.api.problems import RETRY_AFTER_S, RequestProblem, documented, language_of
from dedup.api.state import follower_of, service_of
from dedup.catalogue import has_message, ids_beginning, text_of
from dedup.failures import as_user_error

router = APIRouter(tags=["operations"])

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""A caller may send any word as a method; each would be a series of its own."""
_ERROR: Final = "error-"
_BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Health(BaseModel):
    """Whether the service is well."""

    status: str
    lag_events: int = 0
    failure: str = ""


class ProblemType(BaseModel):
    """What a type of problems means."""

    type: str
    detail: str = Field(description="What happened; … stands for what differs from one time to another.")
    remedy: str


class Metrics:
    """What is measured, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("dedup_http_requests", "Requests", labels, registry=self.registry)
        self.seconds = Histogram(
            "dedup_http_request_seconds",
            "Time to answer",
            ("route",),
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        self.lag_events = Gauge("dedup_follower_lag_events", "Events not dealt with", registry=self.registry)
        self.lag_seconds = Gauge(
            "dedup_follower_lag_seconds", "Since the log was dealt with whole", registry=self.registry
        )
        self.pending = Gauge(
            "dedup_cases_pending", "Sides of pending cases by priority", ("priority",), registry=self.registry
        )
        self.leads = Gauge(
            "dedup_follower_leads", "Whether this server matches, of all over the log", registry=self.registry
        )
        self.head = Gauge("dedup_log_position", "Last position in the log", registry=self.registry)


class Measured:
    """Middleware that measures requests by the template of their route, never by their path."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), [500]

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            route = getattr(scope.get("route"), "path", "unknown")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.requests.labels(method, route, str(status[0])).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - began)


@router.get("/livez", dependencies=[anybody()])
def live() -> Health:
    """Tell that the process answers."""
    return Health(status="ok")


@router.get("/startupz", dependencies=[anybody()], responses=documented(503))
def started(request: Request) -> Health:
    """Tell whether the follower has dealt with the log whole once since the start."""
    if follower_of(request).progress.at is None:
        raise _not_ready(["follower"])
    return Health(status="ok")


@router.get("/readyz", dependencies=[anybody()], responses=documented(503))
def ready(request: Request, response: Response) -> Health:
    """Tell whether the store can be read and the follower keeps up with it; else, what is missing."""
    service, progress = service_of(request), follower_of(request).progress
    parts = {"log": service.log.head, "read_model": lambda: service.cases.position}
    missing = [name for name, ask in parts.items() if _fails(ask)]
    if missing or progress.failure:
        raise _not_ready([*missing, *(["follower"] if progress.failure else [])])
    response.headers["Cache-Control"] = "no-store"
    return Health(status="ok", lag_events=max(service.log.head() - progress.position, 0))


def _fails(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except Exception as error:
        if as_user_error(error) is None:
            raise
        return True
    return False


def _not_ready(missing: list[str]) -> RequestProblem:
    problem = RequestProblem(HTTPStatus.SERVICE_UNAVAILABLE, "not-ready", missing=", ".join(missing))
    problem.headers = {"Retry-After": str(RETRY_AFTER_S)}
    problem.body = {"missing": missing}
    return problem


@router.get("/metrics", responses=documented(401, 403, 503), response_class=Response)
def measure(request: Request, _caller: Annotated[Caller, permit(Action.READ_METRICS)]) -> Response:
    """Return what is measured, for Prometheus."""
    metrics: Metrics = request.app.state.metrics
    service, progress = service_of(request), follower_of(request).progress
    head = service.log.head()
    metrics.head.set(head)
    metrics.leads.set(progress.leads)
    metrics.lag_events.set(max(head - progress.position, 0))
    if progress.at is not None:
        caught_up = head == progress.position
        metrics.lag_seconds.set(0 if caught_up else (service.clock() - progress.at).total_seconds())
    for priority, count in service.queues.by_priority().items():
        metrics.pending.labels(str(priority)).set(count)
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/problems", dependencies=[anybody()])
def list_problems(request: Request) -> list[ProblemType]:
    """Return all types of problems, and what to do about each."""
    codes = (name.removeprefix(_ERROR) for name in ids_beginning(_ERROR))
    return [_problem_type(request, code) for code in codes]


@router.get("/problems/{code}", dependencies=[anybody()], responses=documented(404, 422))
def explain_problem(request: Request, code: Annotated[str, Path(pattern="^[a-z0-9-]{1,60}$")]) -> ProblemType:
    """Return what to do about a type of problems."""
    if not has_message(language_of(request), _ERROR + code):
        raise RequestProblem(HTTPStatus.NOT_FOUND, "not-found")
    return _problem_type(request, code)


def _problem_type(request: Request, code: str) -> ProblemType:
    language = language_of(request)
    return ProblemType(
        type=f"/problems/{code}",
        detail=text_of(language, _ERROR + code),
        remedy=text_of(language, f"remedy-{code}"),
    )

"""Health, readiness and metrics for whoever runs the service; problem types for whoever calls it."""

from __future__ import annotations

import time
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
from pydantic import BaseModel
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dedup.access.policy import Action
from dedup.api.caller import Caller, anybody, permit
from dedup.api.problems import RequestProblem, documented, language_of
from dedup.api.state import follower_of, service_of
from dedup.catalogue import has_message, say

router = APIRouter(tags=["operations"])

_BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Health(BaseModel):
    """Whether the service is well."""

    status: str
    lag_events: int = 0
    failure: str = ""


class ProblemType(BaseModel):
    """What a type of problems means."""

    type: str
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
            self._metrics.requests.labels(scope["method"], route, str(status[0])).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - began)


@router.get("/livez", dependencies=[anybody()])
def live() -> Health:
    """Tell that the process answers."""
    return Health(status="ok")


@router.get("/readyz", dependencies=[anybody()], responses=documented(503))
def ready(request: Request, response: Response) -> Health:
    """Tell whether the store can be read and the follower keeps up with it."""
    lag = service_of(request).log.head() - follower_of(request).progress.position
    failure = follower_of(request).progress.failure
    if failure:
        raise RequestProblem(HTTPStatus.SERVICE_UNAVAILABLE, "not-ready")
    response.headers["Cache-Control"] = "no-store"
    return Health(status="ok", lag_events=max(lag, 0))


@router.get("/metrics", responses=documented(401, 403, 503), response_class=Response)
def measure(request: Request, _caller: Annotated[Caller, permit(Action.READ_METRICS)]) -> Response:
    """Return what is measured, for Prometheus."""
    metrics: Metrics = request.app.state.metrics
    service, progress = service_of(request), follower_of(request).progress
    head = service.log.head()
    metrics.head.set(head)
    metrics.lag_events.set(max(head - progress.position, 0))
    if progress.at is not None:
        caught_up = head == progress.position
        metrics.lag_seconds.set(0 if caught_up else (service.clock() - progress.at).total_seconds())
    for priority, count in service.queues.by_priority().items():
        metrics.pending.labels(str(priority)).set(count)
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/problems/{code}", dependencies=[anybody()], responses=documented(404, 422))
def explain_problem(request: Request, code: Annotated[str, Path(pattern="^[a-z0-9-]{1,60}$")]) -> ProblemType:
    """Return what to do about a type of problems."""
    language = language_of(request)
    if not has_message(language, f"error-{code}"):
        raise RequestProblem(HTTPStatus.NOT_FOUND, "not-found")
    return ProblemType(type=f"/problems/{code}", remedy=_remedy(request, code))


def _remedy(request: Request, code: str) -> str:
    language = language_of(request)
    try:
        return say(language, f"remedy-{code}")
    except LookupError:
        return ""

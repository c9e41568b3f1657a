"""What routes find in the application: the service, the follower, the answers to repeated requests."""

from __future__ import annotations

from fastapi import Request

from dedup.api.follower import Follower
from dedup.api.idempotency import Repeats
from dedup.bootstrap import Service


def service_of(request: Request) -> Service:
    """Return the service behind the application."""
    service: Service = request.app.state.service
    return service


def follower_of(request: Request) -> Follower:
    """Return the thread that follows the log."""
    follower: Follower = request.app.state.follower
    return follower


def repeats_of(request: Request) -> Repeats:
    """Return the answers to requests that may be repeated."""
    repeats: Repeats = request.app.state.repeats
    return repeats

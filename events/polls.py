"""Vocabulary of what happens to a registration at the poll: proxies 委托投票 and ballots handed out.

One stream for each registration, apart from the registration's own, whose latest event is the registration;
another of those for whom it votes as a proxy, so that two cannot both become the last whom the law allows it.
Whether a ballot was handed out is a fact; what stands on it is nobody's business and has no field.
"""

from __future__ import annotations

from typing import ClassVar, Final

from events.event import Event
from events.registrations import STREAM_PREFIX as REGISTRATION_PREFIX
from events.registrations import RegistrationKey

STREAM_PREFIX: Final = "poll/"
PROXY_PREFIX: Final = "proxy/"


def poll_stream_id(key: RegistrationKey) -> str:
    """Return the id of the stream of what happened to a registration at the poll."""
    return STREAM_PREFIX + key.stream_id.removeprefix(REGISTRATION_PREFIX)


def proxy_stream_id(proxy: RegistrationKey) -> str:
    """Return the id of the stream of those for whom a registration votes."""
    return PROXY_PREFIX + proxy.stream_id.removeprefix(REGISTRATION_PREFIX)


def registration_of_poll(stream_id: str) -> RegistrationKey:
    """Return whose stream it is. Raises ValueError when it is not one of a poll."""
    if not stream_id.startswith(STREAM_PREFIX):
        raise ValueError(f"{stream_id!r} is not a poll's stream")
    return RegistrationKey.from_stream_id(REGISTRATION_PREFIX + stream_id.removeprefix(STREAM_PREFIX))


class PollEvent(Event):
    """Any event of such a stream."""


class ProxyGranted(PollEvent):
    """The committee agreed that another of its voters votes for this one (Election Law 选举法 art. 42)."""

    stored_name: ClassVar[str] = "ProxyGranted"
    proxy: str
    """Stream id of the registration of who votes for them."""


class ProxyRevoked(PollEvent):
    """The proxy no longer holds."""

    stored_name: ClassVar[str] = "ProxyRevoked"
    reason: str = ""


class BallotIssued(PollEvent):
    """A ballot was handed out for this registration, to the voter or to the proxy."""

    stored_name: ClassVar[str] = "BallotIssued"
    to_proxy: bool = False


class ProxyTaken(Event):
    """A registration became another one's proxy: appended with the grant, to the proxy's own stream."""

    stored_name: ClassVar[str] = "ProxyTaken"
    voter: str
    """Stream id of the registration for which it votes."""


class ProxyEnded(Event):
    """A registration is another one's proxy no more: appended with what ended it."""

    stored_name: ClassVar[str] = "ProxyEnded"
    voter: str

"""What happened to a registration at the poll: a proxy 委托投票, a ballot handed out. Table, decisions, desk.

Here stands only that a ballot was handed out, never a choice. Once it was, nothing takes it back: the other
roll must be put right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, cast

from dedup.calendars.calendar import Calendar
from dedup.calendars.days import day_in_china
from dedup.calendars.desk import calendar_of
from dedup.clock import Clock
from dedup.committees import Committee
from dedup.errors import BadRequest, Conflict
from dedup.rolls import still_standing
from events.log import EventLog, VersionConflict, Write
from events.polls import (
    BallotIssued,
    PollEvent,
    ProxyEnded,
    ProxyGranted,
    ProxyRevoked,
    ProxyTaken,
    poll_stream_id,
    proxy_stream_id,
)
from events.registrations import RegistrationKey

PROXIES_PER_VOTER_MAX: Final = 3
"""Election Law 选举法 art. 42: nobody votes for more than three others."""
REASON_LENGTH_MAX: Final = 2_000


class State(StrEnum):
    """Where a registration stands at the poll."""

    NOTHING = "nothing"
    PROXY = "proxy"
    BALLOT = "ballot"


LIFE_CYCLE: Final[Mapping[State, Mapping[type[PollEvent], State]]] = {
    State.NOTHING: {ProxyGranted: State.PROXY, BallotIssued: State.BALLOT},
    State.PROXY: {ProxyRevoked: State.NOTHING, BallotIssued: State.BALLOT},
    State.BALLOT: {},
}


@dataclass(frozen=True, slots=True)
class PollFacts:
    """What is known of one registration."""

    key: RegistrationKey
    state: State = State.NOTHING
    version: int = 0
    proxy: str = ""
    """Stream id of the registration of who votes for this voter."""

    @property
    def proxy_granted(self) -> bool:
        """Tell whether somebody votes for this voter."""
        return self.state is State.PROXY

    @property
    def ballot_issued(self) -> bool:
        """Tell whether a ballot was handed out."""
        return self.state is State.BALLOT


@dataclass(frozen=True, slots=True)
class GrantProxy:
    """Agree that another voter of the same committee votes for this one."""

    actor: str
    proxy: RegistrationKey


@dataclass(frozen=True, slots=True)
class RevokeProxy:
    """Say that the proxy no longer holds."""

    actor: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IssueBallot:
    """Say that a ballot was handed out, on a day that may have passed."""

    actor: str
    happened_at: datetime
    to_proxy: bool = False


Command = GrantProxy | RevokeProxy | IssueBallot


def evolve(facts: PollFacts, event: PollEvent) -> PollFacts:
    """Return the facts after an event. Raises KeyError when the table has no such step."""
    moved = replace(facts, state=LIFE_CYCLE[facts.state][type(event)], version=facts.version + 1)
    match event:
        case ProxyGranted():
            return replace(moved, proxy=event.proxy)
        case ProxyRevoked():
            return replace(moved, proxy="")
        case _:
            return moved


def decide(
    facts: PollFacts,
    command: Command,
    now: datetime,
    *,
    calendar: Calendar | None = None,
    others_of_proxy: int = 0,
) -> tuple[PollEvent, ...]:
    """Return the events that a command leads to; none when it was carried out before.

    `others_of_proxy` counts for whom else the proxy votes. Raises BadRequest when the command makes no sense
    for the registration, and Conflict when what happened before does not allow it.
    """
    match command:
        case GrantProxy():
            if facts.proxy_granted and facts.proxy == command.proxy.stream_id:
                return ()
            _require_fit_proxy(facts.key, command.proxy, others_of_proxy)
            event: PollEvent = ProxyGranted(
                actor=command.actor, happened_at=now, recorded_at=now, proxy=command.proxy.stream_id
            )
        case RevokeProxy():
            if facts.state is State.NOTHING:
                return ()
            if len(command.reason) > REASON_LENGTH_MAX:
                raise BadRequest("reason-too-long", length=len(command.reason), length_max=REASON_LENGTH_MAX)
            event = ProxyRevoked(actor=command.actor, happened_at=now, recorded_at=now, reason=command.reason)
        case IssueBallot():
            if facts.ballot_issued:
                return ()
            _require_poll(calendar, day_in_china(command.happened_at), day_in_china(now))
            if command.to_proxy and not facts.proxy_granted:
                raise Conflict("ballot-without-proxy", registration=str(facts.key))
            event = BallotIssued(
                actor=command.actor,
                happened_at=command.happened_at,
                recorded_at=now,
                to_proxy=command.to_proxy,
            )
    if type(event) not in LIFE_CYCLE[facts.state]:
        raise Conflict("poll-state", registration=str(facts.key), state=facts.state.value)
    return (event,)


class PollDesk:
    """Carries commands out against the log, and finds what happened at polls."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def find(self, key: RegistrationKey, until: int | None = None) -> PollFacts:
        """Return what happened to a registration up to a position."""
        recorded = self._log.read_stream(poll_stream_id(key), until)
        return _folded(key, (cast("PollEvent", r.event) for r in recorded))

    def carry_out(self, key: RegistrationKey, command: Command) -> PollFacts:
        """Carry a command out for a registration that stands, and return the facts after it.

        Raises BadRequest or Conflict as the decision does, and Conflict when somebody else was faster.
        """
        facts, (_, guard) = self.find(key), still_standing(self._log, key)
        guards = [guard]
        proxy = command.proxy if isinstance(command, GrantProxy) else _proxy_of(facts)
        voters, version = self._voters_of(proxy) if proxy else (set[str](), 0)
        if isinstance(command, GrantProxy):
            guards.append(still_standing(self._log, command.proxy)[1])
        calendar = calendar_of(self._log, key.cycle, Committee(key.level, key.committee))
        others = len(voters - {key.stream_id})
        events = decide(facts, command, self._clock(), calendar=calendar, others_of_proxy=others)
        if not events:
            return facts
        if proxy and not isinstance(command, IssueBallot):
            guards.append(Write(proxy_stream_id(proxy), version, [_told_proxy(key, e) for e in events]))
        try:
            self._log.append([Write(poll_stream_id(key), facts.version, events), *guards])
        except VersionConflict:
            raise Conflict("poll-changed", registration=str(key)) from None
        return _folded(key, events, facts)

    def _voters_of(self, proxy: RegistrationKey) -> tuple[set[str], int]:
        """Return the stream ids of the registrations for which one votes, and the version that says so."""
        voters: set[str] = set()
        recorded = self._log.read_stream(proxy_stream_id(proxy))
        for event in (r.event for r in recorded):
            if isinstance(event, ProxyTaken):
                voters.add(event.voter)
            else:
                voters.discard(cast("ProxyEnded", event).voter)
        return voters, len(recorded)


def _proxy_of(facts: PollFacts) -> RegistrationKey | None:
    return RegistrationKey.from_stream_id(facts.proxy) if facts.proxy else None


def _told_proxy(voter: RegistrationKey, event: PollEvent) -> ProxyTaken | ProxyEnded:
    """Return what a grant or its end says in the stream of the proxy."""
    said = ProxyTaken if isinstance(event, ProxyGranted) else ProxyEnded
    now = event.recorded_at
    return said(actor=event.actor, happened_at=now, recorded_at=now, voter=voter.stream_id)


def _folded(key: RegistrationKey, events: Iterable[PollEvent], facts: PollFacts | None = None) -> PollFacts:
    facts = facts or PollFacts(key)
    for event in events:
        facts = evolve(facts, event)
    return facts


def _require_fit_proxy(voter: RegistrationKey, proxy: RegistrationKey, others: int) -> None:
    if proxy == voter:
        raise BadRequest("proxy-is-the-voter", registration=str(voter))
    if (proxy.cycle, proxy.level, proxy.committee) != (voter.cycle, voter.level, voter.committee):
        raise BadRequest("proxy-of-another-roll", registration=str(voter), proxy=str(proxy))
    if others >= PROXIES_PER_VOTER_MAX:
        raise Conflict("proxy-full", proxy=str(proxy), most=PROXIES_PER_VOTER_MAX)


def _require_poll(calendar: Calendar | None, day: date, today: date) -> None:
    if day > today:
        raise BadRequest("ballot-in-the-future", day=str(day))
    if calendar is not None and day < calendar.election_day:
        raise BadRequest("ballot-before-poll", day=str(day), elected=str(calendar.election_day))

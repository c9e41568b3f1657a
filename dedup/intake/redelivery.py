"""What messages do to registrations, given that any of them may come again, late, or by another way.

A message is known by its sender and id. It is remembered where it took effect: by the event that it made on
the registration's own stream, or, where it changed nothing, by a receipt beside it. So the memory needs no
table of its own, costs nothing for a registration that is new, and holds on whichever partition the message
turns up again. Of one sender's messages about one registration, the one sent last holds: one that was
sent earlier and comes later is superseded. Those that do not say when they were sent are taken as they come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, cast

from dedup.intake.messages import Filed, Identity
from dedup.intake.registrar import Effect, Stated, decide
from events.codec import Codec, Encoded
from events.log import EventLog, Recorded, Write
from events.receipts import MessageReceived, receipt_stream_id
from events.registrations import RegistrationEvent, VoterRegistered

MessageEffect = Effect | Literal["repeated", "superseded"]


@dataclass(slots=True)
class Standing:
    """One registration as it stands, and the messages that have been taken about it."""

    version: int = 0
    head: RegistrationEvent | Encoded | None = None
    receipts: int = 0
    taken: set[Identity] = field(default_factory=set)
    last_sent: dict[str, datetime] = field(default_factory=dict)
    """By sender: when the latest of its messages was sent."""

    def remember(self, identity: Identity, sent_at: datetime | None) -> None:
        """Note that a message is taken."""
        self.taken.add(identity)
        if sent_at is not None:
            known = self.last_sent.get(identity.sender)
            self.last_sent[identity.sender] = max(sent_at, known) if known else sent_at

    def has_passed(self, filed: Filed) -> MessageEffect | None:
        """Return why a message has no effect any more; None when it is to be decided."""
        if filed.identity in self.taken:
            return "repeated"
        known = self.last_sent.get(filed.identity.sender)
        return "superseded" if known and filed.sent_at and filed.sent_at < known else None


@dataclass(slots=True)
class Outcome:
    """What some messages do, one after the other."""

    writes: list[Write] = field(default_factory=list)
    effects: Counter[str] = field(default_factory=Counter)
    moved: set[str] = field(default_factory=set)
    """Registrations with new events."""
    unmoved: dict[str, int] = field(default_factory=dict)
    """Registrations that got receipts because they stand as they do, each with its version."""

    def guarded(self) -> list[Write]:
        """Return the writes, and for a receipt the condition that what it confirms has not moved."""
        guards = (Write(s, version, ()) for s, version in self.unmoved.items() if s not in self.moved)
        return [*self.writes, *guards]


def standings_of(log: EventLog, streams: Iterable[str]) -> dict[str, Standing]:
    """Return how registrations stand that have any history; the others are new.

    Only a registration with a history costs a read of its own. Receipts are read last: one that confirms
    what a registration said earlier than its events here is then among them.
    """
    found: dict[str, Standing] = {}
    wanted = {receipt_stream_id(stream): stream for stream in streams}
    for stream, events in _histories(log, list(wanted.values())).items():
        standing = found[stream] = Standing(events[-1].version, cast("RegistrationEvent", events[-1].event))
        _recall(standing, events)
    for receipt_stream, events in _histories(log, list(wanted)).items():
        standing = found.setdefault(wanted[receipt_stream], Standing())
        standing.receipts = events[-1].version
        _recall(standing, events)
    return found


def _histories(log: EventLog, streams: Sequence[str]) -> dict[str, Sequence[Recorded]]:
    latest = log.read_latest(streams)
    return {s: [head] if head.version == 1 else log.read_stream(s) for s, head in latest.items()}


def _recall(standing: Standing, events: Iterable[Recorded]) -> None:
    for recorded in events:
        source = recorded.event.source
        if source is not None and source.message_id:
            standing.remember(Identity(source.sender, source.message_id), source.sent_at)


class Redelivery:
    """Decides messages."""

    def __init__(self, codec: Codec, actor: str) -> None:
        self._codec = codec
        self._actor = actor
        self._registered: Final = codec.topic_of(VoterRegistered)

    def decide(self, filings: Iterable[Filed], standings: dict[str, Standing], now: datetime) -> Outcome:
        """Return what messages do; `standings` stand as they do afterwards."""
        outcome = Outcome()
        for filed in filings:
            standing = standings.setdefault(filed.stream_id, Standing())
            effect = standing.has_passed(filed)
            if effect is None:
                effect = self._take(filed, standing, outcome, now)
                standing.remember(filed.identity, filed.sent_at)
            outcome.effects[effect] += 1
        return outcome

    def _take(self, filed: Filed, standing: Standing, outcome: Outcome, now: datetime) -> Effect:
        stream = filed.stream_id
        effect, follows = self._held_against(standing.head, filed)
        if follows is None:
            receipt = self._receipt(filed, now)
            outcome.writes.append(Write(receipt_stream_id(stream), standing.receipts, (receipt,)))
            outcome.unmoved[stream] = standing.version
            standing.receipts += 1
            return effect
        outcome.writes.append(Write(stream, standing.version, (follows,)))
        outcome.moved.add(stream)
        standing.version, standing.head = standing.version + 1, follows
        return effect

    def _held_against(
        self, head: RegistrationEvent | Encoded | None, filed: Filed
    ) -> tuple[Effect, RegistrationEvent | Encoded | None]:
        """Decide; a new voter's statement is appended as it was encoded, without being read again."""
        if head is None and filed.topic == self._registered:
            return "accepted", Encoded(filed.topic, filed.state)
        standing = self._codec.decode(*head) if isinstance(head, Encoded) else head
        stated = self._codec.decode(filed.topic, filed.state)
        return decide(cast("RegistrationEvent | None", standing), cast("Stated", stated))

    def _receipt(self, filed: Filed, now: datetime) -> MessageReceived:
        stated = self._codec.decode(filed.topic, filed.state)
        return MessageReceived(
            actor=self._actor, happened_at=stated.happened_at, recorded_at=now, source=stated.source
        )

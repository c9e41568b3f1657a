"""Intake from a stream: portions of messages are decided and appended, each with its source's position.

The registrations' events and the position that the source has been read to are one append. A worker killed
at any moment has done a whole number of portions, and another that still believes the source to be its own
is refused by the log, which has passed the position already. What cannot be taken goes to the sink of
rejections before the position moves, so that nothing is lost; the sink may see it twice, under one id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dedup.clock import Clock
from dedup.errors import Conflict
from dedup.intake.messages import Filed, MessageDesk, Refused
from dedup.intake.redelivery import Redelivery, standings_of
from events.cycles import CycleOpened, cycle_stream_id
from events.log import Consumed, EventLog, VersionConflict, Write
from events.streams import Feed, Portion, Received, Sink

MESSAGES_MAX: Final = 1_000
"""Messages in one append. Few enough that a rejection waits a fraction of a second behind the others."""
_ATTEMPTS_MAX: Final = 5
"""Times a portion is decided anew when other writers keep changing the same registrations."""


@dataclass(slots=True)
class Tally:
    """What became of messages since the worker began."""

    effects: Counter[str] = field(default_factory=Counter)
    """accepted, unchanged, amended, withdrawn, repeated, superseded, rejected."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Of the rejected."""
    fenced: int = 0
    """Portions that another worker had taken first."""

    @property
    def messages(self) -> int:
        """Return how many messages were dealt with."""
        return sum(self.effects.values())


class StreamIntake:
    """Takes registrations from a feed into the log."""

    def __init__(
        self,
        log: EventLog,
        feed: Feed,
        rejections: Sink,
        clock: Clock,
        *,
        cycle: str,
        actor: str,
        messages_max: int = MESSAGES_MAX,
    ) -> None:
        self._log = log
        self._feed = feed
        self._rejections = rejections
        self._clock = clock
        self._cycle = cycle
        self._actor = actor
        self._messages_max = messages_max
        self._desk = MessageDesk(cycle, actor)
        self._redelivery = Redelivery(log.codec, actor)
        self._cycle_is_open = False
        self.tally = Tally()

    def step(self, timeout_s: float) -> int:
        """Take what the feed has, waiting for it; return how many messages were dealt with.

        Raises LogUnavailable or StreamUnavailable; the same messages come again then. Raises Conflict when
        other writers keep changing the same registrations.
        """
        before = self.tally.messages
        portions = self._feed.poll(self._messages_max, timeout_s)
        for index, portion in enumerate(portions):
            try:
                self._take(portion)
            except BaseException:
                for undone in portions[index:]:
                    self._feed.rewind(undone.source)
                raise
        return self.tally.messages - before

    def lag(self) -> Mapping[str, int]:
        """Return how far each source is behind its end. Raises StreamUnavailable."""
        return self._feed.lag()

    def _take(self, portion: Portion) -> None:
        fresh = self._fresh(portion)
        if not fresh:
            return
        self._open_cycle()
        now = self._clock()
        read = [self._desk.read(portion.source, received, now) for received in fresh]
        refused = [item for item in read if isinstance(item, Refused)]
        if refused:
            self._rejections.write([item.to_message(now) for item in refused])
        filings = [item for item in read if isinstance(item, Filed)]
        effects = self._append(portion.source, fresh, filings)
        if effects is not None:
            self.tally.effects.update(effects)
            self.tally.effects["rejected"] += len(refused)
            self.tally.reasons.update(item.reason for item in refused)

    def _fresh(self, portion: Portion) -> Sequence[Received]:
        """Return the messages that the log has not passed; read the source anew where it has passed some."""
        position = self._log.position_of(portion.source)
        fresh = [received for received in portion.received if received.position > position]
        if len(fresh) < len(portion.received):
            self._fence(portion.source)
        return fresh

    def _append(
        self, source: str, fresh: Sequence[Received], filings: Sequence[Filed]
    ) -> Mapping[str, int] | None:
        """Append what messages do, and the position; return the effects, or None when another did so."""
        streams = {filed.stream_id for filed in filings}
        for _ in range(_ATTEMPTS_MAX):
            standings = standings_of(self._log, streams)
            outcome = self._redelivery.decide(filings, standings, self._clock())
            try:
                self._log.append(outcome.guarded(), Consumed(source, fresh[-1].position))
            except VersionConflict:
                if self._log.position_of(source) >= fresh[0].position:
                    self._fence(source)
                    return None
            else:
                return outcome.effects
        raise Conflict("registrations-keep-changing")

    def _fence(self, source: str) -> None:
        self.tally.fenced += 1
        self._feed.rewind(source)

    def _open_cycle(self) -> None:
        """Open the cycle when these are the first registrations of it."""
        if self._cycle_is_open:
            return
        stream, now = cycle_stream_id(self._cycle), self._clock()
        if not self._log.read_latest([stream]):
            opened = CycleOpened(actor=self._actor, happened_at=now, recorded_at=now, cycle=self._cycle)
            try:
                self._log.append([Write(stream, 0, (opened,))])
            except VersionConflict:
                """Another worker opened it just now."""
        self._cycle_is_open = True

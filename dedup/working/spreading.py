"""The works that matching is spread over: share keys out, search a share, turn what was found into flags."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final, TypeVar

from dedup.clock import Clock
from dedup.errors import CorruptLog
from dedup.projector.adoption import adopted_model
from dedup.spread.flagging import Lane
from dedup.spread.keys import LINGER_S, Spreader
from dedup.spread.shard import Shard
from dedup.spread.telling import told
from dedup.spread.wire import mark_of, read_keys, read_report
from events.log import Consumed, EventLog, VersionConflict
from events.models import ModelAdopted
from events.registrations import RegistrationEvent
from events.streams import PositionOf
from events.streams.frames import FrameFeed, FramePortion, FrameSink, Placed, partition_of
from matchers import Model

FRAMES_MAX: Final = 16
"""Frames taken at once: one of keys is up to two thousand registrations."""
REPORTS_MAX: Final = 512
_LOOK_S: Final = 0.05
"""How often a worker with nothing to do looks at the log's head."""
_NOTE_S: Final = 1.0
"""How often a matcher notes how far it has told: what is told twice changes nothing."""

State = TypeVar("State")
FeedOf = Callable[[PositionOf, PositionOf], FrameFeed]
"""Makes a feed, given where a partition is to be read on from and how far its readers have come."""


class KeysWork:
    """Shares the log's registrations out."""

    def __init__(self, log: EventLog, keys: FrameSink, pairs: FrameSink, linger_s: float = LINGER_S) -> None:
        self._log = log
        self._sinks = keys, pairs
        self._spreader = Spreader(log, keys, pairs, linger_s)

    def step(self, timeout_s: float) -> int:
        """Share the next stretch of the log out, waiting for one."""
        deadline = time.monotonic() + timeout_s
        while not (done := self._spreader.step()) and time.monotonic() < deadline:
            time.sleep(_LOOK_S)
        return done

    def status(self) -> Mapping[str, object]:
        """Return how many registrations were shared out, and how many positions of the log are left."""
        behind = self._spreader.behind()
        course = self._spreader.course
        return {
            "worker": "keys",
            "registrations": self._spreader.registrations,
            "shares": course.generation.shares if course else 0,
            "lag": self._log.head() if behind is None else behind,
        }

    def is_done(self) -> bool:
        """Tell whether all registrations are shared out."""
        return self._spreader.is_done()

    def close(self) -> None:
        """Close the sinks."""
        for sink in self._sinks:
            sink.close()


class MatcherWork:
    """Searches the shares that it is given."""

    def __init__(self, log: EventLog, feed_of: FeedOf, pairs: FrameSink) -> None:
        self._log, self._pairs = log, pairs
        self._feed = feed_of(self._place_of, lambda source: log.position_of(self._name_of(source)))
        self._shards: dict[str, Shard] = {}
        self._told: dict[str, int] = {}
        """By source, the frame up to which everything has been told."""
        self._outbox: list[Placed] = []
        self._noted: dict[str, int] = {}
        self._noted_at = 0.0
        self._topic, self._topic_is_known = "", False
        self._frames = self._findings = 0

    def step(self, timeout_s: float) -> int:
        """Take frames, search, tell; what could not be told is told first the next time."""
        self._know_topic()
        self._tell()
        portions = self._feed.poll(FRAMES_MAX, timeout_s)
        try:
            for portion in portions:
                self._take(portion)
        except BaseException:
            for portion in portions:  # A shard that was interrupted is made anew.
                self._shards.pop(portion.source, None)
                self._feed.rewind(portion.source)
            raise
        self._tell()
        self._let_go()
        self._note(at_once=not portions)
        return sum(len(portion.frames) for portion in portions)

    def _take(self, portion: FramePortion) -> None:
        shard = self._shard(portion.source)
        for position, content in portion.frames:
            silently = position <= self._told[portion.source]
            said = shard.take(position, read_keys(content), silently=silently)
            self._frames += 1
            if said is not None:
                self._findings += len(said.pairs)
                self._outbox += told(shard, said)

    def status(self) -> Mapping[str, object]:
        """Return what is held, how much was found, and the frames of each share that are not dealt with."""
        matchings = [shard.matching for shard in self._shards.values() if shard.matching is not None]
        return {
            "worker": "matcher",
            "shares": len(self._shards),
            "records": sum(matching.stats.records for matching in matchings),
            "full_blocks": sum(matching.stats.full_blocks for matching in matchings),
            "candidates": sum(matching.stats.candidates for matching in matchings),
            "frames": self._frames,
            "found": self._findings,
            "lost": self._feed.lost,
            "lag": dict(self._feed.lag()),
        }

    def is_done(self) -> bool:
        """Tell whether all shares have been searched, whoever has them."""
        return not any(self._feed.lag().values())

    def close(self) -> None:
        """Leave the group and close the sink."""
        self._feed.close()
        self._pairs.close()

    def _name_of(self, source: str) -> str:
        """Return under which name the log keeps what was told of a share, to the topic of pairs as it is."""
        self._know_topic()
        return f"matching-shares/{mark_of(source, self._topic)}/{partition_of(source)}"

    def _know_topic(self) -> None:
        """Look whom is told; to a topic that was made anew everything must be told again."""
        if self._topic_is_known:
            return
        before, self._topic = self._topic, f"{self._pairs.name()}/{self._pairs.partitions()}"
        self._topic_is_known = True
        if before not in ("", self._topic):
            self._outbox.clear()
            self._noted.clear()
            for source in [*self._shards]:
                del self._shards[source]
                self._feed.rewind(source)

    def _place_of(self, source: str) -> int:
        """Return where a share is read on; whoever had it meanwhile may have told more of it."""
        self._told[source] = self._log.position_of(self._name_of(source))
        return self._shard(source).offset

    def _shard(self, source: str) -> Shard:
        return _only(self._shards, source, lambda: Shard(partition_of(source), self._model_at))

    def _model_at(self, position: int) -> Model:
        adopted = adopted_model(self._log, position)
        if adopted is None:
            raise CorruptLog("spread-model", position=position)
        return adopted.model

    def _tell(self) -> None:
        if not self._outbox:
            return
        try:
            self._pairs.write(self._outbox)
        except OSError:
            self._topic_is_known = False
            raise
        self._outbox.clear()

    def _let_go(self) -> None:
        """Forget the shares that others have now: memory is what a share costs."""
        _keep(self._shards, self._feed.held())
        if self._feed.lost:
            raise CorruptLog("spread-frames-lost", frames=self._feed.lost)

    def _note(self, *, at_once: bool) -> None:
        """Let the log know how far everything has been told."""
        if not at_once and time.monotonic() < self._noted_at + _NOTE_S:
            return
        self._noted_at = time.monotonic()
        for source, shard in self._shards.items():
            if shard.offset > max(self._told[source], self._noted.get(source, 0)):
                try:
                    self._log.append((), Consumed(self._name_of(source), shard.offset))
                except VersionConflict:
                    """Whoever had the share before us has told as much."""
                self._noted[source] = shard.offset


class CasesWork:
    """Turns what matchers found into flags, lane by lane."""

    def __init__(self, log: EventLog, feed_of: FeedOf, clock: Clock) -> None:
        self._log, self._clock = log, clock
        self._feed = feed_of(self._place_of, lambda _source: 0)
        self._lanes: dict[str, Lane] = {}
        self._tally: Counter[str] = Counter()

    def step(self, timeout_s: float) -> int:
        """Take reports, and append what follows from them."""
        portions = self._feed.poll(REPORTS_MAX, timeout_s)
        for portion in portions:
            lane = self._lane(portion.source)
            for position, content in portion.frames:
                lane.take(position, read_report(content))
        self._let_go()
        for lane in self._lanes.values():
            step = lane.advance()
            if step is not None:
                self._tally.update(asdict(step))
        return sum(len(portion.frames) for portion in portions)

    def status(self) -> Mapping[str, object]:
        """Return what became of flags, and how many positions each lane is behind the log's head."""
        head = self._log.head()
        return {
            "worker": "cases",
            "lanes": len(self._lanes),
            **{name: self._tally[name] for name in ("flagged", "rescored", "lapsed")},
            "lost": self._feed.lost,
            "lag": {source: head - lane.ledger.position for source, lane in self._lanes.items()},
        }

    def is_done(self) -> bool:
        """Tell whether no lane of ours has come short of the last registration."""
        reached = min((lane.ledger.position for lane in self._lanes.values()), default=0)
        return not self._log.read_encoded_after(reached, limit=1, of=(RegistrationEvent, ModelAdopted))

    def close(self) -> None:
        """Leave the group."""
        self._feed.close()

    def _place_of(self, source: str) -> int:
        """Return where a lane is read on; another may have had it meanwhile."""
        lane = self._lane(source)
        lane.begin_again()
        return lane.ledger.offset

    def _lane(self, source: str) -> Lane:
        return _only(self._lanes, source, lambda: Lane(self._log, source, partition_of(source), self._clock))

    def _let_go(self) -> None:
        """Forget the lanes that others have now."""
        _keep(self._lanes, self._feed.held())
        if self._feed.lost:
            raise CorruptLog("spread-frames-lost", frames=self._feed.lost)


def _only(states: dict[str, State], source: str, make: Callable[[], State]) -> State:
    """Return the state of a partition, a new one when its topic is another than before."""
    if source not in states:
        number = partition_of(source)
        for other in [other for other in states if partition_of(other) == number]:
            del states[other]
        states[source] = make()
    return states[source]


def _keep(states: dict[str, State], numbers: frozenset[int]) -> None:
    for source in [source for source in states if partition_of(source) not in numbers]:
        del states[source]

"""Spread matching in memory: a log, topics that disturb what they carry, workers that come and go."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, cast

from dedup.projector.adoption import adopt, adopted_model
from dedup.projector.projector import Projector
from dedup.working.loop import Work
from dedup.working.spreading import CasesWork, KeysWork, MatcherWork
from events.cases import Assessment, CaseEvent, CaseFlagged, CaseRescored, CaseReweighed, FlagLapsed
from events.log import EventLog, Write
from events.memory import open_memory_log
from events.models import ModelAdopted
from events.registrations import (
    RegistrationAmended,
    RegistrationEvent,
    RegistrationKey,
    RegistrationRestored,
    RegistrationWithdrawn,
    Voter,
    VoterRegistered,
)
from events.streams.frames import MemoryFrameFeed, MemoryFrames, Placed
from matchers import Model
from tests.examples import NOON

ROUNDS_MAX = 200


class DisturbedFrames(MemoryFrames):
    """A topic that gives some frames twice and some late, as if sent again and again by several."""

    def __init__(self, name: str, partitions: int, chance: random.Random, share: float) -> None:
        super().__init__(name, partitions)
        self._chance, self._share = chance, share
        self._late: list[Placed] = []

    def write(self, frames: Sequence[Placed]) -> None:
        given = [*self._late, *frames]
        self._late = []
        for frame in given:
            if self._chance.random() < self._share:
                self._late.append(frame)
            else:
                super().write([frame] * (2 if self._chance.random() < self._share else 1))
        self._chance.shuffle(self._late)

    def deliver(self) -> None:
        """Bring what is late."""
        late, self._late = self._late, []
        super().write(late)


def write(log: EventLog, registration: RegistrationKey, values: Voter | None) -> None:
    """Let a registration have these values, or be withdrawn."""
    latest = log.read_latest([registration.stream_id]).get(registration.stream_id)
    said = {"actor": "clerk", "happened_at": NOON, "recorded_at": NOON}
    event: RegistrationEvent
    if values is None:
        if latest is None or isinstance(latest.event, RegistrationWithdrawn):
            return
        event = RegistrationWithdrawn(**said)
    elif latest is None:
        event = VoterRegistered(**said, personal=values)
    elif isinstance(latest.event, RegistrationWithdrawn):
        event = RegistrationRestored(**said, personal=values)
    else:
        event = RegistrationAmended(**said, personal=values, changed=())
    log.append([Write(registration.stream_id, latest.version if latest else 0, (event,))])


def flags_in(log: EventLog) -> dict[tuple[str, str], Assessment]:
    """Return the flags that stand, by pair, with all that is said of them."""
    pairs, flags = dict[str, tuple[str, str]](), dict[tuple[str, str], Assessment]()
    for recorded in log.read_all(of=(CaseEvent,)):
        match recorded.event:
            case CaseFlagged() as flagged:
                pair = pairs[recorded.stream_id] = (flagged.left, flagged.right)
                assert pair not in flags, "flagged twice"
                flags[pair] = flagged.assessment
            case CaseRescored() | CaseReweighed() as scored:
                flags[pairs[recorded.stream_id]] = scored.assessment
            case FlagLapsed():
                del flags[pairs[recorded.stream_id]]
    return flags


def embedded_flags(log: EventLog) -> dict[tuple[str, str], Assessment]:
    """Return the flags that one projector raises, given the registrations and models of a log."""
    own = open_memory_log()
    for stored in log.read_encoded_after(0, limit=10**6, of=(RegistrationEvent, ModelAdopted)):
        own.append_stored([stored])
    adopted = adopted_model(own)
    assert adopted is not None
    Projector(own, adopted, lambda: NOON).run()
    return flags_in(own)


class Behind:
    """A log as one sees it who has not heard how far others have come."""

    def __init__(self, log: EventLog, positions: int) -> None:
        self._log, self._positions = log, positions

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 # whatever a log has
        return getattr(self._log, name)

    def position_of(self, consumer: str) -> int:
        return max(0, self._log.position_of(consumer) - self._positions)


class World:
    """One log and everything that matching is spread over."""

    def __init__(self, shares: int = 3, lanes: int = 2, *, seed: int = 0, disturbed: float = 0.0) -> None:
        self.chance = random.Random(seed)
        self.log = open_memory_log()
        self.keys = DisturbedFrames("memory/keys", shares, self.chance, disturbed)
        self.pairs = DisturbedFrames("memory/pairs", lanes, self.chance, disturbed)
        self.start()

    def start(self, matchers: int = 1) -> None:
        """Begin with new workers, as many matchers as are wanted: what the old ones had in memory is gone."""
        self.sharing = KeysWork(self.log, self.keys, self.pairs, linger_s=0)
        shares = range(self.keys.partitions())
        self.matchers = [self._matcher(shares[number::matchers]) for number in range(matchers)]
        self.cases = self.new_cases()

    def new_cases(self) -> CasesWork:
        """Return a worker of cases that knows nothing yet."""
        lanes = range(self.pairs.partitions())
        return CasesWork(
            self.log, lambda place, told: MemoryFrameFeed(self.pairs, place, told, lanes), lambda: NOON
        )

    def _matcher(self, shares: Sequence[int]) -> MatcherWork:
        return MatcherWork(
            self.log, lambda place, told: MemoryFrameFeed(self.keys, place, told, shares), self.pairs
        )

    def adopt(self, model: Model) -> None:
        adopt(self.log, model, "clerk", lambda: NOON)

    @property
    def workers(self) -> int:
        """Return how many workers there are."""
        return 2 + len(self.matchers)

    def step(self, worker: int) -> None:
        """Let one of the workers work a little."""
        workers: list[Work] = [self.sharing, *self.matchers, self.cases]
        workers[worker % len(workers)].step(0)

    def share_again(self, positions: int) -> None:
        """Let a second worker share out what was shared out already, in other stretches."""
        behind = cast("EventLog", Behind(self.log, positions))
        KeysWork(behind, self.keys, self.pairs, linger_s=0).step(0)

    def settle(self) -> dict[tuple[str, str], Assessment]:
        """Let everything come to rest; return the flags that stand then."""
        for _ in range(ROUNDS_MAX):
            done = self.sharing.step(0)
            self.keys.deliver()
            done += sum(matcher.step(0) for matcher in self.matchers)
            self.pairs.deliver()
            done += self.cases.step(0)
            if not done and self.sharing.is_done() and self.cases.is_done():
                return flags_in(self.log)
        raise AssertionError("does not come to rest")

"""Cases reached by commands: the ways that two committees take, as functions for the tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from dedup.cases.case import Case
from dedup.cases.commands import Command, HandOver, Keep, Propose, PublishCorrection, TakePosition
from dedup.cases.desk import Desk
from dedup.cases.outcomes import Said, other_side
from dedup.cases.situation import SideClock
from events.cases import HomeSide, Kind, Side, case_id_of, case_stream_id
from events.codec import Codec
from events.event import Event
from events.log import EventLog, Write
from events.memory import open_memory_log
from events.registrations import RegistrationKey, RegistrationRestored, RegistrationWithdrawn
from tests.examples import NOON, flagged, key, registered, voter

LEFT, RIGHT = key("B0001", "310115"), key()
"""Shanghai sorts before Anhui: the host is left, the home is right."""
CASE = case_id_of(LEFT, RIGHT)
SPEAKERS: dict[Side, str] = {"left": "li", "right": "zhao"}
HOST_KEEPS = Said("host_keeps")
NOT_SAME = Said("not_same")


class Remembering(Codec):
    """A codec that decodes the same bytes once: histories read the same few events thousands of times."""

    def __init__(self) -> None:
        super().__init__()
        self._decoded: dict[tuple[str, bytes], Event] = {}

    def decode(self, topic: str, state: bytes) -> Event:
        """Return the event, which never changes."""
        known = self._decoded.get((topic, state))
        if known is None:
            known = self._decoded[topic, state] = super().decode(topic, state)
        return known


class World:
    """A log with one flagged pair, a desk, a clock that tests move, and the committees' calendars."""

    def __init__(
        self,
        kind: Kind = "cross_committee",
        home: HomeSide = "right",
        probability: float = 0.97,
        left: RegistrationKey = LEFT,
        right: RegistrationKey = RIGHT,
    ) -> None:
        self.log = open_memory_log(Remembering())
        self._seen: tuple[int, Case] | None = None
        self.now = NOON
        self.clocks: dict[str, SideClock] = {}
        self.keys: dict[Side, RegistrationKey] = {"left": left, "right": right}
        self.case_id = case_id_of(left, right)
        flag = flagged(left, right, kind, home, probability)
        self.log.append(
            [
                Write(left.stream_id, 0, (registered(),)),
                Write(right.stream_id, 0, (registered(),)),
                Write(case_stream_id(self.case_id), 0, (flag,)),
            ]
        )

    @property
    def desk(self) -> Desk:
        """Return a desk over the world."""
        return Desk(self.log, lambda: self.now, lambda k: self.clocks.get(k.committee, SideClock()))

    @property
    def case(self) -> Case:
        """Return the case as it stands."""
        head = self.log.head()
        if self._seen is None or self._seen[0] != head:
            self._seen = (head, self.desk.load(self.case_id))
        return self._seen[1]

    def do(self, *commands: Command) -> Case:
        """Carry commands out, one after the other."""
        for command in commands:
            self.desk.carry_out(self.case_id, command)
        return self.case

    def append(self, stream_id: str, event: Event) -> None:
        """Append an event that came another way than by a command."""
        version = len(self.log.read_stream(stream_id))
        self.log.append([Write(stream_id, version, (event,))])

    def say(self, event_class: type[Event], **fields: Any) -> None:  # noqa: ANN401
        """Append an event of the case."""
        said = {"actor": "test", "happened_at": self.now, "recorded_at": self.now, **fields}
        self.append(case_stream_id(self.case_id), event_class.model_validate(said))

    def withdraw(self, side: Side, reason: str = "迁出") -> None:
        """Let a committee's own file take the voter off its roll."""
        gone = RegistrationWithdrawn(actor="clerk", happened_at=self.now, recorded_at=self.now, reason=reason)
        self.append(self.keys[side].stream_id, gone)

    def restore(self, side: Side) -> None:
        """Let a committee's own file put the voter back."""
        back = RegistrationRestored(
            actor="clerk", happened_at=self.now, recorded_at=self.now, personal=voter()
        )
        self.append(self.keys[side].stream_id, back)

    def pass_days(self, days: float) -> None:
        """Let time pass."""
        self.now += timedelta(days=days)

    def polls_on(self, side: Side, day: date, frozen_from: date | None = None) -> None:
        """Set a side's election day."""
        self.clocks[self.keys[side].committee] = SideClock(day, frozen_from)

    def stands(self, side: Side) -> bool:
        """Tell whether a side's registration stands."""
        latest = self.log.read_latest([self.keys[side].stream_id])
        return not isinstance(latest[self.keys[side].stream_id].event, RegistrationWithdrawn)

    def log_of_case(self) -> list[str]:
        """Return the names of the case's events."""
        return [r.event.stored_name for r in self.log.read_stream(case_stream_id(self.case_id))]


def position(side: Side, said: Said = HOST_KEEPS, actor: str = "", reason: str = "") -> TakePosition:
    """Return a committee's sealed word."""
    return TakePosition(actor or SPEAKERS[side], side, said, reason)


def both(said: Said = HOST_KEEPS) -> tuple[TakePosition, TakePosition]:
    """Return equal words of both."""
    return position("left", said), position("right", said)


def agreed(said: Said = HOST_KEEPS) -> World:
    """Return a world in which both have said the same."""
    world = World()
    world.do(*both(said))
    return world


def disputed() -> World:
    """Return a world in which the two differ."""
    world = World()
    world.do(position("left"), position("right", NOT_SAME))
    return world


def proposed(by: Side = "left", said: Said = HOST_KEEPS) -> World:
    """Return a world in which, after a dispute, one side has proposed an outcome."""
    world = disputed()
    world.do(Propose(SPEAKERS[by], by, said))
    return world


def handed_over(keeper: Side = "left") -> World:
    """Return a world in which the home roll has let the voter go."""
    world = agreed(HOST_KEEPS if keeper == "left" else Said("home_keeps"))
    other = other_side(keeper)
    world.do(Keep(SPEAKERS[keeper], keeper), HandOver(SPEAKERS[other], other))
    return world


def closed() -> World:
    """Return a world in which the hand-over is published too."""
    world = handed_over()
    world.do(PublishCorrection("zhao", "right"))
    return world


def at_noon_on(day: date) -> datetime:
    """Return noon in China on a day."""
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=NOON.tzinfo)


def log_and_desk() -> tuple[EventLog, Desk]:
    """Return the log and the desk of a new world."""
    world = World()
    return world.log, world.desk

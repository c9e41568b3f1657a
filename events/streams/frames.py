"""Frames: opaque bytes in numbered partitions, for what our own workers tell one another.

Messages from and to others are CloudEvents (`ports`); what only this program writes and reads is packed
tighter and says itself where it goes. Positions are as there: rising from 1, gaps allowed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from events.streams.ports import PositionOf

FRAME_BYTES_MAX: Final = 900 * 1024
"""Below the limit that brokers ship with, 1 MiB, which counts what is around a frame as well."""
_LOOK_S: Final = 0.02


class Frame(NamedTuple):
    """One frame at its place in a partition."""

    position: int
    content: bytes


@dataclass(frozen=True, slots=True)
class FramePortion:
    """Some frames of one partition, in its order."""

    source: str
    """The partition's name, its number last."""
    frames: Sequence[Frame]

    @property
    def partition(self) -> int:
        """Return the partition's number."""
        return partition_of(self.source)


class Placed(NamedTuple):
    """A frame to be sent, and to which partition."""

    partition: int
    content: bytes


class FrameFeed(Protocol):
    """Partitions that this reader has been given; which they are may change between two polls.

    A partition that is given anew begins where its reader says; it is asked then, in its own thread.
    """

    lost: int
    """Frames that were gone before they could be read."""

    def poll(self, limit: int, timeout_s: float) -> Sequence[FramePortion]:
        """Return at most `limit` frames, waiting for the first. Raises StreamUnavailable."""

    def rewind(self, source: str) -> None:
        """Give a partition's frames again from where its reader says: they were not dealt with."""

    def held(self) -> frozenset[int]:
        """Return the numbers of the partitions that are ours just now."""

    def lag(self) -> Mapping[str, int]:
        """Return how far the readers of all partitions are behind. Raises StreamUnavailable."""

    def close(self) -> None:
        """Leave the partitions to others."""


class FrameSink(Protocol):
    """A topic that frames are sent to."""

    def name(self) -> str:
        """Return the topic's name, another one when it was made anew. Raises StreamUnavailable."""

    def partitions(self) -> int:
        """Return how many partitions it has. Raises StreamUnavailable."""

    def write(self, frames: Sequence[Placed]) -> None:
        """Send frames; on return they are durable. Raises OSError when they may not be."""

    def close(self) -> None:
        """Release what the sink holds."""


def partition_of(source: str) -> int:
    """Return the number of the partition that has a name."""
    return int(source.rpartition("/")[2])


class MemoryFrames:
    """A topic of frames in memory: the sink, and what feeds read. The twin of the durable one."""

    def __init__(self, name: str, partitions: int) -> None:
        self._name = name
        self.contents: list[list[bytes]] = [[] for _ in range(partitions)]

    def name(self) -> str:
        """Return the topic's name."""
        return self._name

    def partitions(self) -> int:
        """Return how many partitions it has."""
        return len(self.contents)

    def write(self, frames: Sequence[Placed]) -> None:
        """Keep the frames."""
        for partition, content in frames:
            self.contents[partition].append(content)

    def close(self) -> None:
        """Release nothing."""


class MemoryFrameFeed:
    """Reads some partitions of a topic in memory."""

    def __init__(
        self, topic: MemoryFrames, place_of: PositionOf, position_of: PositionOf, partitions: Sequence[int]
    ) -> None:
        self._topic, self._place_of, self._position_of = topic, place_of, position_of
        self._names = [f"{topic.name()}/{number}" for number in partitions]
        self._places: dict[str, int] = {}
        self.lost = 0

    def poll(self, limit: int, timeout_s: float) -> Sequence[FramePortion]:
        """Return at most `limit` frames of each partition, waiting for the first."""
        deadline = time.monotonic() + timeout_s
        while not (portions := self._look(limit)) and time.monotonic() < deadline:
            time.sleep(_LOOK_S)
        return portions

    def rewind(self, source: str) -> None:
        """Give a partition's frames again from where its reader says."""
        self._places.pop(source, None)

    def held(self) -> frozenset[int]:
        """Return the numbers of the partitions."""
        return frozenset(map(partition_of, self._names))

    def lag(self) -> Mapping[str, int]:
        """Return how far the reader of each partition is behind."""
        return {name: len(self._contents(name)) - self._position_of(name) for name in self._names}

    def close(self) -> None:
        """Release nothing."""

    def _contents(self, name: str) -> list[bytes]:
        return self._topic.contents[partition_of(name)]

    def _look(self, limit: int) -> list[FramePortion]:
        portions = []
        for name in self._names:
            place = self._places[name] if name in self._places else self._place_of(name)
            some = self._contents(name)[place : place + limit]
            self._places[name] = place + len(some)
            if some:
                portions.append(FramePortion(name, [Frame(n, c) for n, c in enumerate(some, place + 1)]))
        return portions

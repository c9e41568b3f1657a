"""A feed of sources that are always there: files, memory. The twin of a consumer group's member."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Final

from events.streams.ports import Portion, PositionOf, Source

LAG_MAX: Final = 100_000
"""A source does not say how much it holds: it is counted so far."""
_LOOK_S: Final = 0.05


class SourcesFeed:
    """Reads named sources in turn, each from its committed position."""

    def __init__(self, sources: Mapping[str, Source], position_of: PositionOf) -> None:
        self._sources = dict(sources)
        self._position_of = position_of
        self._places: dict[str, int] = {}
        self.lost = 0

    def poll(self, limit: int, timeout_s: float) -> Sequence[Portion]:
        """Return at most `limit` messages, waiting for the first."""
        deadline = time.monotonic() + timeout_s
        while not (portions := self._look(limit)) and time.monotonic() < deadline:
            time.sleep(_LOOK_S)
        return portions

    def rewind(self, source: str) -> None:
        """Give a source's messages again from its committed position."""
        self._places.pop(source, None)

    def lag(self) -> Mapping[str, int]:
        """Return how many messages each source still holds, `LAG_MAX` when there are more."""
        return {name: len(source.read(self._place(name), LAG_MAX)) for name, source in self._sources.items()}

    def close(self) -> None:
        """Close the sources."""
        for source in self._sources.values():
            source.close()

    def _look(self, limit: int) -> list[Portion]:
        portions = []
        for name, source in self._sources.items():
            received = source.read(self._place(name), limit) if limit > 0 else ()
            if received:
                portions.append(Portion(name, received))
                self._places[name] = received[-1].position
                limit -= len(received)
        return portions

    def _place(self, name: str) -> int:
        if name not in self._places:
            self._places[name] = self._position_of(name)
        return self._places[name]

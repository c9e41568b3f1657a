"""The works that a worker can do: take registrations in, hand cases on."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dedup.clock import Clock
from dedup.intake.streaming import MESSAGES_MAX, StreamIntake, Tally
from dedup.publish.publisher import Publication, behind, publish_page
from dedup.settings import Settings
from events.log import EventLog
from events.streams import Feed, Sink

_LOOK_S: Final = 0.05
"""How often a publisher with nothing to do looks at the log's head."""


class IntakeWork:
    """Takes registrations from a feed into the log."""

    def __init__(self, log: EventLog, feed: Feed, rejections: Sink, clock: Clock, settings: Settings) -> None:
        self._feed = feed
        self._rejections = rejections
        self._intake = StreamIntake(
            log,
            feed,
            rejections,
            clock,
            cycle=settings.cycle,
            actor=settings.actor,
            messages_max=min(settings.batch_rows, MESSAGES_MAX),
        )

    @property
    def tally(self) -> Tally:
        """Return what became of messages so far."""
        return self._intake.tally

    def step(self, timeout_s: float) -> int:
        """Take what the feed has."""
        return self._intake.step(timeout_s)

    def status(self) -> Mapping[str, object]:
        """Return what became of messages, why some were rejected, and the lag of each partition."""
        tally = self._intake.tally
        return {
            "worker": "intake",
            "messages": tally.messages,
            **dict(sorted(tally.effects.items())),
            "reasons": dict(sorted(tally.reasons.items())),
            "fenced": tally.fenced,
            "lost": self._feed.lost,
            "lag": dict(self._feed.lag()),
        }

    def is_done(self) -> bool:
        """Tell whether no source has anything left, whoever reads it."""
        return not any(self._feed.lag().values())

    def close(self) -> None:
        """Leave the group and close the rejections."""
        self._feed.close()
        self._rejections.close()


@dataclass(slots=True)
class Outlet:
    """One place that is published to."""

    topic: str
    sink: Sink
    publication: Publication
    name: str = ""
    """Under which the log keeps how far it has been served; empty until the topic's ids are known."""
    sent: int = 0


class PublishWork:
    """Hands what happens to cases on to the outlets."""

    def __init__(self, log: EventLog, outlets: list[Outlet], identify: Callable[[str], str]) -> None:
        self._log = log
        self._outlets = outlets
        self._identify = identify

    def step(self, timeout_s: float) -> int:
        """Hand the next page of events on to each outlet."""
        looked = 0
        for outlet in self._outlets:
            outlet.name = outlet.name or self._identify(outlet.topic)
            sent = publish_page(self._log, outlet.sink, outlet.name, outlet.publication)
            if sent is not None:
                outlet.sent += sent
                looked += 1
        if not looked:
            self._wait(timeout_s)
        return looked

    def _wait(self, timeout_s: float) -> None:
        """Wait until something is appended to the log."""
        head, deadline = self._log.head(), time.monotonic() + timeout_s
        while self._log.head() == head and time.monotonic() < deadline:
            time.sleep(_LOOK_S)

    def status(self) -> Mapping[str, object]:
        """Return how much was sent to each topic, and how far each is behind the log's head at most."""
        return {
            "worker": "publish",
            "sent": {outlet.topic: outlet.sent for outlet in self._outlets},
            "lag": {o.topic: behind(self._log, o.name) for o in self._outlets if o.name},
        }

    def is_done(self) -> bool:
        """Tell whether nothing is left: a step that found nothing to look at has said so."""
        return True

    def close(self) -> None:
        """Close the sinks."""
        for outlet in self._outlets:
            outlet.sink.close()

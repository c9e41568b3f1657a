"""One share of the keys: what a matcher holds of it, and what it has to say after each frame.

A shard is a fold of its partition of the topic of keys, and what it says after a frame is a function of the
frames up to there: whoever says it, however often, says the same. Frames that come late wait for nothing and
change nothing; one that comes early waits for those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.errors import CorruptLog
from dedup.projector.matching import Matching
from dedup.projector.pages import CodedPage
from dedup.spread.parting import news_in
from dedup.spread.wire import Generation, KeysFrame, unpack_page
from matchers import Model, ScoredPair
from matchers.sharing import Share

HELD_MAX: Final = 1_000
"""Frames that wait for one before them: more, and that one will not come."""
Keys = NDArray[np.uint64]
NO_KEYS: Final[Keys] = np.empty(0, dtype=np.uint64)


@dataclass(slots=True)
class News:
    """What frames changed."""

    refs: set[int] = field(default_factory=set)
    """Registrations whose pairs must be found anew."""
    again: set[int] = field(default_factory=set)
    """Those of them about whom something may have been said before."""
    whole: bool = False
    """Whether everything must be said anew."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a shard has to say after a frame, by refs of its matching."""

    previous: int
    frame: int
    news: News
    pairs: list[ScoredPair]
    filled: Keys
    opened: Keys


class Shard:
    """The matcher of one share."""

    def __init__(self, number: int, model_at: Callable[[int], Model]) -> None:
        """Take where to find the model that was put in force at a position of the log."""
        self.number = number
        self._model_at = model_at
        self.offset = 0
        """Place in the partition up to which frames have been taken."""
        self._begin("", Generation(), "")

    def _begin(self, origin: str, generation: Generation, profile: str) -> None:
        self.origin, self.generation, self.profile = origin, generation, profile
        self.position = 0
        """Place in the log that the shard has come to."""
        self.model = ""
        """Fingerprint of the model in force; empty before there is one."""
        self.matching: Matching | None = None
        self._held: dict[int, KeysFrame] = {}
        self._full: Keys | None = NO_KEYS

    def take(self, offset: int, frame: KeysFrame, *, silently: bool = False) -> Said | None:
        """Take a frame in; return what is to be said, unless it has been said.

        Raises CorruptLog when frames are missing, LogError when a model cannot be read.
        """
        if not silently and self._full is None:
            self._full = self._full_keys()
        previous, self.offset = self.offset, offset
        news = News()
        if (frame.origin, frame.generation) != (self.origin, self.generation):
            if frame.generation < self.generation and frame.origin == self.origin:
                return None if silently else self._said(previous, news)
            previous = 0  # Whoever hears of the new generation has heard nothing of it before.
            self._begin(frame.origin, frame.generation, frame.profile)
        self._held[frame.after] = max(frame, self._held.get(frame.after, frame), key=lambda f: f.position)
        for ready in self._ready():
            self._apply(ready, news, silently=silently)
        if silently:
            self._full = None
            return None
        return self._said(previous, news)

    def _ready(self) -> Iterable[KeysFrame]:
        """Yield the frames that join on to what is known, in their order."""
        while reached := [after for after in self._held if after <= self.position]:
            yield self._held.pop(min(reached))
        if len(self._held) > HELD_MAX:
            raise CorruptLog("spread-keys-missing", share=self.number, position=self.position)

    def _apply(self, frame: KeysFrame, news: News, *, silently: bool) -> None:
        if frame.position <= self.position:
            return
        if frame.adopts:
            self._adopt(frame, self._model_at(frame.position))
            news.whole = True
        elif frame.page is not None:
            page = unpack_page(frame.page, frame.profile, frame.position)
            self._load(frame, page, news, silently=silently)
        self.position = frame.position

    def _adopt(self, frame: KeysFrame, model: Model) -> None:
        if self.matching is None:
            self.matching = Matching(model, Share(self.number, frame.generation.shares))
        else:
            self.matching.engine.adopt(model)
        self.model = model.fingerprint

    def _load(self, frame: KeysFrame, page: CodedPage, news: News, *, silently: bool) -> None:
        if self.matching is None:
            shipped = Model.default(frame.profile)
            self.matching = Matching(shipped, Share(self.number, frame.generation.shares))
        matching = self.matching
        page = news_in(page, matching.registry, matching.engine.profile)
        if not page.stream_ids:
            return
        if silently:
            matching.fill(page)
            return
        known = len(matching.registry)
        affected = matching.load(page)
        refs = set(matching.take_arrived().tolist())
        news.refs |= refs | affected
        news.again |= {ref for ref in refs if ref < known} | affected

    def _said(self, previous: int, news: News) -> Said:
        full, before = self._full_keys(), NO_KEYS if news.whole or self._full is None else self._full
        self._full = full
        filled, opened = np.setdiff1d(full, before), np.setdiff1d(before, full)
        return Said(previous, self.offset, news, self._pairs(news), filled, opened)

    def _full_keys(self) -> Keys:
        return NO_KEYS if self.matching is None else self.matching.engine.full_keys()

    def _pairs(self, news: News) -> list[ScoredPair]:
        if self.matching is None or not self.model:
            return []
        engine = self.matching.engine
        if news.whole:
            return engine.pairs_of(engine.ref_of(engine.slots()))
        return engine.pairs_of(sorted(news.refs)) if news.refs else []

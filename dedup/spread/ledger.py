"""One lane of cases: what all the shards say of its pairs, added up where they have come to the same place.

A pair stands while one shard at least supports it. Shards are heard only as far as the slowest of them has
come in the log, so that what follows for flags is what one matcher would say at that place: whether a pair
is still supported elsewhere, or a search was complete, is never guessed.

A lane is a fold of its partition of the topic of pairs, and order matters only within one shard's reports,
which count themselves: one that comes twice is passed over, one that comes early waits.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from dedup.errors import CorruptLog
from dedup.projector.registry import Registry
from dedup.spread.wire import Finding, Generation, Mention, ReportFrame
from events.cases import Assessment, Evidence
from matchers import profile_of
from matchers.blocking import twin_columns
from matchers.sharing import incomplete, shares_of

Pair = tuple[int, int]


@dataclass(slots=True)
class _Speaker:
    """One shard, as far as it has been heard."""

    heard: int = 0
    """Its last frame of keys of which everything has arrived."""
    position: int = 0
    """Place in the log that it had come to then."""
    arriving: dict[int, dict[int, ReportFrame]] = field(default_factory=lambda: defaultdict(dict))
    """Parts by frame of keys, of reports that are not whole or wait for one before them."""
    waiting: deque[Sequence[ReportFrame]] = field(default_factory=deque)
    """Whole reports that wait for the other shards to come as far."""
    full: set[int] = field(default_factory=set)


class Ledger:
    """The pairs of one lane."""

    def __init__(self) -> None:
        self.registry = Registry()
        self.offset = 0
        """Place in the partition up to which reports have been taken."""
        self._begin("", Generation())

    def _begin(self, origin: str, generation: Generation) -> None:
        self.origin, self.generation = origin, generation
        self.profile = self.fingerprint = ""
        self.position = 0
        """Place in the log that everything has been added up to."""
        self._speakers: dict[int, _Speaker] = {}
        self._supports: dict[Pair, dict[int, Finding]] = {}
        self._pairs_of: defaultdict[int, set[Pair]] = defaultdict(set)
        self._keys: dict[int, bytes] = {}
        """Rows of the key matrix."""

    def take(self, offset: int, frame: ReportFrame) -> None:
        """Take a report, or a part of one, in."""
        self.offset = offset
        if (frame.origin, frame.generation) != (self.origin, self.generation):
            if frame.origin == self.origin and frame.generation < self.generation:
                return
            self._begin(frame.origin, frame.generation)
        speaker = self._speakers.setdefault(frame.share, _Speaker())
        if frame.frame <= speaker.heard:
            return
        speaker.arriving[frame.frame][frame.part] = frame
        _hear(speaker)

    def reachable(self) -> int:
        """Return the place in the log that all shards have been heard up to."""
        if len(self._speakers) < self.generation.shares:
            return 0
        return min((speaker.position for speaker in self._speakers.values()), default=0)

    def advance(self) -> set[int]:
        """Add up what can be; return the refs of registrations whose pairs may stand otherwise now."""
        until, touched = self.reachable(), set[int]()
        for share, speaker in self._speakers.items():
            while speaker.waiting and speaker.waiting[0][0].position <= until:
                self._add(share, speaker, speaker.waiting.popleft(), touched)
        self.position = max(self.position, until)
        return touched

    def standing(self, refs: Iterable[int]) -> dict[Pair, Assessment]:
        """Return the pairs that touch some registrations and stand, as they are to be assessed."""
        pairs = {pair for ref in refs for pair in self._pairs_of.get(ref, ())}
        return {pair: self._assess(pair) for pair in sorted(pairs)}

    def refs(self) -> set[int]:
        """Return all registrations of pairs that stand."""
        return {ref for pair in self._supports for ref in pair}

    def _add(self, share: int, speaker: _Speaker, report: Sequence[ReportFrame], touched: set[int]) -> None:
        """Forget what a report says is to be forgotten, all of it first; then take up what it found."""
        self.profile, self.fingerprint = report[0].profile, report[0].model
        if report[0].whole:
            speaker.full.clear()
            self._forget(share, [pair for pair, by in self._supports.items() if share in by], touched)
        refs = [self._note(frame.mentions) for frame in report]
        for frame, known in zip(report, refs, strict=True):
            speaker.full |= {*np.frombuffer(frame.filled, dtype=np.uint64).tolist()}
            speaker.full -= {*np.frombuffer(frame.opened, dtype=np.uint64).tolist()}
            for ref, mention in zip(known, frame.mentions, strict=True):
                if mention.again and ref is not None:
                    touched.add(ref)
                    self._forget(share, self._pairs_of.get(ref, ()), touched)
        for frame, known in zip(report, refs, strict=True):
            self._find(share, frame.findings, known, touched)
        for ref in touched - self._pairs_of.keys():
            self._keys.pop(ref, None)

    def _find(
        self, share: int, findings: Sequence[Finding], refs: Sequence[int | None], touched: set[int]
    ) -> None:
        for finding in findings:
            left, right = refs[finding.left], refs[finding.right]
            if left is None or right is None:
                raise CorruptLog("spread-frame", detail="a pair of registrations that are not told of")
            self._supports.setdefault((left, right), {})[share] = finding
            for ref in (left, right):
                touched.add(ref)
                self._pairs_of[ref].add((left, right))

    def _note(self, mentions: Sequence[Mention]) -> list[int | None]:
        """Note what is said of registrations, unless something later is known; return their refs.

        Of one that has no pair here, and had none, nothing is noted.
        """
        registry = self.registry
        refs = [registry.ref_of(m.stream_id) if m.keys else registry.find(m.stream_id) for m in mentions]
        later = [
            (ref, mention)
            for ref, mention in zip(refs, mentions, strict=True)
            if ref is not None and mention.position >= registry.position_of(ref)
        ]
        if later:
            registry.note(
                [mention.stream_id for _, mention in later],
                np.array([mention.position for _, mention in later], dtype=np.int64),
                np.array([mention.at_home for _, mention in later], dtype=bool),
                np.array([mention.withdrawn for _, mention in later], dtype=bool),
            )
        self._keys.update((ref, mention.keys) for ref, mention in later if mention.keys)
        return refs

    def _forget(self, share: int, pairs: Iterable[Pair], touched: set[int]) -> None:
        """Take a share's support away from those of some pairs that have it."""
        for pair in [pair for pair in pairs if share in self._supports[pair]]:
            self._withdraw(share, pair, touched)

    def _withdraw(self, share: int, pair: Pair, touched: set[int]) -> None:
        by = self._supports[pair]
        del by[share]
        touched.update(pair)
        if by:
            return
        del self._supports[pair]
        for ref in pair:
            self._pairs_of[ref].discard(pair)
            if not self._pairs_of[ref]:
                del self._pairs_of[ref]

    def _assess(self, pair: Pair) -> Assessment:
        by = self._supports[pair]
        finding = by[min(by)]
        return Assessment(
            probability=finding.probability,
            verdict=finding.verdict,
            evidence=tuple(Evidence(field=f, level=level, bits=bits) for f, level, bits in finding.evidence),
            model=self.fingerprint,
            coincidences=finding.coincidences,
            search_incomplete=any(map(self._is_incomplete, pair)),
        )

    def _is_incomplete(self, ref: int) -> bool:
        """Tell whether more pairs of a registration may exist than all the shards together looked at."""
        keys = np.frombuffer(self._keys[ref], dtype=np.uint64)
        shares = shares_of(keys, self.generation.shares).tolist()
        full = [key in self._speakers[share].full for key, share in zip(keys.tolist(), shares, strict=True)]
        return any(full) and bool(incomplete(keys[None, :], np.array([full]), _twins_of(self.profile))[0])


@lru_cache(maxsize=4)
def _twins_of(profile: str) -> Mapping[int, tuple[int, ...]]:
    return twin_columns(profile_of(profile))


def _hear(speaker: _Speaker) -> None:
    """Let the reports that are whole and next in turn wait for the other shards."""
    while arrived := [n for n, parts in speaker.arriving.items() if _is_next(speaker, parts)]:
        number = min(arrived)
        parts = speaker.arriving.pop(number)
        report = [parts[part] for part in sorted(parts)]
        speaker.heard, speaker.position = number, report[0].position
        speaker.waiting.append(report)


def _is_next(speaker: _Speaker, parts: Mapping[int, ReportFrame]) -> bool:
    frame = next(iter(parts.values()))
    return len(parts) == frame.parts and frame.previous <= speaker.heard

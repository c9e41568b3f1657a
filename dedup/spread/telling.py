"""What a shard has to say, as frames for the lanes that its pairs belong to.

Every lane gets a report after every frame of keys, be it empty: it must know how far each shard has come.
What is to be forgotten goes to all of them, a pair to its own. Reports too large for one frame come in parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar
from zlib import crc32

from dedup.projector.matching import Matching
from dedup.spread.shard import Keys, Said, Shard
from dedup.spread.wire import VERSION, Finding, Mention, ReportFrame, encoded
from events.streams.frames import Placed
from matchers import ScoredPair

FINDINGS_MAX: Final = 250
"""Pairs in one part: some 1.5 kB each with their registrations, most of it the words of the evidence."""
MENTIONS_MAX: Final = 1_500
"""Registrations in one part that are mentioned for themselves, of at most some 250 bytes."""
KEYS_MAX: Final = 20_000

Item = TypeVar("Item")


def lane_of(left: str, right: str, lanes: int) -> int:
    """Return the lane of a case: that of its pair of stream ids, the lower first."""
    return crc32(f"{left}\n{right}".encode()) % lanes


def told(shard: Shard, said: Said) -> list[Placed]:
    """Return a shard's report as frames."""
    lanes = shard.generation.lanes
    by_lane: list[list[ScoredPair]] = [[] for _ in range(lanes)]
    matching = shard.matching
    if matching is None:
        return [frame for lane in range(lanes) for frame in _frames(shard, said, lane, [], [])]
    for pair in said.pairs:
        left, right = matching.order(pair.left, pair.right)
        names = matching.registry.stream_id_of(left), matching.registry.stream_id_of(right)
        by_lane[lane_of(*names, lanes)].append(pair)
    again = [] if said.news.whole else [_mention(matching, ref, b"", again=True) for ref in said.news.again]
    return [frame for lane, pairs in enumerate(by_lane) for frame in _frames(shard, said, lane, pairs, again)]


def _frames(
    shard: Shard, said: Said, lane: int, pairs: Sequence[ScoredPair], again: Sequence[Mention]
) -> list[Placed]:
    pairs_cut, again_cut = _slices(pairs, FINDINGS_MAX), _slices(again, MENTIONS_MAX)
    filled, opened = _key_slices(said.filled), _key_slices(said.opened)
    cuts: tuple[Sequence[object], ...] = (pairs_cut, again_cut, filled, opened)
    parts = max(1, *(len(cut) for cut in cuts))
    frames = []
    for part in range(parts):
        mentions, findings = _found(shard.matching, pairs_cut[part] if part < len(pairs_cut) else ())
        frame = ReportFrame(
            VERSION, shard.generation, shard.profile, shard.origin, shard.number, said.previous, said.frame,
            part, parts, shard.position, shard.model, said.news.whole,
            [*mentions, *(again_cut[part] if part < len(again_cut) else ())], findings,
            filled[part] if part < len(filled) else b"", opened[part] if part < len(opened) else b"",
        )  # fmt: skip
        frames.append(Placed(lane, encoded(frame)))
    return frames


def _found(matching: Matching | None, pairs: Sequence[ScoredPair]) -> tuple[list[Mention], list[Finding]]:
    """Return what is to be known of the registrations of some pairs, and the pairs by their places there."""
    if matching is None or not pairs:
        return [], []
    refs = sorted({ref for pair in pairs for ref in (pair.left, pair.right)})
    place = {ref: number for number, ref in enumerate(refs)}
    rows = matching.engine.key_matrix(refs)
    mentions = [_mention(matching, ref, row.tobytes()) for ref, row in zip(refs, rows, strict=True)]
    return mentions, [_finding(matching, pair, place) for pair in pairs]


def _finding(matching: Matching, pair: ScoredPair, place: dict[int, int]) -> Finding:
    left, right = matching.order(pair.left, pair.right)
    evidence = tuple((e.field, e.level, e.bits) for e in pair.evidence)
    return Finding(place[left], place[right], pair.probability, pair.verdict, evidence, pair.coincidences)


def _mention(matching: Matching, ref: int, keys: bytes, *, again: bool = False) -> Mention:
    registry = matching.registry
    return Mention(
        registry.stream_id_of(ref),
        registry.position_of(ref),
        registry.is_at_home(ref),
        registry.is_withdrawn(ref),
        again,
        keys,
    )


def _slices(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _key_slices(keys: Keys) -> list[bytes]:
    return [keys[start : start + KEYS_MAX].tobytes() for start in range(0, len(keys), KEYS_MAX)]

"""Deciding a batch: what a file's rows state, held against the registrations as they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from dedup.intake.preparing import Filing
from dedup.intake.registrar import Stated, decide
from events.codec import Codec, Encoded
from events.log import Recorded, Write
from events.registrations import RegistrationEvent, VoterRegistered


@dataclass(slots=True)
class Decided:
    """What filings do, one after the other."""

    beginnings: Sequence[Filing] = ()
    """The filings themselves where each registers a voter anew: most of a first import is this."""
    writes: list[Write] = field(default_factory=list)
    """Otherwise: in the order of the filings."""
    effects: Counter[str] = field(default_factory=Counter)


def decide_filings(filings: Sequence[Filing], latest: Mapping[str, Recorded], codec: Codec) -> Decided:
    """Return what filings do to registrations whose latest events are given; the others are new.

    A new voter's statement is appended as it was encoded: it is what `decide` would return. Only what meets
    an event is decoded.
    """
    registered = codec.topic_of(VoterRegistered)
    if not latest and _are_all_new(filings, registered):
        return Decided(beginnings=filings, effects=Counter(accepted=len(filings)))
    decided = Decided()
    heads: dict[str, tuple[int, RegistrationEvent | Encoded]] = {
        stream_id: (recorded.version, cast("RegistrationEvent", recorded.event))
        for stream_id, recorded in latest.items()
    }
    for stream_id, topic, state in filings:
        if topic == registered and stream_id not in heads:
            event = Encoded(topic, state)
            heads[stream_id] = 1, event
            decided.writes.append(Write(stream_id, 0, (event,)))
            decided.effects["accepted"] += 1
            continue
        version, head = heads.get(stream_id, (0, None))
        standing = codec.decode(*head) if isinstance(head, Encoded) else head
        effect, follows = decide(
            cast("RegistrationEvent | None", standing), cast("Stated", codec.decode(topic, state))
        )
        decided.effects[effect] += 1
        if follows is not None:
            heads[stream_id] = version + 1, follows
            decided.writes.append(Write(stream_id, version, (follows,)))
    return decided


def _are_all_new(filings: Sequence[Filing], registered: str) -> bool:
    """Tell whether filings register a voter each, if none of them is on a roll yet."""
    streams, topics = {stream for stream, _, _ in filings}, {topic for _, topic, _ in filings}
    return len(streams) == len(filings) and topics == {registered}

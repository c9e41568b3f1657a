"""Deciding a batch: what a file's rows state, held against the registrations as they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
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

    writes: list[Write] = field(default_factory=list)
    """In the order of the filings."""
    effects: Counter[str] = field(default_factory=Counter)


def decide_filings(filings: Iterable[Filing], latest: Mapping[str, Recorded], codec: Codec) -> Decided:
    """Return what filings do to registrations whose latest events are given; the others are new.

    A new voter's statement is appended as it was encoded: it is what `decide` would return, and most of a
    first import is this. Only what meets an event is decoded.
    """
    decided = Decided()
    heads: dict[str, tuple[int, RegistrationEvent | Encoded]] = {
        stream_id: (recorded.version, cast("RegistrationEvent", recorded.event))
        for stream_id, recorded in latest.items()
    }
    registered = codec.topic_of(VoterRegistered)
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

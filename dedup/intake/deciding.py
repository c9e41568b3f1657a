"""Deciding a batch: what a file's rows state, held against the registrations as they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from dedup.intake.preparing import Filing
from dedup.intake.registrar import Stated, decide
from events.codec import Codec
from events.log import Recorded
from events.recorder import Row
from events.registrations import RegistrationEvent, VoterRegistered


@dataclass(slots=True)
class Decided:
    """What filings do, one after the other."""

    rows: list[Row] = field(default_factory=list)
    """What follows, encoded, in the order of the filings."""
    effects: Counter[str] = field(default_factory=Counter)


def decide_filings(filings: Sequence[Filing], latest: Mapping[str, Recorded], codec: Codec) -> Decided:
    """Return what filings do to registrations whose latest events are given; the others are new.

    A new voter's statement is appended as it was encoded: it is what `decide` would return, and most of a
    first import is this. Only what meets an event is decoded.
    """
    decided = Decided()
    heads = {
        stream_id: (recorded.version, cast("RegistrationEvent", recorded.event))
        for stream_id, recorded in latest.items()
    }
    begun: dict[str, bytes] = {}
    registered = codec.topic_of(VoterRegistered)
    for stream_id, topic, state in filings:
        if topic == registered and stream_id not in begun and stream_id not in heads:
            begun[stream_id] = state
            decided.rows.append((stream_id, 1, topic, state))
            continue
        if stream_id in begun and stream_id not in heads:
            heads[stream_id] = 1, cast("RegistrationEvent", codec.decode(registered, begun[stream_id]))
        version, standing = heads.get(stream_id, (0, None))
        effect, follows = decide(standing, cast("Stated", codec.decode(topic, state)))
        decided.effects[effect] += 1
        if follows is not None:
            heads[stream_id] = version + 1, follows
            decided.rows.append((stream_id, version + 1, *codec.encode(follows)))
    decided.effects["accepted"] += len(begun)
    return decided

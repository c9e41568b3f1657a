"""Filing blocks: what submissions state, encoded, for many rows at once.

Gives what `statement_of` and the codec give row by row. A structure is made and encoded in a third of the
time of a dictionary, and leaves empty texts out by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from dedup.intake.block_submission import Submissions
from dedup.intake.registrar import Context, day_named
from dedup.intake.submission import ENTRY_FIELDS, PERSONAL_FIELDS
from events.codec import Codec
from events.registrations import VoterRegistered, registration_stream_id

_Make = Callable[..., msgspec.Struct]


def _texts(name: str, fields: Sequence[str], *others: tuple[str, type, object]) -> _Make:
    texts = [(field, str, "") for field in fields]
    return msgspec.defstruct(name, [*texts, *others], omit_defaults=True)


_Personal: Final = _texts(
    "_Personal", PERSONAL_FIELDS, ("extra", dict[str, str], msgspec.field(default_factory=dict))
)
_Entry: Final = _texts("_Entry", ENTRY_FIELDS)


class _Source(msgspec.Struct):
    name: str
    position: int


class _Registered(msgspec.Struct, omit_defaults=True):
    """The stored form of `VoterRegistered`."""

    actor: str
    happened_at: datetime
    recorded_at: datetime
    source: _Source
    entry: msgspec.Struct | msgspec.UnsetType
    personal: msgspec.Struct
    warnings: tuple[str, ...] = ()


def file_block(
    submissions: Submissions, first_row: int, cycle: str, context: Context, codec: Codec
) -> list[tuple[str, str, bytes]]:
    """Return what submissions of rows that follow one another state, with the streams that they are about."""
    actor, now, source = context.actor, context.now, context.source
    rows = range(first_row, first_row + len(submissions))
    (registered_on,) = submissions.columns(["registered_on"])
    statements = map(
        _Registered,
        [actor] * len(rows),
        [day_named(day) or now for day in registered_on],
        [now] * len(rows),
        [_Source(source, row) for row in rows],
        [
            _Entry(*texts) if any(texts) else msgspec.UNSET
            for texts in zip(*submissions.columns(ENTRY_FIELDS), strict=True)
        ],
        map(_Personal, *submissions.columns(PERSONAL_FIELDS), submissions.extra),
        [submissions.damage.get(place, ()) for place in range(len(rows))],
    )
    keys = zip(submissions.levels, submissions.committees, submissions.registration_ids, strict=True)
    streams = [registration_stream_id(cycle, *key) for key in keys]
    encoded = [codec.encode_fields(VoterRegistered, statement) for statement in statements]
    return [(stream, topic, state) for stream, (topic, state) in zip(streams, encoded, strict=True)]

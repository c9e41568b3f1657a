"""Handing case events on to a sink: at least once, in order, each with an id that never changes.

The position is kept in the log's store and moves only when the sink has confirmed, so a publisher that
dies sends its last messages again; whoever receives them drops an id that it has seen.
"""

from __future__ import annotations

from typing import Final

from events.cases import (
    CaseEvent,
    case_id_from_stream,
)
from events.log import Consumed, EventLog, Recorded, VersionConflict
from events.resolutions import PositionTaken
from events.streams import Message, Sink

PAGE_SIZE: Final = 500


def publish_cases(log: EventLog, sink: Sink, name: str) -> int:
    """Send the case events that the sink of this name has not had; return how many.

    A message holds no personal value and no sealed one: who and what, keys of registrations, probabilities
    and reasons. That a committee took its position is told, which one it was is not.
    """
    consumer, sent = f"publish/{name}", 0
    while page := log.read_after(log.position_of(consumer), limit=PAGE_SIZE, of=(CaseEvent,)):
        sink.write([_message(recorded) for recorded in page])
        sent += len(page)
        try:
            log.append((), Consumed(consumer, page[-1].position))
        except VersionConflict:
            """Another publisher of the same name has come further; the receiver drops what it had twice."""
    return sent


def _message(recorded: Recorded) -> Message:
    case_id = case_id_from_stream(recorded.stream_id)
    return Message(
        message_id=f"{case_id}/{recorded.version}",
        body={
            "case_id": case_id,
            "version": recorded.version,
            "position": recorded.position,
            "type": recorded.event.stored_name,
            **recorded.event.model_dump(mode="json", exclude_none=True, exclude=_withheld(recorded)),
        },
    )


def _withheld(recorded: Recorded) -> set[str]:
    return {"personal", "settlement"} if isinstance(recorded.event, PositionTaken) else {"personal"}

"""Copy a log into another, event by event as stored, and prove that both hold the same.

Each batch is committed together with how far the copy has come, so a copy that is killed goes on where it
was. The target must be empty or the beginning of this very source.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dedup.audit.digest import Digest, digest_of
from dedup.errors import BadRequest, CorruptLog
from dedup.tables.sqlite import file_tables
from dedup.views.cases import CaseQuery, open_case_view
from events.log import Consumed, EventLog, Stored

BATCH_EVENTS: Final = 5_000
CONSUMER: Final = "store-copy"
"""Keeps in the target how far the copy has come; its position is the source's last one when it is done."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did, and what both logs were found to hold."""

    events: int
    """Events that this run copied; fewer than the log holds when an earlier run had begun."""
    position: int
    consumers: int
    stored_digest: str
    """SHA-256 over every event with its position, stream, version, topic and bytes."""
    digest: Digest


def copy_log(
    source: EventLog, target: EventLog, on_batch: Callable[[int, int], None] = lambda _position, _head: None
) -> Copied:
    """Copy what the source holds now, and compare. `on_batch` is told the position reached and the last one.

    Raises BadRequest when the target holds something else, CorruptLog when the logs differ in the end.
    """
    head, positions = source.head(), source.consumers()
    begun = _require_same_beginning(source, target, head)
    reached = begun
    while batch := source.read_encoded_after(reached, limit=BATCH_EVENTS, until=head):
        given = target.append_stored(batch, Consumed(CONSUMER, batch[-1].position))
        if given != [stored.position for stored in batch]:
            raise CorruptLog("copy-differs", part="positions", position=reached + 1)
        reached = batch[-1].position
        on_batch(reached, head)
    _copy_consumers(target, positions)
    stored, digest = _stored_digest(source, head), _digest(source, head)
    if stored != _stored_digest(target, head):
        raise CorruptLog("copy-differs", part="events", position=head)
    if digest != _digest(target, head):
        raise CorruptLog("copy-differs", part="digest", position=head)
    return Copied(reached - begun, reached, len(positions), stored, digest)


def _require_same_beginning(source: EventLog, target: EventLog, head: int) -> int:
    """Return where the target ends, which is where the copy goes on."""
    reached = target.head()
    foreign = BadRequest("copy-target-foreign", events=f"{reached:,}")
    if reached != target.position_of(CONSUMER) or reached > head:
        raise foreign
    if not reached and target.consumers():
        raise foreign
    if reached and _at(source, reached) != _at(target, reached):
        raise foreign
    return reached


def _at(log: EventLog, position: int) -> list[Stored]:
    return list(log.read_encoded_after(position - 1, limit=1, until=position))


def _copy_consumers(target: EventLog, positions: dict[str, int]) -> None:
    there = target.consumers()
    for consumer, position in positions.items():
        if consumer != CONSUMER and there.get(consumer, 0) < position:
            target.append((), Consumed(consumer, position))
    there = target.consumers()
    wanted = {consumer: p for consumer, p in positions.items() if consumer != CONSUMER}
    if {consumer: p for consumer, p in there.items() if consumer != CONSUMER} != wanted:
        raise CorruptLog("copy-differs", part="consumers", position=0)


def _stored_digest(log: EventLog, head: int) -> str:
    """Digest the bytes; lengths go before what varies in length, so that nothing can pass for another."""
    sha = hashlib.sha256()
    position = 0
    while page := log.read_encoded_after(position, limit=BATCH_EVENTS, until=head):
        for stored in page:
            stream_id, topic = stored.stream_id.encode(), stored.topic.encode()
            sizes = (len(stream_id), len(topic), len(stored.state))
            sha.update(repr((stored.position, stored.version, *sizes)).encode())
            sha.update(stream_id + topic + stored.state)
        position = page[-1].position
    return sha.hexdigest()


def _digest(log: EventLog, head: int) -> Digest:
    """Return the log's digest with a read model built from it alone."""
    with tempfile.TemporaryDirectory(prefix="dedup-copy-") as folder:
        view = open_case_view(file_tables(Path(folder) / "views.sqlite"))
        try:
            view.catch_up(log)
            return digest_of(log, view.find(CaseQuery(as_of=head)), head)
        finally:
            view.close()

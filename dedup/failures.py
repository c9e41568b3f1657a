"""Failures of what lies below the service, as errors that a user can act on."""

from __future__ import annotations

import sqlite3

from eventsourcing.persistence import PersistenceError

from dedup.errors import Conflict, CorruptLog, DedupError, Unavailable
from events.codec import UnreadableEvent
from events.log import LogError, LogUnavailable, VersionConflict
from events.streams import StreamUnavailable


def as_user_error(error: Exception) -> DedupError | None:
    """Return the error to tell a user; None for one that is a fault of the program itself."""
    match error:
        case DedupError():
            return error
        case UnreadableEvent():
            return CorruptLog("log-unreadable", detail=str(error))
        case VersionConflict():
            return Conflict("log-conflict")
        case sqlite3.DatabaseError() if "malformed" in str(error) or "not a database" in str(error):
            return CorruptLog("log-unreadable", detail=str(error))
        case LogUnavailable() | LogError() | PersistenceError() | sqlite3.Error():
            return Unavailable("store-unavailable", detail=str(error))
        case StreamUnavailable():
            return Unavailable("stream-unavailable", detail=str(error))
        case OSError():
            return Unavailable("system", detail=str(error))
        case _:
            return None

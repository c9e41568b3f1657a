"""The envelope that every event shares: who, when it happened, when it was recorded, from which source.

The envelope holds no personal value. What concerns a voter personally stands in a field of its own
(`personal`), so that it can be encrypted and erased while the envelope stays readable.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value that never changes once made; unknown fields are refused, not dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Frozen):
    """Where an event came from: a file by its content, and the row in it; or a message, and its place."""

    name: str
    """Stream id of the file's account, or the name of another source."""
    position: int
    """Row of the file as a person sees it (the header counts), or the message's place in its source."""
    sender: str = ""
    """Who sent the message; with its id, what the message is known by wherever it turns up again."""
    message_id: str = ""
    sent_at: AwareDatetime | None = None
    """When the sender says that it was true."""


class Event(Frozen):
    """A fact. Subclasses are in the past tense and set `stored_name`.

    A field's default is its empty value and never changes: stored events leave defaults out.
    """

    stored_name: ClassVar[str]
    """The name in the log. Python names may change, this may not."""
    stored_version: ClassVar[int] = 1
    """Raised, with an upcast in `events.codec`, whenever the fields change their meaning."""

    actor: str
    """Who did it: an account, or the program's own name for what it does itself."""
    happened_at: AwareDatetime
    """When it was true."""
    recorded_at: AwareDatetime
    """When it was written to the log."""
    source: Source | None = None

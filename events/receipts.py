"""Vocabulary of receipts: messages that were taken and changed nothing.

A message that changes a registration is remembered by the event that it made. One that says what stands
already makes none; its receipt is what lets a late repeat of it be known for one, after other values have
come. Receipts stand beside the registration's stream, which holds whole values only.
"""

from __future__ import annotations

from typing import ClassVar, Final

from events.event import Event
from events.registrations import STREAM_PREFIX as REGISTRATION_PREFIX

STREAM_PREFIX: Final = "receipt/"


def receipt_stream_id(registration_stream_id: str) -> str:
    """Return the id of the stream of receipts about a registration."""
    return STREAM_PREFIX + registration_stream_id.removeprefix(REGISTRATION_PREFIX)


class MessageReceived(Event):
    """A message said of a registration what stood already. Its `source` says which message."""

    stored_name: ClassVar[str] = "MessageReceived"

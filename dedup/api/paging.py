"""Cursors: where a page ended, opaque to the caller and checked when it comes back."""

from __future__ import annotations

import base64
import binascii
from typing import Final

import msgspec

from dedup.errors import BadRequest
from dedup.views.queues import Cursor

_LENGTH_MAX: Final = 300
_TYPE: Final = tuple[str, int, float, str]


def encode_cursor(cursor: Cursor) -> str:
    """Return a cursor as callers hand it back."""
    return base64.urlsafe_b64encode(msgspec.json.encode(tuple(cursor))).decode().rstrip("=")


def decode_cursor(text: str) -> Cursor:
    """Return the cursor that a caller hands back. Raises BadRequest when it is none of ours."""
    if len(text) > _LENGTH_MAX:
        raise BadRequest("cursor-unknown")
    try:
        padded = text + "=" * (-len(text) % 4)
        content = base64.b64decode(padded, altchars=b"-_", validate=True)
        return Cursor(*msgspec.json.decode(content, type=_TYPE))
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise BadRequest("cursor-unknown") from None

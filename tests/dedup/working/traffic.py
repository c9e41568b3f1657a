"""Registers as the messages that their committees would send, and what networks do to messages."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dedup.intake.messages import SUBMITTED
from events.streams import Message

BEGAN = datetime(2026, 9, 1, tzinfo=UTC)


def messages_of(files: Sequence[Path]) -> list[Message]:
    """Return the rows of JSON Lines registers as messages, each sent a millisecond after the one before."""
    messages: list[Message] = []
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            body = json.loads(line)
            messages.append(
                Message(
                    message_id=f"{path.stem}-{number}",
                    body=body,
                    sender=f"//rolls.example/{path.stem}",
                    kind=SUBMITTED,
                    sent_at=BEGAN + timedelta(milliseconds=len(messages)),
                    key=hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16],
                )
            )
    return messages


def disturbed(messages: Sequence[Message], seed: int, share: float = 0.05) -> list[Message]:
    """Return the messages with a share of them sent again at any later time, and a share moved elsewhere."""
    chance = random.Random(seed)
    places: list[tuple[float, int, Message]] = []
    for number, message in enumerate(messages):
        place = chance.uniform(0, len(messages)) if chance.random() < share else float(number)
        places.append((place, 0, message))
        if chance.random() < share:
            places.append((chance.uniform(number, len(messages)), 1, message))
    return [message for _, _, message in sorted(places, key=lambda p: p[:2])]

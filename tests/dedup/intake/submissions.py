"""Messages that hand in registrations, as examples."""

from __future__ import annotations

from datetime import datetime, timedelta

from dedup.intake.messages import SUBMITTED
from events.streams import Message
from tests.examples import NOON

SENDER = "//rolls.example/340123"


def submitted(
    message_id: str = "m1",
    *,
    minute: int | None = None,
    sender: str = SENDER,
    kind: str = SUBMITTED,
    **members: object,
) -> Message:
    body: dict[str, object] = {
        "registration_id": "A1",
        "committee": "340123",
        "name": "王小明",
        "id_number": "340123198503120010",
        "phone": "13800138000",
    }
    return Message(
        message_id=message_id,
        body={name: value for name, value in (body | members).items() if value is not None},
        sender=sender,
        kind=kind,
        sent_at=None if minute is None else sent(minute),
    )


def sent(minute: int) -> datetime:
    return NOON - timedelta(days=1) + timedelta(minutes=minute)

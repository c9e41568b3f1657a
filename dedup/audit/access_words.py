"""What accounts and disclosures say of themselves, in words for their story."""

from __future__ import annotations

from urllib.parse import unquote

from dedup.catalogue import Language, say
from dedup.clock import in_china
from events.accounts import STREAM_PREFIX as ACCOUNT_PREFIX
from events.accounts import RoleEvent, TokenEvent, TokenIssued
from events.disclosures import STREAM_PREFIX as DISCLOSURE_PREFIX
from events.disclosures import Disclosed
from events.event import Event
from events.registrations import STREAM_PREFIX as REGISTRATION_PREFIX
from events.registrations import RegistrationKey


def subject_of_access(stream_id: str) -> str | None:
    """Return what a stream of an account or of disclosures is about; None for any other stream."""
    if stream_id.startswith(ACCOUNT_PREFIX):
        return unquote(stream_id.removeprefix(ACCOUNT_PREFIX))
    if not stream_id.startswith(DISCLOSURE_PREFIX):
        return None
    subject = unquote(stream_id.removeprefix(DISCLOSURE_PREFIX).split("/")[0])
    if subject.startswith(REGISTRATION_PREFIX):
        return str(RegistrationKey.from_stream_id(subject))
    return subject


def access_details(event: Event, language: Language) -> dict[str, str | float] | None:
    """Return the facts of an event of an account or of a disclosure; None for any other event."""
    match event:
        case RoleEvent():
            return {"role": _role(event.role, event.level, event.code, language)}
        case TokenIssued():
            return {
                "token": event.token,
                "role": _role(event.role, event.level, event.code, language),
                "scope": say(language, "list-separator").join(event.scope),
                "until": in_china(event.expires_at),
            }
        case TokenEvent():
            return {"token": event.token}
        case Disclosed():
            keys = (str(RegistrationKey.from_stream_id(stream)) for stream in event.registrations)
            columns = (say(language, f"column-{column}") for column in event.columns)
            separator = say(language, "list-separator")
            return {
                "registrations": separator.join(keys),
                "columns": separator.join(columns),
                "how": say(language, "values-masked" if event.masked else "values-whole"),
            }
        case _:
            return None


def _role(role: str, level: str, code: str, language: Language) -> str:
    if not role:
        return ""
    return " ".join(filter(None, (say(language, f"role-{role}"), level, code)))

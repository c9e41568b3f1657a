"""The story of an account, and of who was shown what."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import pytest

from dedup.access.disclosing import Disclosures
from dedup.audit.history import tell
from dedup.catalogue import Language
from events.accounts import (
    AccountCreated,
    AccountDisabled,
    AccountEnabled,
    AccountEvent,
    PasswordSet,
    RoleGranted,
    RoleRevoked,
    SignedIn,
    TokenIssued,
    TokenRevoked,
    account_stream_id,
)
from events.log import Write
from events.memory import open_memory_log
from tests.examples import NOON, key

SAID: Final[dict[str, Any]] = {"account": "李晓明", "actor": "root", "happened_at": NOON, "recorded_at": NOON}
AT_CODE: Final = {"role": "clerk", "level": "county", "code": "340123"}
UNTIL: Final = datetime.fromisoformat("2026-12-01T00:00:00+00:00")
EVENTS: Final[list[AccountEvent]] = [
    AccountCreated(**SAID),
    PasswordSet(**SAID),
    RoleGranted(**SAID, **AT_CODE),
    TokenIssued(**SAID, **AT_CODE, token="register", scope=("submit_registration",), expires_at=UNTIL),  # noqa: S106
    TokenRevoked(**SAID, token="register"),  # noqa: S106
    SignedIn(**SAID),
    RoleRevoked(**SAID, **AT_CODE),
    AccountDisabled(**SAID),
    AccountEnabled(**SAID),
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_event_of_an_account_is_told_by_its_name(language: Language) -> None:
    log = open_memory_log()
    log.append([Write(account_stream_id("李晓明"), 0, EVENTS)])
    lines = tell(log, [account_stream_id("李晓明")], language)
    assert [line.subject for line in lines] == ["李晓明"] * len(EVENTS)
    assert all("李晓明" in line.sentence for line in lines)


def test_roles_and_tokens_are_told_with_committee_and_scope() -> None:
    log = open_memory_log()
    log.append([Write(account_stream_id("李晓明"), 0, EVENTS)])
    sentences = [line.sentence for line in tell(log, [account_stream_id("李晓明")], "en")]
    assert sentences[2].endswith("root granted account 李晓明 the role clerk county 340123.")
    assert "as clerk county 340123, for: submit_registration, until 2026-12-01" in sentences[3]


def test_a_disclosure_is_told_with_who_saw_what_and_how() -> None:
    log = open_memory_log()
    disclosures = Disclosures(log, lambda: NOON)
    disclosures.of_registration("li", key(), ["name", "id_number"])
    (line,) = tell(log, disclosures.streams_of([key().stream_id]), "en")
    assert line.subject == str(key())
    assert line.sentence.endswith(f"li was shown values of {key()} (whole): name, ID number.")

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dedup.intake.registrar import Context, decide, key_of
from dedup.intake.submission import Rejection, Submission, parse_submission
from dedup.intake.tables import SourceRow
from events.event import Source
from events.registrations import (
    RegistrationAmended,
    RegistrationEvent,
    RegistrationRestored,
    RegistrationWithdrawn,
    VoterRegistered,
)
from tests.examples import NOON

CONTEXT = Context(actor="clerk", now=NOON, source="file/2026///abc")


def submission(**values: str) -> Submission:
    given = {
        "registration_id": "A1",
        "committee": "340123",
        "name": "王小明",
        "sex": "男",
        "phone": "13800138000",
    }
    row = SourceRow(number=7, values={**given, **values}, extra={"班组": "三组"}, problem=None)
    parsed = parse_submission(row, committee=None, level=None)
    assert not isinstance(parsed, Rejection), parsed
    return parsed


def event_of(latest: RegistrationEvent | None, **values: str) -> RegistrationEvent:
    _, event = decide(latest, submission(**values), 7, CONTEXT)
    assert event is not None
    return event


def test_a_new_voter_is_registered_with_source_and_row() -> None:
    effect, event = decide(None, submission(), 7, CONTEXT)
    assert effect == "accepted"
    assert isinstance(event, VoterRegistered)
    assert event.source == Source(name="file/2026///abc", position=7)
    assert (event.personal.name, event.personal.extra, event.actor) == ("王小明", {"班组": "三组"}, "clerk")


def test_an_identical_resubmission_is_unchanged() -> None:
    assert decide(event_of(None), submission(), 9, CONTEXT) == ("unchanged", None)


def test_a_differing_resubmission_amends_and_names_what_changed() -> None:
    effect, event = decide(event_of(None), submission(name="王晓明", phone=""), 7, CONTEXT)
    assert effect == "amended"
    assert isinstance(event, RegistrationAmended)
    assert event.changed == ("name", "phone")
    assert event.personal.name == "王晓明"


def test_an_amendment_sent_again_is_unchanged_and_sent_back_is_another_amendment() -> None:
    amended = event_of(event_of(None), name="王晓明")
    assert decide(amended, submission(name="王晓明"), 7, CONTEXT) == ("unchanged", None)
    assert decide(amended, submission(), 7, CONTEXT)[0] == "amended"


@pytest.mark.parametrize("word", ["撤销登记", "迁出", "死亡", "withdraw"])
def test_a_withdrawal_withdraws_with_the_committees_own_word(word: str) -> None:
    effect, event = decide(event_of(None), submission(action=word), 7, CONTEXT)
    assert effect == "withdrawn"
    assert isinstance(event, RegistrationWithdrawn)
    assert event.reason == word


def test_withdrawing_what_is_not_on_the_roll_changes_nothing() -> None:
    assert decide(None, submission(action="迁出"), 7, CONTEXT) == ("unchanged", None)
    gone = event_of(event_of(None), action="迁出")
    assert decide(gone, submission(action="迁出"), 7, CONTEXT) == ("unchanged", None)


def test_a_withdrawn_voter_who_is_sent_again_is_restored() -> None:
    gone = event_of(event_of(None), action="迁出")
    effect, event = decide(gone, submission(), 7, CONTEXT)
    assert effect == "accepted"
    assert isinstance(event, RegistrationRestored)


def test_the_day_of_registration_is_when_it_happened_in_china() -> None:
    event = event_of(None, registered_on="2026-07-31")
    assert event.happened_at == datetime(2026, 7, 30, 16, 0, tzinfo=UTC)
    assert event.recorded_at == NOON


def test_an_unreadable_day_of_registration_is_kept_and_the_time_of_recording_stands_in() -> None:
    event = event_of(None, registered_on="七月底")
    assert event.happened_at == NOON
    assert isinstance(event, VoterRegistered)
    assert event.entry.registered_on == "七月底"


def test_the_key_is_cycle_level_committee_and_number() -> None:
    key = key_of(submission(level="乡镇"), "2026")
    assert (key.cycle, key.level, key.committee, key.registration_id) == ("2026", "township", "340123", "A1")

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.columns import CANONICAL
from dedup.intake.registrar import Context, Effect, Stated, decide, statement_of, stream_of
from dedup.intake.submission import Rejection, Submission, parse_submission
from dedup.intake.tables import SourceRow
from events.codec import Codec
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


def stated(**values: str) -> Stated:
    """Return the event that a submission states, as the log would give it back."""
    codec = Codec()
    return cast("Stated", codec.decode(*codec.encode_fields(*statement_of(submission(**values), 7, CONTEXT))))


def effect_on(latest: RegistrationEvent | None, **values: str) -> tuple[Effect, RegistrationEvent | None]:
    return decide(latest, stated(**values))


def event_of(latest: RegistrationEvent | None, **values: str) -> RegistrationEvent:
    _, event = effect_on(latest, **values)
    assert event is not None
    return event


def test_a_new_voter_is_registered_with_source_and_row() -> None:
    effect, event = effect_on(None)
    assert effect == "accepted"
    assert isinstance(event, VoterRegistered)
    assert event.source == Source(name="file/2026///abc", position=7)
    assert (event.personal.name, event.personal.extra, event.actor) == ("王小明", {"班组": "三组"}, "clerk")


def test_what_a_new_voter_states_is_the_event() -> None:
    assert effect_on(None, note="新") == ("accepted", stated(note="新"))


def test_an_identical_resubmission_is_unchanged() -> None:
    assert effect_on(event_of(None)) == ("unchanged", None)


def test_a_differing_resubmission_amends_and_names_what_changed() -> None:
    effect, event = effect_on(event_of(None), name="王晓明", phone="", basis="居住")
    assert effect == "amended"
    assert isinstance(event, RegistrationAmended)
    assert event.changed == ("name", "phone", "basis")
    assert event.personal.name == "王晓明"


def test_an_amendment_sent_again_is_unchanged_and_sent_back_is_another_amendment() -> None:
    amended = event_of(event_of(None), name="王晓明")
    assert effect_on(amended, name="王晓明") == ("unchanged", None)
    assert effect_on(amended)[0] == "amended"


@pytest.mark.parametrize("word", ["撤销登记", "迁出", "死亡", "withdraw"])
def test_a_withdrawal_withdraws_with_the_committees_own_word(word: str) -> None:
    effect, event = effect_on(event_of(None), action=word)
    assert effect == "withdrawn"
    assert isinstance(event, RegistrationWithdrawn)
    assert event.reason == word


def test_a_withdrawal_happens_when_it_is_handed_in() -> None:
    assert event_of(event_of(None), action="迁出", registered_on="2026-07-31").happened_at == NOON


def test_withdrawing_what_is_not_on_the_roll_changes_nothing() -> None:
    assert effect_on(None, action="迁出") == ("unchanged", None)
    gone = event_of(event_of(None), action="迁出")
    assert effect_on(gone, action="迁出") == ("unchanged", None)


def test_a_withdrawn_voter_who_is_sent_again_is_restored() -> None:
    gone = event_of(event_of(None), action="迁出")
    effect, event = effect_on(gone)
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


TEXTS = st.text(max_size=30)


@given(
    st.dictionaries(st.sampled_from([c for c in CANONICAL if c not in {"committee", "level"}]), TEXTS),
    st.dictionaries(st.text(min_size=1, max_size=10), TEXTS),
    st.sampled_from(["", "登记", "迁出"]),
)
def test_a_statement_is_stored_as_the_event_that_it_states(
    values: dict[str, str], extra: dict[str, str], action: str
) -> None:
    key = {"registration_id": "A1", "name": "王", "action": action}
    parsed = parse_submission(SourceRow(3, {**values, **key}, extra), committee="340123")
    assert isinstance(parsed, Submission)
    codec = Codec()
    encoded = codec.encode_fields(*statement_of(parsed, 3, CONTEXT))
    assert codec.encode(codec.decode(*encoded)) == encoded


def test_the_stream_is_that_of_cycle_level_committee_and_number() -> None:
    assert stream_of(submission(level="乡镇"), "2026") == "registration/2026/township/340123/A1"

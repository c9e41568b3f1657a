from __future__ import annotations

import json
from datetime import date
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.calendars import CalendarSet, CertificateRule, Rules
from events.cases import (
    CaseRescored,
    FlagLapsed,
    Remark,
)
from events.codec import VOCABULARY, Codec, UnreadableEvent
from events.event import Event
from events.files import RejectedRow, RowCounts, RowsImported
from events.registrations import RegistrationEvent, Voter, VoterRegistered
from events.resolutions import PositionTaken, Settlement
from tests.examples import NOON, assessment, flagged, registered

STORED_NAMES = {
    "VoterRegistered.v1",
    "RegistrationAmended.v1",
    "RegistrationWithdrawn.v1",
    "RegistrationRestored.v1",
    "CaseFlagged.v1",
    "CaseRescored.v1",
    "CaseReweighed.v1",
    "FlagLapsed.v1",
    "TransferExplained.v1",
    "TransferWithdrawn.v1",
    "ProxyNoted.v1",
    "CaseAssigned.v1",
    "CaseClaimed.v1",
    "CaseReleased.v1",
    "ClaimReleased.v1",
    "CommentAdded.v1",
    "LetterSent.v1",
    "PositionTaken.v1",
    "PositionWithdrawn.v1",
    "OutcomeProposed.v1",
    "ProposalAccepted.v1",
    "ProposalRefused.v1",
    "OutcomeDisputed.v1",
    "CertificateAwaited.v1",
    "OutcomeAgreed.v1",
    "KeepingAccepted.v1",
    "RegistrationReleased.v1",
    "HandOverOverdue.v1",
    "CaseApplied.v1",
    "CorrectionPublished.v1",
    "CaseClosed.v1",
    "CaseDismissed.v1",
    "ReplyOverdue.v1",
    "CaseEscalated.v1",
    "HeldAtPoll.v1",
    "BallotNoted.v1",
    "CaseExpired.v1",
    "AppealFiled.v1",
    "AppealUpheld.v1",
    "AppealRejected.v1",
    "SuitFiled.v1",
    "JudgmentRecorded.v1",
    "CaseReopened.v1",
    "AccountCreated.v1",
    "RoleGranted.v1",
    "RoleRevoked.v1",
    "AccountDisabled.v1",
    "AccountEnabled.v1",
    "PasswordSet.v1",
    "TokenIssued.v1",
    "TokenRevoked.v1",
    "SignedIn.v1",
    "Disclosed.v1",
    "FileReceived.v1",
    "RowsImported.v1",
    "FileImported.v1",
    "CycleOpened.v1",
    "CalendarSet.v1",
    "CertificateIssued.v1",
    "CertificateUsed.v1",
    "ReceiptReturned.v1",
    "CertificateRevoked.v1",
    "CertificateExpired.v1",
    "CertificateHeld.v1",
    "HostRegistrationNotified.v1",
    "ProxyGranted.v1",
    "ProxyRevoked.v1",
    "ProxyTaken.v1",
    "ProxyEnded.v1",
    "BallotIssued.v1",
    "ModelAdopted.v1",
    "MessageReceived.v1",
}


def test_the_stored_names_are_the_ones_that_logs_in_the_field_hold() -> None:
    assert set(Codec().topics_of(*VOCABULARY)) == STORED_NAMES


@pytest.mark.parametrize(
    "event",
    [
        registered(),
        flagged(),
        CaseRescored(actor="projector", happened_at=NOON, recorded_at=NOON, assessment=assessment()),
        FlagLapsed(actor="p", happened_at=NOON, recorded_at=NOON, reason="registration_withdrawn", model="m"),
        PositionTaken(
            actor="li",
            happened_at=NOON,
            recorded_at=NOON,
            side="left",
            settlement=Settlement(outcome="host_keeps", keep=("left",), release=("right",)),
            personal=Remark(text="证明"),
        ),
        CalendarSet(
            actor="li",
            happened_at=NOON,
            recorded_at=NOON,
            election_day=date(2026, 12, 15),
            rules=Rules(
                roll_days_before=20,
                certificate=CertificateRule(alternatives=("lease",)),
                min_residence_months=12,
                nonreply="keep",
                correction_cutoff_days=1,
                freeze_days=1,
                reply_days=5,
                rollover="none",
            ),
            holidays=(date(2026, 10, 1),),
        ),
        RowsImported(
            actor="li",
            happened_at=NOON,
            recorded_at=NOON,
            last_row=9,
            counts=RowCounts(accepted=7, rejected=1),
            rejects=(RejectedRow(row=3, field="name", reason="missing_name", personal={"备注": "=1"}),),
        ),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_event_survives_being_stored(event: Event) -> None:
    codec = Codec()
    assert codec.decode(*codec.encode(event)) == event


@given(st.text(max_size=40), st.text(max_size=40), st.dictionaries(st.text(max_size=8), st.text(max_size=8)))
def test_any_text_survives_being_stored(name: str, note: str, extra: dict[str, str]) -> None:
    codec = Codec()
    personal = Voter(name=name, note=note, extra=extra)
    event = VoterRegistered(actor="li", happened_at=NOON, recorded_at=NOON, personal=personal)
    assert codec.decode(*codec.encode(event)) == event


@given(st.text(max_size=40), st.dictionaries(st.text(max_size=8), st.text(max_size=8), min_size=1))
def test_fields_are_encoded_as_the_event_that_has_them(name: str, extra: dict[str, str]) -> None:
    codec = Codec()
    fields = {
        "actor": "li",
        "happened_at": NOON,
        "recorded_at": NOON,
        "source": {"name": "file/1", "position": 7},
        "personal": {"name": name, "extra": extra} if name else {"extra": extra},
    }
    encoded = codec.encode_fields(VoterRegistered, fields)
    event = VoterRegistered.model_validate(fields)
    assert (encoded, codec.decode(*encoded)) == (codec.encode(event), event)


def test_a_stored_name_and_a_class_lead_to_each_other() -> None:
    codec = Codec()
    assert [codec.class_of(codec.topic_of(event_class)) for event_class in VOCABULARY] == list(VOCABULARY)


def test_a_name_of_an_older_version_leads_to_no_class_because_it_must_be_lifted() -> None:
    codec = Codec([SizeMeasured], {("SizeMeasured", 1): inches_to_mm})
    assert [codec.class_of(f"SizeMeasured.v{n}") for n in (1, 2, 3)] == [None, SizeMeasured, None]


def test_empty_values_take_no_room() -> None:
    _, state = Codec().encode(registered())
    assert "employer" not in json.loads(state)["personal"]


class SizeMeasured(Event):
    """Version 2 measures in millimetres; version 1 measured in inches."""

    stored_name: ClassVar[str] = "SizeMeasured"
    stored_version: ClassVar[int] = 2
    length_mm: float


def inches_to_mm(data: dict[str, Any]) -> dict[str, Any]:
    return {**{k: v for k, v in data.items() if k != "length_in"}, "length_mm": data["length_in"] * 25.4}


def old_state() -> bytes:
    return json.dumps(
        {
            "actor": "li",
            "happened_at": "2020-01-01T00:00:00Z",
            "recorded_at": "2020-01-01T00:00:00Z",
            "length_in": 2,
        }
    ).encode()


def test_an_event_of_an_old_version_is_lifted_to_the_new_one() -> None:
    codec = Codec([SizeMeasured], {("SizeMeasured", 1): inches_to_mm})
    event = codec.decode("SizeMeasured.v1", old_state())
    assert isinstance(event, SizeMeasured)
    assert event.length_mm == pytest.approx(50.8)


def test_a_filter_by_class_finds_events_of_all_versions() -> None:
    codec = Codec([SizeMeasured], {("SizeMeasured", 1): inches_to_mm})
    assert codec.topics_of(Event) == ("SizeMeasured.v1", "SizeMeasured.v2")


def test_a_filter_by_a_parent_class_finds_the_whole_stream() -> None:
    assert Codec().topics_of(RegistrationEvent) == (
        "VoterRegistered.v1",
        "RegistrationAmended.v1",
        "RegistrationWithdrawn.v1",
        "RegistrationRestored.v1",
    )


def test_a_raised_version_without_an_upcast_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match=r"SizeMeasured\.v1 has no upcast"):
        Codec([SizeMeasured], {})


@pytest.mark.parametrize("topic", ["SizeMeasured.v3", "Unheard.v1", "SizeMeasured", "os.system"])
def test_an_event_of_an_unknown_name_or_later_version_stops_the_reader(topic: str) -> None:
    codec = Codec([SizeMeasured], {("SizeMeasured", 1): inches_to_mm})
    with pytest.raises(UnreadableEvent):
        codec.decode(topic, old_state())


def test_an_event_with_a_field_that_nobody_knows_stops_the_reader() -> None:
    topic, state = Codec().encode(registered())
    damaged = json.dumps({**json.loads(state), "surprise": 1}).encode()
    with pytest.raises(UnreadableEvent):
        Codec().decode(topic, damaged)

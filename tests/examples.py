"""Examples as functions: whole, valid values, of which a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dedup.calendars.calendar import Calendar
from dedup.calendars.presets import NATIONAL
from events.calendars import Rules
from events.cases import (
    Assessment,
    CaseFlagged,
    Evidence,
    HomeSide,
    Kind,
)
from events.event import Source
from events.registrations import Entry, RegistrationKey, Voter, VoterRegistered

NOON = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)


def minutes_later(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def key(
    number: str = "A0001", committee: str = "340123", cycle: str = "2026", level: str = "county"
) -> RegistrationKey:
    return RegistrationKey(cycle, level, committee, number)


def voter(**values: str) -> Voter:
    given = {
        "name": "王小明",
        "sex": "男",
        "ethnicity": "汉族",
        "birth_date": "1985-03-12",
        "id_number": "340123198503120010",
        "household_address": "安徽省合肥市肥西县上派镇南街12号",
        "phone": "13800138000",
    }
    return Voter.model_validate(given | values)


def registered(row: int = 2, **values: str) -> VoterRegistered:
    return VoterRegistered(
        actor="clerk",
        happened_at=NOON,
        recorded_at=NOON,
        source=Source(name="file/2026///abc", position=row),
        entry=Entry(basis="household"),
        personal=voter(**values),
    )


def assessment(probability: float = 0.97, model: str = "m1", bits: float = 12.5) -> Assessment:
    return Assessment(
        probability=probability,
        verdict="same_person",
        evidence=(Evidence(field="id_number", level="exact", bits=bits),),
        model=model,
    )


def flagged(
    left: RegistrationKey | None = None,
    right: RegistrationKey | None = None,
    kind: Kind = "cross_committee",
    home: HomeSide = "left",
    probability: float = 0.97,
) -> CaseFlagged:
    one, other = sorted((left or key(), right or key("B0001", "310115")), key=lambda k: k.stream_id)
    return CaseFlagged(
        actor="projector",
        happened_at=NOON,
        recorded_at=NOON,
        left=one.stream_id,
        right=other.stream_id,
        kind=kind,
        home=home,
        assessment=assessment(probability),
    )


def calendar(
    election_day: str = "2026-12-15",
    committee: str = "340123",
    level: str = "county",
    publication_day: str = "",
    **rules: object,
) -> Calendar:
    return Calendar(
        cycle="2026",
        level=level,
        committee=committee,
        election_day=date.fromisoformat(election_day),
        publication_day=date.fromisoformat(publication_day) if publication_day else None,
        rules=Rules.model_validate(NATIONAL.rules.model_dump() | rules),
        preset="national",
    )

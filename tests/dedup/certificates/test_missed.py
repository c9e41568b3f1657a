from __future__ import annotations

from datetime import date

import pytest

from dedup.calendars.calendar import Calendar
from dedup.calendars.desk import CalendarDesk
from dedup.certificates.missed import MissedVoter, missed_in
from tests.dedup.certificates.examples import HOME, HOST, Scene, host_registered, scene, withdrawn
from tests.examples import NOON, calendar

CLOSES = "2026-11-25"


def alarmed(at: Scene, today: str, host: Calendar | None) -> list[MissedVoter]:
    if host is not None:
        CalendarDesk(at.log, lambda: NOON).set(host, "wang")
    return missed_in(at.log, "2026", date.fromisoformat(today))


def issued(*, host: bool = False, number: str = "") -> Scene:
    at = scene(number, host=host)
    at.desk.issue("li", "0012", HOME, "310115")
    return at


@pytest.mark.parametrize(
    ("today", "gate", "days_left"),
    [
        ("2026-11-18", "registration_closes", 7),
        ("2026-11-25", "registration_closes", 0),
        ("2026-11-26", "correction_cutoff", 18),
        ("2026-12-15", "election_day", 0),
    ],
)
def test_an_unused_certificate_raises_an_alarm_when_the_hosts_roll_is_about_to_close_or_has(
    today: str, gate: str, days_left: int
) -> None:
    (missed,) = alarmed(issued(), today, calendar(committee="310115"))
    assert missed.gate is not None
    assert (missed.gate.name, missed.days_left, missed.on_home_roll) == (gate, days_left, True)


@pytest.mark.parametrize("today", ["2026-11-17", "2026-12-16"])
def test_there_is_no_alarm_long_before_nor_after_the_election(today: str) -> None:
    assert alarmed(issued(), today, calendar(committee="310115")) == []


def test_a_voter_whom_the_host_has_is_not_missed() -> None:
    assert alarmed(issued(host=True, number="第0012号"), CLOSES, calendar(committee="310115")) == []


def test_a_voter_whom_the_host_took_off_again_is_missed_though_the_certificate_was_used() -> None:
    at = issued(host=True)
    (certificate,) = at.desk.every("2026")
    at.desk.use("wang", certificate.key, HOST)
    assert alarmed(at, CLOSES, calendar(committee="310115")) == []
    at.happens(HOST, withdrawn())
    assert [m.certificate.key for m in alarmed(at, CLOSES, None)] == [certificate.key]


def test_who_is_on_no_roll_at_all_is_told_so() -> None:
    at = issued()
    at.happens(HOME, withdrawn())
    (missed,) = alarmed(at, CLOSES, calendar(committee="310115"))
    assert not missed.on_home_roll


def test_a_host_without_a_calendar_is_listed_because_silence_is_not_safety() -> None:
    (missed,) = alarmed(issued(), "2026-09-01", None)
    assert (missed.gate, missed.days_left) == (None, None)


def test_another_registration_of_the_host_does_not_hide_the_voter() -> None:
    at = issued()
    at.happens(HOST, host_registered("0099"))
    assert len(alarmed(at, CLOSES, calendar(committee="310115"))) == 1

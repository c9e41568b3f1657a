from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dedup.calendars.lawful import faults, require_lawful
from dedup.catalogue import LANGUAGES
from dedup.errors import BadRequest
from tests.examples import calendar


def test_a_calendar_of_the_national_rules_is_lawful() -> None:
    assert list(faults(calendar())) == []


@pytest.mark.parametrize(
    ("code", "field", "rules"),
    [
        ("calendar-figure", "roll_days_before", {"roll_days_before": 19}),
        ("calendar-figure", "reply_days", {"reply_days": 0}),
        ("calendar-figure", "freeze_days", {"freeze_days": 61}),
        ("calendar-freeze-late", "freeze_days", {"freeze_days": 0, "correction_cutoff_days": 2}),
        ("calendar-late-addition", "late_add_cutoff_days", {"late_add_cutoff_days": 25}),
        (
            "calendar-late-addition",
            "late_add_cutoff_days",
            {"late_add_cutoff_days": 1, "correction_cutoff_days": 2, "freeze_days": 2},
        ),
        ("calendar-waived-within", "waived_within", {"certificate": {"waived_within": "31"}}),
        ("calendar-holidays-missing", "holidays", {"rollover": "next_working_day"}),
    ],
)
def test_a_rule_that_cannot_be_is_named(code: str, field: str, rules: dict[str, Any]) -> None:
    (fault,) = faults(calendar(**rules))
    assert (fault.code, fault.facts["field"]) == (code, field)


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("calendar-publication-late", "publication_day", {"publication_day": date(2026, 11, 26)}),
        ("calendar-closes-late", "registration_closes", {"registration_closes": date(2026, 11, 26)}),
        ("calendar-too-early", "registration_closes", {"registration_closes": date(2026, 6, 17)}),
        ("calendar-outside-cycle", "election_day", {"election_day": date(2062, 12, 15)}),
        ("calendar-committee", "committee", {"committee": "肥西县"}),
        ("calendar-level", "level", {"level": "village"}),
        ("calendar-working-weekend", "working_weekends", {"working_weekends": (date(2026, 12, 14),)}),
        ("calendar-days-off", "holidays", {"holidays": (date(2026, 12, 14),) * 401}),
    ],
)
def test_a_date_or_name_that_cannot_be_is_named(code: str, field: str, changes: dict[str, Any]) -> None:
    (fault,) = faults(replace(calendar(), **changes))
    assert (fault.code, fault.facts["field"]) == (code, field)


def test_the_last_lawful_day_of_publication_is_lawful_and_told() -> None:
    assert list(faults(calendar(publication_day="2026-11-25"))) == []
    with pytest.raises(BadRequest) as refused:
        require_lawful(calendar(publication_day="2026-11-26"))
    assert refused.value.facts["latest"] == "2026-11-25"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_can_be_said_with_its_facts(language: str) -> None:
    broken = replace(
        calendar(
            roll_days_before=5,
            correction_cutoff_days=3,
            freeze_days=0,
            late_add_cutoff_days=1,
            rollover="next_working_day",
            certificate={"waived_within": "x"},
        ),
        committee="?",
        level="?",
        election_day=date(2062, 1, 1),
        publication_day=date(2061, 12, 31),
        registration_closes=date(2062, 1, 1),
        working_weekends=(date(2026, 12, 14),),
    )
    found = list(faults(broken))
    assert len({fault.code for fault in found}) >= 9
    for fault in found:
        assert str(fault.facts["field"]) in fault.message("zh" if language == "zh" else "en")
        assert fault.remedy("zh" if language == "zh" else "en")

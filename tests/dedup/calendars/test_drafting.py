from __future__ import annotations

from datetime import date

import pytest

from dedup.calendars.drafting import RULE_NAMES, Draft, drafted
from dedup.committees import Committee
from dedup.errors import BadRequest
from tests.examples import calendar

PARTY = Committee("county", "340123")


def test_a_first_calendar_needs_no_more_than_election_day() -> None:
    made = drafted("2026", Committee("county", "431123"), Draft(election_day=date(2026, 12, 15)), None)
    assert (made.preset, made.publication) == ("hunan", date(2026, 11, 25))


def test_without_election_day_there_is_no_calendar() -> None:
    with pytest.raises(BadRequest) as refused:
        drafted("2026", PARTY, Draft(), None)
    assert refused.value.facts["field"] == "election_day"


def test_what_is_not_stated_stays() -> None:
    before = calendar(publication_day="2026-11-20", reply_days=7)
    after = drafted("2026", PARTY, Draft(rules={"freeze_days": "3"}), before)
    assert (after.publication_day, after.rules.reply_days, after.rules.freeze_days) == (
        date(2026, 11, 20),
        7,
        3,
    )


def test_a_preset_takes_the_place_of_all_rules_before_single_ones_are_changed() -> None:
    before = calendar(reply_days=7)
    after = drafted("2026", PARTY, Draft(preset="hunan", rules={"freeze_days": "2"}), before)
    assert (after.preset, after.rules.reply_days, after.rules.freeze_days) == ("hunan", 5, 2)


def test_rules_are_read_as_people_write_them() -> None:
    rules = {
        "alternatives": "lease, residence_permit",
        "waived_previous_cycle": "yes",
        "waived_within": "34",
        "late_add_cutoff_days": "10",
        "nonreply": "suspend",
    }
    made = drafted("2026", PARTY, Draft(rules=rules), calendar()).rules
    assert made.certificate.alternatives == ("lease", "residence_permit")
    assert (made.certificate.waived_previous_cycle, made.certificate.waived_within) == (True, "34")
    assert (made.late_add_cutoff_days, made.nonreply) == (10, "suspend")
    none = dict.fromkeys(("alternatives", "waived_within", "late_add_cutoff_days"), "none")
    assert drafted("2026", PARTY, Draft(rules=none), calendar()).rules == calendar().rules


@pytest.mark.parametrize("name", [name for name in RULE_NAMES if name != "waived_within"])
def test_a_value_that_a_rule_cannot_take_is_refused_by_the_rules_name(name: str) -> None:
    with pytest.raises(BadRequest) as refused:
        drafted("2026", PARTY, Draft(rules={name: "maybe"}), calendar())
    assert refused.value.facts["field"] == name


def test_a_rule_that_nobody_knows_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(BadRequest) as refused:
        drafted("2026", PARTY, Draft(rules={"freeze": "1"}), calendar())
    assert "freeze_days" in str(refused.value.facts["known"])


def test_days_off_that_we_know_are_filled_in_where_periods_roll_over() -> None:
    made = drafted("2026", PARTY, Draft(rules={"rollover": "next_working_day"}), calendar())
    assert date(2026, 10, 1) in made.holidays
    assert date(2026, 10, 10) in made.working_weekends
    named = drafted("2026", PARTY, Draft(holidays=[date(2026, 12, 1)]), made)
    assert named.holidays == (date(2026, 12, 1),)

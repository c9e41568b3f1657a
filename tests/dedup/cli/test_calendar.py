"""`dedup calendar …` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dedup.cli.test_commands import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_calendar_is_set_shown_and_listed(desk: Desk) -> None:
    done = desk.run("calendar", "set", "310115", "--election-day", "2026-12-15", "--json")
    assert done.code == 0, done.err
    assert (done.json["changed"], done.json["preset"]) == (True, "shanghai")
    shown = desk.run("calendar", "show", "310115", "--on", "2026-11-26", "--json").json
    assert shown["next_gate"] == {
        "name": "appeal_filed",
        "day": "2026-11-30",
        "closes_at": "2026-12-01T00:00:00+08:00",
        "days_left": 4,
    }
    assert {gate["name"]: gate["day"] for gate in shown["gates"]}["last_removal"] == "2026-12-12"
    assert [c["committee"] for c in desk.run("calendar", "list", "--json").json["calendars"]] == ["310115"]


def test_setting_the_same_again_changes_nothing(desk: Desk) -> None:
    arguments = ("calendar", "set", "310115", "--election-day", "2026-12-15", "--json")
    assert [desk.run(*arguments).json["changed"] for _ in range(2)] == [True, False]


def test_one_rule_is_changed_and_the_rest_stays(desk: Desk) -> None:
    desk.run("calendar", "set", "310115", "--election-day", "2026-12-15", "--publication-day", "2026-11-20")
    done = desk.run("calendar", "set", "310115", "--rule", "freeze_days=5", "--json").json
    assert (done["publication_day"], done["rules"]["freeze_days"]) == ("2026-11-20", 5)


def test_an_unlawful_calendar_is_refused_with_the_field_and_the_lawful_day(desk: Desk) -> None:
    done = desk.run(
        "calendar", "set", "310115", "--election-day", "2026-12-15", "--publication-day", "2026-12-01"
    )
    assert done.code == 2
    assert "publication_day" in done.err
    assert "2026-11-25" in done.err
    assert desk.run("calendar", "show", "310115").code == 2


def test_people_read_it_in_their_language(desk: Desk) -> None:
    desk.run("calendar", "set", "310115", "--election-day", "2026-12-15")
    assert "选举日" in desk.run("calendar", "show", "310115").out
    assert "election day" in desk.run("calendar", "list", "--on", "2026-12-15", "--lang", "en").out


def test_a_day_or_a_rule_that_cannot_be_read_is_a_mistake_of_the_command_line(desk: Desk) -> None:
    assert desk.run("calendar", "set", "310115", "--election-day", "15.12.2026").code == 2
    assert desk.run("calendar", "set", "310115", "--rule", "freeze_days").code == 2


def test_presets_name_their_sources(desk: Desk) -> None:
    presets = desk.run("calendar", "presets", "--json").json["presets"]
    assert {"national", "shanghai", "zhejiang", "hunan"} <= {preset["name"] for preset in presets}
    assert all(preset["source"] for preset in presets)
    assert "浙江" in desk.run("calendar", "presets").out

"""`dedup certificates …` and `dedup polls …` as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dedup.cli.test_commands import HOME, HOST, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.write("home.csv", HOME)
    made.write("host.csv", HOST)
    assert made.run("import", "home.csv", "host.csv").code == 0
    return made


def test_a_certificate_is_issued_used_revoked_and_listed_without_the_identity_number(desk: Desk) -> None:
    issued = desk.run(
        "certificates", "issue", "340123/H001", "--host", "310115", "--number", "第12号", "--json"
    )
    assert issued.code == 0, issued.err
    assert issued.json["certificate"] == "2026/county/340123/12"
    assert "198503120010" not in issued.out
    assert desk.run("certificates", "use", "340123/12", "310115/S9", "--json").json["state"] == "used"
    assert desk.run("certificates", "receipt", "340123/12", "--json").json["state"] == "receipted"
    assert desk.run("certificates", "revoke", "340123/12").code == 2
    assert "已撤销" in desk.run("certificates", "revoke", "340123/12", "--reason", "误开").out
    assert desk.run("certificates", "use", "340123/12", "310115/S9").code == 4
    (listed,) = desk.run("certificates", "list", "--committee", "310115", "--json").json["certificates"]
    assert listed == desk.run("certificates", "show", "340123/12", "--json").json
    assert desk.run("certificates", "expire", "--json").json == {"certificates": []}


def test_a_voter_whom_no_host_has_raises_an_alarm(desk: Desk) -> None:
    desk.run("certificates", "issue", "340123/H002", "--host", "310115", "--number", "13")
    desk.run("calendar", "set", "310115", "--election-day", "2026-12-15")
    (alarm,) = desk.run("certificates", "alarms", "--on", "2026-11-24", "--json").json["alarms"]
    assert (alarm["gate"], alarm["days_left"], alarm["on_home_roll"]) == ("registration_closes", 1, True)
    assert "340123/13" in desk.run("certificates", "alarms", "--on", "2026-11-24", "--lang", "en").out


def test_the_home_committee_is_told_once(desk: Desk) -> None:
    arguments = ("certificates", "notify", "310115/S9", "--home", "340123", "--json")
    assert [desk.run(*arguments).json["changed"] for _ in range(2)] == [True, False]


def test_a_proxy_and_a_ballot_are_noted(desk: Desk) -> None:
    granted = desk.run("polls", "proxy", "340123/H001", "--to", "340123/H002", "--json")
    assert granted.json["proxy_granted"], granted.err
    assert desk.run("polls", "proxy", "340123/H001").code == 2
    assert desk.run("polls", "ballot", "340123/H001", "--to-proxy", "--json").json["ballot_issued"]
    assert desk.run("polls", "proxy", "340123/H001", "--revoke").code == 4
    assert "已领票" in desk.run("polls", "show", "340123/H001").out


def test_papers_are_part_of_a_registrations_story(desk: Desk) -> None:
    desk.run("certificates", "issue", "340123/H001", "--host", "310115", "--number", "12")
    desk.run("certificates", "use", "340123/12", "310115/S9")
    assert "凭选民资格证明" in desk.run("history", "340123/H001").out
    assert "告知户籍地" in desk.run("history", "310115/S9").out

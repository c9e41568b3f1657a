from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dedup.calendars.desk import CalendarDesk
from dedup.errors import BadRequest, Conflict
from dedup.polls import GrantProxy, IssueBallot, PollDesk, RevokeProxy
from events.polls import BallotIssued
from tests.dedup.certificates.examples import HOME, HOST, Scene, scene, withdrawn
from tests.examples import NOON, calendar, key, registered

PROXY = key("P1")


@pytest.fixture
def at() -> Scene:
    made = scene()
    made.happens(PROXY, registered())
    return made


@pytest.fixture
def desk(at: Scene) -> PollDesk:
    return PollDesk(at.log, lambda: NOON)


def test_a_proxy_is_granted_and_revoked(desk: PollDesk) -> None:
    granted = desk.carry_out(HOME, GrantProxy("li", PROXY))
    assert (granted.proxy_granted, granted.proxy) == (True, PROXY.stream_id)
    assert desk.carry_out(HOME, GrantProxy("li", PROXY)) == granted == desk.find(HOME)
    assert not desk.carry_out(HOME, RevokeProxy("li")).proxy_granted


def test_a_ballot_once_handed_out_stays_handed_out(desk: PollDesk) -> None:
    facts = desk.carry_out(HOME, IssueBallot("li", NOON))
    assert facts.ballot_issued
    assert desk.carry_out(HOME, IssueBallot("li", NOON)) == facts
    for command in (GrantProxy("li", PROXY), RevokeProxy("li", "误登记")):
        with pytest.raises(Conflict):
            desk.carry_out(HOME, command)


def test_what_stands_on_a_ballot_has_no_field() -> None:
    envelope = {"actor", "happened_at", "recorded_at", "source"}
    assert set(BallotIssued.model_fields) - envelope == {"to_proxy"}


def test_a_ballot_goes_to_a_proxy_only_where_there_is_one(desk: PollDesk) -> None:
    with pytest.raises(Conflict):
        desk.carry_out(HOME, IssueBallot("li", NOON, to_proxy=True))
    desk.carry_out(HOME, GrantProxy("li", PROXY))
    assert desk.carry_out(HOME, IssueBallot("li", NOON, to_proxy=True)).ballot_issued


def test_nobody_votes_for_more_than_three(desk: PollDesk, at: Scene) -> None:
    voters = [key(f"V{number}") for number in range(4)]
    for one in voters:
        at.happens(one, registered())
    for one in voters[:3]:
        desk.carry_out(one, GrantProxy("li", PROXY))
    with pytest.raises(Conflict) as refused:
        desk.carry_out(voters[3], GrantProxy("li", PROXY))
    assert refused.value.code == "proxy-full"
    desk.carry_out(voters[0], RevokeProxy("li"))
    assert desk.carry_out(voters[3], GrantProxy("li", PROXY)).proxy_granted


def test_two_grants_at_once_do_not_make_a_fourth(desk: PollDesk, at: Scene) -> None:
    # given somebody who votes for two, and a third voter granted in the moment in which a fourth is
    voters = [key(f"V{number}") for number in range(4)]
    for one in voters:
        at.happens(one, registered())
    for one in voters[:2]:
        desk.carry_out(one, GrantProxy("li", PROXY))

    def clock() -> datetime:
        desk.carry_out(voters[2], GrantProxy("wang", PROXY))
        return NOON

    # when both are decided on what was known before
    with pytest.raises(Conflict) as refused:
        PollDesk(at.log, clock).carry_out(voters[3], GrantProxy("li", PROXY))
    # then one of them stands
    assert refused.value.code == "poll-changed"
    assert [desk.find(one).proxy_granted for one in voters] == [True, True, True, False]


def test_a_proxy_is_another_voter_of_the_same_roll(desk: PollDesk) -> None:
    for other in (HOME, HOST):
        with pytest.raises(BadRequest):
            desk.carry_out(HOME, GrantProxy("li", other))


@pytest.mark.parametrize("happened_at", [NOON + timedelta(days=1), NOON - timedelta(days=2)])
def test_a_ballot_is_handed_out_neither_before_election_day_nor_in_the_future(
    desk: PollDesk, at: Scene, happened_at: datetime
) -> None:
    CalendarDesk(at.log, lambda: NOON).set(calendar("2026-08-31"), "li")
    with pytest.raises(BadRequest):
        desk.carry_out(HOME, IssueBallot("li", happened_at))
    assert desk.carry_out(HOME, IssueBallot("li", NOON - timedelta(days=1))).ballot_issued


def test_who_left_the_roll_gets_no_ballot(desk: PollDesk, at: Scene) -> None:
    at.happens(HOME, withdrawn())
    with pytest.raises(BadRequest):
        desk.carry_out(HOME, IssueBallot("li", NOON))

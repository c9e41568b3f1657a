"""Several servers over one log: one matches, all show the same, another takes over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from dedup.api.follower import Follower
from dedup.bootstrap import Service, open_service
from dedup.committees import Committee
from dedup.projector.projector import consumer_of
from dedup.settings import Settings
from dedup.views.queues import QueueQuery
from events.cases import CaseFlagged
from events.log import Write
from tests.dedup.api.world import HOME, HOST
from tests.examples import NOON, key, registered


class Two:
    """Two servers' followers, moved by hand."""

    def __init__(self, stack: ExitStack, settings: Settings) -> None:
        self.services: list[Service] = []
        for _ in range(2):
            self.services.append(stack.enter_context(open_service(settings, create=True)))
        self.followers = [Follower(service) for service in self.services]
        for follower in self.followers:
            stack.callback(follower._lead.leave)

    def step(self) -> None:
        for follower in self.followers:
            follower.step()
            follower.step()

    def put_pair(self, number: str) -> None:
        keys = key(f"A{number}", HOME), key(f"B{number}", HOST)
        self.services[1].log.append(
            [Write(k.stream_id, 0, (registered(phone=f"1390000{number:0>4}"),)) for k in keys]
        )

    def flags(self) -> int:
        return self.services[0].log.count((CaseFlagged,))


@pytest.fixture
def two(settings: Settings) -> Iterator[Two]:
    with ExitStack() as stack:
        yield Two(stack, settings)


def test_one_server_matches_and_both_show_the_case(two: Two) -> None:
    two.put_pair("1")
    two.step()
    assert [follower.progress.leads for follower in two.followers] == [True, False]
    assert two.flags() == 1
    head = two.services[0].log.head()
    for service, follower in zip(two.services, two.followers, strict=True):
        assert len(service.queues.page(QueueQuery(Committee("county", HOME)))) == 1
        assert service.cases.position == head == follower.progress.position


def test_the_other_takes_over_where_the_first_ended(two: Two) -> None:
    two.put_pair("1")
    two.step()
    first, second = two.followers
    first.stop(1.0)
    first._lead.leave()
    two.put_pair("2")
    second.step()
    assert second.progress.leads
    log = two.services[0].log
    flagged = {r.stream_id for r in log.read_after(0, limit=100, of=(CaseFlagged,))}
    assert len(flagged) == two.flags() == 6


def test_a_failure_that_is_over_is_forgotten_though_nothing_new_came(two: Two) -> None:
    follower = two.followers[0]
    follower.step()
    follower.progress = type(follower.progress)(follower.progress.position, None, "LogUnavailable")
    follower.step()
    assert follower.progress.failure == ""


@pytest.mark.parametrize(("matching", "flags"), [("embedded", 1), ("spread", 0)])
def test_who_matches_what_arrives_is_a_setting(
    matching: Literal["embedded", "spread"], flags: int, tmp_path: Path
) -> None:
    settings = Settings(store=tmp_path, matching=matching)
    with open_service(settings, create=True, clock=lambda: NOON) as service:
        for registration in (key(), key("B0001", "310115")):
            service.log.append([Write(registration.stream_id, 0, (registered(),))])
        follower = Follower(service)
        follower.step()
        assert service.log.count((CaseFlagged,)) == flags
        assert follower.progress.position >= 2


def test_the_log_learns_how_far_matching_has_come_though_nothing_more_arrives(tmp_path: Path) -> None:
    # given somebody who arrived after the rolls were matched, and of whom there is nothing to say
    now = [NOON]
    with open_service(Settings(store=tmp_path), create=True, clock=lambda: now[0]) as service:
        follower = Follower(service)
        for registration in (key(), key("B0001", "310115")):
            service.log.append([Write(registration.stream_id, 0, (registered(),))])
        follower.step()
        stranger = registered(name="司马长风", birth_date="1951-11-02", id_number="", phone="")
        (position,) = service.log.append([Write(key("C0001", "310115").stream_id, 0, (stranger,))])
        follower.step()
        adopted = service.adopted()
        assert adopted is not None
        consumer = consumer_of(adopted.model)
        assert service.log.position_of(consumer) < position
        # when a second passes
        now[0] = NOON + timedelta(seconds=1)
        follower.step()
        # then it is known
        assert service.log.position_of(consumer) == position

"""The next case is one that waits, also where the view has not yet heard of what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup.access.roles import Account, Grant, Role
from dedup.api.caller import Caller
from dedup.bootstrap import Service, open_service
from dedup.cases.commands import Claim, TakePosition
from dedup.cases.outcomes import Said
from dedup.settings import Settings
from dedup.web.order import QUEUE, next_address
from dedup.web.visitor import Visitor
from events.cases import Side, case_id_of, case_stream_id
from events.log import Write
from tests.examples import NOON, flagged, key, registered

HOST = "310115"
VISITOR = Visitor(
    Caller(Account("li", frozenset({Grant(Role.REVIEWER, "county", HOST)})), "zh"),
    csrf="",
)
SIDE: Side = "left"
"""The host's, whose code sorts before the home's."""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with open_service(
        Settings(store=tmp_path / "store", workers=0), create=True, clock=lambda: NOON
    ) as opened:
        yield opened


def cases(service: Service, count: int) -> list[str]:
    """Flag pairs, the likeliest first, and return their cases in the order of the queue."""
    ids = []
    for n in range(count):
        pair = key(f"B{n}", HOST), key(f"A{n}")
        ids.append(case_id_of(*pair))
        service.log.append(
            [
                *(Write(k.stream_id, 0, (registered(),)) for k in pair),
                Write(case_stream_id(ids[-1]), 0, (flagged(*pair, probability=0.99 - n / 1000),)),
            ]
        )
    service.current_queues()
    return ids


def test_after_a_case_comes_the_one_behind_it_and_after_the_last_the_first(service: Service) -> None:
    one, two, three = cases(service, 3)
    assert next_address(service, VISITOR, "") == f"/desk/cases/{one}"
    assert next_address(service, VISITOR, one) == f"/desk/cases/{two}"
    assert next_address(service, VISITOR, three, but=three) == f"/desk/cases/{one}"


def test_what_was_decided_is_passed_over_though_the_view_still_lists_it(service: Service) -> None:
    ids = cases(service, 34)
    for case_id in ids[:-1]:
        service.desk.carry_out(case_id, TakePosition("li", SIDE, Said("not_same")))
    assert next_address(service, VISITOR, ids[0]) == f"/desk/cases/{ids[-1]}"
    service.desk.carry_out(ids[-1], TakePosition("li", SIDE, Said("not_same")))
    assert next_address(service, VISITOR, ids[0]) == QUEUE


def test_what_somebody_else_holds_is_left_to_him(service: Service) -> None:
    one, two = cases(service, 2)
    service.desk.carry_out(one, Claim("zhao", SIDE))
    service.current_cases()
    assert next_address(service, VISITOR, "") == f"/desk/cases/{two}"


def test_what_others_look_at_comes_last(service: Service) -> None:
    one, two, three = cases(service, 3)
    assert next_address(service, VISITOR, "", beside=frozenset({one, two})) == f"/desk/cases/{three}"
    assert next_address(service, VISITOR, one, beside=frozenset({one, two, three})) == f"/desk/cases/{two}"

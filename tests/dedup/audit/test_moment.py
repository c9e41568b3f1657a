from __future__ import annotations

import pytest

from dedup.audit.moment import position_at
from dedup.errors import BadRequest
from events.cases import CaseClaimed
from events.log import EventLog, Write
from events.memory import open_memory_log
from tests.examples import minutes_later


def log_with_an_event_each_ten_minutes(count: int) -> EventLog:
    log = open_memory_log()
    for number in range(count):
        at = minutes_later(10 * number)
        event = CaseClaimed(actor="li", happened_at=at, recorded_at=at, side="left", lease_until=at)
        log.append([Write(f"case/{number}", 0, (event,))])
    return log


@pytest.mark.parametrize(
    ("moment", "position"),
    [
        ("3", 3),
        ("99", 6),
        ("2026-09-01T12:00:00", 1),
        ("2026-09-01T11:59:59", 0),
        ("2026-09-01T12:29:59", 3),
        ("2026-09-01T04:30:00+00:00", 4),
        ("2026-09-01", 6),
        ("2026-08-31", 0),
    ],
)
def test_a_moment_is_a_position_or_a_time_in_china(moment: str, position: int) -> None:
    assert position_at(log_with_an_event_each_ten_minutes(6), moment) == position


@pytest.mark.parametrize("moment", ["", "昨天", "2026-13-01", "-4"])
def test_anything_else_is_refused_with_a_remedy(moment: str) -> None:
    with pytest.raises(BadRequest) as refused:
        position_at(open_memory_log(), moment)
    assert "2026-09-01" in refused.value.remedy("en")

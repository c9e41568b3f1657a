from __future__ import annotations

from dedup.audit.history import tell
from dedup.calendars.desk import CalendarDesk
from events.memory import open_memory_log
from tests.examples import NOON, calendar


def test_a_calendar_is_told_with_its_dates_settled_or_not() -> None:
    log = open_memory_log()
    desk = CalendarDesk(log, lambda: NOON)
    desk.set(calendar(), "li")
    desk.set(calendar(publication_day="2026-11-20"), "li")
    first, second = tell(log, [calendar().stream_id], "en")
    assert "2026/county/340123: roll published 2026-11-25, election day 2026-12-15" in first.sentence
    assert "roll published 2026-11-20" in second.sentence

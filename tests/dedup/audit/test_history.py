from __future__ import annotations

from dedup.audit.history import tell
from dedup.calendars.desk import CalendarDesk
from dedup.certificates.commands import ReturnReceipt, Revoke
from dedup.polls import IssueBallot, PollDesk
from events.certificates import notice_stream_id
from events.memory import open_memory_log
from events.polls import poll_stream_id
from tests.dedup.certificates.examples import HOME, HOST, scene
from tests.examples import NOON, calendar


def test_a_calendar_is_told_with_its_dates_settled_or_not() -> None:
    log = open_memory_log()
    desk = CalendarDesk(log, lambda: NOON)
    desk.set(calendar(), "li")
    desk.set(calendar(publication_day="2026-11-20"), "li")
    first, second = tell(log, [calendar().stream_id], "en")
    assert "2026/county/340123: roll published 2026-11-25, election day 2026-12-15" in first.sentence
    assert "roll published 2026-11-20" in second.sentence


def test_papers_and_what_happened_at_the_poll_are_told() -> None:
    at = scene()
    certificate = at.desk.issue("li", "0012", HOME, "310115")
    at.desk.use("wang", certificate.key, HOST)
    at.desk.carry_out(certificate.key, ReturnReceipt("wang"))
    at.desk.carry_out(certificate.key, Revoke("li", "本人要求回乡"))
    PollDesk(at.log, lambda: NOON).carry_out(HOME, IssueBallot("li", NOON))
    streams = [certificate.key.stream_id, notice_stream_id(HOST), poll_stream_id(HOME)]
    story = [line.sentence for line in tell(at.log, streams, "zh")]
    for words in ("开具选民资格证明", "凭选民资格证明", "告知户籍地", "回执", "本人要求回乡", "已领票"):
        assert any(words in sentence for sentence in story)
    assert len(tell(at.log, streams, "en")) == len(story) == 6

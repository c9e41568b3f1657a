from __future__ import annotations

from contextlib import suppress

from dedup.publish.publisher import case_events
from dedup.settings import Settings
from dedup.working.works import IntakeWork, Outlet, PublishWork
from events.cases import case_id_of, case_stream_id
from events.log import Write
from events.memory import open_memory_log
from events.streams import StreamUnavailable
from events.streams.feed import SourcesFeed
from events.streams.memory import MemoryStream
from tests.dedup.intake.submissions import submitted
from tests.examples import NOON, flagged, key

CASE = case_stream_id(case_id_of(key(), key("B0001", "310115")))


def test_intake_tells_what_became_of_messages_and_what_is_left() -> None:
    log, stream = open_memory_log(), MemoryStream()
    feed = SourcesFeed({"p0": stream}, log.position_of)
    work = IntakeWork(log, feed, MemoryStream(), lambda: NOON, Settings(batch_rows=2))
    stream.write([submitted("m1"), submitted("m2", name=None), submitted("m3", registration_id="A3")])
    assert work.step(0) == 2
    assert (work.is_done(), work.status()["lag"]) == (False, {"p0": 1})
    assert work.step(0) == 1
    told = work.status()
    assert (told["messages"], told["accepted"], told["rejected"]) == (3, 2, 1)
    assert (told["reasons"], told["lost"]) == ({"missing_name": 1}, 0)
    assert work.is_done()
    work.close()


def test_publishing_tells_what_was_sent_and_how_far_it_is_behind() -> None:
    log, sink = open_memory_log(), MemoryStream()
    log.append([Write(CASE, 0, (flagged(),))])
    outlet = Outlet("cases.v1", sink, case_events())
    work = PublishWork(log, [outlet], lambda topic: f"memory/{topic}")
    assert work.step(0) == 1
    assert work.step(0) == 0
    assert work.status() == {"worker": "publish", "sent": {"cases.v1": 1}, "lag": {"cases.v1": 0}}
    assert log.position_of("publish/memory/cases.v1") == 1
    work.close()


def test_a_place_whose_ids_cannot_be_asked_for_is_asked_again() -> None:
    log, sink = open_memory_log(), MemoryStream()
    log.append([Write(CASE, 0, (flagged(),))])
    asked: list[str] = []

    def identify(topic: str) -> str:
        asked.append(topic)
        if len(asked) == 1:
            raise StreamUnavailable("the cluster is away")
        return topic

    work = PublishWork(log, [Outlet("cases.v1", sink, case_events())], identify)
    with suppress(StreamUnavailable):
        work.step(0)
    assert sink.messages == ()
    work.step(0)
    assert len(sink.messages) == 1

"""What every log must do, whatever holds it. Each implementation runs this suite against itself."""

from __future__ import annotations

import pickle

import pytest

from events.cases import (
    CaseClaimed,
    CaseReleased,
)
from events.codec import Encoded
from events.event import Event
from events.log import Consumed, EventLog, VersionConflict, Write
from events.memory import MemoryRecorder
from events.registrations import VoterRegistered
from tests.examples import NOON, registered


def claimed(actor: str = "li") -> CaseClaimed:
    return CaseClaimed(actor=actor, happened_at=NOON, recorded_at=NOON, side="left", lease_until=NOON)


def released(actor: str = "li") -> CaseReleased:
    return CaseReleased(actor=actor, happened_at=NOON, recorded_at=NOON, side="left")


def append(log: EventLog, stream: str, version: int, *events: Event) -> list[int]:
    return log.append([Write(stream, version, events)])


class LogContract:
    def test_append_returns_the_positions_at_which_its_events_are_read(self, log: EventLog) -> None:
        append(log, "case/A", 0, claimed())
        with pytest.raises(VersionConflict):
            append(log, "case/A", 0, claimed(), released())
        given = log.append([Write("case/B", 0, (claimed(), released())), Write("case/A", 1, (released(),))])
        read = [(r.position, r.stream_id, r.version) for r in log.read_after(1, limit=9)]
        assert read == list(zip(given, ("case/B", "case/B", "case/A"), (1, 2, 2), strict=True))
        assert log.append([]) == []

    def test_encoded_rows_come_before_the_writes_of_the_same_append(self, log: EventLog) -> None:
        encoded = log.codec.encode(claimed())
        given = log.append([Write("case/B", 0, (released(),))], rows=[("case/A", 1, *encoded)])
        assert given == [1, 2]
        assert [(r.stream_id, r.version, r.event) for r in log.read_after(0, limit=9)] == [
            ("case/A", 1, claimed()),
            ("case/B", 1, released()),
        ]

    def test_a_row_at_a_version_that_is_there_is_refused(self, log: EventLog) -> None:
        append(log, "case/A", 0, claimed())
        encoded = log.codec.encode(released())
        with pytest.raises(VersionConflict):
            log.append([], rows=[(name, 1, *encoded) for name in ("case/B", "case/A")])
        assert log.head() == 1

    def test_a_row_that_could_not_be_read_again_is_refused(self, log: EventLog) -> None:
        with pytest.raises(ValueError, match="CaseHidden"):
            log.append([], rows=[("case/A", 1, "CaseHidden.v1", b"{}")])

    def test_another_process_can_open_the_same_log(self, log: EventLog) -> None:
        if log.reopen is None:
            assert isinstance(log._recorder, MemoryRecorder)
            return
        append(log, "case/A", 0, claimed())
        other = pickle.loads(pickle.dumps(log.reopen))()  # noqa: S301 - our own
        assert other.read_after(0, limit=9) == log.read_after(0, limit=9)
        other.close()

    def test_positions_rise_by_one_over_all_streams(self, log: EventLog) -> None:
        first = append(log, "case/A", 0, claimed(), released())
        second = append(log, "case/B", 0, claimed())
        assert (first, second, log.head()) == ([1, 2], [3], 3)

    def test_a_stream_gives_back_its_events_in_order_with_their_places(self, log: EventLog) -> None:
        append(log, "case/A", 0, claimed("li"))
        append(log, "case/B", 0, claimed("zhao"))
        append(log, "case/A", 1, released("li"))
        read = log.read_stream("case/A")
        assert [(r.position, r.version, type(r.event)) for r in read] == [
            (1, 1, CaseClaimed),
            (3, 2, CaseReleased),
        ]

    def test_an_event_is_read_back_equal_to_what_was_written(self, log: EventLog) -> None:
        written = registered(name="阿卜杜拉·买买提", note="𬱖 龑 '=1+1'")
        append(log, "registration/2026/county/340123/1", 0, written)
        assert [r.event for r in log.read_after(0, limit=10)] == [written]

    def test_a_second_writer_at_the_same_version_is_refused_and_writes_nothing(self, log: EventLog) -> None:
        append(log, "case/A", 0, claimed("li"))
        with pytest.raises(VersionConflict):
            log.append([Write("case/B", 0, (claimed(),)), Write("case/A", 0, (claimed("zhao"),))])
        assert log.head() == 1
        assert log.read_stream("case/B") == []

    def test_a_write_without_events_demands_that_its_stream_has_not_moved(self, log: EventLog) -> None:
        append(log, "roll/1", 0, claimed())
        append(log, "roll/2", 0, claimed())
        log.append([Write("case/A", 0, (claimed(),)), Write("roll/1", 1, ()), Write("roll/9", 0, ())])
        append(log, "roll/1", 1, released())
        for stale in (Write("roll/1", 1, ()), Write("roll/9", 1, ()), Write("roll/2", 0, ())):
            with pytest.raises(VersionConflict):
                log.append([Write("case/A", 1, (released(),)), stale])
        assert [r.version for r in log.read_stream("case/A")] == [1]
        assert log.head() == 4

    def test_the_same_version_twice_in_one_append_is_refused(self, log: EventLog) -> None:
        with pytest.raises(VersionConflict):
            log.append([Write("case/A", 0, (claimed(),)), Write("case/A", 0, (released(),))])
        assert log.head() == 0

    def test_reading_after_a_position_is_bounded_and_leaves_nothing_out(self, log: EventLog) -> None:
        for number in range(7):
            append(log, f"case/{number}", 0, claimed())
        assert [r.position for r in log.read_after(2, limit=3)] == [3, 4, 5]
        assert [r.position for r in log.read_after(5, limit=3)] == [6, 7]
        assert [r.position for r in log.read_after(2, limit=9, until=4)] == [3, 4]
        assert [r.position for r in log.read_all(page_size=2)] == [1, 2, 3, 4, 5, 6, 7]

    def test_only_events_of_the_classes_asked_for_are_read(self, log: EventLog) -> None:
        append(log, "case/A", 0, claimed())
        append(log, "registration/2026/county/340123/1", 0, registered())
        append(log, "case/A", 1, released())
        read = log.read_after(0, limit=10, of=(VoterRegistered, CaseReleased))
        assert [r.position for r in read] == [2, 3]

    def test_an_event_that_is_encoded_already_is_appended_as_it_is(self, log: EventLog) -> None:
        log.append([Write("roll/1", 0, (log.codec.encode(registered()), claimed()))])
        assert [(r.version, r.event) for r in log.read_stream("roll/1")] == [
            (1, registered()),
            (2, claimed()),
        ]

    @pytest.mark.parametrize("topic", ["VoterRegistered.v0", "Unheard.v1"])
    def test_an_encoded_event_that_could_not_be_read_again_is_not_appended(
        self, log: EventLog, topic: str
    ) -> None:
        _, state = log.codec.encode(registered())
        with pytest.raises(ValueError, match="not a stored name"):
            log.append([Write("roll/1", 0, (claimed(), Encoded(topic, state)))])
        assert log.head() == 0

    def test_events_can_be_read_in_their_stored_form(self, log: EventLog) -> None:
        append(log, "case/A", 0, claimed(), released())
        append(log, "roll/1", 0, registered())
        append(log, "case/A", 2, claimed())
        for chosen in ({}, {"until": 3}, {"of": (CaseClaimed, VoterRegistered)}):
            stored = log.read_encoded_after(1, limit=2, **chosen)
            assert list(map(log.decode, stored)) == log.read_after(1, limit=2, **chosen)
            assert [log.codec.encode(r.event) for r in map(log.decode, stored)] == [s[3:] for s in stored]

    def test_events_are_counted_by_class(self, log: EventLog) -> None:
        append(log, "case/A", 0, claimed(), released())
        append(log, "case/A", 2, claimed())
        assert [log.count((CaseClaimed,)), log.count((CaseReleased,)), log.count((VoterRegistered,))] == [
            2,
            1,
            0,
        ]

    def test_the_latest_event_of_each_existing_stream_is_found(self, log: EventLog) -> None:
        append(log, "case/A", 0, claimed(), released())
        append(log, "case/B", 0, claimed())
        latest = log.read_latest(["case/A", "case/B", "case/none"])
        assert {s: (r.version, r.position) for s, r in latest.items()} == {"case/A": (2, 2), "case/B": (1, 3)}

    def test_many_streams_can_be_asked_for_at_once(self, log: EventLog) -> None:
        names = [f"case/{n:05d}" for n in range(2_500)]
        log.append(Write(name, 0, (claimed(),)) for name in names)
        assert sorted(log.read_latest(names)) == names

    def test_streams_of_a_prefix_come_stream_by_stream(self, log: EventLog) -> None:
        append(log, "roll/b/2", 0, claimed())
        append(log, "roll/a/1", 0, claimed())
        append(log, "roll/b/1", 0, claimed())
        append(log, "roll/b/2", 1, released())
        append(log, "roll0", 0, claimed())
        read = [(r.stream_id, r.version) for r in log.read_prefix("roll/b/", page_size=1)]
        assert read == [("roll/b/1", 1), ("roll/b/2", 1), ("roll/b/2", 2)]
        assert [r.stream_id for r in log.read_prefix("roll/")] == [
            "roll/a/1",
            "roll/b/1",
            "roll/b/2",
            "roll/b/2",
        ]

    def test_the_first_event_of_all_streams_of_a_prefix_is_found(self, log: EventLog) -> None:
        append(log, "roll/1", 0, claimed())
        append(log, "case/B", 0, claimed())
        append(log, "case/A", 0, claimed(), released())
        append(log, "case0", 0, claimed())
        assert log.first("case/") == 2
        assert log.first("case/A") == 3
        assert log.first("file/") is None

    def test_everything_can_be_read_as_it_stood_at_a_position(self, log: EventLog) -> None:
        append(log, "roll/1", 0, claimed(), released())
        append(log, "roll/1", 2, claimed())
        assert [r.position for r in log.read_stream("roll/1", until=2)] == [1, 2]
        assert [r.position for r in log.read_prefix("roll/", until=1)] == [1]

    def test_a_consumers_position_and_its_events_are_one(self, log: EventLog) -> None:
        log.append([Write("case/A", 0, (claimed(),))], Consumed("projector", 10))
        assert log.position_of("projector") == 10
        with pytest.raises(VersionConflict):
            log.append([Write("case/A", 0, (claimed(),))], Consumed("projector", 20))
        assert log.position_of("projector") == 10

    def test_a_position_can_be_committed_without_events(self, log: EventLog) -> None:
        log.append((), Consumed("projector", 7))
        assert (log.position_of("projector"), log.head()) == (7, 0)

    def test_a_consumer_never_goes_back_and_never_passes_a_place_twice(self, log: EventLog) -> None:
        log.append([Write("case/A", 0, (claimed(),))], Consumed("projector", 10))
        with pytest.raises(VersionConflict):
            log.append([Write("case/B", 0, (claimed(),))], Consumed("projector", 10))
        assert log.read_stream("case/B") == []

    def test_a_new_log_is_empty_and_nobody_has_begun_to_read_it(self, log: EventLog) -> None:
        assert (log.head(), log.position_of("anyone"), log.read_after(0, limit=5)) == (0, 0, [])

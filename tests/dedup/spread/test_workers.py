"""The three workers in memory: what they say, what they survive, when they stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dedup.errors import CorruptLog
from dedup.projector.adoption import AdoptedModel, adopted_model
from dedup.projector.projector import Projector
from dedup.spread import keys, telling
from dedup.spread.wire import read_keys, read_report
from events.cases import CaseFlagged, CaseReweighed, FlagLapsed
from events.log import Consumed
from events.models import ModelAdopted
from events.streams import StreamUnavailable
from events.streams.frames import Placed
from matchers import Model, Thresholds
from tests.dedup.spread.test_equality import CROWDED, values_of
from tests.dedup.spread.world import DisturbedFrames, World, embedded_flags, flags_in, write
from tests.examples import NOON, key
from tests.matchers.voters import ABROAD, ZHANG

HOME, HOST = key("A1"), key("B1", "310115")
MODEL = replace(Model.default(), roll_size=1000)


def world_with_a_double() -> World:
    world = World()
    world.adopt(MODEL)
    write(world.log, HOME, values_of(ZHANG))
    write(world.log, HOST, values_of(ABROAD))
    return world


def test_a_double_is_flagged_with_both_sides_told() -> None:
    world = world_with_a_double()
    world.settle()
    (flagged,) = world.log.read_after(0, limit=9, of=(CaseFlagged,))
    assert isinstance(flagged.event, CaseFlagged)
    assert {flagged.event.left, flagged.event.right} == {HOME.stream_id, HOST.stream_id}
    assert flagged.event.kind == "cross_committee"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (None, "registration_withdrawn"),
        (
            values_of(
                replace(ABROAD, name="李娜", id_number="", sex="女", birth_date="1990-02-03", phone="")
            ),
            "below_threshold",
        ),
    ],
)
def test_a_flag_lapses_for_the_reason_that_it_does(values: object, reason: str) -> None:
    world = world_with_a_double()
    world.settle()
    write(world.log, HOST, values)  # type: ignore[arg-type]
    assert world.settle() == {}
    (lapsed,) = world.log.read_after(0, limit=9, of=(FlagLapsed,))
    assert isinstance(lapsed.event, FlagLapsed)
    assert lapsed.event.reason == reason


def test_without_a_model_nothing_is_shared_out_and_that_is_said() -> None:
    world = World()
    write(world.log, HOME, values_of(ZHANG))
    assert world.sharing.step(0) == 0
    assert world.sharing.status() == {"worker": "keys", "registrations": 0, "shares": 0, "lag": 1}


def test_each_worker_says_how_it_fares() -> None:
    world = world_with_a_double()
    world.settle()
    assert world.sharing.status()["registrations"] == 2
    matcher = world.matchers[0].status()
    assert (matcher["shares"], matcher["lost"]) == (3, 0)
    assert set(matcher["lag"].values()) == {0}  # type: ignore[attr-defined]
    cases = world.cases.status()
    assert (cases["flagged"], cases["rescored"], cases["lapsed"]) == (1, 0, 0)
    assert world.matchers[0].is_done()


class Failing(DisturbedFrames):
    """A topic that refuses the next writes."""

    failures = 0

    def write(self, frames: Sequence[Placed]) -> None:
        if self.failures:
            self.failures -= 1
            raise StreamUnavailable("the broker is away")
        super().write(frames)


@pytest.mark.parametrize("topic", ["keys", "pairs"])
def test_what_could_not_be_sent_is_sent_when_the_broker_is_back(topic: str) -> None:
    world = world_with_a_double()
    failing = getattr(world, topic)
    failing.__class__ = Failing
    failing.failures = 2
    refused = 0
    for _ in range(4):
        for worker in range(world.workers):
            try:
                world.step(worker)
            except StreamUnavailable:
                refused += 1
    assert refused == 2
    assert len(world.settle()) == 1


def test_flags_that_one_process_raised_are_taken_over_and_those_that_no_longer_hold_lapse() -> None:
    # given flags by an embedded projector, one of which has lost its ground while nobody matched
    world = world_with_a_double()
    write(world.log, key("A2"), values_of(ZHANG))
    Projector(world.log, adopted(world), lambda: NOON).run()
    assert len(flags_in(world.log)) == 3
    write(world.log, key("A2"), None)
    # when workers take over
    flags = world.settle()
    # then nothing is said twice, and what no longer holds lapses
    assert flags == embedded_flags(world.log)
    assert world.log.count((CaseFlagged,)) == 3
    assert world.log.count((FlagLapsed,)) == 2
    assert world.log.count((CaseReweighed,)) == 0


def adopted(world: World) -> AdoptedModel:
    found = adopted_model(world.log)
    assert found is not None
    return found


def test_topics_made_anew_are_filled_from_the_log_and_nothing_is_said_twice() -> None:
    world = world_with_a_double()
    world.settle()
    head = world.log.head()
    world.keys = DisturbedFrames("memory/keys-2", 4, world.chance, 0.0)
    world.pairs = DisturbedFrames("memory/pairs-2", 1, world.chance, 0.0)
    world.start()
    write(world.log, HOST, None)
    assert world.settle() == {}
    assert world.log.head() == head + 2


def test_a_topic_of_pairs_made_anew_under_the_workers_is_told_everything_again() -> None:
    world = world_with_a_double()
    world.settle()
    # given a topic that goes away and is another one when it comes back
    world.pairs.__class__ = Failing
    world.pairs.failures = 1  # type: ignore[attr-defined]
    write(world.log, HOST, values_of(replace(ABROAD, phone="")))
    world.sharing.step(0)
    with pytest.raises(StreamUnavailable):
        world.matchers[0].step(0)
    world.pairs._name = "memory/pairs-2"
    world.pairs.contents = [[] for _ in world.pairs.contents]
    # when a worker of cases begins on the new one
    world.cases = world.new_cases()
    # then it learns everything
    assert world.settle() == embedded_flags(world.log)
    assert world.log.count((CaseFlagged,)) == 1


def test_more_partitions_begin_a_new_generation() -> None:
    world = world_with_a_double()
    world.settle()
    world.keys.contents.append([])
    world.pairs.contents.append([])
    world.start(matchers=2)
    write(world.log, HOST, values_of(replace(ABROAD, phone="")))
    assert world.settle() == embedded_flags(world.log)
    assert world.log.count((CaseFlagged,)) == 1


def test_a_stretch_too_large_for_a_frame_is_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(shares=1, lanes=1)
    world.adopt(MODEL)
    for number in range(8):
        write(world.log, key(f"A{number}"), values_of(ZHANG))
    monkeypatch.setattr(keys, "FRAME_BYTES_MAX", 1_500)
    world.settle()
    sizes = [len(content) for content in world.keys.contents[0]]
    assert max(sizes) <= 1_500
    stretches = [read_keys(content) for content in world.keys.contents[0]]
    assert len(stretches) > 3
    assert [stretch.after for stretch in stretches] == [0, *(s.position for s in stretches[:-1])]
    assert flags_in(world.log) == embedded_flags(world.log)


def test_a_report_too_large_for_a_frame_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "FINDINGS_MAX", 2)
    monkeypatch.setattr(telling, "MENTIONS_MAX", 1)
    world = World(shares=2, lanes=1)
    world.adopt(MODEL)
    for number in range(4):
        write(world.log, key(f"A{number}"), values_of(ZHANG))
    assert world.settle() == embedded_flags(world.log)
    for number in range(4):
        write(world.log, key(f"A{number}"), values_of(replace(ZHANG, phone="")))
    assert world.settle() == embedded_flags(world.log)
    assert max(read_report(content).parts for content in world.pairs.contents[0]) >= 3


def test_frames_that_are_missing_stop_the_reader() -> None:
    world = world_with_a_double()
    world.settle()
    feed = world.matchers[0]._feed
    feed.lost = 5
    with pytest.raises(CorruptLog) as refused:
        world.matchers[0].step(0)
    assert refused.value.code == "spread-frames-lost"


def test_a_model_that_the_log_does_not_have_stops_the_matcher() -> None:
    world, other = World(), world_with_a_double()
    other.sharing.step(0)
    world.keys.contents = other.keys.contents
    with pytest.raises(CorruptLog) as refused:
        world.matchers[0].step(0)
    assert refused.value.code == "spread-model"


def test_a_lane_that_another_has_brought_further_is_looked_at_anew() -> None:
    # given two workers that both believe a lane to be theirs
    world = world_with_a_double()
    world.settle()
    zombie = world.cases
    world.start()
    write(world.log, HOST, None)
    assert world.settle() == {}
    # when the one that slept wakes, and the pair is back
    write(world.log, HOST, values_of(ABROAD))
    world.sharing.step(0)
    world.matchers[0].step(0)
    zombie.step(0)
    zombie.step(0)
    # then both together flag it once
    assert world.settle() == embedded_flags(world.log)
    assert world.log.count((CaseFlagged,)) == 2


def test_a_model_with_another_cap_is_changed_over_to_where_the_log_says() -> None:
    world = World()
    world.adopt(CROWDED)
    for number in range(6):
        write(
            world.log, key(f"A{number}"), values_of(replace(ZHANG, id_number="", phone=f"1380013800{number}"))
        )
    few = world.settle()
    world.adopt(replace(MODEL, thresholds=Thresholds(flag=0.01)))
    many = world.settle()
    assert many == embedded_flags(world.log)
    assert len(many) > len(few)
    assert world.log.count((ModelAdopted,)) == 2


def test_positions_that_were_committed_are_not_committed_back() -> None:
    world = world_with_a_double()
    world.settle()
    names = [name for name in world.log.consumers() if name.startswith("matching-shares/")]
    assert len(names) == 3
    for name in names:
        world.log.append((), Consumed(name, 1_000))
    write(world.log, HOST, None)
    world.matchers[0].step(0)
    assert {world.log.position_of(name) for name in names} == {1_000}

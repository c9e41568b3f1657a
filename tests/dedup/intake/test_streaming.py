from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.audit.digest import digest_of_registrations
from dedup.intake.streaming import StreamIntake
from events.log import Consumed, EventLog, LogUnavailable
from events.memory import MemoryRecorder, open_memory_log
from events.receipts import receipt_stream_id
from events.registrations import (
    RegistrationAmended,
    RegistrationListed,
    RegistrationWithdrawn,
    VoterRegistered,
)
from events.streams import Message, Portion, StreamUnavailable
from events.streams.feed import SourcesFeed
from events.streams.memory import MemoryStream
from tests.dedup.intake.submissions import submitted
from tests.examples import NOON, key

STREAM = key("A1").stream_id


class Inbox:
    """A log, two partitions that fill it, and what was rejected."""

    def __init__(self, messages_max: int = 100) -> None:
        self.log = open_memory_log()
        self.partitions = {"p0": MemoryStream(), "p1": MemoryStream()}
        self.rejections = MemoryStream()
        self.messages_max = messages_max
        self.intake = self.worker()

    def worker(self) -> StreamIntake:
        return StreamIntake(
            self.log,
            SourcesFeed(self.partitions, self.log.position_of),
            self.rejections,
            lambda: NOON,
            cycle="2026",
            actor="intake",
            messages_max=self.messages_max,
        )

    def take(self, *messages: Message, partition: str = "p0") -> dict[str, int]:
        before = dict(self.intake.tally.effects)
        self.partitions[partition].write(messages)
        while self.intake.step(0):
            pass
        after = self.intake.tally.effects
        return {effect: n - before.get(effect, 0) for effect, n in after.items() if n > before.get(effect, 0)}

    def phone(self) -> str:
        event = self.log.read_stream(STREAM)[-1].event
        assert isinstance(event, RegistrationListed)
        return event.personal.phone


def test_a_messages_registration_and_its_place_are_committed_together() -> None:
    inbox = Inbox()
    assert inbox.take(submitted("m1"), submitted("m2", registration_id="A2")) == {"accepted": 2}
    assert inbox.log.position_of("p0") == 2
    assert [type(r.event) for r in inbox.log.read_stream(STREAM)] == [VoterRegistered]


def test_a_message_that_comes_again_is_ignored_wherever_it_comes() -> None:
    inbox = Inbox()
    inbox.take(submitted("m1", phone="1"))
    inbox.take(submitted("m2", phone="2"))
    head = inbox.log.head()
    assert inbox.take(submitted("m1", phone="1"), partition="p1") == {"repeated": 1}
    assert inbox.take(submitted("m2", phone="2"), submitted("m1", phone="1")) == {"repeated": 2}
    assert (inbox.phone(), inbox.log.head()) == ("2", head)


def test_a_message_that_comes_twice_in_one_portion_is_taken_once() -> None:
    inbox = Inbox()
    assert inbox.take(submitted("m1"), submitted("m1")) == {"accepted": 1, "repeated": 1}


def test_a_message_that_changed_nothing_is_remembered_by_a_receipt() -> None:
    inbox = Inbox()
    inbox.take(submitted("m1", phone="1"))
    assert inbox.take(submitted("m2", phone="1")) == {"unchanged": 1}
    inbox.take(submitted("m3", phone="3"))
    assert inbox.take(submitted("m2", phone="1"), partition="p1") == {"repeated": 1}
    assert inbox.phone() == "3"
    assert len(inbox.log.read_stream(receipt_stream_id(STREAM))) == 1


def test_a_withdrawal_that_comes_again_does_not_withdraw_a_voter_who_was_put_back() -> None:
    inbox = Inbox()
    inbox.take(submitted("m1"), submitted("m2", action="撤销"), submitted("m3"))
    assert inbox.take(submitted("m2", action="撤销")) == {"repeated": 1}
    assert not isinstance(inbox.log.read_stream(STREAM)[-1].event, RegistrationWithdrawn)


def test_the_same_id_of_another_sender_is_another_message() -> None:
    inbox = Inbox()
    inbox.take(submitted("m1", phone="1"))
    assert inbox.take(submitted("m1", phone="2", sender="//other.example")) == {"amended": 1}


def test_what_was_sent_earlier_and_comes_later_does_not_roll_values_back() -> None:
    inbox = Inbox()
    inbox.take(submitted("m2", minute=2, phone="2"))
    assert inbox.take(submitted("m1", minute=1, phone="1")) == {"superseded": 1}
    assert inbox.phone() == "2"


def test_a_message_without_a_time_is_taken_in_the_order_of_arrival() -> None:
    inbox = Inbox()
    inbox.take(submitted("m2", minute=2, phone="2"))
    assert inbox.take(submitted("m3", phone="3")) == {"amended": 1}
    assert inbox.phone() == "3"


def test_what_cannot_be_taken_goes_to_the_rejections_and_the_others_go_on() -> None:
    inbox = Inbox()
    told = inbox.take(submitted("m1"), submitted("m2", name=None), submitted("m3", registration_id="A3"))
    assert told == {"accepted": 2, "rejected": 1}
    (rejection,) = inbox.rejections.messages
    assert rejection.marks == {"reason": "missing_name"}
    assert inbox.intake.tally.reasons == {"missing_name": 1}


class BrokenSink(MemoryStream):
    def write(self, messages: Sequence[Message]) -> None:
        raise StreamUnavailable(f"{len(messages)} messages, and the broker went away")


def test_nothing_is_passed_over_when_the_rejections_cannot_be_written() -> None:
    inbox = Inbox()
    inbox.rejections = BrokenSink()
    inbox.intake = inbox.worker()
    with pytest.raises(StreamUnavailable):
        inbox.take(submitted("m1"), submitted("m2", name=None))
    assert inbox.log.position_of("p0") == 0
    inbox.rejections = MemoryStream()
    inbox.intake = inbox.worker()
    assert inbox.take() == {"accepted": 1, "rejected": 1}


class FailingRecorder(MemoryRecorder):
    failures_left = 0

    def insert(self, *arguments: object, **options: object) -> Sequence[int]:
        if self.failures_left:
            self.failures_left -= 1
            raise LogUnavailable("the disk is full")
        return super().insert(*arguments, **options)  # type: ignore[arg-type]


def test_a_log_that_cannot_be_written_loses_nothing() -> None:
    inbox = Inbox()
    recorder = FailingRecorder()
    inbox.log = EventLog(recorder)
    inbox.intake = inbox.worker()
    inbox.take(submitted("m1"))
    recorder.failures_left = 1
    with pytest.raises(LogUnavailable):
        inbox.take(submitted("m2", phone="2"))
    assert inbox.take(submitted("m3", phone="3")) == {"amended": 2}


class Zombie(SourcesFeed):
    """A worker that has lost its partition and does not know it yet."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(inbox.partitions, inbox.log.position_of)
        self._inbox = inbox
        self._polls = count()

    def poll(self, limit: int, timeout_s: float) -> Sequence[Portion]:
        portions = super().poll(limit, timeout_s)
        if next(self._polls) == 0:
            other = self._inbox.worker()
            while other.step(0):
                pass
        return portions


def test_a_worker_whose_partition_another_has_read_is_refused_by_the_log() -> None:
    inbox = Inbox()
    inbox.partitions["p0"].write([submitted("m1"), submitted("m2", name=None)])
    zombie = StreamIntake(
        inbox.log, Zombie(inbox), inbox.rejections, lambda: NOON, cycle="2026", actor="late"
    )
    while zombie.step(0):
        pass
    assert zombie.tally.fenced == 1
    assert [r.event.actor for r in inbox.log.read_stream(STREAM)] == ["intake"]
    assert inbox.log.position_of("p0") == 2


def test_a_worker_fenced_between_reading_and_appending_appends_nothing() -> None:
    inbox = Inbox()
    inbox.partitions["p0"].write([submitted("m1")])

    class Passed(EventLog):
        def position_of(self, consumer: str) -> int:
            """Let another worker come further right after we have looked."""
            position = super().position_of(consumer)
            if consumer == "p0" and position == 0:
                super().append((), Consumed("p0", 1))
            return position

    log = Passed(MemoryRecorder())
    intake = StreamIntake(
        log,
        SourcesFeed(inbox.partitions, lambda _: 0),
        MemoryStream(),
        lambda: NOON,
        cycle="2026",
        actor="a",
    )
    assert intake.step(0) == 0
    assert (intake.tally.fenced, log.read_stream(STREAM)) == (1, [])


numbers = st.sampled_from(["A1", "A2"])
phones = st.sampled_from(["1", "2", "3"])
actions = st.sampled_from(["", "", "撤销"])
statements = st.lists(st.tuples(numbers, phones, actions), min_size=1, max_size=8)


def sequence(of: list[tuple[str, str, str]], *, timed: bool) -> list[Message]:
    return [
        submitted(
            f"m{n}",
            minute=n if timed else None,
            registration_id=number,
            phone=phone,
            action=action,
        )
        for n, (number, phone, action) in enumerate(of)
    ]


def digest_after(messages: Sequence[tuple[Message, str]], messages_max: int) -> str:
    inbox = Inbox(messages_max)
    for message, partition in messages:
        inbox.take(message, partition=partition)
    return digest_of_registrations(inbox.log)


@given(statements, st.data(), st.integers(1, 4))
def test_in_whatever_order_timed_messages_come_and_come_again_the_registrations_are_the_same(
    of: list[tuple[str, str, str]], data: st.DataObject, messages_max: int
) -> None:
    messages = sequence(of, timed=True)
    repeats = data.draw(st.lists(st.sampled_from(messages), max_size=4))
    shuffled = data.draw(st.permutations([*messages, *repeats]))
    partitions = data.draw(
        st.lists(st.sampled_from(["p0", "p1"]), min_size=len(shuffled), max_size=len(shuffled))
    )
    wanted = digest_after([(m, "p0") for m in messages], 100)
    assert digest_after(list(zip(shuffled, partitions, strict=True)), messages_max) == wanted


@given(statements, st.data(), st.integers(1, 4))
def test_repeats_of_messages_without_times_change_nothing(
    of: list[tuple[str, str, str]], data: st.DataObject, messages_max: int
) -> None:
    messages = sequence(of, timed=False)
    delivered: list[tuple[Message, str]] = []
    for place, message in enumerate(messages):
        delivered.append((message, "p0"))
        again = data.draw(st.lists(st.sampled_from(messages[: place + 1]), max_size=2))
        delivered += [(repeat, data.draw(st.sampled_from(["p0", "p1"]))) for repeat in again]
    wanted = digest_after([(m, "p0") for m in messages], 100)
    assert digest_after(delivered, messages_max) == wanted


def test_an_amendment_keeps_the_message_that_it_came_by() -> None:
    inbox = Inbox()
    inbox.take(submitted("m1", phone="1"), submitted("m2", phone="2"))
    event = inbox.log.read_stream(STREAM)[-1].event
    assert isinstance(event, RegistrationAmended)
    assert event.source is not None
    assert event.source.message_id == "m2"

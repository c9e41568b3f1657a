"""Sharing out: each stretch of the log as one frame a share, with the registrations that have keys there.

A registration is told to every share that any of its values, past or present, have keys in: whoever holds
an old value learns that it holds no more. Every share gets every stretch, an empty one too, so that it is
known how far each has come. Frames are sent before the position moves; sent twice, they change nothing.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from dedup.errors import BadInput
from dedup.projector.pages import CodedPage, code_page, partition_of_roll, record_of, roll_of
from dedup.rolls import standing
from dedup.spread.parting import part_of
from dedup.spread.wire import VERSION, Generation, KeysFrame, encoded, mark_of, pack_page
from events.log import Consumed, EventLog, Recorded, Stored, VersionConflict
from events.models import STREAM_ID, ModelAdopted
from events.registrations import RegistrationEvent
from events.streams.frames import FRAME_BYTES_MAX, FrameSink, Placed
from matchers import profile_of
from matchers.shared_keys import shares_touched

PAGE_SIZE: Final = 2_000
"""Events in one stretch at most: a matcher's micro-batch."""
LINGER_S: Final = 0.2
"""After a stretch, how long a fuller one is waited for: what comes alone is sent at once."""
_BEAT_S: Final = 1.0
"""Where nothing but other events comes, matchers are told at most so often how far the log has grown."""


@dataclass(frozen=True, slots=True)
class Course:
    """What frames are made with, from the model in force and the topics as they are."""

    profile: str
    generation: Generation
    origin: str
    consumer: str
    """Under which the log keeps how far it has been shared out."""


class Spreader:
    """Shares the log's registrations out among matchers."""

    def __init__(self, log: EventLog, keys: FrameSink, pairs: FrameSink, linger_s: float = LINGER_S) -> None:
        self._log, self._keys, self._pairs, self._linger_s = log, keys, pairs, linger_s
        self._codec = log.codec
        self._course: Course | None = None
        self._adoption = log.codec.topic_of(ModelAdopted)
        self._sent_at = 0.0
        self.registrations = 0
        """Events of registrations shared out so far."""

    @property
    def course(self) -> Course | None:
        """Return what frames are made with; None while no model is in force."""
        return self._course

    def step(self) -> int:
        """Share the next stretch out; return how many positions it has.

        Raises LogUnavailable or StreamUnavailable; the same stretch is shared out again then.
        """
        course = self._course = self._course or self._begin()
        if course is None:
            return 0
        head, after = self._log.head(), self._log.position_of(course.consumer)
        if head <= after or (head < after + PAGE_SIZE and self._sent_within(self._linger_s)):
            return 0
        of = (RegistrationEvent, ModelAdopted)
        page = self._log.read_encoded_after(after, limit=PAGE_SIZE, of=of)
        if not page and self._sent_within(_BEAT_S):
            return 0
        position = page[-1].position if len(page) == PAGE_SIZE else max(head, after, *_last(page))
        try:
            reached = self._share_out(course, page, after, position)
        except OSError:
            self._course = None  # The topics may have been made anew meanwhile.
            raise
        self._sent_at = time.monotonic()
        return reached - after

    def _sent_within(self, seconds: float) -> bool:
        return time.monotonic() < self._sent_at + seconds

    def behind(self) -> int | None:
        """Return how many positions of the log have not been shared out; None while no model is in force."""
        course = self._course = self._course or self._begin()
        return None if course is None else self._log.head() - self._log.position_of(course.consumer)

    def is_done(self) -> bool:
        """Tell whether all registrations have been shared out, or cannot be for want of a model."""
        course = self._course
        if course is None:
            return True
        after = self._log.position_of(course.consumer)
        return not self._log.read_encoded_after(after, limit=1, of=(RegistrationEvent, ModelAdopted))

    def _begin(self) -> Course | None:
        adopted = self._log.read_stream(STREAM_ID)
        if not adopted:
            return None
        adoptions = [cast("ModelAdopted", recorded.event).profile for recorded in adopted]
        profile = adoptions[-1]
        of_another = [place for place, name in enumerate(adoptions) if name != profile]
        since = adopted[of_another[-1] + 1 if of_another else 0].position
        name = self._keys.name()
        coding = profile_of(profile).coding_version
        generation = Generation(since, coding, self._keys.partitions(), self._pairs.partitions())
        return Course(
            profile, generation, mark_of(name), f"matching-keys/{mark_of(name, profile, generation)}"
        )

    def _share_out(self, course: Course, page: Sequence[Stored], after: int, position: int) -> int:
        """Send a stretch, or its beginning, and note how far that is."""
        adoptions = [place for place, stored in enumerate(page) if stored.topic == self._adoption]
        if adoptions and adoptions[0] == 0:
            return self._share_adoption(course, page[0], after)
        if adoptions:
            page, position = page[: adoptions[0]], page[adoptions[0] - 1].position
        while True:
            frames = self._frames(course, page, after, position)
            largest = max(len(frame.content) for frame in frames)
            if largest <= FRAME_BYTES_MAX:
                break
            if len(page) == 1:
                raise BadInput("spread-frame-large", position=page[0].position, bytes=largest)
            page = page[: len(page) // 2]
            position = page[-1].position
        self.registrations += len(page)
        return self._send(course, frames, position)

    def _share_adoption(self, course: Course, adopted: Stored, after: int) -> int:
        event = cast("ModelAdopted", self._log.decode(adopted).event)
        if event.profile != course.profile and adopted.position > course.generation.since:
            self._course = None  # All has to be coded anew.
            return after
        frame = self._frame(course, after, adopted.position, adopts=event.profile == course.profile)
        frames = [Placed(number, encoded(frame)) for number in range(course.generation.shares)]
        return self._send(course, frames, adopted.position)

    def _send(self, course: Course, frames: Sequence[Placed], position: int) -> int:
        self._keys.write(frames)
        try:
            self._log.append((), Consumed(course.consumer, position))
        except VersionConflict:
            """Another worker has come further; matchers ignore what they had twice."""
        return position

    def _frames(self, course: Course, page: Sequence[Stored], after: int, position: int) -> list[Placed]:
        shares, frame = course.generation.shares, self._frame(course, after, position)
        if not page:
            return [Placed(number, encoded(frame)) for number in range(shares)]
        profile = profile_of(course.profile)
        coded = code_page(course.profile, page)
        touched = self._touched(course, coded, page)
        placed = []
        for number in range(shares):
            part = part_of(coded, touched[:, number], profile)
            whole = self._frame(course, after, position, part)
            placed.append(Placed(number, encoded(whole)))
        return placed

    def _frame(
        self,
        course: Course,
        after: int,
        position: int,
        page: CodedPage | None = None,
        *,
        adopts: bool = False,
    ) -> KeysFrame:
        packed = pack_page(page, course.profile) if page is not None and page.stream_ids else None
        generation, origin = course.generation, course.origin
        return KeysFrame(VERSION, generation, course.profile, origin, after, position, adopts, packed)

    def _touched(self, course: Course, page: CodedPage, stored: Sequence[Stored]) -> NDArray[np.bool_]:
        """Return for each registration of a page which shares any of its values have keys in."""
        profile, shares = profile_of(course.profile), course.generation.shares
        touched = np.zeros((len(page.stream_ids), shares), dtype=bool)
        touched[~page.withdrawn] = shares_touched(profile, page.coded, page.partitions, shares)
        again = {event.stream_id for event in stored if event.version > 1}
        earlier = [
            (place, recorded)
            for place, stream_id in enumerate(page.stream_ids)
            if stream_id in again
            for recorded in self._log.read_stream(stream_id, page.position)
        ]
        if earlier:
            _add_earlier(touched, earlier, course.profile)
        return touched


def _add_earlier(touched: NDArray[np.bool_], earlier: Sequence[tuple[int, Recorded]], name: str) -> None:
    """Add the shares in which earlier values of registrations have keys."""
    listed = [(place, found) for place, recorded in earlier if (found := standing(recorded)) is not None]
    records = [record_of(found.key, found.voter, found.entry.basis) for _, found in listed]
    partitions = [partition_of_roll(roll_of(found.key.stream_id)) for _, found in listed]
    profile = profile_of(name)
    shares = shares_touched(profile, profile.coded(records), partitions, touched.shape[1])
    np.logical_or.at(touched, [place for place, _ in listed], shares)


def _last(page: Sequence[Stored]) -> list[int]:
    return [page[-1].position] if page else []

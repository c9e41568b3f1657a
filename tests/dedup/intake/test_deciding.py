from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from dedup.intake.deciding import decide_filings
from dedup.intake.preparing import Filing
from dedup.intake.registrar import Context, Stated, decide, statement_of, stream_of
from dedup.intake.rows import SourceRow
from dedup.intake.submission import Submission, parse_submission
from events.codec import Codec
from events.event import Event
from events.log import EventLog
from events.memory import open_memory_log
from events.registrations import RegistrationEvent
from tests.examples import NOON

CODEC = Codec()


def filing(row: int, number: str, name: str, action: str = "") -> Filing:
    values = {"registration_id": number, "committee": "340123", "name": name, "action": action}
    parsed = parse_submission(SourceRow(row, {k: v for k, v in values.items() if v}))
    assert isinstance(parsed, Submission)
    encoded = CODEC.encode_fields(*statement_of(parsed, row, Context("clerk", NOON, "file/2026///abc")))
    return stream_of(parsed, "2026"), encoded.topic, encoded.state


FILINGS = st.lists(
    st.builds(
        filing,
        st.integers(2, 99),
        st.sampled_from("AB"),
        st.sampled_from("王李"),
        st.sampled_from(["", "死亡"]),
    ),
    max_size=9,
)


def one_by_one(filings: Iterable[Filing]) -> tuple[list[Event], Counter[str]]:
    """Decide filings as plainly as can be: each decoded, each held against the events before it."""
    streams: dict[str, RegistrationEvent] = {}
    events: list[Event] = []
    effects: Counter[str] = Counter()
    for stream_id, topic, state in filings:
        stated = cast("Stated", CODEC.decode(topic, state))
        effect, event = decide(streams.get(stream_id), stated)
        effects[effect] += 1
        if event is not None:
            streams[stream_id] = event
            events.append(event)
    return events, effects


def append(log: EventLog, filings: list[Filing]) -> Counter[str]:
    latest = log.read_latest([stream_id for stream_id, _, _ in filings])
    decided = decide_filings(filings, latest, log.codec)
    log.append([], rows=decided.rows)
    return decided.effects


@given(FILINGS, st.integers(0, 9))
def test_filings_do_the_same_in_one_batch_in_two_and_one_by_one(filings: list[Filing], cut: int) -> None:
    log = open_memory_log()
    effects = append(log, filings[:cut]) + append(log, filings[cut:])
    assert ([r.event for r in log.read_all()], effects) == one_by_one(filings)


def test_what_a_new_voter_states_is_appended_as_it_was_encoded() -> None:
    stream_id, topic, state = new = filing(2, "A", "王")
    again = filing(3, "A", "王")
    assert decide_filings([new, again], {}, CODEC).rows == [(stream_id, 1, topic, state)]

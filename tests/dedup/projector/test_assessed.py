"""Assessments made as text are those that the events' own classes make."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dedup.projector.announcing import announce
from dedup.projector.assessed import Assessed, assessed, mark_of
from dedup.projector.flags import Change, FlagChange
from dedup.projector.matching import Matching
from events.cases import Assessment
from events.memory import open_memory_log
from matchers import Evidence, Model, ScoredPair

numbers = st.floats(-1e15, 1e15, allow_nan=False)
evidence = st.builds(Evidence, st.text(max_size=5), st.text(max_size=5), numbers)
pairs = st.builds(
    ScoredPair,
    st.just(0),
    st.just(1),
    numbers,
    st.sampled_from(["same_person", "stranger"]),
    st.lists(evidence, max_size=4).map(tuple),
    numbers,
    st.booleans(),
    st.integers(),
)
streams = st.sampled_from(["registration/2026/county/511321/1", "registration/2026/county/330113/%E4%B8%80"])


@given(pair=pairs)
def test_the_text_says_what_the_object_says_and_has_its_mark(pair: ScoredPair) -> None:
    matching = Matching(Model.default())
    whole, text = matching.assess(pair), assessed(pair, matching.fingerprint)
    assert text.read() == whole
    assert mark_of(text) == mark_of(whole)
    assert text.stored == whole.model_dump_json(exclude_defaults=True).encode()


@given(
    pair=pairs,
    change=st.sampled_from([Change.FLAGGED, Change.RESCORED, Change.REWEIGHED]),
    sides=st.tuples(streams, streams),
    at_home=st.tuples(st.booleans(), st.booleans()),
    now=st.datetimes(timezones=st.just(UTC)),
)
def test_an_event_made_of_text_is_stored_as_one_made_of_objects(
    pair: ScoredPair, change: Change, sides: tuple[str, str], at_home: tuple[bool, bool], now: datetime
) -> None:
    log, matching = open_memory_log(), Matching(Model.default())
    for side, home in zip(sides, at_home, strict=True):
        ref = matching.registry.ref_of(side)
        matching.registry._at_home[ref] = home
    refs = sorted(map(matching.registry.ref_of, sides))
    said: list[Assessment | Assessed] = [matching.assess(pair), assessed(pair, matching.fingerprint)]
    writes = [announce(log, matching, [FlagChange(change, refs[0], refs[1], "m", a)], now)[0] for a in said]
    stored = [log.codec.encode(e) if not isinstance(e, tuple) else e for w in writes for e in w.events]
    assert stored[0] == stored[1]
    assert writes[0].stream_id == writes[1].stream_id

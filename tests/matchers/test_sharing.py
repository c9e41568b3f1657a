from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Engine, Model, Record, ScoredPair, Thresholds, profile_of
from matchers.blocking import twin_columns
from matchers.shared_keys import shares_touched
from matchers.sharing import Share, incomplete, shares_of
from tests.matchers.voters import ABROAD, ZHANG, rolls

CROWDED = replace(Model.default(), roll_size=1000, thresholds=Thresholds(block_cap=3))


def engine_of(records: list[Record], share: Share) -> Engine:
    engine = Engine(CROWDED, share)
    engine.put(range(len(records)), records, [0] * len(records))
    return engine


def pairs_in(engine: Engine, records: list[Record]) -> dict[tuple[int, int], ScoredPair]:
    return {(pair.left, pair.right): pair for pair in engine.pairs_of(range(len(records)))}


@settings(max_examples=60)
@given(rolls, st.integers(1, 5))
def test_shares_together_find_what_one_engine_finds(records: list[Record], of: int) -> None:
    whole = engine_of(records, Share(0, 1))
    engines = [engine_of(records, Share(number, of)) for number in range(of)]
    found: dict[tuple[int, int], ScoredPair] = {}
    for engine in engines:
        found |= pairs_in(engine, records)
    blind = {pair: replace(scored, search_incomplete=False) for pair, scored in found.items()}
    expected = pairs_in(whole, records)
    assert blind == {pair: replace(s, search_incomplete=False) for pair, s in expected.items()}
    # and the full keys of all of them tell whether a search was complete
    full_keys = np.concatenate([engine.full_keys() for engine in engines])
    assert sorted(full_keys.tolist()) == whole.full_keys().tolist()
    keys = whole.key_matrix(range(len(records)))
    partial = incomplete(keys, np.isin(keys, full_keys), twin_columns(profile_of("chinese")))
    for pair, scored in expected.items():
        assert scored.search_incomplete == (partial[pair[0]] or partial[pair[1]])


@settings(max_examples=60)
@given(rolls, st.integers(1, 5))
def test_one_record_at_a_time_and_all_at_once_lie_in_the_same_shares(records: list[Record], of: int) -> None:
    for number in range(of):
        at_once, one_by_one = engine_of(records, Share(number, of)), Engine(CROWDED, Share(number, of))
        for ref, record in enumerate(records):
            one_by_one.put([ref], [record], [0])
        assert pairs_in(one_by_one, records) == pairs_in(at_once, records)
        assert one_by_one.full_keys().tolist() == at_once.full_keys().tolist()


@settings(max_examples=40)
@given(rolls, st.integers(1, 5))
def test_a_record_is_told_to_the_shares_that_its_keys_are_in(records: list[Record], of: int) -> None:
    profile = profile_of("chinese")
    touched = shares_touched(profile, profile.coded(records), [0] * len(records), of)
    keys = engine_of(records, Share(0, 1)).key_matrix(range(len(records)))
    for row, shares in zip(keys, touched, strict=True):
        assert set(shares_of(row[row != 0], of).tolist()) <= set(np.flatnonzero(shares).tolist())


def test_a_damaged_number_is_told_to_the_shares_of_its_repairs() -> None:
    of = 64
    damaged = replace(ZHANG, id_number=ZHANG.id_number[:16] + "9" + ZHANG.id_number[17:])
    profile = profile_of("chinese")
    sound, repaired = shares_touched(profile, profile.coded([ABROAD, damaged]), [0, 0], of)
    engine = engine_of([ABROAD, damaged], Share(0, 1))
    number = int(shares_of(engine.key_matrix([0])[:, 0], of)[0])
    assert sound[number]
    assert repaired[number]

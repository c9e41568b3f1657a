from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers import gathering
from matchers.gathering import gathered
from matchers.postings import Postings

CAP = 2
SLOTS = 12
# keys that differ in their first bits, in their last ones only, and not at all
keys = st.sampled_from([1, 3, 5, 2**20 + 1, 2**63 + 1, 2**63 + 3, 2**64 - 1])
run = st.lists(st.tuples(keys, st.integers(0, SLOTS - 1)), max_size=12, unique=True)


def postings(pairs: list[tuple[int, int]]) -> Postings:
    some, slots = zip(*pairs, strict=True) if pairs else ((), ())
    return Postings.distinct(np.array(some, dtype=np.uint64), np.array(slots, dtype=np.int64))


@pytest.mark.parametrize("usual", [1, 4, 1 << 19])
@given(runs=st.lists(run, min_size=1, max_size=6), dead=st.sets(st.integers(0, SLOTS - 1)))
def test_gathering_is_a_stable_sort_of_what_lives(
    usual: int, runs: list[list[tuple[int, int]]], dead: set[int]
) -> None:
    alive = np.array([slot not in dead for slot in range(SLOTS)])
    given_runs = [postings(pairs) for pairs in runs]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "_RANGE_USUAL", usual)  # few postings, yet many ranges
        whole = gathered(given_runs, alive, CAP)
    flat = [
        (key, slot)
        for some in given_runs
        for key, slot in zip(some.keys.tolist(), some.slots.tolist(), strict=True)
        if slot not in dead
    ]
    expected = sorted(flat, key=lambda posting: posting[0])
    assert list(zip(whole.run.keys.tolist(), whole.run.slots.tolist(), strict=True)) == expected
    counts = {key: n for key, n in Counter(key for key, _ in flat).items() if n > CAP}
    assert dict(zip(whole.full_keys.tolist(), whole.full_counts.tolist(), strict=True)) == counts


def test_more_postings_in_a_range_than_places_fit_are_sorted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_RANGE_MAX", 3)
    some = [postings([(7, 1), (9, 2), (5, 3)]), postings([(5, 0), (7, 2)])]
    whole = gathered(some, np.ones(4, dtype=bool), CAP)
    assert whole.run.keys.tolist() == [5, 5, 7, 7, 9]
    assert whole.run.slots.tolist() == [3, 0, 1, 2, 2]

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.index import Index
from matchers.postings import Postings

CAP = 3
batches = st.lists(st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=8), max_size=8)


def postings(pairs: list[tuple[int, int]]) -> Postings:
    keys, slots = zip(*pairs, strict=True) if pairs else ((), ())
    return Postings.distinct(np.array(keys, dtype=np.uint64), np.array(slots, dtype=np.int64))


class Oracle:
    """The obvious implementation: a dictionary of sets."""

    def __init__(self) -> None:
        self.blocks: defaultdict[int, set[int]] = defaultdict(set)

    def full(self) -> set[int]:
        return {key for key, slots in self.blocks.items() if len(slots) > CAP}


def change(index: Index, oracle: Oracle, added: list[tuple[int, int]], removed: list[int]) -> None:
    before = oracle.full()
    gone = [(key, slot) for key, slots in oracle.blocks.items() for slot in slots if slot in removed]
    for key, slot in gone:
        oracle.blocks[key].discard(slot)
    for key, slot in added:
        oracle.blocks[key].add(slot)
    changed = index.change(postings(added), postings(gone))
    turned = before ^ oracle.full()
    assert set(changed.tolist()) == {slot for key in turned for slot in oracle.blocks[key]}


def agree(index: Index, oracle: Oracle) -> None:
    keys = np.arange(1, 8, dtype=np.uint64)
    places, slots = index.postings(keys)
    found = defaultdict(set)
    for place, slot in zip(places.tolist(), slots.tolist(), strict=True):
        found[int(keys[place])].add(slot)
    assert found == {key: slots for key, slots in oracle.blocks.items() if slots}
    assert {int(k) for k, full in zip(keys, index.is_full(keys), strict=True) if full} == oracle.full()
    assert index.full_blocks == len(oracle.full())


@given(batches)
def test_blocks_are_what_a_dictionary_of_sets_would_hold(given_batches: list[list[tuple[int, bool]]]) -> None:
    index, oracle, slot = Index(CAP), Oracle(), 0
    for batch in given_batches:
        added, removed = [], []
        for key, dies in batch:
            added += [(key, slot), (key % 3 + 1, slot)]
            if dies and slot:
                removed.append(slot - 1)
            slot += 1
        change(index, oracle, sorted({*added}, key=lambda pair: pair[1]), removed)
        agree(index, oracle)


@given(batches)
def test_an_index_restored_from_its_state_goes_on_as_the_one_before(
    given_batches: list[list[tuple[int, bool]]],
) -> None:
    index, oracle, slot = Index(CAP), Oracle(), 0
    for batch in given_batches:
        added = [(key, slot + n) for n, (key, _) in enumerate(batch)]
        slot += len(batch)
        change(index, oracle, added, [])
        restored = Index(CAP)
        restored.restore(index.state())
        index = restored
        agree(index, oracle)


@given(batches)
def test_filling_in_bulk_comes_to_what_changing_step_by_step_comes_to(
    given_batches: list[list[tuple[int, bool]]],
) -> None:
    quick, steps, oracle, slot = Index(CAP), Index(CAP), Oracle(), 0
    for batch in given_batches:
        added = [(key, slot + n) for n, (key, _) in enumerate(batch)]
        removed = [slot - 1] if slot and batch[0][1] else []
        slot += len(batch)
        gone = [(key, s) for key, slots in oracle.blocks.items() for s in slots if s in removed]
        change(steps, oracle, added, removed)
        quick.fill(postings(added), postings(gone))
    agree(quick, oracle)
    agree(steps, oracle)


@given(batches, st.integers(1, 6))
def test_records_put_one_by_one_come_to_the_same_blocks(
    given_batches: list[list[tuple[int, bool]]], recent_max: int
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("matchers.index._RECENT_MAX", recent_max)
        index, oracle, slot = Index(CAP), Oracle(), 0
        for batch in given_batches:
            for key, dies in batch:
                keys = sorted({key, key % 3 + 1})
                before = oracle.full()
                for one in keys:
                    oracle.blocks[one].add(slot)
                turned = before ^ oracle.full()
                changed = index.put_one(keys, slot)
                assert set(changed.tolist()) == {s for k in turned for s in oracle.blocks[k]}
                met = {s for k in keys if k not in oracle.full() for s in oracle.blocks[k]}
                assert index.met_by_one(keys) == met
                if dies and slot:
                    change(index, oracle, [], [slot - 1])
                slot += 1
            agree(index, oracle)


def test_a_posting_given_twice_counts_once_and_no_key_is_no_posting() -> None:
    found = postings([(5, 1), (0, 1), (5, 1), (4, 2)])
    assert (found.keys.tolist(), found.slots.tolist()) == ([4, 5], [2, 1])


def test_what_is_asked_before_a_sweep_has_the_same_answer_after_it() -> None:
    # given two runs, and postings of the first that died
    index = Index(block_cap=5)
    slots = np.arange(12, dtype=np.int32)
    index.change(Postings.distinct(np.repeat(np.arange(1, 5, dtype=np.uint64), 3), slots), Postings.none())
    index.change(Postings.distinct(np.array([3, 4], dtype=np.uint64), np.array([12, 12])), Postings.none())
    index.change(Postings.none(), Postings.distinct(np.array([1, 1], dtype=np.uint64), np.array([0, 1])))
    keys = np.array([2, 3, 4], dtype=np.uint64)
    before = [part.tolist() for part in index.postings(keys)]
    # when a sweep makes one run of them
    list(index.pairs())
    # then what lies where is looked up anew
    after = [part.tolist() for part in index.postings(keys)]
    assert sorted(zip(*before, strict=True)) == sorted(zip(*after, strict=True))

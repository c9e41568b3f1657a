from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Engine, Model, Record, ScoredPair, Thresholds
from tests.matchers.voters import ABROAD, ZHANG, number, rolls, voters

CROWDED = replace(Model.default(), roll_size=1000, thresholds=Thresholds(block_cap=3))
SMALL = replace(Model.default(), roll_size=1000)


def engine_of(records: list[Record], model: Model = SMALL) -> Engine:
    engine = Engine(model)
    engine.put(range(len(records)), records, [0] * len(records))
    return engine


def all_pairs(records: list[Record], model: Model = SMALL) -> list[ScoredPair]:
    return engine_of(records, model).pairs_of(range(len(records)))


def probability(one: Record, other: Record, roll_size: int = 100_000) -> float:
    engine = engine_of([one, other], replace(Model.default(), roll_size=roll_size))
    (pair,) = engine.score_pairs([0], [1])
    return pair.probability


class Caller:
    """Keeps flags as a projector does: what is put, dropped or reported as affected is matched anew."""

    def __init__(self, model: Model) -> None:
        self.engine = Engine(model)
        self.flags: dict[tuple[int, int], ScoredPair] = {}

    def rematch(self, touched: set[int]) -> None:
        self.flags = {key: pair for key, pair in self.flags.items() if not touched & {*key}}
        self.flags |= {(pair.left, pair.right): pair for pair in self.engine.pairs_of(sorted(touched))}

    def put(self, records: dict[int, Record]) -> None:
        affected = self.engine.put(list(records), list(records.values()), [0] * len(records))
        assert not {*affected} & {*records}
        self.rematch({*records, *affected})

    def drop(self, refs: list[int]) -> None:
        self.rematch({*refs, *self.engine.drop(refs)})


@settings(max_examples=60, deadline=None)
@given(rolls, st.data())
def test_flags_depend_on_the_final_records_only(records: list[Record], data: st.DataObject) -> None:
    # given records put in any order and batches, some first in another version, some put and withdrawn
    caller = Caller(CROWDED)
    order = data.draw(st.permutations(range(len(records))))
    drafts = data.draw(st.lists(voters, max_size=4))
    caller.put(dict(enumerate(drafts)))
    caller.put({len(records) + i: draft for i, draft in enumerate(drafts)})
    size = data.draw(st.integers(1, 5))
    for start in range(0, len(order), size):
        caller.put({ref: records[ref] for ref in order[start : start + size]})
    caller.drop([len(records) + i for i in range(len(drafts))])
    # then what stands is what one batch in order gives, bit for bit
    at_once = all_pairs(records, CROWDED)
    assert sorted(caller.flags.values(), key=lambda p: (p.left, p.right)) == at_once


@settings(max_examples=40, deadline=None)
@given(rolls)
def test_found_pairs_are_those_of_scoring_all_pairs_one_by_one(records: list[Record]) -> None:
    engine = engine_of(records)
    for pair in engine.pairs_of(range(len(records))):
        assert pair.left < pair.right
        assert engine.score_pairs([pair.left], [pair.right]) == [pair]
        (mirrored,) = engine.score_pairs([pair.right], [pair.left])
        assert (mirrored.probability, mirrored.evidence) == (pair.probability, pair.evidence)


@settings(max_examples=40, deadline=None)
@given(rolls)
def test_bits_add_up_to_the_log_odds(records: list[Record]) -> None:
    for pair in all_pairs(records):
        total = sum(evidence.bits for evidence in pair.evidence)
        assert round(1 / (1 + 2**-total), 6) == pytest.approx(pair.probability, abs=1e-9)
        assert pair.probability >= SMALL.flag_threshold


def test_only_records_of_one_partition_are_compared() -> None:
    engine = Engine(SMALL)
    engine.put([0, 1], [ZHANG, ABROAD], [0, 1])
    assert engine.pairs_of([0, 1]) == []


def test_a_ref_given_twice_in_a_batch_counts_once_with_its_last_record() -> None:
    engine = Engine(SMALL)
    engine.put([0, 1, 1], [ZHANG, Record("1", "王五"), ABROAD], [0, 0, 0])
    assert [(p.left, p.right) for p in engine.pairs_of([1])] == [(0, 1)]
    assert engine.stats.records == 2


def test_a_withdrawn_record_is_found_no_more() -> None:
    engine = engine_of([ZHANG, ABROAD])
    assert engine.drop([1, 99]) == []
    assert engine.pairs_of([0, 1]) == []
    assert engine.stats.records == 1


def test_a_block_that_fills_up_gives_no_candidates_and_names_its_members() -> None:
    # given four people who share a phone and nothing else, under a cap of three
    people = [
        Record("1", name, phone="15294928427", birth_date=f"19{50 + i}-01-02")
        for i, name in enumerate("甲乙丙丁")
    ]
    engine = Engine(CROWDED)
    assert engine.put([0, 1, 2], people[:3], [0] * 3) == []
    # when the fourth fills the block
    affected = engine.put([3], people[3:], [0])
    # then the others are named, and named again when it opens
    assert affected == [0, 1, 2]
    assert engine.stats.full_blocks == 1
    assert engine.drop([0]) == [1, 2, 3]
    assert engine.stats.full_blocks == 0


def test_the_same_person_on_two_rolls_is_found() -> None:
    assert probability(ZHANG, ABROAD) == 0.9999


@pytest.mark.parametrize("position", range(18))
def test_any_single_wrong_digit_of_the_id_is_found_and_believed(position: int) -> None:
    digits = ZHANG.id_number
    wrong = digits[:position] + ("1" if digits[position] != "1" else "2") + digits[position + 1 :]
    pairs = all_pairs([ZHANG, Record("330113", ZHANG.name, sex="男", id_number=wrong)])
    assert [p.probability > 0.9 for p in pairs] == [True]


@pytest.mark.parametrize(
    "name", ["张健国", "張建國", "章建国", "张建囯", "张 建国", "Zhang Jianguo", "张建Guo", "张□国"]
)
def test_a_name_written_otherwise_with_the_same_id_is_one_person(name: str) -> None:
    assert probability(ZHANG, replace(ABROAD, name=name)) > 0.9


def test_a_spouses_pasted_id_is_no_proof() -> None:
    wife = replace(ZHANG, name="李秀英", sex="女", birth_date="1974-11-02")
    assert probability(ZHANG, wife) < 0.05


def test_twins_are_two_people() -> None:
    twin = replace(ZHANG, name="张建军", id_number=number("512922", "19720518", "303"))
    assert probability(ZHANG, twin) < 0.05


def test_twins_whose_numbers_excel_has_rounded_are_two_people() -> None:
    one = replace(ZHANG, id_number=ZHANG.id_number[:15] + "000")
    other = replace(one, name="张建军", phone="")
    assert probability(one, other) < 0.5


def test_a_father_and_son_of_the_same_sound_are_two_people() -> None:
    son = replace(
        ZHANG, name="张建果", birth_date="1996-03-04", id_number=number("512922", "19960304", "301")
    )
    assert probability(ZHANG, son) < 0.05


def test_namesakes_with_the_same_birthday_and_sound_numbers_are_two_people() -> None:
    namesake = replace(ABROAD, id_number=number("330125", "19720518", "517"), household_address="")
    assert probability(ZHANG, namesake) < 0.5


def test_name_sex_and_birth_date_alone_never_read_as_near_certain() -> None:
    one = Record("1", "尉迟璟雯", sex="女", birth_date="1972-05-18")
    assert probability(one, replace(one, committee="2"), roll_size=1000) <= 0.98
    common = replace(one, name="张伟")
    assert probability(common, replace(common, committee="2"), roll_size=1_000_000_000) < 0.05


def test_without_id_no_pair_passes_the_cap() -> None:
    one, other = (replace(record, id_number="", phone="15294928427") for record in (ZHANG, ABROAD))
    assert 0.9 < probability(one, other, roll_size=1000) <= 0.999


def test_the_prior_falls_with_the_size_of_the_roll() -> None:
    one, other = replace(ZHANG, id_number=""), replace(ABROAD, id_number="", household_address="")
    assert probability(one, other, 10_000) > probability(one, other, 100_000_000)


def test_a_masked_number_agrees_by_its_visible_digits() -> None:
    masked = ZHANG.id_number[:6] + "********" + ZHANG.id_number[14:]
    assert probability(ZHANG, replace(ABROAD, id_number=masked)) > 0.99


def test_a_lunar_birthday_is_read_as_lunar() -> None:
    # 1972-05-18 is the 6th day of the 4th lunar month
    lunar = replace(ABROAD, birth_date="1972-04-06", id_number="")
    (pair,) = engine_of([ZHANG, lunar]).score_pairs([0], [1])
    assert ("birth_date", "lunar") in {(e.field, e.level) for e in pair.evidence}


def test_a_former_name_is_another_reading_of_the_name() -> None:
    renamed = replace(ABROAD, name="张子轩", former_name="张建国", id_number="")
    (pair,) = all_pairs([ZHANG, renamed])
    assert ("name", "exact") in {(e.field, e.level) for e in pair.evidence}


def test_search_incomplete_is_said_when_a_full_block_has_no_refined_twin() -> None:
    # given a crowd under one name and county, births unknown: nothing divides their block
    crowd = [Record("1", "扎西", household_address="南部县") for _ in range(5)]
    (one_of_crowd,) = engine_of(crowd, CROWDED).score_pairs([0], [1])
    assert one_of_crowd.search_incomplete
    # but a block that a birth date divides is searched to the end
    (dated,) = engine_of([ZHANG, ABROAD, *crowd], CROWDED).score_pairs([0], [1])
    assert not dated.search_incomplete


@settings(max_examples=30, deadline=None)
@given(rolls, st.integers(1, 5))
def test_matching_part_by_part_finds_each_pair_once(records: list[Record], size: int) -> None:
    engine, matched = engine_of(records), np.zeros(len(records), dtype=bool)
    found: list[ScoredPair] = []
    for start in range(0, len(records), size):
        part = range(start, min(start + size, len(records)))
        found += engine.pairs_of(part, matched)
        matched[part] = True
    assert sorted(found, key=lambda p: (p.left, p.right)) == engine.pairs_of(range(len(records)))


@settings(max_examples=60, deadline=None)
@given(rolls, st.integers(1, 5), st.data())
def test_a_sweep_hands_out_what_matching_part_by_part_finds(
    records: list[Record], size: int, data: st.DataObject
) -> None:
    # given records of which some were replaced and some dropped, and of which some wait to be matched
    engine = engine_of([*records, *records[:3]], CROWDED)
    engine.put(range(len(records)), records, [0] * len(records))
    engine.drop(range(0, len(records), 7))
    waiting = data.draw(st.permutations(range(len(records) + 3)))
    waiting = waiting[: data.draw(st.integers(0, len(waiting)))]
    # when they are matched part by part, and swept part by part
    had_their_turn = np.zeros(len(records) + 3, dtype=bool)
    sweep = engine.sweep(np.array(waiting, dtype=np.int64))
    for start in range(0, len(waiting), size):
        part = waiting[start : start + size]
        matched = engine.pairs_of(part, had_their_turn)
        had_their_turn[part] = True
        # then each part finds the same pairs in the same order
        assert engine.pairs_swept(sweep, len(part)) == matched


@settings(max_examples=30, deadline=None)
@given(rolls, st.integers(1, 5))
def test_filling_in_bulk_finds_what_putting_one_by_one_finds(records: list[Record], size: int) -> None:
    filled = Engine(CROWDED)
    for start in range(0, len(records), size):
        some = records[start : start + size]
        filled.fill(range(start, start + len(some)), filled.profile.code(some), [0] * len(some))
    one_by_one = Engine(CROWDED)
    for ref, record in enumerate(records):
        one_by_one.put([ref], [record], [0])
    everybody = range(len(records))
    assert filled.pairs_of(everybody) == one_by_one.pairs_of(everybody)
    assert filled.stats.full_blocks == one_by_one.stats.full_blocks


@settings(max_examples=20, deadline=None)
@given(rolls, rolls)
def test_an_engine_restored_from_its_state_goes_on_as_the_one_before(
    earlier: list[Record], later: list[Record]
) -> None:
    first, second = engine_of(earlier, CROWDED), Engine(CROWDED)
    second.restore(first.state())
    refs = range(1, 1 + len(later))
    affected = [engine.put(refs, later, [0] * len(later)) for engine in (first, second)]
    assert affected[0] == affected[1]
    assert first.pairs_of(range(20)) == second.pairs_of(range(20))


def test_who_stands_on_two_rolls_by_household_is_less_likely_one_person() -> None:
    posted = Record("511321", "李海燕", sex="女", birth_date="1983-05", basis="household")
    by_household, untold, away = (
        probability(posted, replace(posted, committee="330113", basis=basis), roll_size=1_000_000)
        for basis in ("household", "", "unit")
    )
    assert by_household < untold / 2 < untold < away


def test_two_sound_numbers_outweigh_the_rarest_name_and_birth_date() -> None:
    one = replace(ZHANG, name="覃璟雯", household_address="", residence_address="", phone="")
    other = replace(one, committee="330113", id_number=number("330125", "19720518", "407"))
    assert probability(one, other, roll_size=1_000_000) < 0.5

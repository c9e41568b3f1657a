from dataclasses import replace

import pytest

from matchers import Engine, Model, Record
from tests.matchers.voters import ABROAD, ZHANG, number


def engine_of(*records: Record) -> Engine:
    engine = Engine(replace(Model.default(), roll_size=100_000))
    engine.put(range(len(records)), records, [0] * len(records))
    return engine


def test_what_turns_a_verdict_is_said_of_single_fields_that_do() -> None:
    # given two people of one name and birth date, whose numbers are sound and differ
    other = replace(ABROAD, id_number=number("330113", "19720518", "777"), household_address="", phone="")
    explained = engine_of(ZHANG, other).explain(0, 1)
    assert explained.pair.probability < 0.5
    # then an equal number would turn it, and it says how far
    turned = {alternative.field: alternative for alternative in explained.alternatives}
    assert turned["id_number"].probability > 0.9
    assert all(alternative.probability >= 0.5 for alternative in explained.alternatives)


def test_of_a_flagged_pair_the_alternatives_lead_below_the_line() -> None:
    one = Record("511321", ZHANG.name, sex="男", birth_date=ZHANG.birth_date, phone=ZHANG.phone)
    other = replace(one, committee="330113")
    explained = engine_of(one, other).explain(0, 1)
    assert explained.pair.probability > 0.5
    assert explained.alternatives
    assert all(alternative.probability < 0.5 for alternative in explained.alternatives)
    assert "name" in {alternative.field for alternative in explained.alternatives}


def test_a_pair_that_meets_in_no_block_is_explained_all_the_same() -> None:
    stranger = Record("330113", "欧阳雪梅", sex="女", birth_date="1990-12-20")
    explained = engine_of(ZHANG, stranger).explain(0, 1)
    assert explained.keys == ()
    assert explained.pair.probability < 1e-6
    assert explained.pair.coincidences > 100


@pytest.mark.parametrize("size", [10_000, 1_000_000, 100_000_000])
def test_name_sex_and_birth_date_never_say_more_than_their_coincidences_allow(size: int) -> None:
    model = replace(Model.default(), roll_size=size)
    engine = Engine(model)
    plain = Record("", "张伟", sex="男", birth_date="1985-03-12")
    engine.put([0, 1], [plain, plain], [0, 0])
    (pair,) = engine.score_pairs([0], [1])
    twice = model.thresholds.twice_on_rolls
    assert pair.probability <= twice / (twice + pair.coincidences) + 1e-3
